"""Random searches and what is said of their hits: why they score so, and which parts of the query they match."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import docstore
from tests.examples import TIMES
from tests.search.reference.comparison import Write, fresh, search, write
from tests.search.reference.queries import evaluate
from tests.search.reference.schema import Json, Schema
from tests.search.reference.sorting import matching
from tests.search.reference.strategies import documents
from tests.search.reference.strategies import queries as q

many = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    derandomize=TIMES == 1,
    deadline=None,
)


@pytest.fixture(scope="module")
def store() -> Iterator[docstore.Store]:
    with docstore.open() as opened:
        yield opened


def check_sums(explanation: Json) -> None:
    """What is said to be a sum, a product or the greatest of its parts is that."""
    values = [each["value"] for each in explanation["details"]]
    together = {"sum of:": math.fsum, "max of:": max, "score mode [multiply]": math.prod}
    for text, made in together.items():
        if explanation["description"] == text and values:
            assert explanation["value"] == pytest.approx(made(values), rel=1e-5), explanation
    for each in explanation["details"]:
        check_sums(each)


@settings(many, max_examples=8 * TIMES)
@given(schema=documents.schemas, sources=documents.sources, writes=documents.writes, asked=q.of_all_kinds)
def test_explanations(
    store: docstore.Store, schema: Schema, sources: list[Json], writes: list[Write], asked: tuple[Json, ...]
) -> None:
    """Its value is the score, in a search and of one document."""
    corpus = fresh(store, schema, sources)
    write(store, corpus, writes)
    for query in asked:
        body = {"query": query, "explain": True, "size": 20}
        for hit in search(store, body)["hits"]["hits"]:
            assert hit["_explanation"]["value"] == pytest.approx(hit["_score"], rel=1e-6), (query, hit["_explanation"])
            check_sums(hit["_explanation"])
        matched = {hit.document.id: float(hit.score) for hit in matching(corpus, body)}
        for document in corpus.documents[:3]:
            found: Any = store.explain(index="a", id=document.id, query=query, routing="r")
            assert found["matched"] is (document.id in matched), query
            if found["matched"]:
                assert found["explanation"]["value"] == pytest.approx(matched[document.id], rel=1e-5, abs=1e-6), query


named = st.lists(q.leaves, min_size=2, max_size=4)


@settings(many, max_examples=8 * TIMES)
@given(schema=documents.schemas, sources=documents.sources, asked=st.lists(named, min_size=6, max_size=6))
def test_named_parts(store: docstore.Store, schema: Schema, sources: list[Json], asked: list[list[Json]]) -> None:
    """A hit tells which of them it matches, and with which scores."""
    corpus = fresh(store, schema, sources)
    for parts in asked:
        clauses = [{"bool": {"must": [part], "_name": str(at)}} for at, part in enumerate(parts)]
        for hit in store.search(index="a", query={"bool": {"should": clauses}}, size=20, include_named_queries_score=True)["hits"]["hits"]:
            document = corpus.get(hit["_id"])
            assert document is not None
            scores = {str(at): score for at, part in enumerate(parts) if (score := evaluate(part, corpus, document)) is not None}
            assert hit["matched_queries"] == pytest.approx({name: float(score) for name, score in scores.items()}, rel=1e-6), parts
