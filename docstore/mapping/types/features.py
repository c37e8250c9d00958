"""What ``rank_feature``, ``rank_features`` and ``sparse_vector`` share: positive numbers under a name (Lucene's ``FeatureField``)."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from docstore.errors import ApiError, IllegalArgumentError
from docstore.json_token import token_of
from docstore.mapping.causes import not_numeric, token_name
from docstore.mapping.field_type import ColumnKind, ColumnValue, FieldType, LocatedCause
from docstore.mapping.shape import Kind
from docstore.mapping.types.floating import FloatField
from docstore.mapping.types.number import parse_double
from docstore.mapping.types.vector_elements import float_text

_LEAST = 2.0**-126
"""``Float.MIN_NORMAL``."""


def feature_number(value: Any) -> float:
    """A number, or a string of one, in 32 bits.

    :raises ApiError, LocatedCause: it is none.
    """
    if isinstance(value, (bool, dict, list)):
        raise not_numeric("START_ARRAY" if isinstance(value, list) else token_name(value))
    return FloatField.rounded(parse_double(value))


def inverted(number: float) -> float:
    """``1 / number``, for features of which less is better."""
    return FloatField.rounded(1 / number) if number else math.copysign(math.inf, number)


def check_feature(number: float, feature: str, field: str) -> None:
    """:raises IllegalArgumentError: no such number can be indexed."""
    if math.isfinite(number) and number >= _LEAST:
        return
    got = f"got: {float_text(number)} for feature {feature} on field {field}"
    if not math.isfinite(number):
        raise IllegalArgumentError(f"featureValue must be finite, {got}")
    raise IllegalArgumentError(
        f"featureValue must be a positive normal float, {got} which is less than the minimum positive normal float: 1.17549435E-38"
    )


def as_indexed(number: float) -> float:
    """A feature in the precision of an index: 9 bits of significand."""
    (bits,) = struct.unpack("<I", struct.pack("<f", number))
    value: float = struct.unpack("<f", struct.pack("<I", bits >> 15 << 15))[0]
    return value


class FeaturesField(FieldType):
    """Objects that map features to numbers; arrays of them are one value, to know their features together."""

    __slots__ = ()
    names_itself: ClassVar[bool] = False
    takes_arrays: ClassVar[bool] = True
    several: ClassVar[bool] = True
    in_multi_fields: ClassVar[bool] = False
    checkable: ClassVar[Kind] = Kind.OBJECT

    def validate(self, value: Any) -> None:
        """Raises why the value cannot be indexed."""
        for _ in self.features(value):
            pass

    def is_present(self, value: Any) -> bool:
        """Whether it is an object of features."""
        try:
            return not isinstance(value, list) or any(map(self.is_present, value))
        except (ApiError, LocatedCause):
            return False

    def features(self, value: Any) -> Iterator[tuple[str, float]]:
        """Each feature as it is indexed.

        :raises ApiError, LocatedCause: the value is no object of positive numbers.
        """
        if isinstance(value, list):
            for item in value:
                yield from self.features(item)
            return
        if not isinstance(value, dict):
            raise IllegalArgumentError(
                f"[{self.type_name}] fields must be json objects, expected a START_OBJECT but got: {token_of(value)}"
            )
        for feature, number in value.items():
            if number is not None:
                yield feature, self._feature(feature, number)

    def _feature(self, feature: str, value: Any) -> float:
        if isinstance(value, (bool, dict, list)):
            raise IllegalArgumentError(
                f"[{self.type_name}] fields take hashes that map a feature to a strictly positive float, but got unexpected "
                f"token {token_of(value)}"
            )
        number = self.impact(feature_number(value))
        check_feature(number, feature, self.path)
        return number

    def impact(self, number: float) -> float:
        """What is indexed for a number."""
        return number

    def part(self, name: str) -> FieldType:
        """The column of one feature."""
        return Feature(self, name)


class Feature(FieldType):
    """One feature of all documents; of several numbers in a document the greatest counts."""

    __slots__ = ("feature", "of")
    several: ClassVar[bool] = True
    takes_arrays: ClassVar[bool] = True
    column: ClassVar[ColumnKind] = ColumnKind.FLOAT

    def __init__(self, of: FeaturesField, feature: str) -> None:
        super().__init__(f"{of.path}#{feature}", settings=of.settings)
        self.of = of
        self.feature = feature

    def to_body(self) -> dict[str, Any]:
        """The whole field's."""
        return self.of.to_body()

    def column_values(self, value: Any) -> Iterable[ColumnValue]:
        """At most one."""
        found = [number for feature, number in self.of.features(value) if feature == self.feature]
        return [as_indexed(max(found))] if found else ()
