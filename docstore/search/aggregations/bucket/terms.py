"""``terms``: a bucket for each value of a field, the most frequent first (``TermsAggregationBuilder``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from docstore.columns.grouped import Grouped
from docstore.columns.rows import Ints, MultiRows, Slots
from docstore.columns.unique import unique
from docstore.errors import ElasticsearchParseError, IllegalArgumentError
from docstore.query.wire import Declared, declared, last_of, refused_value, text
from docstore.search.aggregations.bucket.absent import with_absent, with_all
from docstore.search.aggregations.bucket.include import EVERY_TERM, IncludeExclude
from docstore.search.aggregations.bucket.order import COUNT_DESC, ORDER_KEY, Order
from docstore.search.aggregations.bucket.term_buckets import (
    DEFAULT_THRESHOLDS,
    Choice,
    Keys,
    TermTable,
    Thresholds,
    threshold_keys,
)
from docstore.search.aggregations.collect import Below, Collector, Table
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.groups import Groups, numbered
from docstore.search.aggregations.registry import aggregation
from docstore.search.aggregations.request import Aggregation, Tree
from docstore.search.aggregations.source import Source
from docstore.search.aggregations.source_keys import SOURCE_KEYS, STRING, flag_key, text_key
from docstore.search.aggregations.support import Support
from docstore.search.aggregations.values import Values

Json = dict[str, Any]

_ANY_SHAPE = frozenset({"VALUE_STRING", "VALUE_NUMBER", "VALUE_BOOLEAN", "START_ARRAY", "START_OBJECT"})


def read_collect_mode(value: Any) -> str:
    """``depth_first`` or ``breadth_first``; no result depends on it.

    :raises ElasticsearchParseError: another one.
    """
    name = text(value)
    if name not in ("depth_first", "breadth_first"):
        raise ElasticsearchParseError(f"no [collect_mode] found for value [{name}]")
    return name


COLLECT_MODE_KEY = Declared(STRING, read_collect_mode)


_HINTS = frozenset({None, "map", "global_ordinals"})
_MANY = 512
"""For more buckets their documents are not put together one by one."""


@aggregation("terms")
@dataclass(frozen=True, slots=True)
class Terms(Aggregation):
    """The values of a field. ``collect_mode`` and ``execution_hint`` say how Elasticsearch is to work, and change nothing."""

    takes_subs: ClassVar[bool] = True
    source: Source
    thresholds: Thresholds = DEFAULT_THRESHOLDS
    order: Order = COUNT_DESC
    show_error: bool = False
    chosen: IncludeExclude = EVERY_TERM
    hint: str | None = None

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "f", "size": 10, "order": {"_count": "desc"}, "include": "a.*"}``."""
        found = declared(
            cls.kind,
            body,
            {
                **SOURCE_KEYS,
                **threshold_keys(name),
                "order": ORDER_KEY,
                "show_term_doc_count_error": flag_key,
                "include": Declared(_ANY_SHAPE, IncludeExclude.included),
                "exclude": Declared(_ANY_SHAPE, IncludeExclude.excluded),
                "collect_mode": COLLECT_MODE_KEY,
                "execution_hint": text_key,
            },
        )
        try:
            chosen = IncludeExclude.merged(found.get("include", EVERY_TERM), found.get("exclude", EVERY_TERM))
        except IllegalArgumentError as error:
            raise refused_value(cls.kind, last_of(body, "include", "exclude"), body, error) from None
        thresholds = Thresholds.of(found)
        show = found.get("show_term_doc_count_error", False)
        return cls(Source.of(found), thresholds, found.get("order", COUNT_DESC), show, chosen, found.get("execution_hint"))

    def aggregator(self, collector: Collector) -> str:
        """By the kind of values."""
        assert isinstance(collector, _TermsCollector)
        return "NumericTermsAggregator" if collector.values.is_numeric else "GlobalOrdinalsStringTermsAggregator"

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """Any field with values by document.

        :raises IllegalArgumentError: there is no such ``execution_hint`` for strings; where values are numbers nobody reads it.
        """
        values = self.source.bind(context, self.kind, Support.ANY)
        self.chosen.check(name, values)
        if self.hint not in _HINTS and values.is_mapped and not values.is_numeric:
            raise IllegalArgumentError(f"Unknown `execution_hint`: [{self.hint}], expected any of [map, global_ordinals]")
        return _TermsCollector(name, self, values, Below.bind(subs, context), context.alone)


@dataclass(slots=True)
class _TermsCollector(Collector):
    name: str
    request: Terms
    values: Values
    below: Below
    alone: bool

    def debug(self) -> Json:
        """Where values are numbers or strings, and which aggregations wait until the buckets are chosen."""
        waits = bool(self.below.collectors) and not any(by.is_below for by in self.request.order)
        found: Json = {"deferred_aggregators": list(self.below.collectors)} if waits else {}
        if self.values.is_numeric:
            return {**found, "result_strategy": "long_terms" if self.values.is_whole else "double_terms"}
        column = self.values.column()
        several = column is not None and isinstance(column.rows, MultiRows)
        return {
            **found,
            "collection_strategy": "dense",
            "result_strategy": "terms",
            "segments_with_single_valued_ords": int(column is not None and not several),
            "segments_with_multi_valued_ords": int(several),
            "has_filter": self.request.chosen != EVERY_TERM,
        }

    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        if self.request.thresholds.min_doc_count == 0 and self.values.is_numeric:
            where, codes, keys, ranks = self._read(with_all(docs, self.values.context.view))
            own = where < len(docs)
            where, codes = where[own], codes[own]
        else:
            where, codes, keys, ranks = self._read(docs)
        keep = self.request.chosen.mask(self.values, keys)
        if keep is not None:
            inside = keep[codes]
            where, codes = where[inside], codes[inside]
        alike = self.below.weights() is None
        if alike and count == 1 and not self.below.collectors and not any(by.is_below for by in self.request.order):
            groups = Groups.counted(codes, len(keys))
        else:
            groups = self.below.weighed(Groups.of(docs[where], owners[where], codes, len(keys), count))
        request = self.request
        choice = Choice(self.name, request.thresholds, request.order, request.show_error)
        if request.thresholds.min_doc_count == 0:
            groups = with_absent(groups, ranks, keep, count, choice, self.values.context.view)
        return TermTable.choose(choice, TermKeys(self.values), groups, keys, ranks, self.below, count, alone=self.alone)

    def collect_all(self, count: int) -> Table:
        """What the column has is not counted again."""
        request, grouped = self.request, self._grouped()
        if grouped is None:
            return Collector.collect_all(self, count)
        groups = Groups.kept(grouped, request.chosen.mask(self.values, grouped.keys))
        choice = Choice(self.name, request.thresholds, request.order, request.show_error)
        ranks = np.arange(len(grouped.keys))
        return TermTable.choose(choice, TermKeys(self.values), groups, grouped.keys, ranks, self.below, 1, alone=self.alone)

    def _grouped(self) -> Grouped | None:
        """The documents by value, where that is kept and helps: not for very many buckets, or where all are looked into."""
        request = self.request
        if request.thresholds.min_doc_count == 0 or any(by.is_below for by in request.order) or self.below.weights() is not None:
            return None
        if request.thresholds.asked > _MANY and self.below.collectors:
            return None
        return self.values.grouped()

    def _read(self, docs: Ints) -> tuple[Ints, Ints, Slots | Sequence[str], Slots]:
        if self.values.is_numeric:
            where, numbers = self.values.exact(docs)
            found, codes = numbered(numbers)
            if len(where) > len(docs) or (len(where) > 1 and (np.diff(where) <= 0).any()):
                pairs = unique(where * max(len(found), 1) + codes)
                where, codes = pairs // max(len(found), 1), pairs % max(len(found), 1)
            return where, codes, found, np.arange(len(found))
        where, codes, terms = self.values.codes(docs)
        ranks = np.arange(len(terms))
        if len(terms) > 1 and terms[-1] < terms[-2]:
            ranks[np.argsort(np.array(terms, dtype=object), kind="stable")] = np.arange(len(terms))
        return where, codes, terms, ranks


@dataclass(slots=True)
class TermKeys(Keys):
    """The values of a field."""

    values: Values

    @property
    def wire_type(self) -> str:
        """By the kind of values."""
        if not self.values.is_mapped:
            return "umterms"
        if not self.values.is_numeric:
            return "sterms"
        return "lterms" if self.values.is_whole else "dterms"

    @property
    def domain(self) -> object:
        """Numbers are not merged with strings."""
        return self.values.is_numeric if self.values.is_mapped else None

    def fields(self, raw: Any) -> tuple[Any, Json]:
        """``key``, and ``key_as_string`` where the format has a text."""
        shown = self.values.key(raw)
        if not self.values.is_numeric:
            return raw, {"key": shown}
        text = self.values.format.text(shown)
        return shown, {"key": shown} if text is None else {"key": shown, "key_as_string": text}

    def widened(self, others: Sequence[Keys]) -> Keys:
        """A double shows integers too."""
        return next((each for each in others if self.wire_type == "lterms" and each.wire_type == "dterms"), self)
