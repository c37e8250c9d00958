"""``top_hits`` and ``top_metrics``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

Json = dict[str, Any]
MAPPINGS = {
    "properties": {
        "page": {"type": "integer"},
        "text": {"type": "text"},
        "n": {"type": "double"},
        "d": {"type": "date"},
        "k": {"type": "keyword"},
    }
}
DOCUMENTS: list[Json] = [
    {"page": 1, "text": "the quick brown fox", "n": 1.5, "d": "2020-01-01", "k": ["b", "a"]},
    {"page": 1, "text": "jumped over the lazy dog", "n": [2, 3], "d": "2020-01-02"},
    {"page": 2, "text": "The vorpal blade went snicker-snack!", "d": "2020-01-03", "k": "c"},
    {"page": 2, "text": "the end", "n": 9},
]


@pytest.fixture(scope="module", params=[("a",), ("a", "b")], ids=["one index", "two indices"])
def filled(request: pytest.FixtureRequest) -> Iterator[docstore.Store]:
    with docstore.open() as store:
        for index in request.param:
            store.indices.create(index=index, mappings=MAPPINGS)
        for at, document in enumerate(DOCUMENTS):
            store.index(index=request.param[at % len(request.param)], id=str(at), document=document)
        yield store


def by_page(store: docstore.Store, body: Json, **how: Any) -> list[Json]:
    aggs = {"p": {"terms": {"field": "page", "order": {"_key": "asc"}}, "aggs": {"t": body}}}
    response: Json = store.search(index="_all", size=0, aggs=aggs, **how)
    return [bucket["t"] for bucket in response["aggregations"]["p"]["buckets"]]


def ids(results: list[Json]) -> list[list[str]]:
    return [[hit["_id"] for hit in result["hits"]["hits"]] for result in results]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"sort": ["d"]}, [["0", "1"], ["2", "3"]]),
        ({"sort": [{"d": "desc"}], "size": 1}, [["1"], ["2"]]),
        ({"sort": [{"n": {"order": "asc", "missing": "_first"}}]}, [["0", "1"], ["2", "3"]]),
        ({"sort": ["d"], "from": 1}, [["1"], ["3"]]),
        ({"sort": ["d"], "size": 0}, [[], []]),
    ],
)
def test_which_hits(filled: docstore.Store, body: Json, expected: list[list[str]]) -> None:
    found = by_page(filled, {"top_hits": body})
    assert ids(found) == expected
    assert [result["hits"]["total"] for result in found] == [{"value": 2, "relation": "eq"}] * 2


def test_hits_by_score(filled: docstore.Store) -> None:
    query = {"match": {"text": "the"}}
    found = by_page(filled, {"top_hits": {"size": 1, "explain": True}}, query=query)
    whole = {hit["_id"]: hit["_score"] for hit in filled.search(index="_all", query=query)["hits"]["hits"]}
    for result, page in zip(found, ("01", "23"), strict=True):
        best = max(page, key=lambda each: whole[each])
        hit = result["hits"]["hits"][0]
        assert (hit["_id"], hit["_score"], hit["_explanation"]["value"]) == (best, whole[best], whole[best])
        assert result["hits"]["max_score"] == whole[best]


def test_what_hits_show(filled: docstore.Store) -> None:
    how = {"size": 1, "sort": [{"d": {"order": "asc", "format": "yyyy"}}], "_source": ["n"], "docvalue_fields": ["page"]}
    more = {"version": True, "seq_no_primary_term": True, "fields": ["d"]}
    found = by_page(filled, {"top_hits": how | more})[0]["hits"]
    assert found["hits"] == [
        {
            "_index": "a",
            "_id": "0",
            "_version": 1,
            "_seq_no": 0,
            "_primary_term": 1,
            "_score": None,
            "_source": {"n": 1.5},
            "fields": {"page": [1], "d": ["2020-01-01T00:00:00.000Z"]},
            "sort": ["2020"],
        }
    ]
    assert found["max_score"] is None
    inherited = by_page(filled, {"top_hits": {"size": 1, "sort": ["d"], "_source": False}}, fields=["page"])
    assert inherited[0]["hits"]["hits"][0]["fields"] == {"page": [1]}


def test_hits_of_nothing(filled: docstore.Store) -> None:
    aggs = {"f": {"filter": {"match_none": {}}, "aggs": {"t": {"top_hits": {}}}}}
    found = filled.search(index="_all", size=0, aggs=aggs)["aggregations"]["f"]["t"]
    assert found == {"hits": {"total": {"value": 0, "relation": "eq"}, "max_score": None, "hits": []}}


def metrics(*fields: str, sort: Any, **how: Any) -> Json:
    return {"top_metrics": {"metrics": [{"field": field} for field in fields], "sort": sort, **how}}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (metrics("n", sort={"d": "asc"}), [[(["2020-01-01T00:00:00.000Z"], {"n": 1.5})], [(["2020-01-03T00:00:00.000Z"], {"n": None})]]),
        (metrics("n", "page", sort=[{"n": "desc"}], size=3),
         [[([3.0], {"n": 2.5, "page": 1}), ([1.5], {"n": 1.5, "page": 1})], [([9.0], {"n": 9.0, "page": 2})]]),
        (metrics("d", "k", sort={"d": {"order": "desc", "format": "dd"}}),
         [[(["02"], {"d": "2020-01-02T00:00:00.000Z", "k": None})], [(["03"], {"d": "2020-01-03T00:00:00.000Z", "k": "c"})]]),
        (metrics("k", sort="n"), [[([1.5], {"k": "a"})], [([9.0], {"k": None})]]),
    ],
)  # fmt: skip
def test_metrics(filled: docstore.Store, body: Json, expected: Any) -> None:
    found = by_page(filled, body)
    assert [[(row["sort"], row["metrics"]) for row in result["top"]] for result in found] == expected


def test_metrics_in_paths(filled: docstore.Store) -> None:
    aggs = {
        "p": {"terms": {"field": "page", "order": {"t.n": "desc"}}, "aggs": {"t": metrics("n", sort={"n": "desc"})}},
        "most": {"max_bucket": {"buckets_path": "p>t.n"}},
        "none": {"filter": {"match_none": {}}, "aggs": {"t": metrics("n", sort="n")}},
    }
    found = filled.search(index="_all", size=0, aggs=aggs)["aggregations"]
    assert [bucket["key"] for bucket in found["p"]["buckets"]] == [2, 1]
    assert found["most"] == {"value": 9.0, "keys": ["2"]}
    assert found["none"]["t"] == {"top": []}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"top_hits": {"sizes": 1}}, "Unknown key for a VALUE_NUMBER in [t]: [sizes]."),
        ({"top_hits": {"from": -1}}, "[from] must be greater than or equal to 0. Found [-1] in [t]"),
        ({"top_hits": {"size": 101}},
         "Top hits result window is too large, the top hits aggregator [t]'s from + size must be less than or equal to: [100] but was"
         " [101]. This limit can be set by changing the [index.max_inner_result_window] index level setting."),
        ({"top_hits": {"sort": ["none"]}}, "No mapping found for [none] in order to sort on"),
        ({"top_metrics": {"metrics": {"field": "n"}}}, "Required [sort]"),
        (metrics("n", sort="n", size=11), "[top_metrics.size] must not be more than [10] but was [11]"),
        (metrics("text", sort="n"), "Text fields are not optimised"),
    ],
)  # fmt: skip
def test_refusals(filled: docstore.Store, body: Json, text: str) -> None:
    with pytest.raises(ApiError) as raised:
        by_page(filled, body)
    assert text in str(raised.value.body)


def test_no_aggregations_below(filled: docstore.Store) -> None:
    with pytest.raises(ApiError) as raised:
        by_page(filled, {"top_hits": {}, "aggs": {"m": {"max": {"field": "n"}}}})
    assert raised.value.reason == "Aggregator [t] of type [top_hits] cannot accept sub-aggregations"


def test_the_limit_of_buckets_is_a_setting() -> None:
    with docstore.open() as store:
        store.bulk(operations=[line for n in range(5) for line in ({"index": {"_index": "a"}}, {"n": n})])
        store.cluster.put_settings(persistent={"search.max_buckets": 4})
        with pytest.raises(ApiError) as raised:
            store.search(index="a", aggs={"t": {"terms": {"field": "n"}}})
        assert raised.value.body["error"]["caused_by"] == {
            "type": "too_many_buckets_exception",
            "reason": "Trying to create too many buckets. Must be less than or equal to: [4] but this number of buckets was exceeded. This"
            " limit can be set by changing the [search.max_buckets] cluster level setting.",
            "max_buckets": 4,
        }


@pytest.mark.parametrize(
    ("field", "missing", "expected"),
    [("n", 7, [1.5, 7.0]), ("n", "7", [1.5, 7.0]), ("k", "z", ["a", "c"]), ("unmapped", 3, [3, 3])],
)
def test_a_value_stands_for_a_missing_metric(filled: docstore.Store, field: str, missing: Any, expected: list[Any]) -> None:
    results = by_page(filled, {"top_metrics": {"metrics": {"field": field, "missing": missing}, "sort": "d"}})
    assert [result["top"][0]["metrics"][field] for result in results] == expected
