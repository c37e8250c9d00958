"""``string_stats``."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from docstore.columns.deadline import CHECKED, check_time, in_time
from docstore.columns.rows import Ints
from docstore.query.wire import declared
from docstore.search.aggregations.collect import Collector, Partial, Table
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.groups import numbered, tally
from docstore.search.aggregations.reduce import Reduction
from docstore.search.aggregations.registry import aggregation
from docstore.search.aggregations.request import Aggregation, Tree
from docstore.search.aggregations.result import MetricResult, Result
from docstore.search.aggregations.source import Source
from docstore.search.aggregations.source_keys import SOURCE_KEYS, flag_key
from docstore.search.aggregations.support import Support
from docstore.search.aggregations.values import Values

Json = dict[str, Any]

_STRETCH = 1 << 20
"""About so many letters are counted at a time."""


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
        width = max(len(terms), 1)
        pairs, times = tally(owners[places] * width + codes, None, count * width)
        belongs, codes = pairs // width, pairs % width
        used, at = numbered(codes)
        strings = [terms[code] for code in in_time(used.tolist(), CHECKED)]
        lengths = np.array([len(string) for string in strings], dtype=np.int64)
        starts = np.searchsorted(belongs, np.arange(count + 1))
        having = starts[:-1] < starts[1:]
        amounts, least, greatest = (np.zeros(count, dtype=np.int64) for _ in range(3))
        if len(pairs):
            begins = starts[:-1][having]
            amounts[having] = np.add.reduceat(times, begins)
            least[having], greatest[having] = np.minimum.reduceat(lengths[at], begins), np.maximum.reduceat(lengths[at], begins)
        return _StringTable(self.request, amounts, least, greatest, *_letters(strings, lengths, at, belongs, times, count))


def _letters(strings: list[str], lengths: Ints, at: Ints, owners: Ints, times: Ints, count: int) -> tuple[str, Ints, Ints, Ints]:
    """The alphabet, and how often each owner has which letter of it: owner by owner. Its strings are numbers of ``strings``."""
    written = np.frombuffer("".join(strings).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    alphabet, letters = numbered(written.astype(np.int64))
    begins, width = np.cumsum(lengths) - lengths, max(len(alphabet), 1)
    ends = np.cumsum(lengths[at])
    keys, sums = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    low = 0
    while low < len(at):
        check_time()
        high = max(int(np.searchsorted(ends, (ends[low - 1] if low else 0) + _STRETCH)), low + 1)
        amounts = lengths[at[low:high]]
        slots = np.arange(amounts.sum()) + np.repeat(begins[at[low:high]] - (np.cumsum(amounts) - amounts), amounts)
        found = np.repeat(owners[low:high], amounts) * width + letters[slots]
        more, their = tally(found, np.repeat(times[low:high], amounts), count * width)
        keys, sums = tally(np.concatenate([keys, more]), np.concatenate([sums, their]), count * width)
        low = high
    return "".join(map(chr, alphabet.tolist())), keys // width, keys % width, sums


@dataclass(slots=True)
class _StringTable(Table):
    """Of each owner how many strings, the least and the greatest length; below, of all owners, one after the other, their letters."""

    request: StringStats
    counts: Ints
    least: Ints
    greatest: Ints
    alphabet: str
    owners: Ints
    letters: Ints
    sums: Ints

    def partial(self, owner: int) -> Partial:
        low, high = np.searchsorted(self.owners, [owner, owner + 1])
        pairs = zip(self.letters[low:high].tolist(), self.sums[low:high].tolist(), strict=True)
        letters = Counter({self.alphabet[at]: times for at, times in pairs})
        return _StringPartial(self.request, int(self.counts[owner]), int(self.least[owner]), int(self.greatest[owner]), letters)


@dataclass(slots=True)
class _StringPartial(Partial):
    request: StringStats
    count: int
    least: int
    greatest: int
    letters: Counter[str]

    def merged(self, others: Sequence[Self]) -> Self:
        every = [each for each in (self, *others) if each.count]
        if not every:
            return self
        return type(self)(
            self.request,
            sum(each.count for each in every),
            min(each.least for each in every),
            max(each.greatest for each in every),
            sum((each.letters for each in every), Counter()),
        )

    def finish(self, reduction: Reduction, subs: Tree) -> Result:
        if not self.count:
            empty: Json = {"count": 0, "min_length": None, "max_length": None, "avg_length": None, "entropy": 0.0}
            return MetricResult("string_stats", {"count": 0.0}, empty | ({"distribution": {}} if self.request.show_distribution else {}))
        total = self.letters.total()
        shares = {letter: often / total for letter, often in self.letters.most_common()}
        body: Json = {
            "count": self.count,
            "min_length": self.least,
            "max_length": self.greatest,
            "avg_length": total / self.count,
            "entropy": -sum(share * math.log2(share) for share in shares.values()) + 0.0,
        }
        numbers = {key: float(value) for key, value in body.items()}
        return MetricResult("string_stats", numbers, body | ({"distribution": shares} if self.request.show_distribution else {}))
