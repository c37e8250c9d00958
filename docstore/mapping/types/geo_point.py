"""geo_point: a longitude and a latitude (``GeoPointFieldMapper``)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, ClassVar

from docstore.errors import ElasticsearchParseError, IllegalArgumentError
from docstore.mapping import parameter as p
from docstore.mapping.geo.geohash import encode_geohash
from docstore.mapping.geo.normalize import normalized
from docstore.mapping.geo.point_reader import XY, EarthPointReader, PointReader
from docstore.mapping.geo.validity import check_latitude, check_longitude
from docstore.mapping.java_text import java_boolean, java_double
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.types.geometry_field import IGNORE_Z_VALUE
from docstore.mapping.types.point_field import PointField


def _text(value: Any) -> str:
    return "null" if value is None else f"{java_double(value['lat'])}, {java_double(value['lon'])}"


def _no_dimension(_field: str, value: Any) -> bool:
    if p.boolean(_field, value):
        raise IllegalArgumentError("Parameter [time_series_dimension] cannot be set to geo_point")
    return False


@field_type("geo_point")
class GeoPointField(PointField):
    """``{"lat": 41.12, "lon": -71.34}``, ``"41.12,-71.34"``, ``[-71.34, 41.12]``, GeoJSON, well-known text, a geohash, or an
    array of these. Multi-fields get the geohash.
    """

    __slots__ = ()
    reader: ClassVar[type[PointReader]] = EarthPointReader
    axes: ClassVar[tuple[str, str]] = ("lon", "lat")
    parameters: ClassVar[tuple[Parameter, ...]] = (
        p.DOC_VALUES,
        p.INDEX,
        p.STORE,
        p.IGNORE_MALFORMED,
        IGNORE_Z_VALUE,
        Parameter("null_value", p.anything, None, accepts_null=True, text=_text),
        p.SCRIPT,
        p.ON_SCRIPT_ERROR,
        p.META,
        Parameter("time_series_dimension", _no_dimension, False, text=java_boolean),
        Parameter("time_series_metric", p.nullable(p.one_of("time_series_metric", "position")), accepts_null=True),
    )

    def _configured(self) -> None:
        super()._configured()
        if self.get("time_series_metric") and not self.get("doc_values"):
            raise IllegalArgumentError("Field [time_series_metric] requires that [doc_values] is true")

    @property
    def single_valued(self) -> bool:
        """The position of a time series is one point."""
        return self.get("time_series_metric") is not None

    @staticmethod
    def null_point(field: Any, value: Any) -> XY:
        """Checked as a point of a document is, without the field's name."""
        longitude, latitude = EarthPointReader(ignore_z_value=field.get("ignore_z_value")).point(value)
        if field.get("ignore_malformed"):
            return normalized(longitude, latitude)
        if latitude > 90 or latitude < -90:
            raise IllegalArgumentError(f"illegal latitude value [{java_double(latitude)}]")
        if longitude > 180 or longitude < -180:
            raise IllegalArgumentError(f"illegal longitude value [{java_double(longitude)}]")
        return longitude, latitude

    def checked(self, point: XY) -> XY:
        """With ``ignore_malformed`` a point outside is moved to where going on around the earth leads."""
        longitude, latitude = point
        if self.get("ignore_malformed"):
            if not (math.isfinite(longitude) and math.isfinite(latitude)):
                raise ElasticsearchParseError("cannot normalize the point - not a number")
            longitude, latitude = normalized(longitude, latitude)
        elif latitude > 90 or latitude < -90:
            raise IllegalArgumentError(f"illegal latitude value [{java_double(latitude)}] for {self.name}")
        elif longitude > 180 or longitude < -180:
            raise IllegalArgumentError(f"illegal longitude value [{java_double(longitude)}] for {self.name}")
        if self.get("index") or self.get("doc_values"):
            check_latitude(latitude)
            check_longitude(longitude)
        return longitude, latitude

    def quantized(self, axis: int, number: float) -> float:
        """In steps of 180 / 2**32 degrees of latitude, 360 / 2**32 of longitude (Lucene's ``GeoEncodingUtils``)."""
        limit = (180, 90)[axis]
        step = 2 * limit / 2**32
        code = math.floor((math.nextafter(number, 0) if number == limit else number) / step)
        return code * step

    def multi_field_values(self, value: Any) -> Iterable[Any]:
        """The geohash of each point."""
        return [encode_geohash(*point) for point in self.points(value)]
