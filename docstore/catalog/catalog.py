"""All indices of a store at one moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from docstore.catalog.aliases.alias import Alias
from docstore.catalog.index import Index
from docstore.catalog.names import expression as expressions
from docstore.catalog.names.date_math import resolved
from docstore.catalog.names.dots import warn_of_system
from docstore.catalog.names.expression import Expression
from docstore.catalog.names.lookup import Lookup
from docstore.catalog.names.options import IndicesOptions
from docstore.catalog.section import EMPTY, Contents, Section
from docstore.catalog.streams.data_stream import DATA_STREAMS, DataStream
from docstore.errors import IllegalArgumentError, IndexNotFoundError, JsonObject
from docstore.frozen import frozen

T = TypeVar("T")


@frozen
class Target:
    """An index that a search runs over.

    ``filters``: the search sees what matches one of them (``None``: everything). ``routing``: the aliases'
    ``search_routing`` values (``None``: no restriction).
    """

    index: Index
    filters: tuple[JsonObject, ...] | None
    routing: frozenset[str] | None


@frozen
class WriteTarget:
    """Where writes to a name go; the alias and the data stream, if the name is one or leads through one."""

    index: Index
    alias: Alias | None = None
    stream: DataStream | None = None


class Catalog:
    """An immutable view. A change makes a new one, which shares everything with the old one but the maps of names."""

    __slots__ = ("_indices", "lookup", "rows", "sections", "written")

    def __init__(
        self,
        indices: Mapping[str, Index],
        rows: Mapping[str, bytes],
        lookup: Lookup,
        sections: Mapping[str, Contents] | None = None,
    ) -> None:
        self._indices = indices
        self.sections: Mapping[str, Contents] = sections or {}
        """The contents of the other sections, by the section's name."""
        self.rows = rows
        """The stored bytes of every index: what is re-read and has the same bytes is the same object."""
        self.lookup = lookup
        """The names in order."""
        self.written: dict[str, WriteTarget] = {}
        """Indices that were written to by their own names and back no data stream, found to take writes; see ``keep_written``."""

    def __iter__(self) -> Iterator[Index]:
        """All indices, hidden and closed ones too, by name."""
        return (self._indices[name] for name in self.lookup.indices)

    def __len__(self) -> int:
        return len(self._indices)

    def section(self, section: Section[T]) -> Mapping[str, T]:
        """The objects of a section by name, in the order of the names."""
        return self.sections.get(section.name, EMPTY).values

    def index(self, name: str) -> Index | None:
        """The concrete index of this name, or ``None``; O(1)."""
        return self._indices.get(name)

    def alias(self, name: str) -> tuple[Index, ...]:
        """The indices an alias stands for, by name; ``()`` if there is no such alias."""
        return tuple(self._indices[index] for index in self.lookup.of_alias.get(name, ()))

    def stream(self, name: str) -> DataStream | None:
        """The data stream of this name, or ``None``."""
        return self.lookup.streams.get(name)

    def stream_of(self, index: str) -> DataStream | None:
        """The data stream that an index backs, or whose failure store it is in; or ``None``."""
        return self.lookup.stream_of.get(index)

    def stream_alias(self, name: str) -> tuple[DataStream, ...]:
        """The data streams an alias stands for, by name; ``()`` if there is no such alias."""
        return self.lookup.of_stream_alias.get(name, ())

    def behind(self, name: str) -> tuple[Index, ...]:
        """The indices that a name other than an index's stands for: an alias, a data stream, an alias of data streams."""
        stream = self.stream(name)
        streams = (stream,) if stream is not None else self.stream_alias(name)
        return self.alias(name) + tuple(self._indices[index] for each in streams for index in each.backing)

    def failures(self, name: str) -> tuple[Index, ...]:
        """The indices of the failure stores of a data stream, or of those that an alias stands for."""
        stream = self.stream(name)
        streams = (stream,) if stream is not None else self.stream_alias(name)
        return tuple(self._indices[index] for each in streams for index in each.failures)

    def has(self, name: str) -> bool:
        """Whether an index, an alias or a data stream has the name."""
        return self.index(name) is not None or self.stream(name) is not None or bool(self.behind(name))

    def is_hidden_name(self, name: str) -> bool:
        """Whether wildcards pass an alias or a data stream over: all that it stands for say so."""
        stream = self.stream(name)
        if stream is not None:
            return stream.hidden
        if self.stream_alias(name):
            return False
        return all(index.aliases[name].is_hidden for index in self.alias(name))

    def resolve(self, expression: Expression, options: IndicesOptions) -> list[Index]:
        """The indices that an expression means, each once, in the order of the expression.

        :param expression: ``None`` or ``"_all"`` (all), a name, a pattern, ``"a,b*,-bc"``, or a list of such.
        :raises IndexNotFoundError: a name that does not exist, or nothing where something must be.
        :raises IndexClosedError: a closed index is named where that is forbidden.
        """
        if isinstance(expression, str) and (own := self._indices.get(expression)) is not None and not own.closed:
            warn_of_system((own.name,))
            return [own]
        return [self._indices[name] for name in expressions.find(self, expression, options)]

    def search_targets(self, expression: Expression, options: IndicesOptions) -> list[Target]:
        """As ``resolve``, with what the aliases in the expression restrict.

        An index that the expression also names, or matches, itself is unrestricted.
        """
        if isinstance(expression, str) and (own := self._indices.get(expression)) is not None and not own.closed:
            warn_of_system((own.name,))
            return [Target(own, None, None)]
        found = expressions.find(self, expression, options)
        return [self._target(self._indices[name], reached_by) for name, reached_by in found.items()]

    def write_index(self, name: str, *, require_alias: bool = False) -> WriteTarget | None:
        """The index that a write to a name goes to, and what the name is.

        ``None`` if there is nothing of that name: the caller creates the index.

        :raises IllegalArgumentError: an alias without a write index.
        :raises IndexNotFoundError: ``require_alias`` and the name is no alias.
        """
        name = resolved(name)
        own = self._indices.get(name)
        if own is not None and not require_alias:
            return WriteTarget(own)
        stream = self.stream(name)
        if stream is not None and not require_alias:
            return WriteTarget(self._indices[stream.write_index], None, stream)
        indices = self.alias(name)
        if indices:
            index = _write_index_of(name, indices)
            return WriteTarget(index, index.aliases[name])
        streams = self.stream_alias(name)
        if streams:
            stream = _write_stream_of(name, streams)
            return WriteTarget(self._indices[stream.write_index], stream.aliases[name], stream)
        if require_alias:
            reason = f"no such index [{name}] and [require_alias] request flag is [true] and [{name}] is not an alias"
            raise IndexNotFoundError(name, reason=reason)
        return None

    def keep_written(self, target: WriteTarget) -> None:
        """Writes to this index have nothing more to ask for as long as the catalog is this one."""
        self.written[target.index.name] = target

    def replaced(self, name: str, index: Index | None, row: bytes | None) -> Catalog:
        """The catalog with another index of this name, or none."""
        indices, rows = dict(self._indices), dict(self.rows)
        old = indices.pop(name, None)
        if index is not None and row is not None:
            indices[name], rows[name] = index, row
        else:
            rows.pop(name, None)
        return Catalog(indices, rows, self.lookup.changed(old, index), self.sections)

    def with_object(self, section: Section[T], name: str, value: T | None, row: bytes | None) -> Catalog:
        """The catalog with another object of this name in a section, or none."""
        contents = self.sections.get(section.name, EMPTY).replaced(name, value, row)
        lookup = self.lookup.with_streams(contents.values) if section.name == DATA_STREAMS.name else self.lookup
        return Catalog(self._indices, self.rows, lookup, {**self.sections, section.name: contents})

    def _target(self, index: Index, reached_by: set[str]) -> Target:
        if index.name in reached_by or any(name in self.lookup.streams for name in reached_by):
            return Target(index, None, None)
        stream = self.stream_of(index.name)
        named = {**index.aliases, **(stream.aliases if stream is not None else {})}
        aliases = [named[name] for name in sorted(reached_by)]
        filters = [alias.filter for alias in aliases if alias.filter is not None]
        routings = [alias.search_routings for alias in aliases]
        return Target(
            index,
            filters=tuple(filters) if len(filters) == len(aliases) else None,
            routing=None if None in routings else frozenset[str]().union(*(r for r in routings if r is not None)),
        )


def _write_index_of(alias: str, indices: tuple[Index, ...]) -> Index:
    for index in indices:
        if index.aliases[alias].is_write_index:
            return index
    if len(indices) == 1 and indices[0].aliases[alias].is_write_index is None:
        return indices[0]
    raise _no_write_index(alias)


def _write_stream_of(alias: str, streams: tuple[DataStream, ...]) -> DataStream:
    for stream in streams:
        if stream.aliases[alias].is_write_index:
            return stream
    raise _no_write_index(alias)


def _no_write_index(alias: str) -> IllegalArgumentError:
    return IllegalArgumentError(
        f"no write index is defined for alias [{alias}]. The write index may be explicitly disabled using "
        "is_write_index=false or the alias points to multiple indices without one being designated as a write index"
    )
