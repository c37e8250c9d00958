"""Buckets of values that were counted before they came: a bucket counts what they were counted, whatever ``_doc_count`` says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from docstore.columns.rows import Ints, Slots
from docstore.search.aggregations.bucket.dense import DenseTable, Shows
from docstore.search.aggregations.bucket.stepped import SteppedCollector
from docstore.search.aggregations.collect import Collector, Table
from docstore.search.aggregations.counted import Counted
from docstore.search.aggregations.groups import Groups, numbered


@dataclass(slots=True)
class CountedSteps(SteppedCollector):
    """By steps."""

    counted: Counted

    def grouped(self, docs: Ints, owners: Ints, count: int) -> tuple[Slots, Groups]:
        """All keys, and the groups by their places."""
        places, values, counts = self.counted.read(docs)
        keys, codes = numbered(self.steps.keys(values))
        pairs = owners[places] * len(keys) + codes
        groups = Groups.of(docs[places], owners[places], codes, len(keys), count)
        totals = np.zeros(count * len(keys), dtype=np.int64)
        np.add.at(totals, pairs, counts)
        return keys, replace(groups, counts=totals[groups.owners * len(keys) + groups.keys])


@dataclass(slots=True)
class CountedRanges(Collector):
    """By ranges: from, to (outside)."""

    counted: Counted
    spans: Sequence[tuple[float, float]]
    shows: Shows

    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        """A row of buckets for each owner."""
        places, values, counts = self.counted.read(docs)
        belongs, width = owners[places], len(self.spans)
        totals = np.zeros(count * width, dtype=np.int64)
        for at, (low, high) in enumerate(self.spans):
            inside = (values >= low) & (values < high)
            np.add.at(totals, belongs[inside] * width + at, counts[inside])
        return DenseTable(totals.reshape(count, width), [], self.shows)
