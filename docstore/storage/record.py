"""A record of the log: one operation on one document.

::

    0    1      2            4         8          16        18             20
    +----+------+------------+---------+----------+---------+--------------+----+----------+---------+
    | op | flags| primary    | shape   | version  | length  | length of    | _id| _routing | _source |
    | u8 | u8   | term u16   | u32     | u64      | of _id  | _routing u16 |    |          | MsgPack |
    +----+------+------------+---------+----------+---------+--------------+----+----------+---------+

Big-endian throughout. The first 16 bytes (``STAMP``) hold everything that a copy into another index can change; the rest moves as
it is. A routing of length 0 is none, as in Elasticsearch. A tombstone's ``_source`` is the time of the deletion, milliseconds since the epoch, as u64.
"""

from __future__ import annotations

from enum import IntEnum
from operator import itemgetter
from struct import Struct
from typing import NamedTuple

PRIMARY_TERM = 1
"""One process writes at a time and no primary ever fails over: the term never moves."""


class Op(IntEnum):
    """What the operation did."""

    INDEX = 1
    DELETE = 2


SUPERSEDED = 1
"""Flag: a later operation on the same ``_id`` exists; the record stays only for a lease."""

STAMP = Struct(">BBHIQ")
STAMP_BYTES = STAMP.size
_HEAD = Struct(">BBHIQHH")
HEAD_BYTES = _HEAD.size
_DELETED_AT = Struct(">Q")

stamp_of = itemgetter(slice(0, STAMP_BYTES))
"""The first 16 bytes of a record, for ``map`` over a batch."""


class Stamp(NamedTuple):
    """The part of a record that a copy can change."""

    op: int
    flags: int
    primary_term: int
    shape: int
    version: int

    @property
    def live(self) -> bool:
        """Whether the record is the present state of a document."""
        return self.op == Op.INDEX and not self.flags


class Record(NamedTuple):
    """One record, taken apart."""

    op: int
    flags: int
    primary_term: int
    shape: int
    version: int
    id: str
    routing: str | None
    source: bytes


def encode(op: Op, shape: int, version: int, doc_id: bytes, routing: str | None, source: bytes) -> bytes:
    """The bytes of a record; ``doc_id`` is UTF-8, ``source`` MessagePack."""
    if not routing:
        return _HEAD.pack(op, 0, PRIMARY_TERM, shape, version, len(doc_id), 0) + doc_id + source
    where = routing.encode()
    return _HEAD.pack(op, 0, PRIMARY_TERM, shape, version, len(doc_id), len(where)) + doc_id + where + source


def tombstone(version: int, doc_id: bytes, deleted_at: int) -> bytes:
    """The bytes of a record that says: deleted, at this time in milliseconds."""
    return encode(Op.DELETE, 0, version, doc_id, None, _DELETED_AT.pack(deleted_at))


def deleted_at(record: Record) -> int:
    """When a tombstone was made, in milliseconds since the epoch."""
    (millis,) = _DELETED_AT.unpack(record.source)
    return int(millis)


def decode(value: bytes) -> Record:
    """Take a record apart."""
    op, flags, term, shape, version, id_length, routing_length = _HEAD.unpack_from(value)
    body = HEAD_BYTES + id_length
    doc_id = value[HEAD_BYTES:body].decode()
    if not routing_length:
        return Record(op, flags, term, shape, version, doc_id, None, value[body:])
    source = body + routing_length
    return Record(op, flags, term, shape, version, doc_id, value[body:source].decode(), value[source:])


def read_stamp(value: bytes) -> Stamp:
    """Only the stamp of a record, or of its first 16 bytes."""
    return Stamp(*STAMP.unpack_from(value))


def ids_of(values: list[bytes]) -> list[bytes]:
    """The UTF-8 ids of many records."""
    return [value[20 : 20 + (value[16] << 8) + value[17]] for value in values]


def sources_of(values: list[bytes]) -> list[bytes]:
    """The ``_source`` bytes of many records."""
    return [value[20 + (value[16] << 8) + value[17] + (value[18] << 8) + value[19] :] for value in values]


def routings_of(values: list[bytes]) -> list[str | None]:
    """The ``_routing`` of many records."""
    return [decode(value).routing if value[18] or value[19] else None for value in values]


def with_routing(value: bytes, routing: str | None) -> bytes:
    """The record with another ``_routing``."""
    record = decode(value)
    return value[:STAMP_BYTES] + encode(Op.INDEX, 0, 0, record.id.encode(), routing, record.source)[STAMP_BYTES:]
