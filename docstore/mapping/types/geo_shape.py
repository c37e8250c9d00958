"""geo_shape: geometries on the earth (``GeoShapeWithDocValuesFieldMapper``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from docstore.errors import IllegalArgumentError
from docstore.mapping import parameter as p
from docstore.mapping.geo.geometry import Circle, Geometry, GeometryCollection, Polygon, Rectangle
from docstore.mapping.geo.polygon import check_polygon, polygons_of
from docstore.mapping.geo.validity import check_latitude, check_longitude
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.types.geometry_field import IGNORE_Z_VALUE
from docstore.mapping.types.shape_field import COERCE, ORIENTATION, ShapeField

_REMOVED = ("strategy", "tree", "tree_levels", "precision", "distance_error_pct", "points_only")


@field_type("geo_shape")
class GeoShapeField(ShapeField):
    """Points, lines and polygons by longitude and latitude; longitudes beyond 180 degrees go on around the earth."""

    __slots__ = ()
    parameters: ClassVar[tuple[Parameter, ...]] = (
        p.INDEX,
        p.DOC_VALUES,
        p.STORE,
        p.IGNORE_MALFORMED,
        IGNORE_Z_VALUE,
        COERCE,
        ORIENTATION,
        p.SCRIPT,
        p.ON_SCRIPT_ERROR,
        p.META,
    )

    @classmethod
    def parse_values(cls, name: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """See the base class; the parameters of prefix trees are gone."""
        removed = [key for key in _REMOVED if key in body]
        if removed:
            raise IllegalArgumentError(
                f"using deprecated parameters [{', '.join(removed)}] in mapper [{name}] of type [geo_shape] is no longer allowed"
            )
        return super().parse_values(name, body)

    def check(self, geometry: Geometry) -> None:
        """See the base class."""
        if isinstance(geometry, Circle):
            raise IllegalArgumentError("CIRCLE geometry is not supported")
        if isinstance(geometry, GeometryCollection):
            for part in geometry.parts:
                self.check(part)
        if isinstance(geometry, Rectangle):
            for longitude, latitude in ((geometry.left, geometry.bottom), (geometry.right, geometry.top)):
                check_latitude(latitude)
                check_longitude(longitude)
        if isinstance(geometry, Polygon):
            for position in geometry.positions():
                check_latitude(position[1])
            for polygon in polygons_of(geometry):
                check_polygon(polygon, on_earth=True)
