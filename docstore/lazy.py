"""Packages whose modules are imported when they, or names of theirs, are first asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any


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


def exports(package: str, modules: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """The ``__getattr__`` and the ``__dir__`` of a package that shows names of modules; each is imported when one of its names is.

    :param modules: by full name of a module, the names that it gives, with spaces between; none for the module itself.
    """
    places = {name: module for module, names in modules.items() for name in names.split()}
    whole = {module.rpartition(".")[2]: module for module, names in modules.items() if not names}

    def __getattr__(name: str) -> Any:  # noqa: N807
        if name in whole:
            return import_module(whole[name])
        if name not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found = getattr(import_module(places[name]), name)
        setattr(sys.modules[package], name, found)
        return found

    def __dir__() -> list[str]:  # noqa: N807
        return sorted({*vars(sys.modules[package]), *places, *whole})

    return __getattr__, __dir__
