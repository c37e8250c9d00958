"""Matchers over points on the earth, and the forms in which queries describe places."""

from __future__ import annotations

from enum import Enum

import numpy as np

from docstore.columns.rows import Mask, Slots
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.errors import IllegalArgumentError
from docstore.frozen import frozen
from docstore.mapping.geo.distance import EARTH_RADIUS
from docstore.mapping.geo.point_reader import XY
from docstore.query.matcher import Matcher
from docstore.query.numbers import numeric


class Validation(Enum):
    """What becomes of coordinates of a query that are out of their ranges (``GeoValidationMethod``)."""

    STRICT = "STRICT"
    IGNORE_MALFORMED = "IGNORE_MALFORMED"
    COERCE = "COERCE"

    @classmethod
    def parse(cls, text: str) -> Validation:
        """:raises IllegalArgumentError: there is no such method."""
        try:
            return cls(text.upper())
        except ValueError:
            raise IllegalArgumentError(
                f"operator needs to be either [COERCE, IGNORE_MALFORMED, STRICT], but not [{text}]"
            ) from None


@frozen
class Box:
    """Between two parallels and two meridians, all inclusive; ``left`` may lie east of ``right``, across the date line."""

    top: float
    left: float
    bottom: float
    right: float


@frozen
class Places:
    """The columns of a field of points; their slots stand for the same points."""

    longitudes: Want
    latitudes: Want


def distances(longitudes: Slots, latitudes: Slots, center: XY) -> Slots:
    """Metres along the surface of the sphere, as Lucene's ``SloppyMath.haversinMeters`` has them."""
    x, y = np.radians(center[0]), np.radians(center[1])
    away = 1 - np.cos(np.radians(latitudes) - y)
    across = 1 - np.cos(np.radians(longitudes) - x)
    key = away + np.cos(np.radians(latitudes)) * np.cos(y) * across
    meters: Slots = 2 * EARTH_RADIUS * np.arcsin(np.minimum(1.0, np.sqrt(key / 2)))
    return meters


def plane_distances(longitudes: Slots, latitudes: Slots, center: XY) -> Slots:
    """Metres on a plane, faster and good for short ways (``GeoUtils.planeDistance``)."""
    across = np.radians(longitudes - center[0]) * np.cos(np.radians((latitudes + center[1]) / 2))
    meters: Slots = np.sqrt(across**2 + np.radians(latitudes - center[1]) ** 2) * EARTH_RADIUS
    return meters


@frozen
class WithinDistance(Matcher):
    """Documents with a point that lies at most so many metres away."""

    view: IndexView
    places: Places
    center: XY
    meters: float

    def run(self) -> Mask:
        """The distance of every point."""
        x, y = (numeric(self.view.column(want)) for want in (self.places.longitudes, self.places.latitudes))
        return x.rows.any(distances(x.values, y.values, self.center) <= self.meters)


@frozen
class InBox(Matcher):
    """Documents with a point inside a box."""

    view: IndexView
    places: Places
    box: Box

    def run(self) -> Mask:
        """Four comparisons."""
        x, y = (numeric(self.view.column(want)) for want in (self.places.longitudes, self.places.latitudes))
        box = self.box
        east, west = x.values >= box.left, x.values <= box.right
        hits = (east | west) if box.left > box.right else (east & west)
        return x.rows.any(hits & (y.values >= box.bottom) & (y.values <= box.top))
