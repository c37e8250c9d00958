"""The order of hits: criteria bound to an index, what they show as ``sort``, and what is merged by.

The default, and ``_score`` alone, order by score; ties stand in the order of the index, or as the documents were written.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import total_ordering
from typing import Any

import numpy as np

from docstore.columns.rows import Ints, Slots
from docstore.columns.sort import Constant, Converted, FieldOrder, LogOrder, Missing, SeqOrder, SortKey
from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError
from docstore.frozen import frozen
from docstore.mapping.dates.format import date_format
from docstore.mapping.dates.printing import Moment, printer_of
from docstore.mapping.dates.zone import zone_of
from docstore.mapping.field_type import ColumnKind, FieldType
from docstore.query.scorer import Scores, shown_score
from docstore.query.sort import Sort, constant_of

_LONG = (-(1 << 63), (1 << 63) - 1)
_FRACTIONS = frozenset({"double", "float", "half_float", "scaled_float", "aggregate_metric_double"})
_INT = (-(1 << 31), (1 << 31) - 1)
_SMALL = frozenset({"integer", "short", "byte"})


class Criterion(ABC):
    """One criterion on one index."""

    descending: bool

    @abstractmethod
    def arrays(self, view: IndexView, ordinals: Ints, scores: Scores | None) -> list[Slots]:
        """What is compared of these ordinals, ascending."""

    @abstractmethod
    def values(self, view: IndexView, ordinals: Ints, scores: Scores | None) -> list[Any]:
        """What these ordinals sort by; None where there is no value."""

    @abstractmethod
    def place(self, view: IndexView, shown: Any) -> list[Any]:
        """Where a value of ``search_after`` stands in ``arrays``."""

    def leading(self, view: IndexView, wanted: int) -> Ints | None:
        """The first so many of all ordinals, in order; None where that is as hard as sorting."""
        return None

    def shown(self, value: Any) -> Any:
        """A value as ``sort`` shows it."""
        return value

    def rank(self, value: Any) -> Any:
        """What the hits of several indices are merged by."""
        return Backwards(value) if self.descending else value


@total_ordering
@dataclass(slots=True, eq=False)
class Backwards:
    """A value in the opposite order."""

    value: Any

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Backwards) and bool(self.value == other.value)

    def __lt__(self, other: Backwards) -> bool:
        return bool(other.value < self.value)


@frozen
class ByScore(Criterion):
    """``_score``."""

    descending: bool = True

    def arrays(self, view: IndexView, ordinals: Ints, scores: Scores | None) -> list[Slots]:
        """The scores."""
        assert scores is not None
        return [-scores if self.descending else scores]

    def values(self, view: IndexView, ordinals: Ints, scores: Scores | None) -> list[Any]:
        """The scores."""
        assert scores is not None
        return scores.tolist()  # type: ignore[no-any-return]

    def shown(self, value: Any) -> Any:
        """As ``_score``."""
        return shown_score(value)

    def place(self, view: IndexView, shown: Any) -> list[Any]:
        """A float32."""
        number = np.float32(_number(shown))
        return [-number if self.descending else number]


@total_ordering
class _MinusZero:
    """Before zero, and behind all that is less."""

    def __eq__(self, other: object) -> bool:
        return other is self

    __hash__ = None  # type: ignore[assignment]

    def __lt__(self, other: Any) -> bool:
        return other is not self and bool(other >= 0)


_MINUS_ZERO = _MinusZero()


@frozen
class ByKey(Criterion):
    """A field, ``_doc``, ``_seq_no``, ``_index``."""

    key: SortKey
    descending: bool
    show: Callable[[Any], Any]
    read: Callable[[Any], Any]
    absent_last: bool = True
    absent: int | None = None
    """What stands for no value, where a value may be the same."""

    def arrays(self, view: IndexView, ordinals: Ints, scores: Scores | None) -> list[Slots]:
        """Of these documents alone, where the key can."""
        return self.key.arrays_of(view, ordinals)

    def leading(self, view: IndexView, wanted: int) -> Ints | None:
        """As the key has them."""
        return self.key.leading(view, wanted)

    def values(self, view: IndexView, ordinals: Ints, scores: Scores | None) -> list[Any]:
        """From the column."""
        return self.key.values(view, ordinals)

    def place(self, view: IndexView, shown: Any) -> list[Any]:
        """Read as the field reads values."""
        return self.key.place(view, self.read(shown))

    def shown(self, value: Any) -> Any:
        """As the field shows values."""
        return self.show(value)

    def rank(self, value: Any) -> Any:
        """What is absent goes to its end. The zero with a sign comes before the other, as in ``Double.compare``."""
        if value is None:
            if self.absent is None:
                return (self.absent_last, 0)
            value = self.absent
        elif value == 0 and isinstance(value, float) and math.copysign(1, value) < 0:
            value = _MINUS_ZERO
        return (not self.absent_last, Backwards(value) if self.descending else value)


def criteria(sorts: Sequence[Sort], view: IndexView, number: int = 0) -> list[Criterion]:
    """The criteria on one index, columns noted; ``number`` is its place among the indices of the search.

    :raises ApiError: a field that cannot be sorted by.
    """
    return [_criterion(sort, view, number) for sort in sorts]


def check_together(sorts: Sequence[Sort], orders: Sequence[Sequence[Criterion]]) -> None:
    """The hits of several indices, of each its criteria, can be merged (``SearchPhaseController.validateMergeSortValueFormats``).

    :raises IllegalArgumentError: a field is an ``unsigned_long`` in some of them only.
    """
    for sort, *each in zip(sorts, *orders, strict=False):
        if len({_is_unsigned(sort, criterion) for criterion in each}) > 1:
            raise IllegalArgumentError(
                "Can't do sort across indices, as a field has [unsigned_long] type in one index, and different type in another index!"
            )


def _is_unsigned(sort: Sort, criterion: Criterion) -> bool:
    if isinstance(criterion, ByKey) and isinstance(criterion.key, FieldOrder):
        return criterion.key.want.field.type_name == "unsigned_long"
    return sort.unmapped_type == "unsigned_long"


def by_score_alone(sorts: Sequence[Sort]) -> bool:
    """Whether hits are in the order of their scores, and so show no sort values (``SortBuilder.buildSort``)."""
    return not sorts or (len(sorts) == 1 and sorts[0].field == "_score" and sorts[0].descending)


def _criterion(sort: Sort, view: IndexView, number: int) -> Criterion:
    if sort.field == "_shard_doc":
        return ByKey(LogOrder(sort.descending, first=number << 32), sort.descending, _same, _whole)
    if sort.field == "_score":
        return ByScore(sort.descending)
    if sort.field == "_seq_no":
        return ByKey(SeqOrder(sort.descending), sort.descending, _same, _whole)
    constant = constant_of(view, sort.field)
    if constant is not None:
        return ByKey(Constant(constant, sort.descending), sort.descending, _same, _same)
    key = sort.bind(view)
    if sort.field == "_geo_distance":
        return _distance(sort, key)
    if key is None:
        show = _unmapped(sort)
        return ByKey(Constant(), sort.descending, show, _same, sort.missing != "_first", _integer(show(None)))
    if not isinstance(key, FieldOrder):
        return ByKey(key, sort.descending, _same, _whole)
    last = key.missing is not Missing.FIRST
    show, read = _of_field(key.want.field.type, sort, view)
    if (as_ := _CONVERSIONS.get((key.want.field.type_name, sort.numeric_type or ""))) is not None:
        show, read = _dates(key.want.field.type, sort, view, _end("long", sort), as_)
        return ByKey(Converted(key, as_.forth, as_.back), sort.descending, show, read, last)
    if sort.numeric_type in ("long", "double"):
        to: type[int] | type[float] = int if sort.numeric_type == "long" else float
        end = _end(sort.numeric_type or "", sort)
        return ByKey(key, sort.descending, lambda value: end if value is None else to(show(value)), read, last)
    is_number = key.want.field.type.column is ColumnKind.INTEGER and key.want.field.type_name != "unsigned_long"
    return ByKey(key, sort.descending, show, read, last, _integer(show(None)) if is_number else None)


def _integer(value: Any) -> int | None:
    return value if isinstance(value, int) else None


def _distance(sort: Sort, key: SortKey | None) -> Criterion:
    """Infinity is written as text, as JSON has no number for it."""
    none = Constant(math.inf, sort.descending) if key is None else key
    return ByKey(none, sort.descending, lambda value: "Infinity" if math.isinf(value) else value, _number)


def _same(value: Any) -> Any:
    return value


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise IllegalArgumentError(f"Failed to parse search_after value for field [_score], with value [{value}].") from None


def _whole(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise IllegalArgumentError(f'For input string: "{value}"') from None


def _unmapped(sort: Sort) -> Callable[[Any], Any]:
    if sort.unmapped_type in ("keyword", "text", "ip", "version", "constant_keyword", "wildcard"):
        return _same
    end = _end(sort.unmapped_type or "long", sort)
    return lambda value: end


def _end(type_name: str, sort: Sort) -> Any:
    """What stands for no value among numbers: an end of the type's range."""
    highest = (sort.missing == "_first") == sort.descending
    if type_name in _FRACTIONS:
        return "Infinity" if highest else "-Infinity"
    if type_name == "unsigned_long":
        return (1 << 64) - 1 if highest else 0
    return (_INT if type_name in _SMALL else _LONG)[highest]


def _of_field(type_: FieldType, sort: Sort, view: IndexView) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    if type_.column in (ColumnKind.KEYWORD, ColumnKind.TEXT):
        return (lambda value: None if value is None else type_.from_column(value)), (
            lambda value: None if value is None else str(type_.query_value(value))
        )
    end = _end(type_.type_name, sort)
    if type_.type_name in ("date", "date_nanos"):
        return _dates(type_, sort, view, end)

    def show(value: Any) -> Any:
        if value is None:
            return end
        found = type_.from_column(value)
        return float(str(np.float32(found))) if type_.type_name in ("float", "half_float") else found

    def read(value: Any) -> Any:
        if value is None or value == end:
            return None
        return _value(type_, sort.field, value)

    return show, read


def _value(type_: FieldType, field: str, value: Any) -> Any:
    try:
        number = float(value) if isinstance(value, str) else value
        if type_.column is ColumnKind.INTEGER and type_.type_name != "unsigned_long":
            return int(number)
        return type_.query_value(number)
    except (TypeError, ValueError, OverflowError):
        raise IllegalArgumentError(f"Failed to parse search_after value for field [{field}].") from None


@frozen
class _Conversion:
    """Between dates in milliseconds and in nanoseconds; ``scale`` is what makes nanoseconds of the outcome."""

    forth: Callable[[Any], Any]
    back: Callable[[Any], Any]
    scale: int


_CONVERSIONS = {
    ("date", "date_nanos"): _Conversion(lambda millis: millis * 1_000_000, lambda nanos: nanos / 1_000_000, 1),
    ("date_nanos", "date"): _Conversion(lambda nanos: nanos // 1_000_000, lambda millis: millis * 1_000_000 + 999_999, 1_000_000),
}


def _dates(
    type_: FieldType, sort: Sort, view: IndexView, end: Any, conversion: _Conversion | None = None
) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    pattern = sort.format
    scale = conversion.scale if conversion is not None else 1 if type_.type_name == "date_nanos" else 1_000_000
    if pattern is not None:
        date_format(pattern)

    def show(value: Any) -> Any:
        if value is None:
            return end if pattern is None else None
        return value if pattern is None else printer_of(pattern)(Moment.of(value * scale, zone_of("UTC")))

    def read(value: Any) -> Any:
        if value is None or value == end:
            return None
        if isinstance(value, str):
            found = type_.query_value(value, now=view.now, format=pattern)
            return found if conversion is None else conversion.forth(found)
        return int(value)

    return show, read


