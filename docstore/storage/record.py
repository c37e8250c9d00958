"""A record of the log: one operation on one document, as a stamp and a body.

::

    stamp, 16 bytes                          body
    0    1      2            4       8       0      1           3          5
    +----+------+------------+-------+-----+ +------+-----------+----------+-----+----------+---------+
    | op | flags| primary    | shape | ver-| | 0xC5 | bytes to  | bytes of | _id | _routing | _source |
    | u8 | u8   | term u16   | u32   | sion| |      | _source   | _id u16  |     |          | MsgPack |
    |    |      |            |       | u64 | |      | u16       |          |     |          |         |
    +----+------+------------+-------+-----+ +------+-----------+----------+-----+----------+---------+

Big-endian throughout. The stamp holds everything that a copy into another index can change; the body moves as it is. A body is two
MessagePack values, a binary and the ``_source``: so the bodies of a block are one stream that a decoder reads in one call. An empty
routing is none, as in Elasticsearch. A tombstone's ``_source`` is the time of the deletion, milliseconds since the epoch. Records
stand in the log in blocks (``storage/block.py``).
"""

from __future__ import annotations

from enum import IntEnum
from struct import Struct
from typing import NamedTuple

import numpy as np

from docstore.errors import IllegalArgumentError

PRIMARY_TERM = 1
"""One process writes at a time and no primary ever fails over: the term never moves."""


class Op(IntEnum):
    """What the operation did."""

    HOLE = 0
    """Nothing: a later operation superseded the one that was here, and nobody needs it any more."""

    INDEX = 1
    DELETE = 2


INDEX = np.uint8(Op.INDEX)
"""``Op.INDEX`` for arrays: numpy asks the class of an enum member for names that it has not, and loses an interrupt that comes then."""

SUPERSEDED = 1
"""Flag: a later operation on the same ``_id`` exists; the record stays only for a lease."""

STAMP = Struct(">BBHIQ")
STAMP_BYTES = STAMP.size
STAMPS = np.dtype([("op", "u1"), ("flags", "u1"), ("term", ">u2"), ("shape", ">u4"), ("version", ">u8")])
"""Many stamps as one array."""

HOLE = bytes(STAMP_BYTES)
"""The stamp of a place whose record is gone; its body is empty."""

MAX_ID_AND_ROUTING = 0xFFFF - 2
"""Bytes that an ``_id`` and a ``_routing`` have together at most."""

_PREFIX = Struct(">BHH")
_BIN_16 = 0xC5
_DELETED_AT = Struct(">BQ")
_UINT_64 = 0xCF


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

    @property
    def stamp(self) -> Stamp:
        """The part that a copy can change."""
        return Stamp(*self[:5])


def stamp(op: Op, shape: int, version: int) -> bytes:
    """The stamp of a live record or a tombstone."""
    return STAMP.pack(op, 0, PRIMARY_TERM, shape, version)


def read_stamp(value: bytes) -> Stamp:
    """A stamp, taken apart."""
    return Stamp(*STAMP.unpack(value))


Parts = tuple[str, str | None, bytes]
"""The id, the routing and the ``_source`` bytes of one record."""


def body(doc_id: bytes, routing: str | None, source: bytes) -> bytes:
    """The body of a record; ``doc_id`` is UTF-8, ``source`` MessagePack.

    :raises IllegalArgumentError: the routing is too long.
    """
    if not routing:
        return _PREFIX.pack(_BIN_16, 2 + len(doc_id), len(doc_id)) + doc_id + source
    where = routing.encode()
    if len(doc_id) + len(where) > MAX_ID_AND_ROUTING:
        raise IllegalArgumentError(f"routing is too long, with the _id it has {len(doc_id) + len(where)} bytes of {MAX_ID_AND_ROUTING}")
    return _PREFIX.pack(_BIN_16, 2 + len(doc_id) + len(where), len(doc_id)) + doc_id + where + source


def tombstone_body(doc_id: bytes, deleted_at: int) -> bytes:
    """The body of a record that says: deleted, at this time in milliseconds."""
    return body(doc_id, None, _DELETED_AT.pack(_UINT_64, deleted_at))


def decode(its_stamp: bytes, its_body: bytes) -> Record:
    """Take a record apart."""
    op, flags, term, shape, version = STAMP.unpack(its_stamp)
    return Record(op, flags, term, shape, version, *parted(its_body))


def parted(its_body: bytes, begin: int = 0, end: int | None = None) -> Parts:
    """Those of one record, whose body may stand within other bytes."""
    _, length, id_length = _PREFIX.unpack_from(its_body, begin)
    doc_id = begin + 5
    routing, source = doc_id + id_length, begin + 3 + length
    where = its_body[routing:source].decode() if routing < source else None
    return its_body[doc_id:routing].decode(), where, its_body[source:end]


def deleted_at(record: Record) -> int:
    """When a tombstone was made, in milliseconds since the epoch."""
    _, millis = _DELETED_AT.unpack(record.source)
    return int(millis)


def ids_of(bodies: list[bytes]) -> list[bytes]:
    """The UTF-8 ids of many records."""
    return [one[5 : 5 + (one[3] << 8) + one[4]] for one in bodies]


def id_of(its_body: bytes) -> str:
    """The id of one record."""
    return its_body[5 : 5 + (its_body[3] << 8) + its_body[4]].decode()


def source_of(its_body: bytes) -> bytes:
    """The ``_source`` bytes of one record."""
    return its_body[3 + (its_body[1] << 8) + its_body[2] :]


def routing_of(its_body: bytes) -> str | None:
    """The routing of one record."""
    return its_body[5 + (its_body[3] << 8) + its_body[4] : 3 + (its_body[1] << 8) + its_body[2]].decode() or None


def with_routing(its_body: bytes, routing: str | None) -> bytes:
    """The body with another ``_routing``."""
    return body(its_body[5 : 5 + (its_body[3] << 8) + its_body[4]], routing, source_of(its_body))
