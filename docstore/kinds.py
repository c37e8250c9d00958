"""Kinds by name, in the packages that hold them: query kinds, aggregations, field types, parts of analyzers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import import_module
from pkgutil import iter_modules
from typing import TypeVar

K = TypeVar("K")


class Kinds(Mapping[str, K]):
    """The kinds of one sort, sorted by name. The module that holds one is imported when it is first asked for, and adds it.

    Without ``modules``, each module of the package is named as the kind that it holds.
    """

    def __init__(self, package: str, modules: Mapping[str, str] | None = None) -> None:
        """:param modules: by name of a module in the package, the names of the kinds that it holds, with spaces between."""
        self._package = package
        self._modules = modules
        self._added: dict[str, K] = {}
        self.imported: dict[str, K] = {}
        """Those that were asked for."""

    def add(self, name: str, kind: K) -> None:
        """A kind, as its module says it."""
        self._added[name] = kind

    def remove(self, name: str) -> None:
        """Take away a kind that a module elsewhere added."""
        del self._added[name]
        self.imported.pop(name, None)

    @cached_property
    def _places(self) -> dict[str, str]:
        """The module of each kind."""
        if self._modules is None:
            return {module.name: module.name for module in iter_modules(import_module(self._package).__path__)}
        return {name: module for module, names in self._modules.items() for name in names.split()}

    def __getitem__(self, name: str) -> K:
        kind = self.imported.get(name)
        if kind is None:
            if name in self._places:
                import_module(f"{self._package}.{self._places[name]}")
            kind = self.imported[name] = self._added[name]
        return kind

    def __contains__(self, name: object) -> bool:
        return name in self._places or name in self._added

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({*self._places, *self._added}))

    def __len__(self) -> int:
        return len({*self._places, *self._added})
