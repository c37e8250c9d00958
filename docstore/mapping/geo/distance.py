"""Distances with a unit (``DistanceUnit``)."""

from __future__ import annotations

from typing import Any

from docstore.errors import IllegalArgumentError, NumberFormatError
from docstore.mapping.java_text import java_string, parse_java_double

EARTH_RADIUS = 6371008.7714
"""Metres; the mean radius of WGS 84."""
METERS: dict[str, float] = {
    "in": 0.0254,
    "inch": 0.0254,
    "yd": 0.9144,
    "yards": 0.9144,
    "ft": 0.3048,
    "feet": 0.3048,
    "km": 1000.0,
    "kilometers": 1000.0,
    "NM": 1852.0,
    "nmi": 1852.0,
    "nauticalmiles": 1852.0,
    "mm": 0.001,
    "millimeters": 0.001,
    "cm": 0.01,
    "centimeters": 0.01,
    "mi": 1609.344,
    "miles": 1609.344,
    "m": 1.0,
    "meters": 1.0,
}
"""The units by name, in metres."""


def parse_distance(value: Any, unit: str = "m") -> float:
    """A number, or a string of a number and a unit, in metres; ``unit`` is that of bare numbers.

    :raises NumberFormatError: there is no number.

    >>> parse_distance("2km"), parse_distance(5), parse_distance("1.5", "mi")
    (2000.0, 5.0, 2414.016)
    """
    text = java_string(value)
    for name, meters in METERS.items():
        if text.endswith(name):
            return _number(text[: -len(name)].strip()) * meters
    return _number(text) * METERS[unit]


def parse_unit(value: Any) -> str:
    """:raises IllegalArgumentError: there is no such unit."""
    text = java_string(value)
    if text not in METERS:
        raise IllegalArgumentError(f"No distance unit match [{text}]")
    return text


def _number(text: str) -> float:
    number = parse_java_double(text)
    if number is None:
        raise NumberFormatError.of_floating(text)
    return number
