"""Random documents with fields of rarer types: the same hits, order and buckets as a reader of every document finds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import docstore
from tests.examples import TIMES
from tests.search.reference.comparison import Write, check_aggregation, check_hits, fresh, search, write
from tests.search.reference.schema import Json, Schema
from tests.search.reference.strategies import buckets, documents, forms, metrics, sorts
from tests.search.reference.strategies import queries as q
from tests.search.reference.strategies import values as v

many = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    derandomize=TIMES == 1,
    deadline=None,
)
texts = v.one_or_many(st.lists(v.words, max_size=6).map(" ".join))
FIELDS = {
    "am": v.metrics | st.none(),
    "hi": v.histograms | st.none(),
    "ck": v.one_or_many(v.strings),
    "sa": texts,
    "bi": v.blobs | st.none(),
    "co": v.plain_words | st.lists(v.plain_words, min_size=1, max_size=2),
    "pe": v.stored_queries,
    "po": v.places_in_text | st.none(),
    "sh": v.places_in_text | st.none(),
    "gs": v.places_in_text | st.none(),
    "sv": v.weights_of_words,
    "i": v.one_or_many(v.small),
    "r": v.one_or_many(v.spans),
    "rd": v.one_or_many(v.date_spans),
    "rl": v.one_or_many(v.long_spans),
    "rfl": v.one_or_many(v.float_spans),
    "rdb": v.one_or_many(v.float_spans),
    "rip": v.one_or_many(v.address_spans),
}
RANGES = ["r", "rd", "rl", "rfl", "rdb", "rip"]
of_these = st.fixed_dictionaries({}, optional=FIELDS)
sources = st.lists(of_these, min_size=5, max_size=8)
writes = st.lists(st.tuples(st.just("put"), v.ids, of_these) | st.tuples(st.just("delete"), v.ids, st.none()), max_size=4)
GRAMS = ["sa", "sa._2gram", "sa._3gram"]
of_words = st.tuples(st.sampled_from(GRAMS), v.phrases)
queries = st.one_of(
    forms.built("exists", {"field": st.sampled_from([*FIELDS, *GRAMS])}),
    forms.long_or_short("term", "value", st.tuples(st.just("ck"), v.strings) | st.tuples(st.just("am"), v.quarters) | of_words),
    forms.built("terms", {"ck": st.lists(v.strings, max_size=3)}),
    forms.on_field("range", ["am"], {"gte": v.quarters}, lt=v.quarters),
    forms.on_field("range", ["ck"], {"gte": v.strings}, lt=v.strings),
    forms.long_or_short("prefix", "value", st.tuples(st.just("ck"), v.strings)),
    forms.long_or_short("match", "query", of_words, **q.match_options, minimum_should_match=q.shares),
    forms.on_field("match_phrase", ["sa._2gram"], {"query": v.phrases}),
    forms.on_field("match_bool_prefix", ["sa"], {"query": v.phrases}, **q.match_options),
)
orders = st.lists(sorts.sort_of("am") | sorts.sort_of("ck") | sorts.sort_of("i"), max_size=2, unique_by=lambda sort: next(iter(sort)))
kinds_of_summaries = st.sampled_from(["min", "max", "sum", "avg", "value_count"])
aggregations = st.one_of(
    st.builds(lambda kind, name: {kind: {"field": name}}, kinds_of_summaries, st.sampled_from(["am", "hi"])),
    metrics.on("percentiles", ["hi"], percents=metrics.percents, keyed=st.booleans()),
    st.builds(lambda values: {"percentile_ranks": {"field": "hi", "values": values}}, st.lists(v.quarters, min_size=1, max_size=3)),
    st.builds(lambda step, least: {"histogram": {"field": "hi", "interval": step, **least}}, st.sampled_from([0.5, 1, 2]), st.just({})),
    st.builds(lambda ranges: {"range": {"field": "hi", "ranges": ranges}}, buckets.number_ranges),
    metrics.on("cardinality", ["ck"]),
    metrics.on("missing", ["ck", "am", "gs", "sh", "po", *RANGES]),
    st.builds(
        lambda name, step, more: {"histogram": {"field": name, "interval": step, "hard_bounds": {"min": -7, "max": 6}, **more}},
        st.sampled_from(["r", "rl", "rfl", "rdb"]),
        st.sampled_from([1, 2, 5]),
        st.fixed_dictionaries({}, optional={"offset": st.just(1), "min_doc_count": st.integers(0, 2), "keyed": st.booleans()}),
    ),
    st.builds(
        lambda how, ends, more: {"date_histogram": {"field": "rd", **how, "hard_bounds": ends, **more}},
        st.sampled_from([{"calendar_interval": "month"}, {"calendar_interval": "year"}, {"fixed_interval": "30d"}]),
        st.sampled_from([{"min": "2019-06-15", "max": "2021-03-01"}, {"min": "1968-01-01", "max": "1972-01-01"}]),
        st.fixed_dictionaries({}, optional={"time_zone": st.sampled_from(["+05:30", "-08:00"]), "min_doc_count": st.integers(0, 2)}),
    ),
)
below = st.builds(lambda outer, inner: {**outer, "aggs": {"in": inner}}, buckets.BUCKETS["terms"] | buckets.BUCKETS["filter"], aggregations)


@pytest.fixture(scope="module")
def store() -> Iterator[docstore.Store]:
    with docstore.open() as opened:
        yield opened


@settings(many, max_examples=6 * TIMES)
@given(
    schema=documents.schemas,
    sources=sources,
    writes=writes,
    asked=st.lists(st.tuples(queries, orders), min_size=12, max_size=12),
    bodies=st.lists(aggregations | below, min_size=8, max_size=8),
)
def test_rarer_types(
    store: docstore.Store,
    schema: Schema,
    sources: list[Json],
    writes: list[Write],
    asked: list[tuple[Json, list[Json]]],
    bodies: list[Json],
) -> None:
    corpus = fresh(store, schema, sources)
    write(store, corpus, writes)
    for query, sort in asked:
        body = {"query": query, "size": 20} | ({"sort": sort} if sort else {})
        check_hits(search(store, body), [corpus], body)
    for each in bodies:
        check_aggregation(store, [corpus], {"match_all": {}}, each)
