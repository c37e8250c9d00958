"""All APIs, whether or not anybody has imported them yet."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import docstore.api
from docstore.api.registry import APIS, Api

_PACKAGES = ("cat", "cluster", "document", "indices", "search")
"""Those whose modules declare APIs."""


def apis() -> list[Api[..., Any]]:
    """All APIs; the store's own methods first, then those of its clients, by name."""
    for package in _PACKAGES:
        for module in pkgutil.iter_modules([f"{docstore.api.__path__[0]}/{package}"], f"docstore.api.{package}."):
            importlib.import_module(module.name)
    return sorted(APIS.values(), key=lambda api: ("." in api.name, api.name))
