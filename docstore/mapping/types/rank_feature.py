"""rank_feature: a number that raises the score (``RankFeatureFieldMapper``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from docstore.errors import ApiError
from docstore.mapping import parameter as p
from docstore.mapping.field_type import ColumnKind, ColumnValue, FieldType, LocatedCause
from docstore.mapping.java_text import java_string
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.shape import Kind
from docstore.mapping.types.features import as_indexed, check_feature, feature_number, inverted
from docstore.mapping.types.floating import shortest

POSITIVE_SCORE_IMPACT = p.flag("positive_score_impact", True)


def _null_value(_field: str, value: Any) -> float:
    return shortest(feature_number(java_string(value) if isinstance(value, bool | dict | list) else value))


@field_type("rank_feature")
class RankFeatureField(FieldType):
    """One positive number."""

    __slots__ = ()
    several: ClassVar[bool] = True
    single: ClassVar[str | None] = (
        "[rank_feature] fields do not support indexing multiple values for the same field [{path}] in the same document"
    )
    checkable: ClassVar[Kind] = Kind.INTEGER | Kind.BIG_INTEGER | Kind.FLOAT | Kind.WIDE_FLOAT | Kind.STRING
    copyable: ClassVar[Kind] = Kind.NULL
    parameters: ClassVar[tuple[Parameter, ...]] = (
        POSITIVE_SCORE_IMPACT,
        Parameter("null_value", p.nullable(_null_value), None, accepts_null=True),
        p.META,
    )

    def validate(self, value: Any) -> None:
        """Raises why the value cannot be indexed."""
        self.number(value)

    def is_present(self, value: Any) -> bool:
        """Whether it is a feature, or null stands for one."""
        try:
            return self.number(value) is not None
        except (ApiError, LocatedCause):
            return False

    def number(self, value: Any) -> float | None:
        """What is indexed.

        :raises ApiError, LocatedCause: it is no positive number.
        """
        null: float | None = self.get("null_value")
        if value is None and null is None:
            return None
        number = feature_number(null if value is None else value)
        if not self.get("positive_score_impact"):
            number = inverted(number)
        check_feature(number, self.path, "_feature")
        return number

    def part(self, name: str) -> FieldType:
        """The numbers as a column, which queries on the field itself do not see."""
        return RankFeatureValue(self, name)


class RankFeatureValue(FieldType):
    """The numbers of a field as scores see them."""

    __slots__ = ("of",)
    several: ClassVar[bool] = True
    column: ClassVar[ColumnKind] = ColumnKind.FLOAT

    def __init__(self, of: RankFeatureField, name: str) -> None:
        super().__init__(f"{of.path}#{name}", settings=of.settings)
        self.of = of

    def to_body(self) -> dict[str, Any]:
        """The field's."""
        return self.of.to_body()

    def column_values(self, value: Any) -> Iterable[ColumnValue]:
        """At most one."""
        number = self.of.number(value)
        return () if number is None else (as_indexed(number),)
