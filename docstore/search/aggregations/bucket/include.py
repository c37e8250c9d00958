"""``include`` and ``exclude`` of terms: a regular expression, a list of values, or a partition (``IncludeExclude``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address
from typing import Any, Self

import numpy as np

from docstore.columns.deadline import CHECKED, in_time
from docstore.columns.keyword_column import KeywordColumn
from docstore.columns.rows import Ints, Mask, Slots
from docstore.errors import (
    IllegalArgumentError,
    NumberFormatError,
    ParsingError,
)
from docstore.query.functions.hashing import mix64, murmur3
from docstore.query.limits import check_regex_length
from docstore.query.patterns.automaton import determinized
from docstore.query.patterns.dictionary import accepted
from docstore.query.patterns.nodes import literal_of
from docstore.query.patterns.regexp import regexp
from docstore.query.wire import declared
from docstore.search.aggregations.format import RAW
from docstore.search.aggregations.negative_zero import key_of
from docstore.search.aggregations.source_keys import int_key
from docstore.search.aggregations.values import Values


@dataclass(frozen=True, slots=True)
class IncludeExclude:
    """Which terms get a bucket; all of them without a word."""

    include: str | tuple[Any, ...] | None = None
    exclude: str | tuple[Any, ...] | None = None
    partition: tuple[int, int] | None = None
    """(number, of how many)."""

    @classmethod
    def included(cls, value: Any) -> Self:
        """By ``include``.

        :raises ApiError: of another shape.
        """
        return cls(partition=_partition(value)) if isinstance(value, dict) else cls(_side("include", value))

    @classmethod
    def excluded(cls, value: Any) -> Self:
        """By ``exclude``.

        :raises ApiError: of another shape.
        """
        return cls(exclude=_side("exclude", value))

    @classmethod
    def merged(cls, include: IncludeExclude, exclude: IncludeExclude) -> Self:
        """By both.

        :raises IllegalArgumentError: they cannot go together.
        """
        if include.partition is not None and exclude.exclude is not None:
            raise IllegalArgumentError("Cannot specify any excludes when using a partition-based include")
        return cls(include.include, exclude.exclude, include.partition)

    def check(self, name: str, values: Values) -> None:
        """:raises IllegalArgumentError: a regular expression for values that are no strings, or one that is too long."""
        for side in (self.include, self.exclude):
            if isinstance(side, str):
                check_regex_length(values.context.view, side, "request")
        if values.want is None or not (isinstance(self.include, str) or isinstance(self.exclude, str)):
            return
        if values.is_numeric:
            which = "numeric values for include/exclude clauses used to filter numeric fields"
        elif values.want.field.type_name in ("ip", "version"):
            which = "values for include/exclude clauses"
        else:
            return
        raise IllegalArgumentError(
            f"Aggregation [{name}] cannot support regular expression style include/exclude settings as they can only be applied to"
            f" string fields. Use an array of {which}"
        )

    def mask(self, values: Values, keys: Slots | Sequence[str]) -> Mask | None:
        """Which of these keys get a bucket; None for all."""
        if self.include is None and self.exclude is None and self.partition is None:
            return None
        if self.partition is not None:
            number, of = self.partition
            mask: Mask = _hashes(values, keys) % of == number
            return mask
        as_text = values.format is RAW and not values.is_numeric
        shown = [str(values.key(key)) if as_text else values.key(key) for key in in_time(keys, CHECKED)]
        kept = np.ones(len(shown), dtype=np.bool_)
        if self.include is not None:
            kept &= _hits(self.include, values, shown)
        if self.exclude is not None:
            kept &= ~_hits(self.exclude, values, shown)
        return kept


_SEED = 31
"""``HASH_PARTITIONING_SEED``."""


def _hashes(values: Values, keys: Slots | Sequence[str]) -> Ints:
    """What puts a term into its partition: MurmurHash3 of a string, a mixer of the bits of a number."""
    if not isinstance(keys, np.ndarray):
        type_ = None if values.want is None else values.want.field.type
        if type_ is not None and type_.type_name == "ip":
            terms = [IPv6Address(_as_v6(str(values.key(key)))).packed for key in in_time(keys, CHECKED)]
        else:
            terms = [str(key).encode("utf-8", "surrogatepass") for key in in_time(keys, CHECKED)]
        return murmur3(terms, _SEED).view(np.int32).astype(np.int64)
    if keys.dtype == np.float64:
        bits = keys.view(np.int64)
        return mix64((bits ^ ((bits >> np.int64(63)) & np.int64(2**63 - 1))).view(np.uint64)).view(np.int64)
    stored = keys.astype(np.uint64) if keys.dtype != np.uint64 else keys ^ np.uint64(2**63)
    return mix64(stored).view(np.int64)


def _as_v6(address: str) -> str:
    return address if ":" in address else f"::ffff:{address}"


def _partition(body: dict[str, Any]) -> tuple[int, int]:
    found = declared("include", body, {"partition": int_key, "num_partitions": int_key})
    for key in ("partition", "num_partitions"):
        if key not in found:
            raise IllegalArgumentError(f"Missing [{key}] parameter for partition-based include")
    number, of = found["partition"], found["num_partitions"]
    if number < 0 or number >= of:
        raise IllegalArgumentError(f"Partition must be >=0 and < numPartition which is {of}")
    return number, of


def _side(name: str, value: Any) -> str | tuple[Any, ...] | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list):
        return tuple(value)
    raise ParsingError(f"Unrecognized token in an {name}: [{value}]")


def _hits(wanted: str | tuple[Any, ...], values: Values, keys: list[Any]) -> Mask:
    if isinstance(wanted, str):
        return _matching(wanted, values, keys)
    if values.is_numeric:
        number = float if values.is_whole else key_of
        numbers = {number(_number(value, values)) for value in wanted}
        return np.array([number(key) in numbers for key in in_time(keys, CHECKED)], dtype=np.bool_)
    chosen = {str(value) for value in wanted}
    return np.array([key in chosen for key in in_time(keys, CHECKED)], dtype=np.bool_)


def _matching(pattern: str, values: Values, keys: list[Any]) -> Mask:
    """By Lucene's syntax; of plain keywords the whole dictionary at once."""
    node = regexp(pattern)
    found = determinized(node, pattern)
    column = values.column()
    if isinstance(column, KeywordColumn) and values.want is not None and values.want.field.type_name == "keyword":
        mask = np.zeros(len(keys), dtype=np.bool_)
        mask[accepted(column, found, literal_of(node))] = True
        for at in in_time(range(len(column.terms), len(keys)), CHECKED):
            mask[at] = found.matches(str(keys[at]))
        return mask
    return np.array([found.matches(str(key)) for key in in_time(keys, CHECKED)], dtype=np.bool_)


def _number(value: Any, values: Values) -> float:
    try:
        return values.format.parse(value)
    except (TypeError, ValueError, OverflowError):
        raise NumberFormatError.of(value) from None


EVERY_TERM = IncludeExclude()
"""Nothing is left out."""
