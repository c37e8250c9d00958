"""Fields of points on the earth."""

from __future__ import annotations

from collections.abc import Sequence

from docstore.columns.want import Want
from docstore.errors import IllegalArgumentError
from docstore.mapping.geo.geometry import Geometry, Line, Point
from docstore.mapping.geo.normalize import normalized
from docstore.mapping.geo.point_reader import XY
from docstore.mapping.types.point_field import PointField
from docstore.query.areas import Related
from docstore.query.earth import Box, InBox, Places, WithinDistance
from docstore.query.matcher import Matcher
from docstore.query.targets.opaque import GeometryTarget
from docstore.query.targets.registry import target


@target("geo_point")
class GeoPointTarget(GeometryTarget):
    """``geo_point`` (``GeoPointFieldType.geoShapeQuery``)."""

    def places(self) -> Places:
        """The two columns; refused when the field is not searchable."""
        self.values()
        longitudes, latitudes = (self.view.need(Want(self.field.part(name))) for name in ("lon", "lat"))
        return Places(longitudes, latitudes)

    def within(self, center: XY, meters: float) -> Matcher:
        """Documents with a point near another."""
        return WithinDistance(self.view, self.places(), center, meters)

    def inside(self, box: Box) -> Matcher:
        """Documents with a point inside a box."""
        return InBox(self.view, self.places(), box)

    def related(self, parts: Sequence[Geometry], relation: str) -> Matcher:
        """Documents whose points lie so to a geometry of these parts (``LatLonPoint.newGeometryQuery``).

        :raises IllegalArgumentError: a line, in which no point can be.
        """
        if relation == "within" and any(isinstance(part, Line) for part in parts):
            raise IllegalArgumentError("LatLonPointQuery does not support WITHIN queries with line geometries")
        return Related(self.view, self.places(), [self._as_kept(part) for part in parts], relation)

    def _as_kept(self, part: Geometry) -> Geometry:
        """Points in the precision in which those of documents are kept."""
        if not isinstance(part, Point) or part.position is None:
            return part
        field = self.field.type
        assert isinstance(field, PointField)
        x, y = normalized(part.position[0], part.position[1])
        return Point((field.quantized(0, x), field.quantized(1, y)))
