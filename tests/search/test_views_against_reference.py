"""Random searches that walk, slice and look back: the hits of a reader of every document, as the documents were at that moment."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import docstore
from tests.examples import TIMES
from tests.search.reference.aggregations import aggregate
from tests.search.reference.comparison import Write, alike, bare, check_aggregation, check_hits, fresh, search, write
from tests.search.reference.corpus import Corpus
from tests.search.reference.queries import evaluate
from tests.search.reference.schema import Json, Schema
from tests.search.reference.sorting import best_of, in_order, matching
from tests.search.reference.strategies import aggregations as random_aggregations
from tests.search.reference.strategies import documents, sorts
from tests.search.reference.strategies import queries as random_queries

many = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    derandomize=TIMES == 1,
    deadline=None,
)
exact_sorts = sorts.sorts.filter(lambda found: bool(found) and not any("_score" in each for each in found))


@pytest.fixture(scope="module")
def store() -> Iterator[docstore.Store]:
    with docstore.open() as opened:
        yield opened


@pytest.fixture(scope="module")
def refreshed() -> Iterator[docstore.Store]:
    with docstore.open(near_real_time=True) as opened:
        yield opened


def request(query: Json, sort: list[Json], size: int = 20) -> Json:
    return {"query": query, "sort": sort, "size": size} if sort else {"query": query, "size": size}


def ids(response: Json) -> list[str]:
    return [hit["_id"] for hit in response["hits"]["hits"]]


def through_scroll(store: docstore.Store, page: Json) -> list[str]:
    """All ids of a scroll, of which the first page is here."""
    walked: list[str] = []
    while page["hits"]["hits"]:
        walked += ids(page)
        page = dict(store.scroll(scroll_id=page["_scroll_id"], scroll="1m"))
    store.clear_scroll(scroll_id=page["_scroll_id"])
    return walked


@settings(many, max_examples=6 * TIMES)
@given(
    schema=documents.schemas,
    sources=documents.sources,
    writes=documents.writes,
    query=random_queries.leaves,
    sort=exact_sorts,
    size=st.integers(1, 3),
    body=random_aggregations.aggregations,
)
def test_points_in_time_and_scrolls(
    store: docstore.Store, schema: Schema, sources: list[Json], writes: list[Write], query: Json, sort: list[Json], size: int, body: Json
) -> None:
    """They show the documents as they were, whatever is written meanwhile; a search without them shows what is there now."""
    corpus = fresh(store, schema, sources)
    then = deepcopy(corpus)
    pit = store.open_point_in_time(index="a", keep_alive="1m")["id"]
    asked = request(query, sort, size)
    page = dict(store.search(index="a", scroll="1m", **asked))
    write(store, corpus, writes)
    expected = [hit.document.id for hit in in_order(matching(then, asked), sort)]
    assert through_scroll(store, page) == expected
    point = {"pit": {"id": pit, "keep_alive": "1m"}}
    walked: list[str] = []
    after: Json = {}
    while len(walked) < len(expected) + 1:
        found = dict(store.search(**point, **asked, **after))
        if not found["hits"]["hits"]:
            break
        walked += ids(found)
        after = {"search_after": found["hits"]["hits"][-1]["sort"]}
    assert walked == expected
    for score in (request(query, []), request({"match": {"t": "fox"}}, [])):
        check_hits(dict(store.search(**point, **score)), [then], score)
        check_hits(search(store, score), [corpus], score)
    found = dict(store.search(**point, query=query, aggs={"x": body}, size=0))["aggregations"]["x"]
    hits = matching(then, {"query": query})
    assert alike(bare(found), bare(aggregate(body, hits, [then]))), (query, body)
    store.close_point_in_time(id=pit)


@settings(many, max_examples=6 * TIMES)
@given(schema=documents.schemas, sources=documents.sources, writes=documents.writes, query=random_queries.leaves, most=st.integers(2, 4))
def test_slices(store: docstore.Store, schema: Schema, sources: list[Json], writes: list[Write], query: Json, most: int) -> None:
    """Each document is in one slice, with the score and at the place that it has without."""
    corpus = fresh(store, schema, sources)
    write(store, corpus, writes)
    pit = {"id": store.open_point_in_time(index="a", keep_alive="1m")["id"]}
    whole = ids(search(store, request(query, [{"_doc": {"order": "asc"}}])))
    for way in ({"pit": pit}, {"index": "a", "scroll": "1m"}):
        found: list[str] = []
        for part in range(most):
            page = dict(store.search(**way, query=query, slice={"id": part, "max": most}, sort=["_doc"], size=2 if "scroll" in way else 20))
            shown = through_scroll(store, page) if "scroll" in way else ids(page)
            assert shown == [each for each in whole if each in shown]
            found += shown
        assert sorted(found) == sorted(whole)
    store.close_point_in_time(id=pit["id"])


@settings(many, max_examples=6 * TIMES)
@given(schema=documents.schemas, sources=documents.sources, writes=documents.writes, query=random_queries.leaves, most=st.integers(1, 5))
def test_counted_and_numbered(
    store: docstore.Store, schema: Schema, sources: list[Json], writes: list[Write], query: Json, most: int
) -> None:
    """``track_total_hits``, ``version``, ``seq_no_primary_term``: what the writes said."""
    corpus = fresh(store, schema, [])
    told: dict[str, tuple[int, int, int]] = {}
    for _, doc_id, source in [*(("put", str(at), source) for at, source in enumerate(sources)), *writes]:
        if source is None and corpus.get(doc_id) is None:
            continue
        answer: Any = (
            store.delete(index="a", id=doc_id, routing="r")
            if source is None
            else store.index(index="a", id=doc_id, document=source, routing="r")
        )
        told[doc_id] = (answer["_version"], answer["_seq_no"], answer["_primary_term"])
        if source is None:
            corpus.delete(doc_id)
        else:
            corpus.put(doc_id, source)
    body = request(query, []) | {"version": True, "seq_no_primary_term": True, "track_total_hits": most}
    response = search(store, body)
    for hit in response["hits"]["hits"]:
        assert (hit["_version"], hit["_seq_no"], hit["_primary_term"]) == told[hit["_id"]]
    total = len(matching(corpus, body))
    assert response["hits"]["total"] == ({"value": total, "relation": "eq"} if total <= most else {"value": most, "relation": "gte"})
    assert "total" not in search(store, body | {"track_total_hits": False})["hits"]
    cut = search(store, request(query, [{"_doc": {"order": "asc"}}]) | {"terminate_after": most, "track_total_hits": True})
    assert cut["hits"]["total"]["value"] == min(total, most)
    assert cut["terminated_early"] is (total > most)


@settings(many, max_examples=6 * TIMES)
@given(
    schema=documents.schemas,
    sources=documents.sources,
    query=random_queries.leaves,
    after=random_queries.leaves,
    least=st.sampled_from([0.0, 0.5, 1.0]),
    body=random_aggregations.aggregations,
)
def test_filtered_afterwards(
    store: docstore.Store, schema: Schema, sources: list[Json], query: Json, after: Json, least: float, body: Json
) -> None:
    """``post_filter`` cuts hits and leaves buckets alone; ``min_score`` cuts both."""
    corpus = fresh(store, schema, sources)
    asked = request(query, []) | {"post_filter": after, "min_score": least}
    if any(0 < abs(float(hit.score) - least) < 1e-5 for hit in matching(corpus, {"query": query})):
        return
    response = search(store, asked | {"aggs": {"x": body}})
    check_hits(response, [corpus], asked)
    hits = matching(corpus, {"query": query, "min_score": least})
    assert alike(bare(response["aggregations"]["x"]), bare(aggregate(body, hits, [corpus]))), (query, least, body)
    assert response["hits"]["total"]["value"] == len(best_of(corpus, asked, 0))


@settings(many, max_examples=6 * TIMES)
@given(
    schemas=st.tuples(documents.schemas, documents.schemas),
    sources=st.tuples(documents.sources, documents.sources),
    query=random_queries.leaves,
    boosts=st.tuples(st.sampled_from([1.0, 2.0, 0.25]), st.sampled_from([1.0, 3.0])),
    sort=sorts.sorts,
)
def test_indices_of_different_mappings(
    store: docstore.Store,
    schemas: tuple[Schema, Schema],
    sources: tuple[list[Json], list[Json]],
    query: Json,
    boosts: tuple[float, float],
    sort: list[Json],
) -> None:
    """Each is searched by its own mapping; ``indices_boost`` multiplies the scores of one."""
    corpora = [fresh(store, schema, given, name) for schema, given, name in zip(schemas, sources, "ab", strict=True)]
    try:
        body = request(query, sort if not any("x" in each for each in sort) else [])
        check_hits(search(store, body, "a,b"), corpora, body)
        body = request(query, [])
        plain = {(hit["_index"], hit["_id"]): hit["_score"] for hit in search(store, body, "a,b")["hits"]["hits"]}
        found = search(store, body | {"indices_boost": [{"a": boosts[0]}, {"b": boosts[1]}]}, "a,b")["hits"]["hits"]
        own = dict(zip("ab", boosts, strict=True))
        assert {(hit["_index"], hit["_id"]): hit["_score"] for hit in found} == pytest.approx(
            {(index, doc_id): score * own[index] for (index, doc_id), score in plain.items()}, rel=1e-6
        )
        assert [hit["_score"] for hit in found] == sorted((hit["_score"] for hit in found), reverse=True)
    finally:
        store.indices.delete(index="b")


@settings(many, max_examples=5 * TIMES)
@given(
    schema=documents.schemas,
    steps=st.lists(
        st.tuples(documents.writes, st.booleans(), random_queries.leaves, exact_sorts, random_aggregations.aggregations),
        min_size=2,
        max_size=4,
    ),
)
def test_near_real_time(refreshed: docstore.Store, schema: Schema, steps: list[tuple[list[Write], bool, Json, list[Json], Json]]) -> None:
    """A search sees what there was at the last refresh."""
    store = refreshed
    corpus = fresh(store, schema, [])
    store.indices.put_settings(index="a", settings={"refresh_interval": -1})
    store.indices.refresh(index="a")
    seen = deepcopy(corpus)
    for writes, refreshes, query, sort, body in steps:
        write(store, corpus, writes)
        if refreshes:
            store.indices.refresh(index="a")
            seen = deepcopy(corpus)
        asked = request(query, sort)
        check_hits(search(store, asked), [seen], asked)
        check_hits(search(store, request(query, [])), [seen], request(query, []))
        check_aggregation(store, [seen], query, body)


def groups_of(corpus: Corpus, body: Json, sort: list[Json]) -> list[list[str]]:
    """The ids of the hits of each group, in order."""
    groups: dict[Any, list[str]] = {}
    for hit in in_order(matching(corpus, body), sort):
        groups.setdefault(tuple(hit.document.values("one")), []).append(hit.document.id)
    return list(groups.values())


@settings(many, max_examples=6 * TIMES)
@given(
    schema=documents.schemas,
    sources=documents.sources,
    query=random_queries.leaves,
    sort=exact_sorts,
    inner=exact_sorts,
    size=st.integers(1, 3),
    begin=st.integers(0, 2),
)
def test_groups(
    store: docstore.Store,
    schema: Schema,
    sources: list[Json],
    query: Json,
    sort: list[Json],
    inner: list[Json],
    size: int,
    begin: int,
) -> None:
    """``collapse`` with ``inner_hits``: the best hit of each group, and others of it in an order of their own."""
    corpus = fresh(store, schema, [source | {"one": at % 3} for at, source in enumerate(sources)])
    how = {"field": "one", "inner_hits": {"name": "x", "size": size, "from": begin, "sort": inner}}
    response = search(store, request(query, sort) | {"collapse": how})
    outer, within = groups_of(corpus, {"query": query}, sort), groups_of(corpus, {"query": query}, inner)
    assert ids(response) == [group[0] for group in outer]
    for hit in response["hits"]["hits"]:
        group = next(group for group in within if hit["_id"] in group)
        assert ids(hit["inner_hits"]["x"]) == group[begin : begin + size]
        assert hit["inner_hits"]["x"]["hits"]["total"]["value"] == len(group)


@settings(many, max_examples=8 * TIMES)
@given(
    schema=documents.schemas,
    sources=documents.sources,
    writes=documents.writes,
    query=random_queries.inside_nested,
    children=random_queries.leaves,
    size=st.integers(1, 3),
)
def test_inner_hits(
    store: docstore.Store, schema: Schema, sources: list[Json], writes: list[Write], query: Json, children: Json, size: int
) -> None:
    """The objects, or the children, for which a document matches, with their scores."""
    corpus = fresh(store, schema, sources)
    write(store, corpus, writes)
    body = request({"nested": {"path": "ne", "query": query, "inner_hits": {"size": 20}}}, [])
    for hit in search(store, body)["hits"]["hits"]:
        document = corpus.get(hit["_id"])
        assert document is not None
        scored = {each.place[-1]: float(score) for each in document.objects("ne") if (score := evaluate(query, corpus, each)) is not None}
        shown = hit["inner_hits"]["ne"]["hits"]["hits"]
        assert {each["_nested"]["offset"]: each["_score"] for each in shown} == pytest.approx(scored, rel=1e-6), body
        order = [(-each["_score"], each["_nested"]["offset"]) for each in shown]
        assert order == sorted(order)
    body = request({"has_child": {"type": "child", "query": children, "inner_hits": {"size": size}}}, [])
    if "knn" in str(children):
        return
    for hit in search(store, body)["hits"]["hits"]:
        scored = {
            each.id: float(score)
            for each in corpus.documents
            if isinstance(each.source.get("j"), dict)
            and each.source["j"]["parent"] == hit["_id"]
            and (score := evaluate(children, corpus, each)) is not None
        }
        inner = hit["inner_hits"]["child"]["hits"]
        assert inner["total"]["value"] == len(scored)
        assert len(inner["hits"]) == min(size, len(scored))
        for each in inner["hits"]:
            assert each["_score"] == pytest.approx(scored[each["_id"]], rel=1e-6)
        best = sorted(scored.values(), reverse=True)[:size]
        assert [each["_score"] for each in inner["hits"]] == pytest.approx(best, rel=1e-6)
