"""Random searches with fields of their own, with vectors beside the query, and with scores beside an order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import docstore
from tests.examples import TIMES
from tests.search.reference.aggregations import aggregate
from tests.search.reference.comparison import alike, bare, check_hits, fresh, search
from tests.search.reference.corpus import Corpus
from tests.search.reference.schema import Json, Schema
from tests.search.reference.sorting import matching
from tests.search.reference.strategies import documents, metrics, sorts
from tests.search.reference.strategies import queries as q
from tests.search.reference.strategies import values as v

many = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    derandomize=TIMES == 1,
    deadline=None,
)
OTHERS: Json = {
    "i": {"type": "keyword"},
    "n": {"type": "keyword"},
    "h": {"type": "double"},
    "x": {"type": "double"},
    "b": {"type": "keyword"},
    "im": {"type": "keyword"},
}
"""Fields of the index, as a search may have them instead."""
VALUES = {
    "i": v.small.map(str),
    "n": v.few.map(str),
    "h": v.small,
    "x": v.halves,
    "b": st.sampled_from(["true", "false"]),
    "im": st.just("1"),
}
of_these = st.lists(
    st.fixed_dictionaries({}, optional={**{name: {**documents.SELDOM, **documents.OFTEN}[name] for name in OTHERS}, "t": v.texts}),
    min_size=5,
    max_size=8,
)
given_values = st.sampled_from(sorted(OTHERS)).flatmap(lambda name: st.tuples(st.just(name), VALUES[name]))
queries = st.one_of(
    given_values.map(lambda pair: {"term": {pair[0]: pair[1]}}),
    given_values.map(lambda pair: {"terms": {pair[0]: [pair[1], pair[1]]}}),
    given_values.map(lambda pair: {"range": {pair[0]: {"gte": pair[1]}}}),
    given_values.map(lambda pair: {"match": {pair[0]: pair[1]}}),
    st.sampled_from(sorted(OTHERS)).map(lambda name: {"exists": {"field": name}}),
    st.sampled_from(["i", "n", "b"]).map(lambda name: {"prefix": {name: "-"}}),
)
orders = st.sampled_from(sorted(OTHERS)).flatmap(
    lambda name: st.builds(lambda order, end: [{name: {"order": order, "missing": end}}], sorts.orders, sorts.ends)
)
terms = st.builds(lambda name, size: {"terms": {"field": name, "size": size}}, st.sampled_from(sorted(OTHERS)), st.integers(1, 4))
buckets = terms | metrics.on("cardinality", sorted(OTHERS))


@pytest.fixture(scope="module")
def store() -> Iterator[docstore.Store]:
    with docstore.open() as opened:
        yield opened


def seen_as(corpus: Corpus, asked: Json) -> Corpus:
    """The documents, read by another schema."""
    schema = replace(corpus.schema, asked=asked)
    return replace(corpus, schema=schema, documents=[replace(each, schema=schema) for each in corpus.documents])


@settings(many, max_examples=8 * TIMES)
@given(
    schema=documents.schemas,
    sources=of_these,
    asked=st.lists(st.tuples(queries, orders, buckets), min_size=10, max_size=10),
)
def test_runtime_fields(
    store: docstore.Store, schema: Schema, sources: list[Json], asked: list[tuple[Json, list[Json], Json]]
) -> None:
    """They are read from the document, whatever the index makes of it."""
    corpus = seen_as(fresh(store, schema, sources), OTHERS)
    for query, sort, aggregation in asked:
        for body in ({"query": query, "size": 20}, {"query": query, "size": 20, "sort": sort}):
            check_hits(search(store, body | {"runtime_mappings": OTHERS}), [corpus], body)
        found = search(store, {"runtime_mappings": OTHERS, "size": 0, "aggs": {"x": aggregation}})["aggregations"]["x"]
        assert alike(bare(found), bare(aggregate(aggregation, matching(corpus, {}), [corpus]))), aggregation


@settings(many, max_examples=8 * TIMES)
@given(
    schema=documents.schemas,
    sources=documents.sources,
    query=q.leaves,
    sort=sorts.sorts.filter(bool),
    sections=st.lists(q.of_others(q.leaves)["knn"], min_size=1, max_size=2),
)
def test_vectors_and_scores(
    store: docstore.Store, schema: Schema, sources: list[Json], query: Json, sort: list[Json], sections: list[Json]
) -> None:
    """What is near to vectors stands beside what a query finds; an order of its own leaves the scores, where they are asked for."""
    corpus = fresh(store, schema, sources)
    near = [each["knn"] for each in sections]
    together = {"query": {"bool": {"should": [query, *sections]}}, "size": 20}
    check_hits(search(store, {"query": query, "knn": near if len(near) > 1 else near[0], "size": 20}), [corpus], together)
    scores = {hit.document.id: float(hit.score) for hit in matching(corpus, {"query": query})}
    found = search(store, {"query": query, "sort": sort, "size": 20, "track_scores": True})["hits"]
    assert {hit["_id"]: hit["_score"] for hit in found["hits"]} == pytest.approx(scores, rel=1e-6)
    assert found["max_score"] == (pytest.approx(max(scores.values()), rel=1e-6) if scores else None)
