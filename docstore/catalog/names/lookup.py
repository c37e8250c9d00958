"""All names in order: which match a pattern, and which indices an alias stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from docstore.catalog.index import Index
from docstore.catalog.names.ordered import OrderedNames
from docstore.catalog.streams.data_stream import DataStream


class Lookup:
    """The names of a catalog. Immutable; another one when an index or an alias comes or goes, not for a mapping."""

    __slots__ = ("indices", "names", "of_alias", "of_stream_alias", "stream_of", "streams")

    def __init__(
        self,
        indices: OrderedNames,
        of_alias: Mapping[str, tuple[str, ...]],
        names: OrderedNames,
        streams: Mapping[str, DataStream] | None = None,
    ) -> None:
        self.indices = indices
        """Index names."""
        self.of_alias = of_alias
        """Alias -> names of its indices, in order."""
        self.names = names
        """All of them, and those of data streams and their aliases."""
        self.streams = streams or {}
        """Data streams by name."""
        self.stream_of = {index: stream for stream in self.streams.values() for index in (*stream.backing, *stream.failures)}
        """Backing index, or one of a failure store -> its data stream."""
        self.of_stream_alias = _stream_aliases(self.streams.values())
        """Alias -> its data streams, by name."""

    @classmethod
    def of(cls, indices: Iterable[Index], streams: Mapping[str, DataStream]) -> Lookup:
        """The names of these indices and data streams."""
        found = sorted(indices, key=lambda index: index.name)
        of_alias: dict[str, list[str]] = {}
        for index in found:
            for alias in index.aliases:
                of_alias.setdefault(alias, []).append(index.name)
        own = OrderedNames(index.name for index in found)
        names = OrderedNames(sorted({*own, *of_alias, *_names_of(streams)}))
        return cls(own, {alias: tuple(names) for alias, names in of_alias.items()}, names, streams)

    def with_streams(self, streams: Mapping[str, DataStream]) -> Lookup:
        """With these data streams in place of those that were there."""
        before, after = _names_of(self.streams), _names_of(streams)
        names = self.names.changed(sorted(before - after), sorted(after - before))
        return Lookup(self.indices, self.of_alias, names, streams)

    def changed(self, old: Index | None, new: Index | None) -> Lookup:
        """With one index in place of another; itself when no name changed."""
        before, after = set(old.aliases if old else ()), set(new.aliases if new else ())
        if old is not None and new is not None and before == after:
            return self
        of_alias = dict(self.of_alias)
        gone, come = [old.name] if old is not None else [], [new.name] if new is not None else []
        for alias in before:
            _change(of_alias, alias, gone, [])
        for alias in after:
            _change(of_alias, alias, [], come)
        aliases_gone = [alias for alias in before if alias not in of_alias]
        made = Lookup.__new__(Lookup)
        made.names = self.names.changed([*gone, *aliases_gone], [*come, *after])
        made.indices, made.of_alias = self.indices.changed(gone, come), of_alias
        made.streams, made.stream_of, made.of_stream_alias = self.streams, self.stream_of, self.of_stream_alias
        return made

    def matching(self, pattern: str) -> Iterator[str]:
        """Index and alias names that match a pattern with ``*``, in order.

        The cost follows the number of names that begin as the pattern does.
        """
        prefix, _, rest = pattern.partition("*")
        candidates = self.names.beginning_with(prefix)
        return iter(candidates) if not rest else filter(compiled(pattern).fullmatch, candidates)


def _names_of(streams: Mapping[str, DataStream]) -> set[str]:
    return {*streams, *(alias for stream in streams.values() for alias in stream.aliases)}


def _stream_aliases(streams: Iterable[DataStream]) -> dict[str, tuple[DataStream, ...]]:
    found: dict[str, tuple[DataStream, ...]] = {}
    for stream in streams:
        for alias in stream.aliases:
            found[alias] = (*found.get(alias, ()), stream)
    return found


def _change(of_alias: dict[str, tuple[str, ...]], alias: str, gone: list[str], come: list[str]) -> None:
    left = sorted({*of_alias.get(alias, ()), *come}.difference(gone))
    if left:
        of_alias[alias] = tuple(left)
    else:
        of_alias.pop(alias, None)


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern with ``*`` as a regular expression."""
    return re.compile(".*".join(map(re.escape, pattern.split("*"))), re.DOTALL)


def matches(patterns: Iterable[str], name: str) -> bool:
    """Whether one of the patterns (``_all`` and ``*`` among them) matches a name."""
    return any(pattern == "_all" or compiled(pattern).fullmatch(name) is not None for pattern in patterns)
