"""shape: geometries of a plane (``ShapeFieldMapper``)."""

from __future__ import annotations

from typing import ClassVar

from docstore.errors import IllegalArgumentError
from docstore.mapping import parameter as p
from docstore.mapping.geo.geometry import Circle, Geometry, GeometryCollection
from docstore.mapping.geo.polygon import check_polygon, polygons_of
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.types.geometry_field import IGNORE_Z_VALUE
from docstore.mapping.types.point import check_coordinate
from docstore.mapping.types.shape_field import COERCE, ORIENTATION, ShapeField


@field_type("shape")
class CartesianShapeField(ShapeField):
    """Points, lines and polygons by x and y."""

    __slots__ = ()
    parameters: ClassVar[tuple[Parameter, ...]] = (
        p.INDEX,
        p.DOC_VALUES,
        p.IGNORE_MALFORMED,
        IGNORE_Z_VALUE,
        COERCE,
        ORIENTATION,
        p.META,
    )

    def check(self, geometry: Geometry) -> None:
        """See the base class."""
        if isinstance(geometry, Circle):
            raise IllegalArgumentError("invalid shape type found [Circle] while indexing shape")
        if isinstance(geometry, GeometryCollection):
            for part in geometry.parts:
                self.check(part)
            return
        for position in geometry.positions():
            for number in position[:2]:
                check_coordinate(number)
        for polygon in polygons_of(geometry):
            check_polygon(polygon, on_earth=False)
