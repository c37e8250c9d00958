"""All names in order: which match a pattern, and which indices an alias stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from sortedcontainers import SortedSet

from docstore.catalog.index import Index

_LAST = "\U0010ffff"


class Lookup:
    """The names of a catalog. Immutable; rebuilt when an index or an alias comes or goes, not for a mapping."""

    __slots__ = ("indices", "names", "of_alias")

    def __init__(self, indices: SortedSet, of_alias: Mapping[str, tuple[str, ...]]) -> None:
        self.indices = indices
        """Index names."""
        self.of_alias = of_alias
        """Alias -> names of its indices, in order."""
        self.names = SortedSet([*indices, *of_alias])
        """All of them."""

    @classmethod
    def of(cls, indices: Iterable[Index]) -> Lookup:
        """The names of these indices."""
        found = sorted(indices, key=lambda index: index.name)
        of_alias: dict[str, list[str]] = {}
        for index in found:
            for alias in index.aliases:
                of_alias.setdefault(alias, []).append(index.name)
        return cls(SortedSet(index.name for index in found), {alias: tuple(names) for alias, names in of_alias.items()})

    def changed(self, old: Index | None, new: Index | None) -> Lookup:
        """With one index in place of another; itself when no name changed."""
        before, after = set(old.aliases if old else ()), set(new.aliases if new else ())
        if old is not None and new is not None and before == after:
            return self
        of_alias = dict(self.of_alias)
        indices = self.indices.copy()
        if old is not None:
            indices.discard(old.name)
            for alias in before:
                _take(of_alias, alias, old.name)
        if new is not None:
            indices.add(new.name)
            for alias in after:
                of_alias[alias] = tuple(sorted({*of_alias.get(alias, ()), new.name}))
        return Lookup(indices, of_alias)

    def matching(self, pattern: str) -> Iterator[str]:
        """Index and alias names that match a pattern with ``*``, in order.

        The cost follows the number of names that begin as the pattern does.
        """
        prefix, _, rest = pattern.partition("*")
        candidates = self.names.irange(prefix, prefix + _LAST)
        return iter(candidates) if not rest else filter(compiled(pattern).fullmatch, candidates)


def _take(of_alias: dict[str, tuple[str, ...]], alias: str, name: str) -> None:
    left = tuple(other for other in of_alias[alias] if other != name)
    if left:
        of_alias[alias] = left
    else:
        del of_alias[alias]


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern with ``*`` as a regular expression."""
    return re.compile(".*".join(map(re.escape, pattern.split("*"))), re.DOTALL)


def matches(patterns: Iterable[str], name: str) -> bool:
    """Whether one of the patterns (``_all`` and ``*`` among them) matches a name."""
    return any(pattern == "_all" or compiled(pattern).fullmatch(name) is not None for pattern in patterns)
