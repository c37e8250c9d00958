"""Packages whose modules are imported when they are first named."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType


def submodules(package: str) -> Callable[[str], ModuleType]:
    """The ``__getattr__`` of a package that imports a module of its own when somebody asks for it as an attribute.

    >>> import docstore.api.cat
    >>> docstore.api.cat.documents.__name__
    'docstore.api.cat.documents'
    """

    def __getattr__(name: str) -> ModuleType:  # noqa: N807
        full = f"{package}.{name}"
        if name.startswith("__") or find_spec(full) is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return import_module(full)

    return __getattr__
