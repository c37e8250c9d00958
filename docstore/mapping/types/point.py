"""point: x and y (``PointFieldMapper``)."""

from __future__ import annotations

import math
from typing import Any, ClassVar

from docstore.errors import IllegalArgumentError
from docstore.mapping import parameter as p
from docstore.mapping.geo.point_reader import XY, PlanePointReader, PointReader
from docstore.mapping.java_text import java_double
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.types.floating import FloatField
from docstore.mapping.types.geometry_field import IGNORE_Z_VALUE
from docstore.mapping.types.point_field import PointField
from docstore.mapping.types.vector_elements import float_text


def _text(value: Any) -> str:
    return "null" if value is None else f"{java_double(value['x'])}, {java_double(value['y'])}"


def check_coordinate(number: float) -> None:
    """:raises IllegalArgumentError: it is not finite in 32 bits (``XYEncodingUtils.checkVal``)."""
    if not math.isfinite(FloatField.rounded(number)):
        raise IllegalArgumentError(
            f"invalid value {float_text(number)}; must be between -3.4028235E38 and 3.4028235E38"
        )


@field_type("point")
class PointOfPlaneField(PointField):
    """``{"x": 1, "y": 2}``, ``"1,2"``, ``[1, 2]``, GeoJSON, well-known text, or an array of these."""

    __slots__ = ()
    reader: ClassVar[type[PointReader]] = PlanePointReader
    axes: ClassVar[tuple[str, str]] = ("x", "y")
    parameters: ClassVar[tuple[Parameter, ...]] = (
        p.INDEX,
        p.DOC_VALUES,
        p.STORE,
        p.IGNORE_MALFORMED,
        IGNORE_Z_VALUE,
        Parameter("null_value", p.anything, None, accepts_null=True, text=_text),
        p.META,
    )

    @staticmethod
    def null_point(field: Any, value: Any) -> XY:
        """Checked as a point of a document is, without the field's name."""
        point = PlanePointReader(ignore_z_value=field.get("ignore_z_value")).point(value)
        if not field.get("ignore_malformed"):
            _refuse_infinite(point, "")
        return point

    def checked(self, point: XY) -> XY:
        """Finite numbers of 32 bits."""
        if not self.get("ignore_malformed"):
            _refuse_infinite(point, f" for {self.name}")
        if self.get("index") or self.get("doc_values"):
            for number in point:
                check_coordinate(number)
        return point

    def quantized(self, axis: int, number: float) -> float:
        """32 bits."""
        return FloatField.rounded(number)


def _refuse_infinite(point: XY, where: str) -> None:
    for name, number in zip("xy", point, strict=True):
        if not math.isfinite(number):
            raise IllegalArgumentError(f"illegal {name} value [{java_double(number)}]{where}")
