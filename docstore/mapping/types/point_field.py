"""What ``geo_point`` and ``point`` share (``AbstractPointGeometryFieldMapper``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from docstore.errors import ApiError
from docstore.mapping.field_type import ColumnKind, ColumnValue, FieldType, LocatedCause
from docstore.mapping.geo.geometry import Geometry, Point
from docstore.mapping.geo.point_reader import XY, PointReader, is_number
from docstore.mapping.types.geometry_field import GeometryField


class PointField(GeometryField):
    """A point in any form, or an array of them. Two columns, one for each coordinate."""

    __slots__ = ("_null", "_reader")
    reader: ClassVar[type[PointReader]]
    axes: ClassVar[tuple[str, str]]
    """The names of x and y as parts."""

    def _configured(self) -> None:
        self._reader = self.reader(ignore_z_value=self.get("ignore_z_value"))
        null: Mapping[str, float] | None = self.get("null_value")
        self._null: XY | None = None if null is None else (null[self.axes[0]], null[self.axes[1]])

    @property
    def single_valued(self) -> bool:
        """Whether a document may have one point only."""
        return False

    @classmethod
    def parse_values(cls, name: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """See the base class; how ``null_value`` is read depends on the other parameters."""
        values = super().parse_values(name, body)
        null = values.get("null_value")
        if null is not None:
            x, y = cls.null_point(cls(name, {**values, "null_value": None}), null)
            values["null_value"] = dict(sorted({cls.axes[0]: x, cls.axes[1]: y}.items()))
        return values

    @staticmethod
    def null_point(field: Any, value: Any) -> XY:
        """The point that ``null_value`` means."""
        raise NotImplementedError

    def checked(self, point: XY) -> XY:
        """The point to index.

        :raises ApiError: it lies outside.
        """
        raise NotImplementedError

    def quantized(self, axis: int, number: float) -> float:
        """A coordinate as exact as an index holds it."""
        raise NotImplementedError

    def points(self, value: Any) -> list[XY]:
        """The points of a field's value; malformed ones are left out where they are ignored.

        :raises ApiError, LocatedCause: they are not.
        """
        plain = self._reader.plain(value)
        if plain is not None:
            return [plain]
        found = []
        values = self._reader.field_values(
            value, failed=self.malformed, null=self._null, several=not self.single_valued, name=self.name
        )
        in_array = isinstance(value, list) and self._is_one(value)
        for point in values:
            try:
                found.append(self.checked(point))
            except ApiError as error:
                if in_array:
                    raise
                self.malformed(error)
        return found

    def geometries(self, value: Any) -> list[Geometry]:
        """The points."""
        return [Point(point) for point in self.points(value)]

    def validate(self, value: Any) -> None:
        """Raises why the value cannot be indexed."""
        self.points(value)

    def skips(self, value: Any) -> bool:
        """See the base class; a point that is moved onto the earth is not skipped."""
        given = [value] if self._is_one(value) else value
        return len(self.points(value)) < sum(item is not None or self._null is not None for item in given)

    @staticmethod
    def _is_one(value: Any) -> bool:
        return not isinstance(value, list) or (bool(value) and is_number(value[0]))

    def is_present(self, value: Any) -> bool:
        """Whether it has a valid point."""
        try:
            return bool(self.points(value))
        except (ApiError, LocatedCause):
            return False

    def part(self, name: str) -> FieldType:
        """One of the axes, as a column."""
        return Coordinate(self, name)


class Coordinate(FieldType):
    """One coordinate of all points of a field."""

    __slots__ = ("axis", "of")
    several: ClassVar[bool] = True
    takes_arrays: ClassVar[bool] = True
    column: ClassVar[ColumnKind] = ColumnKind.FLOAT

    def __init__(self, of: PointField, name: str) -> None:
        super().__init__(f"{of.path}#{name}", settings=of.settings)
        self.of = of
        self.axis = of.axes.index(name)

    def to_body(self) -> dict[str, Any]:
        """The points' own: what differs in it makes another column."""
        return self.of.to_body()

    def column_values(self, value: Any) -> Iterable[ColumnValue]:
        """One for each point."""
        return [self.of.quantized(self.axis, point[self.axis]) for point in self.of.points(value)]
