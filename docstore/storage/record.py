"""A record of the log: one operation on one document, as a stamp and a body.

::

    stamp, 16 bytes                          body
    0    1      2            4       8       0         2              4
    +----+------+------------+-------+-----+ +---------+--------------+-----+----------+---------+
    | op | flags| primary    | shape | ver-| | length  | length of    | _id | _routing | _source |
    | u8 | u8   | term u16   | u32   | sion| | of _id  | _routing u16 |     |          | MsgPack |
    |    |      |            |       | u64 | | u16     |              |     |          |         |
    +----+------+------------+-------+-----+ +---------+--------------+-----+----------+---------+

Big-endian throughout. The stamp holds everything that a copy into another index can change; the body moves as it is. A routing of
length 0 is none, as in Elasticsearch. A tombstone's ``_source`` is the time of the deletion, milliseconds since the epoch, as u64.
Records stand in the log in blocks (``storage/block.py``).
"""

from __future__ import annotations

from enum import IntEnum
from struct import Struct
from typing import NamedTuple

import numpy as np

PRIMARY_TERM = 1
"""One process writes at a time and no primary ever fails over: the term never moves."""


class Op(IntEnum):
    """What the operation did."""

    HOLE = 0
    """Nothing: a later operation superseded the one that was here, and nobody needs it any more."""

    INDEX = 1
    DELETE = 2


SUPERSEDED = 1
"""Flag: a later operation on the same ``_id`` exists; the record stays only for a lease."""

STAMP = Struct(">BBHIQ")
STAMP_BYTES = STAMP.size
STAMPS = np.dtype([("op", "u1"), ("flags", "u1"), ("term", ">u2"), ("shape", ">u4"), ("version", ">u8")])
"""Many stamps as one array."""

HOLE = bytes(STAMP_BYTES)
"""The stamp of a place whose record is gone; its body is empty."""

_LENGTHS = Struct(">HH")
_DELETED_AT = Struct(">Q")


class Stamp(NamedTuple):
    """The part of a record that a copy can change."""

    op: int
    flags: int
    primary_term: int
    shape: int
    version: int


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


def stamp(op: Op, shape: int, version: int) -> bytes:
    """The stamp of a live record or a tombstone."""
    return STAMP.pack(op, 0, PRIMARY_TERM, shape, version)


def read_stamp(value: bytes) -> Stamp:
    """A stamp, taken apart."""
    return Stamp(*STAMP.unpack(value))


def body(doc_id: bytes, routing: str | None, source: bytes) -> bytes:
    """The body of a record; ``doc_id`` is UTF-8, ``source`` MessagePack."""
    if not routing:
        return _LENGTHS.pack(len(doc_id), 0) + doc_id + source
    where = routing.encode()
    return _LENGTHS.pack(len(doc_id), len(where)) + doc_id + where + source


def tombstone_body(doc_id: bytes, deleted_at: int) -> bytes:
    """The body of a record that says: deleted, at this time in milliseconds."""
    return body(doc_id, None, _DELETED_AT.pack(deleted_at))


def decode(its_stamp: bytes, its_body: bytes) -> Record:
    """Take a record apart."""
    op, flags, term, shape, version = STAMP.unpack(its_stamp)
    id_length, routing_length = _LENGTHS.unpack_from(its_body)
    routing = 4 + id_length
    source = routing + routing_length
    where = its_body[routing:source].decode() if routing_length else None
    return Record(op, flags, term, shape, version, its_body[4:routing].decode(), where, its_body[source:])


def deleted_at(record: Record) -> int:
    """When a tombstone was made, in milliseconds since the epoch."""
    (millis,) = _DELETED_AT.unpack(record.source)
    return int(millis)


def ids_of(bodies: list[bytes]) -> list[bytes]:
    """The UTF-8 ids of many records."""
    return [one[4 : 4 + (one[0] << 8) + one[1]] for one in bodies]


def id_of(its_body: bytes) -> str:
    """The id of one record."""
    return its_body[4 : 4 + (its_body[0] << 8) + its_body[1]].decode()


def sources_of(bodies: list[bytes]) -> list[bytes]:
    """The ``_source`` bytes of many records."""
    return [one[4 + (one[0] << 8) + one[1] + (one[2] << 8) + one[3] :] for one in bodies]


def source_of(its_body: bytes) -> bytes:
    """The ``_source`` bytes of one record."""
    return its_body[4 + (its_body[0] << 8) + its_body[1] + (its_body[2] << 8) + its_body[3] :]


def routing_of(its_body: bytes) -> str | None:
    """The routing of one record."""
    start = 4 + (its_body[0] << 8) + its_body[1]
    return its_body[start : start + (its_body[2] << 8) + its_body[3]].decode() or None


def with_routing(its_body: bytes, routing: str | None) -> bytes:
    """The body with another ``_routing``."""
    return body(its_body[4 : 4 + (its_body[0] << 8) + its_body[1]], routing, source_of(its_body))
