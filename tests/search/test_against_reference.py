"""Random documents, writes and searches: the same hits, order, scores and buckets as a reader of every document finds."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import docstore
from tests.examples import TIMES
from tests.search.reference import strategies
from tests.search.reference.aggregations import aggregate
from tests.search.reference.corpus import PROPERTIES, Corpus
from tests.search.reference.sorting import matching, shown

Json = dict[str, Any]
Write = tuple[str, str, Json | None]


@pytest.fixture(scope="module")
def store() -> Iterator[docstore.Store]:
    with docstore.open() as opened:
        yield opened


def write(store: docstore.Store, corpus: Corpus, writes: list[Write]) -> None:
    for _, doc_id, source in writes:
        if source is not None:
            store.index(index="a", id=doc_id, document=source)
            corpus.put(doc_id, source)
        else:
            with_it = any(document.id == doc_id for document in corpus.documents)
            if with_it:
                store.delete(index="a", id=doc_id)
                corpus.delete(doc_id)


def fresh(store: docstore.Store, sources: list[Json]) -> Corpus:
    """An index with these documents, and the same as a list."""
    if store.indices.exists(index="a"):
        store.indices.delete(index="a")
    store.indices.create(index="a", mappings={"dynamic": False, "properties": PROPERTIES})
    corpus = Corpus()
    write(store, corpus, [("put", str(at), source) for at, source in enumerate(sources)])
    return corpus


def alike(found: Any, expected: Any) -> bool:
    """Equal; numbers with a point nearly so, where sums are taken in another order."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and list(found) == list(expected) and all(alike(found[key], expected[key]) for key in expected)
    if isinstance(expected, list | tuple):
        return len(found) == len(expected) and all(map(alike, found, expected))
    if isinstance(expected, float) and isinstance(found, int | float) and not isinstance(found, bool):
        return math.isclose(found, expected, rel_tol=1e-6, abs_tol=1e-12)
    return bool(found == expected) and isinstance(found, bool) == isinstance(expected, bool)


def check_hits(response: Json, corpus: Corpus, body: Json) -> None:
    expected = shown(corpus, body)
    hits = response["hits"]["hits"]
    scored = not body.get("sort") or any("_score" in sort for sort in body["sort"])
    if scored:
        check_scores(hits, corpus, body)
    if not scored or (expected and len({float(hit.score) for hit in expected}) == 1):
        assert [hit["_id"] for hit in hits] == [hit.document.id for hit in expected]
    assert len(hits) == len(expected)
    assert all(hit["_source"] == corpus_source(corpus, hit["_id"]) for hit in hits)


def corpus_source(corpus: Corpus, doc_id: str) -> Json:
    return next(document.source for document in corpus.documents if document.id == doc_id)


def check_scores(hits: list[Json], corpus: Corpus, body: Json) -> None:
    """Each score is right, and hits with equal scores stand as they were written."""
    known = {hit.document.id: hit for hit in matching(corpus, {"query": body["query"]})}
    for hit in hits:
        assert math.isclose(hit["_score"], float(known[hit["_id"]].score), rel_tol=1e-6), hit
    if not body.get("sort"):
        order = [(-hit["_score"], known[hit["_id"]].place) for hit in hits]
        assert order == sorted(order)


def search(store: docstore.Store, body: Json, **how: Any) -> Json:
    response: Json = store.search(index="a", **body, **how)
    return response


def request(query: Json, sort: list[Json], size: int = 20) -> Json:
    return {"query": query, "sort": sort, "size": size} if sort else {"query": query, "size": size}


@settings(max_examples=24 * TIMES)
@given(sources=strategies.sources, asked=strategies.queries_of_all_kinds, sort=strategies.sorts)
def test_hits(store: docstore.Store, sources: list[Json], asked: tuple[Json, ...], sort: list[Json]) -> None:
    corpus = fresh(store, sources)
    for at, query in enumerate(asked):
        body = request(query, sort if at % 2 else [])
        response = search(store, body)
        total = len(matching(corpus, body))
        assert response["hits"]["total"]["value"] == total
        assert store.count(index="a", query=query)["count"] == total
        check_hits(response, corpus, body)


@settings(max_examples=24 * TIMES)
@given(
    sources=strategies.sources,
    query=strategies.queries,
    sort=strategies.sorts,
    after=strategies.leaves,
    least=st.sampled_from([0.0, 0.5, 1.0]),
)
def test_pages(store: docstore.Store, sources: list[Json], query: Json, sort: list[Json], after: Json, least: float) -> None:
    """``from`` and ``search_after`` walk through the same hits as one page holds; ``post_filter`` and ``min_score`` cut them."""
    corpus = fresh(store, sources)
    body = request(query, sort) | {"post_filter": after, "min_score": least}
    whole = search(store, body)["hits"]["hits"]
    check_hits({"hits": {"hits": whole}}, corpus, body)
    pages = [search(store, body | {"size": 2, "from": begin})["hits"]["hits"] for begin in range(0, 8, 2)]
    assert [hit["_id"] for page in pages for hit in page] == [hit["_id"] for hit in whole]
    if sort and not any("_doc" in each for each in sort):
        body["sort"] = [*sort, {"_doc": {"order": "asc"}}]
        whole = search(store, body)["hits"]["hits"]
        walked: list[str] = []
        page = search(store, body | {"size": 1})["hits"]["hits"]
        while page and len(walked) <= len(whole):
            walked += [hit["_id"] for hit in page]
            page = search(store, body | {"size": 1, "search_after": page[-1]["sort"]})["hits"]["hits"]
        assert walked == [hit["_id"] for hit in whole]


@settings(max_examples=24 * TIMES)
@given(
    sources=strategies.sources,
    query=strategies.leaves | st.just({"match_all": {}}),
    bodies=strategies.aggregations_of_all_kinds,
)
def test_aggregations(store: docstore.Store, sources: list[Json], query: Json, bodies: tuple[Json, ...]) -> None:
    corpus = fresh(store, sources)
    for body in bodies:
        check_aggregation(store, corpus, query, body)


@settings(max_examples=12 * TIMES)
@given(sources=strategies.sources, bodies=strategies.aggregations_of_all_kinds)
def test_aggregations_of_several_indices(store: docstore.Store, sources: list[Json], bodies: tuple[Json, ...]) -> None:
    corpus = fresh(store, sources)
    for name in ("b", "c"):
        store.indices.create(index=name, mappings={"dynamic": False, "properties": PROPERTIES})
    try:
        for document in corpus.documents[::2]:
            store.index(index="b", id=document.id, document=document.source)
            store.delete(index="a", id=document.id)
        for body in bodies:
            check_aggregation(store, corpus, {"match_all": {}}, body, index="a,b,c")
    finally:
        store.indices.delete(index="b,c")


def check_aggregation(store: docstore.Store, corpus: Corpus, query: Json, body: Json, index: str = "a") -> None:
    expected = aggregate(body, corpus, [hit.document for hit in matching(corpus, {"query": query})])
    response: Json = store.search(index=index, query=query, aggs={"x": body}, size=0)
    found = response["aggregations"]["x"]
    found.pop("after_key", None)
    assert alike(found, expected), (found, expected)


@settings(max_examples=15 * TIMES)
@given(
    steps=st.lists(
        st.tuples(strategies.writes, strategies.queries, strategies.sorts, strategies.aggregations), min_size=1, max_size=3
    )
)
def test_through_writes(store: docstore.Store, steps: list[tuple[list[Write], Json, list[Json], Json]]) -> None:
    corpus = fresh(store, [])
    for writes, query, sort, aggregation in steps:
        write(store, corpus, writes)
        body = request(query, sort)
        check_hits(search(store, body), corpus, body)
        check_aggregation(store, corpus, query, aggregation)


_ELSEWHERE = """
import json, sys, docstore
from tests.examples import TIMES
path, requests = sys.argv[1], json.load(sys.stdin)
with docstore.open(path) as store:
    print(json.dumps([store.search(index="a", **request) for request in requests]))
"""


@settings(max_examples=2 * TIMES)
@given(
    sources=strategies.sources,
    writes=strategies.writes,
    asked=st.lists(st.tuples(strategies.queries, strategies.sorts, strategies.aggregations), min_size=5, max_size=10),
)
def test_reopened_and_elsewhere(
    tmp_path_factory: pytest.TempPathFactory, sources: list[Json], writes: list[Write], asked: list[tuple[Json, list[Json], Json]]
) -> None:
    """What a store answers after it was opened again, and what another process reads in it."""
    path: Path = tmp_path_factory.mktemp("store") / "s"
    with docstore.open(path) as store:
        corpus = fresh(store, sources)
        write(store, corpus, writes)
    requests = [request(query, sort) | {"aggs": {"x": body}} for query, sort, body in asked]
    with docstore.open(path) as store:
        here = [search(store, body) for body in requests]
        arguments = [sys.executable, "-c", _ELSEWHERE, str(path)]
        done = subprocess.run(arguments, input=json.dumps(requests), capture_output=True, text=True, timeout=60, check=True)
    for body, mine, other in zip(requests, here, json.loads(done.stdout), strict=True):
        check_hits(mine, corpus, body)
        for each in (mine, other):
            del each["took"]
        assert other == json.loads(json.dumps(mine))


