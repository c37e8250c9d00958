"""Scroll ids as Elasticsearch writes them (``TransportSearchHelper``), which programs may have kept from another server."""

from __future__ import annotations

from io import BytesIO

_WITH_UUIDS = "include_context_uuid"


def first_context(raw: bytes) -> int:
    """The number of the first search context that an id names.

    :raises ValueError: it is no such id.
    """
    rest = BytesIO(raw)
    kind = _string(rest)
    uuids = kind == _WITH_UUIDS
    if uuids:
        _string(rest)
    numbers = []
    for _ in range(_count(rest)):
        if uuids:
            _string(rest)
        numbers.append(int.from_bytes(_taken(rest, 8), "big", signed=True))
        _string(rest)
    if not numbers or rest.read(1):
        raise ValueError("Not all bytes were read")
    return numbers[0]


def _string(rest: BytesIO) -> str:
    return _taken(rest, _count(rest)).decode("ascii")


def _count(rest: BytesIO) -> int:
    """A whole number, seven bits a byte, the last ones first."""
    number = 0
    for shift in range(0, 35, 7):
        byte = _taken(rest, 1)[0]
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number
    raise ValueError("the number is too long")


def _taken(rest: BytesIO, size: int) -> bytes:
    found = rest.read(size)
    if len(found) < size:
        raise ValueError("the id ends too soon")
    return found
