"""``order`` of buckets: by count, by key, or by what is aggregated below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from typing import Any

import numpy as np

from docstore.columns.rows import Ints, Mask, Slots
from docstore.errors import IllegalArgumentError, InvalidPathError, ParsingError
from docstore.query.wire import Declared, token_of
from docstore.search import top
from docstore.search.aggregations.collect import Floats, Tables
from docstore.search.aggregations.groups import Groups
from docstore.search.aggregations.result import Bucket


@dataclass(frozen=True, slots=True)
class By:
    """One criterion: ``_count``, ``_key`` or a path below."""

    path: str
    descending: bool

    @property
    def is_key(self) -> bool:
        """By the key itself."""
        return self.path == "_key"

    @property
    def is_below(self) -> bool:
        """By a result below."""
        return self.path not in ("_key", "_count")

    @property
    def steps(self) -> list[str]:
        """The names of a path below, and what is meant of the last, as in ``a>b.c`` or ``a>b[c]`` (``AggregationPath``).

        :raises InvalidPathError: it is no such path.
        """
        *names, last = [name for name in self.path.split(">") if name] or [""]
        name, bracket, key = last.rpartition("[")
        if bracket:
            key = key.removesuffix("]") if key.endswith("]") else ""
        else:
            name, bracket, key = last.rpartition(".")
        if bracket and not (name and key):
            raise self._invalid(last)
        if (broken := next((each for each in names if "[" in each), None)) is not None:
            raise self._invalid(broken)
        return [*names, name, key] if bracket else [*names, last]

    def _invalid(self, element: str) -> InvalidPathError:
        return InvalidPathError(f"Invalid path element [{element}] in path [{self.path}]")


Order = tuple[By, ...]

COUNT_DESC: Order = (By("_count", descending=True), By("_key", descending=False))
KEY_ASC: Order = (By("_key", descending=False),)


def read_order(value: Any) -> Order:
    """``{"_count": "desc"}`` or a list of such; ties go by key (``InternalOrder.Parser``)."""
    found = tuple(_one(item) for item in (value if isinstance(value, list) else [value]))
    return found if any(by.is_key for by in found) else (*found, By("_key", descending=False))


def _one(item: Any) -> By:
    if not isinstance(item, dict):
        raise ParsingError(f"Unexpected token [{token_of(item)}] for [order]")
    if len(item) != 1:
        raise ParsingError("Must specify at least one field for [order]" if not item else "Must specify only one field for [order]")
    ((path, direction),) = item.items()
    if str(direction).lower() not in ("asc", "desc"):
        raise ParsingError(f"Unknown order direction [{direction}]")
    found = By(path, str(direction).lower() == "desc")
    if found.is_below:
        found.steps  # noqa: B018  # refuses what is no path
    return found


ORDER_KEY = Declared(frozenset({"START_OBJECT", "START_ARRAY"}), read_order)


def places(groups: Groups, order: Order, key_ranks: Slots, tables: Tables | None) -> tuple[Slots, Slots]:
    """The buckets in order, owner by owner, and the place of each among those of its owner."""
    columns = [_column(by, groups, key_ranks, tables) for by in order]
    sequence = np.lexsort((*columns[::-1], groups.owners))
    owners = groups.owners[sequence]
    starts = np.searchsorted(owners, owners)
    return sequence, np.arange(len(sequence)) - starts


def chosen_of(
    groups: Groups, order: Order, key_ranks: Slots, tables: Tables | None, size: int, count: int
) -> tuple[Mask, Ints]:
    """The first ``size`` buckets of each of ``count`` owners, and the place of each of these among those of its owner."""
    chosen = np.zeros(len(groups), dtype=np.bool_)
    place = np.zeros(len(groups), dtype=np.int64)
    if count == 1:
        first = top.first([_column(by, groups, key_ranks, tables) for by in order], len(groups), size)
        chosen[first], place[first] = True, np.arange(len(first))
    else:
        sequence, placed = places(groups, order, key_ranks, tables)
        chosen[sequence[placed < size]] = True
        place[sequence] = placed
    return chosen, place[chosen]


def _column(by: By, groups: Groups, key_ranks: Slots, tables: Tables | None) -> Slots:
    values = groups.counts if by.path == "_count" else key_ranks
    if by.is_below:
        assert tables is not None
        numbers = _below(by, tables)
        # what is no number goes last, in either direction
        return np.where(np.isnan(numbers), np.inf, -numbers if by.descending else numbers)
    return -values if by.descending else values


def check_below(order: Order, tables: Tables) -> None:
    """:raises InvalidPathError: the order is by something that is not below."""
    for by in order:
        if by.is_below:
            _below(by, tables)


def _below(by: By, tables: Tables) -> Floats:
    try:
        return tables.numbers(by.steps)
    except IllegalArgumentError as error:
        raise InvalidPathError(f"Invalid aggregation order path [{by.path}]. {error.reason}", caused_by=error) from error


def in_order(buckets: Sequence[Bucket], order: Order) -> list[Bucket]:
    """Results in order: what several indices gave together."""

    def compare(one: Bucket, other: Bucket) -> int:
        for by in order:
            first, second = _value(one, by), _value(other, by)
            if first == second:
                continue
            if first != first or second != second:
                if first != first and second != second:
                    continue
                return 1 if first != first else -1
            return (1 if first > second else -1) * (-1 if by.descending else 1)
        return 0

    return sorted(buckets, key=cmp_to_key(compare))


def _value(bucket: Bucket, by: By) -> Any:
    if by.path == "_count":
        return bucket.doc_count
    return bucket.key if by.is_key else bucket.number_at(by.steps)
