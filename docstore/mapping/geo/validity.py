"""Which coordinates a geometry may have (``GeographyValidator``, ``StandardValidator``)."""

from __future__ import annotations

from docstore.errors import ApiError, IllegalArgumentError
from docstore.mapping.geo.geometry import Geometry
from docstore.mapping.java_text import java_boolean, java_double


def check_latitude(latitude: float) -> None:
    """:raises IllegalArgumentError: it is not between -90 and 90 degrees."""
    if not -90 <= latitude <= 90:
        raise IllegalArgumentError(f"invalid latitude {java_double(latitude)}; must be between -90.0 and 90.0")


def check_longitude(longitude: float) -> None:
    """:raises IllegalArgumentError: it is not between -180 and 180 degrees."""
    if not -180 <= longitude <= 180:
        raise IllegalArgumentError(f"invalid longitude {java_double(longitude)}; must be between -180.0 and 180.0")


def check_altitude(z: float, *, ignored: bool, error: type[ApiError] = IllegalArgumentError, before: str = "") -> None:
    """:raises ApiError: an altitude must not be there."""
    if not ignored:
        raise error(
            f"{before}found Z value [{java_double(z)}] but [ignore_z_value] parameter is [{java_boolean(ignored)}]"
        )


def check_geometry(geometry: Geometry, *, on_earth: bool, ignore_z_value: bool) -> None:
    """:raises IllegalArgumentError: a coordinate is out of its range, or there is an altitude and it is not ignored."""
    for position in geometry.positions():
        if on_earth:
            check_latitude(position[1])
            check_longitude(position[0])
        if len(position) > 2:
            check_altitude(position[2], ignored=ignore_z_value)
