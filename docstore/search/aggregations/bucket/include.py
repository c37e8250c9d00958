"""``include`` and ``exclude`` of terms: a regular expression, a list of values, or a partition (``IncludeExclude``)."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from docstore.columns.column import KeywordColumn
from docstore.columns.rows import Mask, Slots
from docstore.errors import (
    AggregationExecutionError,
    IllegalArgumentError,
    NumberFormatError,
    ParsingError,
    TooComplexToDeterminizeError,
)
from docstore.query.patterns.automaton import DEFAULT_LIMIT, TooComplex, automaton
from docstore.query.patterns.dictionary import accepted
from docstore.query.patterns.nodes import literal_of
from docstore.query.patterns.regexp import regexp
from docstore.query.wire import declared
from docstore.search.aggregations.format import RAW
from docstore.search.aggregations.source import Values, number_key

_MOST_LETTERS = 1000
"""``index.max_regex_length``."""


@dataclass(frozen=True, slots=True)
class IncludeExclude:
    """Which terms get a bucket; all of them without a word."""

    include: str | tuple[Any, ...] | None = None
    exclude: str | tuple[Any, ...] | None = None
    partition: tuple[int, int] | None = None
    """(number, of how many)."""

    @classmethod
    def parse(cls, include: Any, exclude: Any) -> Self:
        """From the two keys of a request.

        :raises ApiError: of another shape.
        """
        if isinstance(include, dict):
            if exclude is not None:
                raise IllegalArgumentError("Cannot specify both a partition include and an exclude")
            return cls(partition=_partition(include))
        return cls(_side("include", include), _side("exclude", exclude))

    def check(self, values: Values) -> None:
        """:raises AggregationExecutionError: a regular expression for values that are no strings."""
        if values.is_numeric and (isinstance(self.include, str) or isinstance(self.exclude, str)) and values.want is not None:
            field = values.source.field
            raise AggregationExecutionError(
                f"Aggregation [{field}] cannot support regular expression style include/exclude settings as they can only be applied to"
                " string fields. Use an array of values for include/exclude clauses"
            )

    def mask(self, values: Values, keys: Slots | list[str]) -> Mask | None:
        """Which of these keys get a bucket; None for all."""
        if self.include is None and self.exclude is None and self.partition is None:
            return None
        shown = [str(values.key(key)) if values.format is RAW and not values.is_numeric else values.key(key) for key in keys]
        kept = np.ones(len(shown), dtype=np.bool_)
        if self.partition is not None:
            number, of = self.partition
            return np.array([zlib.crc32(str(key).encode()) % of == number for key in shown], dtype=np.bool_)
        if self.include is not None:
            kept &= _hits(self.include, values, shown)
        if self.exclude is not None:
            kept &= ~_hits(self.exclude, values, shown)
        return kept


def _partition(body: dict[str, Any]) -> tuple[int, int]:
    found = declared("include", body, {"partition": number_key, "num_partitions": number_key})
    for key in ("partition", "num_partitions"):
        if key not in found:
            raise IllegalArgumentError(f"Missing [{key}] parameter for partition-based include")
    number, of = int(found["partition"]), int(found["num_partitions"])
    if number < 0 or number >= of:
        raise IllegalArgumentError(f"Partition must be >=0 and < numPartition which is {of}")
    return number, of


def _side(name: str, value: Any) -> str | tuple[Any, ...] | None:
    if value is None or isinstance(value, str):
        if value is not None and len(value) > _MOST_LETTERS:
            raise IllegalArgumentError(
                f"The length of regex [{len(value)}] used in the request has exceeded the allowed maximum of [{_MOST_LETTERS}]. "
                "This maximum can be set by changing the [index.max_regex_length] index level setting."
            )
        return value
    if isinstance(value, list):
        return tuple(value)
    raise ParsingError(f"Unrecognized token in an {name}: [{value}]")


def _hits(wanted: str | tuple[Any, ...], values: Values, keys: list[Any]) -> Mask:
    if isinstance(wanted, str):
        return _matching(wanted, values, keys)
    if values.is_numeric:
        numbers = {_number(value, values) for value in wanted}
        return np.array([float(key) in numbers for key in keys], dtype=np.bool_)
    chosen = {str(value) for value in wanted}
    return np.array([key in chosen for key in keys], dtype=np.bool_)


def _matching(pattern: str, values: Values, keys: list[Any]) -> Mask:
    """By Lucene's syntax; of plain keywords the whole dictionary at once."""
    node = regexp(pattern)
    try:
        found = automaton(node)
    except TooComplex:
        raise TooComplexToDeterminizeError(f"Determinizing {pattern} would require more than {DEFAULT_LIMIT} effort.") from None
    column = values.column()
    if isinstance(column, KeywordColumn) and values.want is not None and values.want.field.type_name == "keyword":
        mask = np.zeros(len(keys), dtype=np.bool_)
        mask[accepted(column, found, literal_of(node))] = True
        for at in range(len(column.terms), len(keys)):
            mask[at] = found.matches(str(keys[at]))
        return mask
    return np.array([found.matches(str(key)) for key in keys], dtype=np.bool_)


def _number(value: Any, values: Values) -> float:
    try:
        return values.format.parse(value)
    except (TypeError, ValueError, OverflowError):
        raise NumberFormatError(f'For input string: "{value}"') from None


EVERY_TERM = IncludeExclude()
"""Nothing is left out."""
