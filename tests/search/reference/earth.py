"""Distances on a round earth."""

from __future__ import annotations

import math

Place = tuple[float, float]
"""Latitude and longitude."""

RADIUS = 6_371_008.7714
"""Metres."""


def distance(one: Place, other: Place) -> float:
    """The shortest way, in metres, by the haversine formula."""
    (a, b), (c, d) = (map(math.radians, place) for place in (one, other))
    half = math.sin((a - c) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((b - d) / 2) ** 2
    return 2 * RADIUS * math.asin(min(1.0, math.sqrt(half)))


def metres(text: str) -> float:
    """``12km``."""
    return float(text.removesuffix("km")) * 1000 if text.endswith("km") else float(text.removesuffix("m"))
