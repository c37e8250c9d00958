"""The source ``date_histogram``: dates by a unit of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from docstore.columns.rows import Ints
from docstore.query.wire import declared
from docstore.search.aggregations.bucket.composite_source import KEYS, BoundNumbers, BoundSource, CompositeSource, Json, Place, shown_by
from docstore.search.aggregations.bucket.date_histogram import INTERVAL_KEYS, read_interval
from docstore.search.aggregations.bucket.date_rounding import NO_INTERVAL, Interval, Rounding
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.groups import numbered
from docstore.search.aggregations.source import Source
from docstore.search.aggregations.source_keys import text_key
from docstore.search.aggregations.support import Support


@dataclass(frozen=True, slots=True)
class DateHistogramSource(CompositeSource):
    """Dates by a unit of time."""

    interval: Interval = NO_INTERVAL
    offset: int = 0
    kind: ClassVar[str] = "date_histogram"

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "f", "calendar_interval": "1d", "format": "yyyy-MM-dd"}``."""
        found = declared(cls.kind, body, {**KEYS, **INTERVAL_KEYS, "format": text_key})
        return cls(name, Source.of(found, "date"), Place.of(found), read_interval(cls.kind, body, found), found.get("offset", 0))

    def bind(self, context: Context) -> BoundSource:
        """Dates; numbers are milliseconds."""
        values = self.source.bind(context, "composite", Support.NUMERIC)
        rounding = self.interval.rounding(self.source.zone, self.offset)
        return _Rounded(self.place, values, shown_by(self.source, values), rounding)


@dataclass(slots=True)
class _Rounded(BoundNumbers):
    rounding: Rounding

    def values(self, docs: Ints) -> tuple[Ints, Ints, Sequence[Any]]:
        places, numbers = self.of.numbers(docs)
        found, codes = numbered(self.rounding.keys(numbers))
        return places, codes, found.tolist()

    def number(self, key: Any) -> Any:
        return int(key)
