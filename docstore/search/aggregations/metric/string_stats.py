"""``string_stats``."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from docstore.columns.deadline import CHECKED, in_time
from docstore.columns.rows import Ints
from docstore.query.wire import declared
from docstore.search.aggregations.collect import Collector, Partial, Table
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.reduce import Reduction
from docstore.search.aggregations.registry import aggregation
from docstore.search.aggregations.request import Aggregation, Tree
from docstore.search.aggregations.result import MetricResult, Result
from docstore.search.aggregations.source import Source
from docstore.search.aggregations.source_keys import SOURCE_KEYS, flag_key
from docstore.search.aggregations.support import Support
from docstore.search.aggregations.values import Values

Json = dict[str, Any]


@aggregation("string_stats")
@dataclass(frozen=True, slots=True)
class StringStats(Aggregation):
    """How many strings, their lengths, and the entropy of their characters."""

    source: Source
    show_distribution: bool = False

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "f", "show_distribution": true}``."""
        found = declared(cls.kind, body, {**SOURCE_KEYS, "show_distribution": flag_key})
        return cls(Source.of(found), found.get("show_distribution", False))

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """Keywords."""
        return _StringCollector(self, self.source.bind(context, self.kind, Support.STRINGS))


@dataclass(slots=True)
class _StringCollector(Collector):
    request: StringStats
    values: Values

    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        places, codes, terms = self.values.codes(docs)
        belongs = owners[places]
        order = belongs.argsort(kind="stable")
        return _StringTable(self.request, belongs[order], codes[order], terms)


@dataclass(slots=True)
class _StringTable(Table):
    """The values of all owners, one owner after the other."""

    request: StringStats
    owners: Ints
    codes: Ints
    terms: Sequence[str]

    def partial(self, owner: int) -> Partial:
        low, high = np.searchsorted(self.owners, [owner, owner + 1])
        codes, counts = np.unique(self.codes[low:high], return_counts=True)
        pairs = in_time(zip(codes.tolist(), counts.tolist(), strict=True), CHECKED)
        found = {self.terms[code]: count for code, count in pairs}
        return _StringPartial(self.request, Counter(found))


@dataclass(slots=True)
class _StringPartial(Partial):
    request: StringStats
    strings: Counter[str]

    def merged(self, others: Sequence[Self]) -> Self:
        return type(self)(self.request, sum((other.strings for other in others), self.strings))

    def finish(self, reduction: Reduction, subs: Tree) -> Result:
        count = self.strings.total()
        if not count:
            empty: Json = {"count": 0, "min_length": None, "max_length": None, "avg_length": None, "entropy": 0.0}
            return MetricResult("string_stats", {"count": 0.0}, empty | ({"distribution": {}} if self.request.show_distribution else {}))
        letters: Counter[str] = Counter()
        for string, times in in_time(self.strings.items(), CHECKED):
            for letter, often in Counter(string).items():
                letters[letter] += often * times
        total = letters.total()
        shares = {letter: often / total for letter, often in letters.most_common()}
        lengths = [len(string) for string in self.strings]
        body: Json = {
            "count": count,
            "min_length": min(lengths),
            "max_length": max(lengths),
            "avg_length": total / count,
            "entropy": -sum(share * math.log2(share) for share in shares.values()) + 0.0,
        }
        numbers = {key: float(value) for key, value in body.items()}
        return MetricResult("string_stats", numbers, body | ({"distribution": shares} if self.request.show_distribution else {}))
