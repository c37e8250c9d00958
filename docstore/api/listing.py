"""All APIs, whether or not anybody has imported them yet."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from docstore.api import cat, cluster, document, indices, search
from docstore.api.registry import APIS, Api


def apis() -> list[Api[..., Any]]:
    """All APIs; the store's own methods first, then those of its clients, by name."""
    for package in (cat, cluster, document, indices, search):
        for module in iter_modules(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    return sorted(APIS.values(), key=lambda api: ("." in api.name, api.name))
