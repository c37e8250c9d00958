"""Which interval gives no more than so many buckets (``AutoDateHistogramAggregationBuilder``, ``InternalAutoDateHistogram``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from functools import cached_property
from itertools import pairwise

import numpy as np

from docstore.columns.rows import Ints
from docstore.columns.unique import unique
from docstore.search.aggregations.bucket.date_rounding import Calendar, Rounding


@dataclass(frozen=True)
class Unit:
    """A unit of the calendar, about how long it is, and how many of it may make one bucket."""

    name: str
    letter: str
    millis: int
    multiples: tuple[int, ...]
    zone: tzinfo

    @cached_property
    def rounding(self) -> Rounding:
        """To its first instants."""
        return Calendar(self.name, self.zone)

    def holds(self, buckets: int, target: int) -> bool:
        """Whether so many units can be put together to the target."""
        return buckets <= target * self.multiples[-1]


_SECOND = 1_000
_UNITS: tuple[tuple[str, str, int, tuple[int, ...]], ...] = (
    ("second", "s", _SECOND, (1, 5, 10, 30)),
    ("minute", "m", 60 * _SECOND, (1, 5, 10, 30)),
    ("hour", "h", 3_600 * _SECOND, (1, 3, 12)),
    ("day", "d", 86_400 * _SECOND, (1, 7)),
    ("month", "M", 30 * 86_400 * _SECOND, (1, 3)),
    ("year", "y", 365 * 86_400 * _SECOND, (1, 5, 10, 20, 50, 100)),
)
UNIT_NAMES = tuple(name for name, *_ in _UNITS)
MOST_MULTIPLES = max(multiples[-1] for *_, multiples in _UNITS)


def units_from(least: str | None, zone: tzinfo) -> list[Unit]:
    """The units that are no shorter than one of them."""
    begin = 0 if least is None else UNIT_NAMES.index(least)
    return [Unit(*unit, zone) for unit in _UNITS[begin:]]


@dataclass(frozen=True, slots=True)
class Plan:
    """The keys of all buckets, gaps too; ``of`` gives the key in which one of the finer keys lies."""

    interval: str
    keys: list[int]
    of: dict[int, int]


def coarse(instants: Ints, units: Sequence[Unit], target: int) -> int:
    """The first unit that is not plainly too fine for these instants: what an index collects by."""
    at = 0
    if not len(instants):
        return at
    span = int(instants.max() - instants.min())
    while at < len(units) - 1:
        unit = units[at]
        if span <= target * unit.millis * unit.multiples[-1] and unit.holds(len(unique(unit.rounding.keys(instants))), target):
            break
        at += 1
    return at


def plan(keys: Ints, at: int, units: Sequence[Unit], target: int) -> Plan:
    """From the keys of the buckets that have documents, rounded to the unit numbered ``at``."""
    if not len(keys):
        return Plan(f"1{units[at].letter}", [], {})
    at = _merged(keys, at, units, target)
    at = _appropriate(keys, at, units, target)
    filled = _filled(units[at], keys)
    while not units[at].holds(len(filled), target) and at < len(units) - 1:
        at += 1
        filled = _filled(units[at], keys)
    multiple = _multiple(len(filled), units[at], target)
    firsts = filled[::multiple]
    rounded = units[at].rounding.keys(keys)
    places = np.searchsorted(np.array(firsts), rounded, side="right") - 1
    of = {key: firsts[place] for key, place in zip(keys.tolist(), places.tolist(), strict=True)}
    return Plan(f"{multiple}{units[at].letter}", firsts, of)


def _merged(keys: Ints, at: int, units: Sequence[Unit], target: int) -> int:
    while at < len(units) - 1 and not units[at].holds(len(unique(units[at].rounding.keys(keys))), target):
        at += 1
    return at


def _appropriate(keys: Ints, at: int, units: Sequence[Unit], target: int) -> int:
    """First by the length of units, so that no more than one step is counted out."""
    if at == len(units) - 1:
        return at
    rounded = units[at].rounding.keys(keys)
    least, most = int(rounded.min()), int(rounded.max())
    for later in range(at + 1, len(units)):
        if (most - least) // units[later].millis < target * units[later].multiples[-1]:
            at = later - 1
            break
        at = later
    while at < len(units) - 1 and not units[at].holds(_steps(units[at], least, most), target):
        at += 1
    return at


def _steps(unit: Unit, least: int, most: int) -> int:
    count, key = 0, least
    while key < most:
        count, key = count + 1, unit.rounding.after(key)
    return count


def _filled(unit: Unit, keys: Ints) -> list[int]:
    rounded = unique(unit.rounding.keys(keys)).tolist()
    filled = []
    for key, following in pairwise([*rounded, None]):
        filled.append(key)
        between = unit.rounding.after(key)
        while following is not None and between < following:
            filled.append(between)
            between = unit.rounding.after(between)
    return filled


def _multiple(buckets: int, unit: Unit, target: int) -> int:
    if buckets <= target:
        return 1
    return next((each for each in unit.multiples if -(-buckets // each) <= target), 1)
