"""An index as the catalog knows it: identity, settings, mapping, aliases."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Dict
from dataclasses import field, replace
from typing import Any

import msgspec

from docstore.catalog.aliases.alias import Alias, parse_alias
from docstore.catalog.blocks import Operation, block_error
from docstore.catalog.definition import Definition
from docstore.catalog.settings.settings import Settings
from docstore.errors import IndexClosedError
from docstore.frozen import frozen
from docstore.mapping.history import NO_HISTORY, Change, History
from docstore.mapping.mapping import Mapping
from docstore.storage import source


class _Row(msgspec.Struct, array_like=True):
    """An index in the ``catalog`` table. New fields go to the end, with a default."""

    uuid: str
    number: int
    created: int
    closed: bool
    settings: dict[str, Any]
    aliases: dict[str, bytes]
    mapping: bytes
    changes: list[Change] = []


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Row).decode


@frozen(eq=False)
class Index:
    """One concrete index at one moment; a change makes a new object.

    ``uuid`` tells an index from an earlier one of the same name, ``number`` names its tables, ``created`` is in
    milliseconds since the epoch.
    """

    name: str
    uuid: str
    number: int
    created: int
    settings: Settings
    definition: Definition
    aliases: Dict[str, Alias] = field(default_factory=dict)
    closed: bool = False
    history: History = NO_HISTORY
    """What its mapping got after it had documents."""

    @property
    def mapping(self) -> Mapping:
        """The mapping; parsed on first use."""
        return self.definition.mapping(self.settings)

    @property
    def hidden(self) -> bool:
        """Whether wildcards pass it over (``index.hidden``)."""
        return self.settings.hidden

    def with_mapping(self, mapping: Mapping, next_seq: int) -> Index:
        """The index with another mapping for documents from a ``_seq_no`` on."""
        return replace(self, definition=Definition.of(mapping), history=self.history.after(self.mapping, mapping, next_seq))

    def with_settings(self, settings: Settings) -> Index:
        """The index with other settings; the mapping obeys them."""
        return replace(self, settings=settings, definition=self.definition.under(settings))

    def with_alias(self, alias: Alias) -> Index:
        """The index with this alias, in place of one of the same name."""
        return replace(self, aliases={**self.aliases, alias.name: alias})

    def without_alias(self, name: str) -> Index:
        """The index without this alias."""
        return replace(self, aliases={key: alias for key, alias in self.aliases.items() if key != name})

    def with_closed(self, closed: bool) -> Index:
        """The index, closed or open."""
        return replace(self, closed=closed)

    def check(self, operation: Operation) -> None:
        """Refuse an operation on a closed or blocked index.

        :raises IndexClosedError: reading from or writing to the documents of a closed index.
        :raises ClusterBlockError: ``index.blocks.*`` forbids it.
        """
        if self.closed and operation in (Operation.READ, Operation.WRITE):
            raise self.closed_error()
        blocks = self.settings.blocks.get(operation)
        if blocks is not None:
            raise block_error([(self.name, blocks)])

    def check_writable(self) -> None:
        """Refuse a write of documents; see ``check``."""
        if self.closed or self.settings.blocks:
            self.check(Operation.WRITE)

    def check_readable(self) -> None:
        """Refuse a read of documents; see ``check``."""
        if self.closed or self.settings.blocks:
            self.check(Operation.READ)

    def closed_error(self) -> IndexClosedError:
        """The error for using the closed index."""
        return IndexClosedError("closed", index_uuid=self.uuid, index=self.name)

    def to_row(self) -> bytes:
        """The bytes in the ``catalog`` table."""
        aliases = {name: source.encode(alias.to_body()) for name, alias in self.aliases.items()}
        settings = dict(self.settings.flat)
        row = (self.uuid, self.number, self.created, self.closed, settings, aliases, self.definition.packed)
        return _encode((*row, self.history.changes) if self.history else row)

    @classmethod
    def from_row(cls, name: str, value: bytes) -> Index:
        """The reverse of ``to_row``; the mapping stays packed."""
        row = _decode(value)
        aliases = {key: parse_alias(key, source.decode(body)) for key, body in row.aliases.items()}
        definition = Definition(row.mapping)
        settings = Settings(row.settings)
        history = History(row.changes) if row.changes else NO_HISTORY
        return cls(name, row.uuid, row.number, row.created, settings, definition, aliases, row.closed, history)


def check_all(indices: Iterable[Index], operation: Operation) -> None:
    """Refuse an operation that one of these indices blocks; the error names all that do.

    :raises ClusterBlockError: ``index.blocks.*`` forbids it.
    """
    blocked = []
    for index in indices:
        if (blocks := index.settings.blocks) and operation in blocks:
            blocked.append((index.name, blocks[operation]))
    if blocked:
        raise block_error(blocked)
