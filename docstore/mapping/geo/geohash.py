"""Geohashes: 5 bits a character, longitude and latitude in turn (``org.elasticsearch.geometry.utils.Geohash``)."""

from __future__ import annotations

import math

from docstore.errors import IllegalArgumentError

_SYMBOLS = "0123456789bcdefghjkmnpqrstuvwxyz"
_LENGTH = 12
_BITS = _LENGTH * 5 // 2
_EQUATOR = 2 * math.pi * 6378137.0
_MERIDIAN = math.pi * 6356752.314245
"""From pole to pole, along the ellipsoid's minor axis (WGS 84)."""


def geohash_cell(text: str) -> tuple[float, float, float, float]:
    """The least and the greatest longitude of a cell, then the latitudes; what stands behind 12 characters is not read.

    >>> geohash_cell("u1")
    (0.0, 11.25, 50.625, 56.25)

    :raises IllegalArgumentError: it is no geohash.
    """
    if not text:
        raise IllegalArgumentError("empty geohash")
    bits = ""
    for symbol in text[:_LENGTH]:
        at = _SYMBOLS.find(symbol)
        if at < 0:
            raise IllegalArgumentError(f"unsupported symbol [{symbol}] in geohash [{text}]")
        bits += f"{at:05b}"
    x, y = bits[::2], bits[1::2]
    width, height = 360 / 2 ** len(x), 180 / 2 ** len(y)
    left, bottom = int(x, 2) * width - 180, int(y, 2) * height - 90
    return left, left + width, bottom, bottom + height


def encode_geohash(longitude: float, latitude: float, length: int = _LENGTH) -> str:
    """The cell that a point lies in; the last cell holds its upper edge too.

    >>> encode_geohash(-71.34, 41.12, 6)
    'drm3bt'
    """
    x, y = (_scaled(longitude, 180), _scaled(latitude, 90))
    code = 0
    for bit in range(_BITS - 1, -1, -1):
        code = code << 2 | (x >> bit & 1) << 1 | (y >> bit & 1)
    symbols = (_SYMBOLS[code >> 5 * (_LENGTH - 1 - n) & 31] for n in range(length))
    return "".join(symbols)


def _scaled(degrees: float, limit: int) -> int:
    code = math.floor(degrees / (2 * limit / (1 << _BITS))) + (1 << _BITS - 1)
    return min(code, (1 << _BITS) - 1)


def length_for(meters: float) -> int:
    """How long geohashes are whose cells have a diagonal of no more than so many metres (``GeoUtils.geoHashLevelsForPrecision``)."""
    if meters <= 0:
        return _LENGTH
    width = meters / (1 + _MERIDIAN / _EQUATOR)
    full, left = divmod(math.ceil(math.log(math.ceil(_EQUATOR / width), 2)), 5)
    return 2 * full + (left > 0) + (left > 3)


def diagonal_of(length: int) -> float:
    """The diagonal of the largest cells with geohashes of this length, in metres (``GeoUtils.geoHashCellSize``)."""
    more, fewer = (length + 1) // 2, length // 2
    return math.hypot(_EQUATOR / 2 ** (more * 3 + fewer * 2), _MERIDIAN / 2 ** (more * 2 + fewer * 3))
