"""``profile``: how long each aggregation of a tree took, and over how many documents (``InternalAggregationProfileTree``).

Each is measured from outside, with those below it, which are measured too. Where there is nothing to measure, because a column needs no
collector for each of its parts and a sum over shards is made later, times and numbers are zero.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from docstore.columns.rows import Ints
from docstore.search.aggregations.collect import Collector, Floats, Partial, Table

Json = dict[str, Any]

_STEPS = ("reduce", "post_collection", "build_leaf_collector", "build_aggregation", "initialize", "collect")


@dataclass(slots=True)
class Entry:
    """One aggregation."""

    name: str
    kind: str = ""
    nanos: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_STEPS, 0))
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_STEPS, 0))
    debug: Json = field(default_factory=dict)
    children: list[Entry] = field(default_factory=list)

    @contextmanager
    def measured(self, step: str, count: int = 1) -> Iterator[None]:
        """What is done inside belongs to a step."""
        began = time.perf_counter_ns()
        yield
        self.nanos[step] += time.perf_counter_ns() - began
        self.counts[step] += count

    def note(self, debug: Json) -> None:
        """Numbers add up over all that was collected."""
        for key, value in debug.items():
            adds = key in self.debug and isinstance(value, int) and not isinstance(value, bool)
            self.debug[key] = self.debug[key] + value if adds else value

    def body(self) -> Json:
        """As ``profile`` shows it."""
        breakdown = {key: value for step in _STEPS for key, value in ((step, self.nanos[step]), (f"{step}_count", self.counts[step]))}
        shown: Json = {"type": self.kind, "description": self.name, "time_in_nanos": sum(self.nanos.values()), "breakdown": breakdown}
        if self.debug:
            shown["debug"] = self.debug
        if self.children:
            shown["children"] = [child.body() for child in self.children]
        return shown


class MeasuredCollector(Collector):
    """Another, and how long it takes."""

    def __init__(self, inner: Collector, entry: Entry) -> None:
        self._inner = inner
        self._entry = entry

    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        """The other's table, which is measured as well."""
        with self._entry.measured("collect", len(docs)):
            table = self._inner.collect(docs, owners, count)
        return self._noted(table)

    def collect_all(self, count: int) -> Table:
        """See ``Collector.collect_all``."""
        with self._entry.measured("collect", count):
            table = self._inner.collect_all(count)
        return self._noted(table)

    def _noted(self, table: Table) -> Table:
        self._entry.note({**self._inner.debug(), **table.debug()} if not self._entry.debug else table.debug())
        return _MeasuredTable(table, self._entry)


@dataclass(slots=True)
class _MeasuredTable(Table):
    inner: Table
    entry: Entry

    def partial(self, owner: int) -> Partial:
        with self.entry.measured("build_aggregation"):
            return self.inner.partial(owner)

    def numbers(self, path: list[str]) -> Floats:
        with self.entry.measured("post_collection"):
            return self.inner.numbers(path)
