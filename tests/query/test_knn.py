"""knn: the nearest vectors, as a query and as a section of a search."""

from __future__ import annotations

import math
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

Json = dict[str, Any]


def fill(store: docstore.Store, vectors: list[Any], index: str = "i", **field: Any) -> None:
    mapping = {"v": {"type": "dense_vector", **field}, "k": {"type": "keyword"}}
    store.indices.create(index=index, mappings={"properties": mapping})
    for at, vector in enumerate(vectors):
        store.index(index=index, id=f"{index}{at}", document={"v": vector, "k": "ab"[at % 2]})
    store.index(index=index, id="none", document={"k": "a"})


def hits(store: docstore.Store, **search: Any) -> list[tuple[str, float]]:
    return [(hit["_id"], hit["_score"]) for hit in store.search(**{"index": "i", **search})["hits"]["hits"]]


def query(vector: Any, **more: Any) -> Json:
    return {"knn": {"field": "v", "query_vector": vector, **more}}


VECTORS: list[Any] = [[3, 4], [0, 2], [-1, 0], [6, 8]]
TARGET = [1.0, 2.0]
ROOT5 = math.sqrt(5)


def dot(one: list[float]) -> float:
    return one[0] * TARGET[0] + one[1] * TARGET[1]


@pytest.mark.parametrize(
    ("field", "vectors", "target", "score"),
    [
        ({"similarity": "cosine"}, VECTORS, TARGET, lambda v: (1 + dot(v) / ROOT5 / math.hypot(*v)) / 2),
        ({"similarity": "l2_norm"}, VECTORS, TARGET, lambda v: 1 / (1 + (v[0] - 1) ** 2 + (v[1] - 2) ** 2)),
        ({"similarity": "max_inner_product"}, VECTORS, TARGET, lambda v: dot(v) + 1 if dot(v) >= 0 else 1 / (1 - dot(v))),
        ({"similarity": "dot_product"}, [[1, 0], [0.6, 0.8], [-0.6, -0.8]], [0, 1], lambda v: (1 + v[1]) / 2),
        ({"similarity": "dot_product", "element_type": "byte"}, VECTORS, [1, 2], lambda v: 0.5 + dot(v) / (2 * 32768)),
        ({"similarity": "cosine", "element_type": "byte"}, VECTORS, [1, 2], lambda v: (1 + dot(v) / ROOT5 / math.hypot(*v)) / 2),
        ({"similarity": "l2_norm", "element_type": "byte"}, VECTORS, "0102", lambda v: 1 / (1 + (v[0] - 1) ** 2 + (v[1] - 2) ** 2)),
        ({"element_type": "bit"}, [[127], [0], [-1]], [7], lambda v: (8 - (v[0] & 255 ^ 7).bit_count()) / 8),
    ],
    ids=str,
)
def test_scores(store: docstore.Store, field: Json, vectors: list[Any], target: Any, score: Any) -> None:
    fill(store, vectors, **field)
    expected = sorted(((f"i{at}", score(v)) for at, v in enumerate(vectors)), key=lambda pair: -pair[1])
    found = hits(store, query=query(target, k=10))
    assert [name for name, _ in found] == [name for name, _ in expected]
    assert [each for _, each in found] == pytest.approx([each for _, each in expected], rel=1e-6)


@pytest.mark.parametrize(
    ("element", "dims", "text", "vector"),
    [
        ("float", 3, "PczMzT5MzM0+mZma", [0.1, 0.2, 0.3]),
        ("float", 3, "400ae2", [64, 10, -30]),
        ("bfloat16", 3, "Pc0+TT6a", [0.1, 0.2, 0.3]),
        ("bfloat16", 3, "PczMzT5MzM0+mZma", [0.1, 0.2, 0.3]),
        ("byte", 3, "ChQe", [10, 20, 30]),
        ("byte", 3, "0a141e", [10, 20, 30]),
        ("bit", 8, "Aw==", [3]),
        ("bit", 8, "03", [3]),
    ],
)
def test_vectors_as_text(store: docstore.Store, element: str, dims: int, text: str, vector: list[float]) -> None:
    far = [100] * len(vector)
    fill(store, [far, vector], element_type=element, dims=dims, similarity="l2_norm")
    found, same = hits(store, query=query(text, k=2)), hits(store, query=query(vector, k=2))
    assert ids(found) == ids(same) == ["i1", "i0"]
    assert [score for _, score in found] == pytest.approx([score for _, score in same], rel=1e-5)


@pytest.mark.parametrize("text", ["AQID", "not-valid-base64!!!", "PczMzT5MzM0=", "40af20a", "", " "])
def test_text_that_is_no_vector(store: docstore.Store, text: str) -> None:
    fill(store, [[1, 2, 3]], similarity="l2_norm")
    with pytest.raises(ApiError) as failure:
        hits(store, query=query(text, k=2))
    assert failure.value.status == 400


def test_the_search_type_is_given(store: docstore.Store) -> None:
    with pytest.raises(ApiError, match=r"cannot set \[search_type\] when using \[knn\] search"):
        store.search(knn={"field": "v", "query_vector": [1]}, search_type="query_then_fetch")


@pytest.fixture
def index(store: docstore.Store) -> docstore.Store:
    fill(store, [[at, 0] for at in range(30)], similarity="l2_norm")
    return store


def ids(found: list[tuple[str, float]]) -> list[str]:
    return [name for name, _ in found]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"k": 3}, [0, 1, 2]),
        ({"num_candidates": 4}, [0, 1, 2, 3]),
        ({"k": 2, "filter": {"term": {"k": "b"}}}, [1, 3]),
        ({"k": 2, "filter": [{"term": {"k": "b"}}, {"bool": {"must_not": {"ids": {"values": ["i1"]}}}}]}, [3, 5]),
        ({"k": 9, "similarity": 2}, [0, 1, 2]),
        ({"k": 1, "rescore_vector": {"oversample": 2}, "visit_percentage": 10}, [0]),
    ],
    ids=str,
)
def test_the_nearest(index: docstore.Store, body: Json, expected: list[int]) -> None:
    names = [f"i{at}" for at in expected]
    assert ids(hits(index, query=query([0, 0], **body), size=30)) == names
    assert ids(hits(index, knn={"field": "v", "query_vector": [0, 0], "k": 4, "num_candidates": 50, **body}, size=30)) == names
    assert index.count(index="i", query=query([0, 0], **body))["count"] == len(names)


def test_how_many_by_default(index: docstore.Store) -> None:
    assert index.search(index="i", query=query([0, 0]), size=4)["hits"]["total"]["value"] == 6
    assert index.search(index="i", knn={"field": "v", "query_vector": [0, 0]}, size=4)["hits"]["total"]["value"] == 4


def test_scores_of_a_section_and_a_query_are_added(index: docstore.Store) -> None:
    knn = {"field": "v", "query_vector": [0, 0], "k": 2, "boost": 0.5, "_name": "near"}
    found = index.search(
        index="i", query={"constant_score": {"filter": {"ids": {"values": ["i1", "i9"]}}, "boost": 3, "_name": "own"}}, knn=knn
    )
    shown = {hit["_id"]: (hit["_score"], hit["matched_queries"]) for hit in found["hits"]["hits"]}
    assert shown == {"i1": (3.25, ["own", "near"]), "i9": (3.0, ["own"]), "i0": (0.5, ["near"])}
    two = index.search(index="i", knn=[knn, {**knn, "query_vector": [1, 0]}], sort=["_score"], aggs={"k": {"terms": {"field": "k"}}})
    assert {hit["_id"] for hit in two["hits"]["hits"]} == {"i0", "i1"}
    assert {bucket["key"]: bucket["doc_count"] for bucket in two["aggregations"]["k"]["buckets"]} == {"a": 1, "b": 1}


def test_the_nearest_of_several_indices(index: docstore.Store) -> None:
    fill(index, [[at + 0.5, 0] for at in range(30)], index="j", similarity="l2_norm")
    knn = {"field": "v", "query_vector": [0, 0], "k": 3, "num_candidates": 5}
    assert ids(hits(index, index="i,j", knn=knn)) == ["i0", "j0", "i1"]


def test_an_alias_restricts_before_the_nearest_are_chosen(index: docstore.Store) -> None:
    index.indices.put_alias(index="i", name="odd", filter={"term": {"k": "b"}})
    assert ids(hits(index, index="odd", query=query([0, 0], k=2))) == ["i1", "i3"]
    assert ids(hits(index, index="odd", knn={"field": "v", "query_vector": [0, 0], "k": 2})) == ["i1", "i3"]
    assert index.count(index="odd", query=query([0, 0], k=2))["count"] == 2
    for sort in (None, [{"_score": "asc"}]):
        source = {"index": "odd", "query": query([0, 0], k=2), **({} if sort is None else {"sort": sort})}
        assert index.reindex(source=source, dest={"index": f"copy{sort is None}".lower()})["created"] == 2
    assert index.update_by_query(index="odd", query=query([0, 0], k=2))["updated"] == 2


def test_vectors_in_nested_objects(store: docstore.Store) -> None:
    parts = {"type": "nested", "properties": {"v": {"type": "dense_vector", "similarity": "l2_norm"}, "n": {"type": "long"}}}
    store.indices.create(index="i", mappings={"properties": {"p": parts, "k": {"type": "keyword"}}})
    for at in range(4):
        objects = [{"v": [at, 0], "n": 0}, {"v": [at + 0.25, 0], "n": 1}]
        store.index(index="i", id=str(at), document={"k": "ab"[at % 2], "p": objects})
    knn = {"field": "p.v", "query_vector": [0.25, 0], "k": 2, "num_candidates": 5}
    found = store.search(index="i", knn={**knn, "inner_hits": {"_source": "p.n"}})["hits"]["hits"]
    assert [(hit["_id"], hit["_score"]) for hit in found] == [("0", 1.0), ("1", 0.64)]
    inner = [hit["inner_hits"]["p"]["hits"]["hits"] for hit in found]
    assert [[(each["_source"]["n"], each["_score"]) for each in each] for each in inner] == [
        [(1, 1.0), (0, pytest.approx(1 / 1.0625))],
        [(0, pytest.approx(0.64)), (1, 0.5)],
    ]
    assert ids(hits(store, query={"nested": {"path": "p", "query": {"knn": {**knn, "filter": {"term": {"k": "b"}}}}}})) == ["1", "3"]
    ones = {**knn, "filter": [{"bool": {"must": {"term": {"p.n": 1}}}}, {"term": {"k": "a"}}]}
    found = store.search(index="i", knn={**ones, "inner_hits": {"_source": "p.n"}})["hits"]["hits"]
    assert [(hit["_id"], hit["_score"]) for hit in found] == [("0", 1.0), ("2", 0.2)]
    assert [[each["_source"] for each in hit["inner_hits"]["p"]["hits"]["hits"]] for hit in found] == [[{"n": 1}], [{"n": 1}]]
    assert hits(store, query={"knn": knn}) == []


def test_writes_are_seen(index: docstore.Store) -> None:
    index.delete(index="i", id="i0")
    index.index(index="i", id="new", document={"v": [0.5, 0]})
    assert ids(hits(index, query=query([0, 0], k=2))) == ["new", "i1"]
    index.reindex(source={"index": "i", "query": query([0, 0], k=2)}, dest={"index": "j"})
    assert index.count(index="j")["count"] == 2


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"query_vector": [0, 0]}, "Required [field]"),
        ({"field": "v", "query_vector": [0, 0], "x": 1}, "[knn] unknown field [x]"),
        ({"field": "k", "query_vector": [0, 0]}, "failed to create query: [knn] queries are only supported on [dense_vector] fields"),
        (
            {"field": "v", "query_vector": [0, 0, 0]},
            "failed to create query: The query vector has a different number of dimensions [3] than the document vectors [2].",
        ),
        ({"field": "v", "query_vector_builder": {"text_embedding": {}}}, "[knn] failed to parse field [query_vector_builder]"),
        ({"field": "v", "query_vector": [0, 0], "rescore_vector": {}}, "[knn] failed to parse field [rescore_vector]"),
        ({"field": "v", "query_vector": [0, 0], "rescore_vector": {"oversample": 0.5}}, None),
        ({"field": "v", "query_vector": ["a", 1]}, None),
        ({"field": "v", "query_vector": [True, 1]}, None),
        ({"field": "v", "query_vector": {}}, None),
        ({"field": "v", "query_vector": "zz"}, None),
        ({"field": "v", "query_vector": 5}, None),
        ({"field": "v", "query_vector": True}, None),
    ],
    ids=str,
)
def test_refusals(index: docstore.Store, body: Json, reason: str | None) -> None:
    for search in ({"query": {"knn": body}}, {"knn": body}):
        with pytest.raises(ApiError) as failure:
            index.search(index="i", **search)
        assert failure.value.status == 400
        found = failure.value.body["error"]["root_cause"][0]["reason"]
        assert reason is None or found.endswith(reason)


@pytest.mark.parametrize(
    ("numbers", "reason"),
    [
        ({"k": 0}, "[k] must be greater than 0"),
        ({"k": 5, "num_candidates": 4}, "[num_candidates] cannot be less than [k]"),
        ({"k": 5, "num_candidates": 10_001}, "[num_candidates] cannot exceed [10000]"),
    ],
    ids=str,
)
def test_numbers(index: docstore.Store, numbers: Json, reason: str) -> None:
    body = {"field": "v", "query_vector": [0, 0], **numbers}
    with pytest.raises(ApiError) as failure:
        index.search(index="i", knn=body)
    assert failure.value.body["error"]["root_cause"][0]["reason"] == reason
    with pytest.raises(ApiError) as failure:
        index.search(index="i", query={"knn": body})
    assert reason in str(failure.value.body)


def test_what_matches_nothing(store: docstore.Store) -> None:
    fill(store, [], similarity="cosine")
    assert hits(store, query=query([1, 2])) == []
    assert hits(store, query={"knn": {"field": "zz", "query_vector": [1]}}) == []
