"""The source ``histogram``: numbers by an interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from docstore.columns.rows import Ints
from docstore.errors import IllegalArgumentError
from docstore.query.wire import declared
from docstore.search.aggregations.bucket.composite_source import KEYS, BoundNumbers, BoundSource, CompositeSource, Json, Place, shown_by
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.groups import numbered
from docstore.search.aggregations.source import Source
from docstore.search.aggregations.source_keys import number_key, text_key
from docstore.search.aggregations.support import Support


@dataclass(frozen=True, slots=True)
class HistogramSource(CompositeSource):
    """Numbers by ``interval``."""

    interval: float = 0.0
    kind: ClassVar[str] = "histogram"

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "f", "interval": 5}``."""
        found = declared(cls.kind, body, {**KEYS, "format": text_key, "interval": number_key})
        interval = found.get("interval", 0.0)
        if not interval > 0:
            raise IllegalArgumentError("[interval] must be greater than 0 for [histogram] source")
        return cls(name, Source.of(found), Place.of(found), interval)

    def bind(self, context: Context) -> BoundSource:
        """Numbers."""
        values = self.source.bind(context, "composite", Support.NUMERIC)
        return _Stepped(self.place, values, shown_by(self.source, values), self.interval)


@dataclass(slots=True)
class _Stepped(BoundNumbers):
    interval: float

    def values(self, docs: Ints) -> tuple[Ints, Ints, Sequence[Any]]:
        places, numbers = self.of.numbers(docs)
        found, codes = numbered(np.floor(numbers / self.interval) * self.interval + 0.0)
        return places, codes, found.tolist()

    def number(self, key: Any) -> Any:
        return float(key)
