"""``multi_terms``: a bucket for each combination of the values of several fields (``MultiTermsAggregationBuilder``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from docstore.columns.deadline import CHECKED, in_time
from docstore.columns.rows import Ints
from docstore.errors import IllegalArgumentError
from docstore.mapping.java_text import java_double
from docstore.query.wire import Declared, declared
from docstore.search.aggregations.bucket.combinations import Coded, combined
from docstore.search.aggregations.bucket.order import COUNT_DESC, ORDER_KEY, Order
from docstore.search.aggregations.bucket.partial import BucketPartial
from docstore.search.aggregations.bucket.term_buckets import (
    DEFAULT_THRESHOLDS,
    Choice,
    Keys,
    TermTable,
    Thresholds,
    threshold_keys,
)
from docstore.search.aggregations.bucket.terms import COLLECT_MODE_KEY
from docstore.search.aggregations.collect import Below, Collector, Table
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.format import TRUTH
from docstore.search.aggregations.groups import Groups, numbered
from docstore.search.aggregations.negative_zero import keys_of
from docstore.search.aggregations.registry import aggregation
from docstore.search.aggregations.request import Aggregation, Tree
from docstore.search.aggregations.source import Source, field_config
from docstore.search.aggregations.source_keys import ARRAY, OBJECT, SOURCE_KEYS, ZONE_KEY, flag_key
from docstore.search.aggregations.support import Support
from docstore.search.aggregations.values import Values

Json = dict[str, Any]

_SOURCE_KEYS = {**SOURCE_KEYS, **ZONE_KEY}


def _sources(name: str) -> Declared:
    def read(value: Any) -> tuple[Source, ...]:
        found = tuple(field_config(body, _SOURCE_KEYS) for body in (value if isinstance(value, list) else [value]))
        if len(found) < 2:
            raise IllegalArgumentError(_too_few(name) + (" For a single field user terms aggregation." if found else ""))
        return found

    return Declared(OBJECT | ARRAY, read)


def _too_few(name: str) -> str:
    return f"The [terms] parameter in the aggregation [{name}] must be present and have at least 2 fields or scripts."


_KEYS = {
    "order": ORDER_KEY,
    "show_term_doc_count_error": flag_key,
    "collect_mode": COLLECT_MODE_KEY,
}


@aggregation("multi_terms")
@dataclass(frozen=True, slots=True)
class MultiTerms(Aggregation):
    """Combinations of values; a document without a value of one of the fields has none."""

    takes_subs: ClassVar[bool] = True
    sources: tuple[Source, ...]
    thresholds: Thresholds = DEFAULT_THRESHOLDS
    order: Order = COUNT_DESC
    show_error: bool = False

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"terms": [{"field": "genre"}, {"field": "product"}], "size": 10}``."""
        named = {"terms": _sources(name), **threshold_keys(name, least_count=1)}
        found = declared(cls.kind, body, {**_KEYS, **named})
        if "terms" not in found:
            raise IllegalArgumentError(_too_few(name))
        show = found.get("show_term_doc_count_error", False)
        return cls(found["terms"], Thresholds.of(found), found.get("order", COUNT_DESC), show)

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """Any fields with values by document."""
        values = [source.bind(context, self.kind, Support.ANY) for source in self.sources]
        choice = Choice(name, self.thresholds, self.order, self.show_error)
        return _MultiTermsCollector(choice, values, Below.bind(subs, context), context.alone)


@dataclass(slots=True)
class _MultiTermsCollector(Collector):
    choice: Choice
    values: Sequence[Values]
    below: Below
    alone: bool

    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        read = [_coded(values, docs) for values in self.values]
        found = combined([coded for coded, _ in read], self.values[0].context.view)
        raw = _Rows(found.parts, [keys for _, keys in read])
        places = found.places
        groups = self.below.weighed(Groups.of(docs[places], owners[places], found.numbers, max(len(raw), 1), count))
        ranks = np.arange(len(raw))
        keys = MultiTermKeys(self.values)
        return TermTable.choose(self.choice, keys, groups, raw, ranks, self.below, count, alone=self.alone)


@dataclass(frozen=True, slots=True)
class _Rows(Sequence[tuple[Any, ...]]):
    """Combinations of keys, put together when they are shown."""

    parts: Ints
    keys: Sequence[Sequence[Any]]

    def __len__(self) -> int:
        return len(self.parts)

    def __getitem__(self, at: Any) -> Any:
        return tuple([keys[code] for keys, code in zip(self.keys, self.parts[at].tolist(), strict=True)])


def _coded(values: Values, docs: Ints) -> tuple[Coded, Sequence[Any]]:
    if values.is_numeric:
        places, numbers = values.exact(docs)
        found, codes = numbered(numbers)
        return Coded(places, codes, len(found)), keys_of(found)
    places, codes, terms = values.codes(docs)
    if len(terms) > 1 and terms[-1] < terms[-2]:
        order = sorted(range(len(terms)), key=terms.__getitem__)
        ranks = np.empty(len(terms), dtype=np.int64)
        ranks[order] = np.arange(len(terms))
        codes, terms = ranks[codes], [terms[at] for at in order]
    return Coded(places, codes, len(terms)), terms


@dataclass(slots=True)
class MultiTermKeys(Keys):
    """Values of several fields."""

    values: Sequence[Values]
    doubles: Sequence[bool] = ()
    """Which of them are shown as doubles, because they are different kinds of numbers in different indices."""

    @property
    def wire_type(self) -> str:
        """One for all kinds."""
        return "multi_terms"

    @property
    def domain(self) -> object:
        """Which of the fields are numbers."""
        if not all(values.is_mapped for values in self.values):
            return None
        return tuple(values.is_numeric for values in self.values)

    def fields(self, raw: Any) -> tuple[Any, Json]:
        """A list, and its texts with ``|`` between them."""
        shown = [_shown(*each) for each in zip(self.values, raw, self._doubles(), strict=True)]
        return tuple(raw), {"key": shown, "key_as_string": "|".join(map(_text, shown))}

    def widened(self, others: Sequence[Keys]) -> Keys:
        """Different kinds of numbers become doubles (``InternalMultiTerms.needsPromotionToDouble``)."""
        kinds = zip(*(each.kinds() for each in (self, *others) if isinstance(each, MultiTermKeys)), strict=True)
        return MultiTermKeys(self.values, [len(set(of_one)) > 1 or "double" in of_one for of_one in kinds])

    def kinds(self) -> list[str]:
        """What each of the values is."""
        return ["double" if double else _kind(values) for values, double in zip(self.values, self._doubles(), strict=True)]

    def alike(self, buckets: dict[Any, BucketPartial]) -> list[dict[Any, BucketPartial]]:
        """With doubles instead of other numbers; large integers may become the same."""
        found: list[dict[Any, BucketPartial]] = []
        doubles = self._doubles()
        for raw, bucket in in_time(buckets.items(), CHECKED):
            key = tuple([_as_double(part) if double else part for part, double in zip(raw, doubles, strict=True)])
            free = next((each for each in found if key not in each), None)
            if free is None:
                found.append(free := {})
            free[key] = bucket
        return found

    def _doubles(self) -> Sequence[bool]:
        return self.doubles or [False] * len(self.values)


def _as_double(part: Any) -> Any:
    return part if isinstance(part, float) else float(part)


def _kind(values: Values) -> str:
    if not values.is_numeric:
        return "other"
    if not values.is_whole:
        return "double"
    return "unsigned_long" if values.want is not None and values.want.field.type_name == "unsigned_long" else "long"


def _shown(values: Values, raw: Any, double: bool) -> Any:
    key = float(raw) if double else values.key(raw)
    if values.format is TRUTH and not double:
        return bool(key)
    text = values.format.text(key) if values.is_numeric else None
    return key if text is None else text


def _text(part: Any) -> str:
    if isinstance(part, bool):
        return str(part).lower()
    return java_double(part) if isinstance(part, float) else str(part)
