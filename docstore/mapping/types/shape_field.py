"""What ``geo_shape`` and ``shape`` share (``AbstractShapeGeometryFieldMapper``, ``GeometryParser``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docstore.errors import ApiError, ElasticsearchParseError, IllegalArgumentError
from docstore.mapping import parameter as p
from docstore.mapping.field_type import LocatedCause
from docstore.mapping.geo.geojson import parse_geojson, parse_orientation
from docstore.mapping.geo.geometry import Geometry
from docstore.mapping.geo.validity import check_geometry
from docstore.mapping.geo.wkt import parse_wkt
from docstore.mapping.java_text import java_string
from docstore.mapping.location import column
from docstore.mapping.parameter import Parameter
from docstore.mapping.types.geometry_field import GeometryField


def _orientation(_field: str, value: Any) -> str:
    return "RIGHT" if parse_orientation(java_string(value)) else "LEFT"


COERCE = p.flag("coerce", False, updatable=True, explicit=True)
ORIENTATION = Parameter("orientation", _orientation, "RIGHT", updatable=True, explicit=True)


class ShapeField(GeometryField):
    """GeoJSON or well-known text, or an array of these; ``coerce`` closes rings that are open."""

    __slots__ = ()

    def check(self, geometry: Geometry) -> None:
        """:raises ApiError: the geometry cannot be indexed."""
        raise NotImplementedError

    def geometries(self, value: Any) -> list[Geometry]:
        """The geometries of a field's value; malformed ones are left out where they are ignored.

        :raises ApiError, LocatedCause: they are not.
        """
        return [geometry for geometry in self._each(value) if geometry is not None]

    def _each(self, value: Any) -> list[Geometry | None]:
        found: list[Geometry | None] = []
        for item, offset in _items(value, 0):
            try:
                found.append(self._geometry(item))
            except RecursionError:
                self.malformed(IllegalArgumentError("maximum nested depth exceeded"))
                found.append(None)
            except ApiError as error:
                self.malformed(error)
                found.append(None)
            except LocatedCause as cause:
                self.malformed(_shifted(cause, offset))
                found.append(None)
        return found

    def _geometry(self, value: Any) -> Geometry:
        close = bool(self.get("coerce"))
        if isinstance(value, dict):
            geometry = parse_geojson(value, close_rings=close)
        elif isinstance(value, str):
            geometry = parse_wkt(value, close_rings=close)
        else:
            raise ElasticsearchParseError("shape must be an object consisting of type and coordinates")
        check_geometry(geometry, on_earth=False, ignore_z_value=self.get("ignore_z_value"))
        self.check(geometry)
        return geometry

    def validate(self, value: Any) -> None:
        """Raises why the value cannot be indexed."""
        self._each(value)

    def skips(self, value: Any) -> bool:
        """See the base class."""
        return None in self._each(value)

    def is_present(self, value: Any) -> bool:
        """Whether it has a valid geometry."""
        try:
            return bool(self.geometries(value))
        except (ApiError, LocatedCause):
            return False

    def multi_field_values(self, value: Any) -> Iterable[Any]:
        """Multi-fields have no values."""
        return ()


def _items(value: Any, offset: int) -> Iterable[tuple[Any, int]]:
    """The values in an array, opened, and where each begins; null is none."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            start = column({"": value}, ("", number)) - column({"": value}, ("",)) if isinstance(item, (dict, list)) else 0
            yield from _items(item, offset + start)
    elif value is not None:
        yield value, offset


def _shifted(cause: LocatedCause, offset: int) -> LocatedCause:
    return LocatedCause(lambda start, after: cause.at(start + offset, after)) if offset else cause
