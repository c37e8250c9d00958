"""Fields of points on the earth."""

from __future__ import annotations

from docstore.columns.want import Want
from docstore.mapping.geo.point_reader import XY
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
