"""All APIs, whether or not anybody has imported them yet."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import docstore.api
from docstore.api.registry import APIS, Api

_NOT_IMPORTED = ("docstore.api.compared", "docstore.api.coverage", __name__)


def apis() -> list[Api[..., Any]]:
    """All APIs; the store's own methods first, then those of its clients, by name."""
    for module in pkgutil.iter_modules(docstore.api.__path__, "docstore.api."):
        if module.name not in _NOT_IMPORTED:
            importlib.import_module(module.name)
    return sorted(APIS.values(), key=lambda api: ("." in api.name, api.name))
