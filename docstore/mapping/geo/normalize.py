"""Going on around the earth (``GeoUtils.normalizePoint``)."""

from __future__ import annotations

import math


def normalized(longitude: float, latitude: float, *, turn: bool = True) -> tuple[float, float]:
    """The place on the earth that a point outside of the ranges means; without ``turn`` the longitude stays beyond its range.

    >>> normalized(181.0, 91.0)
    (1.0, 89.0)
    """
    beyond = latitude > 90 or latitude < -90
    if beyond:
        latitude = centered(latitude)
        if not -90 <= latitude <= 90:
            latitude = math.copysign(180, latitude) - latitude
            longitude += 180
    if turn and (beyond or longitude > 180 or longitude < -180):
        longitude = centered(longitude)
    return longitude, latitude


def centered(degrees: float) -> float:
    """The same angle between -180 (exclusive) and 180."""
    rest = math.fmod(degrees, 360)
    if rest <= 0:
        rest += 360
    return rest - 360 if rest > 180 else rest
