"""All kinds of components by name; a kind is a function from a ``Definition`` and the ``Scope`` it is built in to a component."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from docstore.analysis import char_filters, filters, tokenizers
from docstore.analysis.component import CharFilter, TokenFilter, Tokenizer
from docstore.analysis.definition import Definition
from docstore.analysis.elsewhere import ELSEWHERE
from docstore.errors import NotImplementedByDocstoreError
from docstore.kinds import Kinds

T = TypeVar("T")


class Scope(Protocol):
    """What a component may ask of the index that it is built for."""

    def number(self, setting: str) -> int:
        """An integer setting of the index (``index.max_ngram_diff``)."""

    def token_filter(self, name: str) -> TokenFilter | None:
        """Another filter by name."""


Build = Callable[[Definition, Scope], T]


class Components(Kinds[Build[T]]):
    """The kinds of one sort of component."""

    def __init__(self, component: str, package: str, modules: Mapping[str, str]) -> None:
        super().__init__(package, modules)
        self.component = component
        self._configured: set[str] = set()

    def kind(self, *names: str, configured: bool = False) -> Callable[[Build[T]], Build[T]]:
        """Registers the decorated function. ``configured``: the kind is no component by its own name, it needs parameters."""

        def register(build: Build[T]) -> Build[T]:
            for name in names:
                self.add(name, build)
                if configured:
                    self._configured.add(name)
            return build

        return register

    def find(self, name: str) -> Build[T] | None:
        """The kind of that name.

        :raises NotImplementedByDocstoreError: one that Elasticsearch has.
        """
        if name not in self and name in ELSEWHERE[self.component]:
            raise NotImplementedByDocstoreError(f"docstore has no {self.component} [{name}]")
        return self.get(name)

    def ready(self, name: str) -> Build[T] | None:
        """The kind of that name, where it can be used without parameters."""
        found = self.find(name)
        return None if name in self._configured else found


CHAR_FILTERS: Components[CharFilter] = Components("char_filter", "docstore.analysis.char_filters", char_filters.MODULES)
TOKENIZERS: Components[Tokenizer] = Components("tokenizer", "docstore.analysis.tokenizers", tokenizers.MODULES)
TOKEN_FILTERS: Components[TokenFilter] = Components("filter", "docstore.analysis.filters", filters.MODULES)

char_filter = CHAR_FILTERS.kind
tokenizer = TOKENIZERS.kind
token_filter = TOKEN_FILTERS.kind

ALL: Mapping[str, Components[CharFilter] | Components[Tokenizer] | Components[TokenFilter]] = {
    "char_filter": CHAR_FILTERS,
    "tokenizer": TOKENIZERS,
    "filter": TOKEN_FILTERS,
}
