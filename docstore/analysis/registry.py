"""All kinds of components by name; a kind is a function from a ``Definition`` and the ``Scope`` it is built in to a component."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, Protocol, TypeVar

from docstore.analysis.component import CharFilter, TokenFilter, Tokenizer
from docstore.analysis.definition import Definition
from docstore.analysis.elsewhere import ELSEWHERE
from docstore.errors import NotImplementedByDocstoreError

T = TypeVar("T")


class Scope(Protocol):
    """What a component may ask of the index that it is built for."""

    def number(self, setting: str) -> int:
        """An integer setting of the index (``index.max_ngram_diff``)."""

    def token_filter(self, name: str) -> TokenFilter | None:
        """Another filter by name."""


Build = Callable[[Definition, Scope], T]


class Kinds(Generic[T]):
    """The kinds of one sort of component."""

    def __init__(self, component: str) -> None:
        self.component = component
        self._builds: dict[str, Build[T]] = {}
        self._configured: set[str] = set()

    def kind(self, *names: str, configured: bool = False) -> Callable[[Build[T]], Build[T]]:
        """Registers the decorated function. ``configured``: the kind is no component by its own name, it needs parameters."""

        def register(build: Build[T]) -> Build[T]:
            for name in names:
                if name in self._builds:
                    raise ValueError(f"{self.component} [{name}] is registered twice")
                self._builds[name] = build
                if configured:
                    self._configured.add(name)
            return build

        return register

    def get(self, name: str) -> Build[T] | None:
        """The kind of that name.

        :raises NotImplementedByDocstoreError: one that Elasticsearch has.
        """
        if name not in self._builds and name in ELSEWHERE[self.component]:
            raise NotImplementedByDocstoreError(f"docstore has no {self.component} [{name}]")
        return self._builds.get(name)

    def ready(self, name: str) -> Build[T] | None:
        """The kind of that name, where it can be used without parameters."""
        return None if name in self._configured else self.get(name)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._builds))


CHAR_FILTERS: Kinds[CharFilter] = Kinds("char_filter")
TOKENIZERS: Kinds[Tokenizer] = Kinds("tokenizer")
TOKEN_FILTERS: Kinds[TokenFilter] = Kinds("filter")

char_filter = CHAR_FILTERS.kind
tokenizer = TOKENIZERS.kind
token_filter = TOKEN_FILTERS.kind

ALL: Mapping[str, Kinds[CharFilter] | Kinds[Tokenizer] | Kinds[TokenFilter]] = {
    "char_filter": CHAR_FILTERS,
    "tokenizer": TOKENIZERS,
    "filter": TOKEN_FILTERS,
}
