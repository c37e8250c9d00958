from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

Json = dict[str, Any]
MAPPINGS = {
    "properties": {
        "d": {"type": "date"},
        "k": {"type": "keyword"},
        "n": {"type": "long"},
        "p": {"type": "geo_point"},
        "b": {"type": "boolean"},
        "ip": {"type": "ip"},
    }
}
DOCUMENTS: list[Json] = [
    {"k": "foo", "n": [10, 20], "p": "37.2343,-115.8067", "b": True},
    {"k": ["foo", "bar"], "p": "41.12,-71.34"},
    {"k": "bar", "n": [100, 0], "p": "90.0,0.0"},
    {"k": "bar", "n": [1000, 0], "p": "41.12,-71.34"},
    {"d": "2017-10-20T03:08:45", "ip": "10.0.0.1"},
    {"d": "2017-10-21T07:00:00"},
]


@pytest.fixture(scope="module", params=[("a",), ("a", "b")], ids=["one index", "two indices"])
def filled(request: pytest.FixtureRequest) -> Iterator[docstore.Store]:
    with docstore.open() as store:
        for index in request.param:
            store.indices.create(index=index, mappings=MAPPINGS)
        for at, document in enumerate(DOCUMENTS):
            store.index(index=request.param[at % len(request.param)], id=str(at), document=document)
        yield store


def composite(store: docstore.Store, *sources: Json, **how: Any) -> Json:
    body = {"composite": {"sources": [{str(at): source} for at, source in enumerate(sources)], **how}}
    response: Json = store.search(index="_all", size=0, aggs={"c": body})
    return response["aggregations"]["c"]  # type: ignore[no-any-return]


def rows(result: Json) -> list[tuple[Any, ...]]:
    return [(*bucket["key"].values(), bucket["doc_count"]) for bucket in result["buckets"]]


K, N = {"terms": {"field": "k"}}, {"terms": {"field": "n"}}
DAY = {"field": "d", "calendar_interval": "1d"}


def steps(**how: Any) -> Json:
    return {"histogram": {"field": "n", "interval": 50, **how}}


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ([K], [("bar", 3), ("foo", 2)]),
        ([{"terms": {"field": "k", "order": "desc"}}], [("foo", 2), ("bar", 3)]),
        ([N, K], [(0, "bar", 2), (10, "foo", 1), (20, "foo", 1), (100, "bar", 1), (1000, "bar", 1)]),
        ([steps()], [(0.0, 3), (100.0, 1), (1000.0, 1)]),
        ([steps(missing_bucket=True)], [(None, 3), (0.0, 3), (100.0, 1), (1000.0, 1)]),
        ([steps(missing_bucket=True, order="desc")], [(1000.0, 1), (100.0, 1), (0.0, 3), (None, 3)]),
        ([steps(missing_bucket=True, order="desc", missing_order="first")], [(None, 3), (1000.0, 1), (100.0, 1), (0.0, 3)]),
        ([{"date_histogram": DAY}], [(1508457600000, 1), (1508544000000, 1)]),
        ([{"date_histogram": DAY | {"offset": "4h", "format": "iso8601"}}],
         [("2017-10-19T04:00:00.000Z", 1), ("2017-10-21T04:00:00.000Z", 1)]),
        ([{"date_histogram": DAY | {"time_zone": "-02:00", "format": "epoch_second"}}], [("1508464800", 1), ("1508551200", 1)]),
        ([{"geotile_grid": {"field": "p", "precision": 12}}, K],
         [("12/730/1590", "foo", 1), ("12/1236/1533", "bar", 2), ("12/1236/1533", "foo", 1), ("12/2048/0", "bar", 1)]),
        ([{"terms": {"field": "b"}}], [(True, 1)]),
        ([{"terms": {"field": "ip"}}], [("10.0.0.1", 1)]),
        ([{"terms": {"field": "d"}}], [(1508468925000, 1), (1508569200000, 1)]),
        ([{"terms": {"field": "none"}}], []),
        ([K, {"terms": {"field": "none", "missing_bucket": True}}], [("bar", None, 3), ("foo", None, 2)]),
    ],
)  # fmt: skip
def test_keys(filled: docstore.Store, sources: list[Json], expected: list[tuple[Any, ...]]) -> None:
    assert rows(composite(filled, *sources)) == expected


@pytest.mark.parametrize(
    "sources",
    [
        [N, K],
        [steps(missing_bucket=True, order="desc"), {"terms": {"field": "k", "missing_bucket": True, "missing_order": "last"}}],
        [{"date_histogram": DAY | {"format": "yyyy-MM-dd"}}],
        [{"geotile_grid": {"field": "p", "precision": 12}}, {"terms": {"field": "k", "order": "desc"}}],
        [{"terms": {"field": "ip", "missing_bucket": True}}, K],
    ],
)
def test_pages_are_the_whole(filled: docstore.Store, sources: list[Json]) -> None:
    whole = rows(composite(filled, *sources))
    paged: list[tuple[Any, ...]] = []
    page = composite(filled, *sources, size=1)
    while page["buckets"]:
        assert page["after_key"] == page["buckets"][-1]["key"]
        paged += rows(page)
        page = composite(filled, *sources, size=1, after=page["after_key"])
    assert paged == whole
    assert "after_key" not in page


def test_below_and_beside(filled: docstore.Store) -> None:
    aggs = {
        "c": {"composite": {"sources": {"k": K}}, "aggs": {"m": {"max": {"field": "n"}}}},
        "f": {"filter": {"term": {"k": "foo"}}, "aggs": {"c": {"composite": {"sources": {"k": K}}}}},
    }
    found = filled.search(index="_all", size=0, aggs=aggs)["aggregations"]
    assert [bucket["m"]["value"] for bucket in found["c"]["buckets"]] == [1000.0, 20.0]
    assert rows(found["f"]["c"]) == [("bar", 1), ("foo", 2)]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"size": 1}, "Required [sources]"),
        ({"sources": []}, "Composite [sources] cannot be null or empty"),
        ({"sources": [{"x": K}, {"x": N}]}, "Composite source names must be unique, found duplicates: [x]"),
        ({"sources": [{"x": {"range": {}}}]}, "invalid source type: range"),
        ({"sources": [{"x": K}], "size": 1_000_000},
         "Trying to create too many buckets. Must be less than or equal to: [65536] but was [1000000]. This limit can be set by changing"
         " the [search.max_buckets] cluster level setting."),
        ({"sources": [{"x": K}], "after": {"y": "foo"}}, "Missing value for [after.x]"),
        ({"sources": [{"x": K}], "after": {}}, "[after] has 0 value(s) but [sources] has 1"),
        ({"sources": [{"x": K}], "after": {"x": None}}, "Invalid value for [after.x], expected comparable, got [null]"),
        ({"sources": [{"x": K}], "after": {"x": 1}},
         "Cannot set after key in the composite aggregation [c] - invalid value, expected string, got Integer"),
        ({"sources": [{"x": {"date_histogram": DAY | {"format": "yyyy-MM"}}}]},
         "Format [yyyy-MM] created output it couldn't parse for value [1508457600000] of type [class java.lang.Long]. parsed value:"
         " [1506816000000(class java.lang.Long)]"),
        ({"sources": [{"x": {"terms": {"field": "k", "missing_order": "last"}}}]},
         "missingOrder can only be set if missingBucket is true"),
        ({"sources": [{"x": {"histogram": {"field": "n"}}}]}, "[interval] must be greater than 0 for [histogram] source"),
        ({"sources": [{"x": {"histogram": {"field": "k", "interval": 1}}}]},
         "Field [k] of type [keyword] is not supported for aggregation [composite]"),
    ],
)  # fmt: skip
def test_refusals(body: Json, text: str) -> None:
    with docstore.open() as store:
        store.indices.create(index="a", mappings=MAPPINGS)
        store.index(index="a", document=DOCUMENTS[4])
        with pytest.raises(ApiError) as raised:
            store.search(index="a", aggs={"c": {"composite": body}})
    causes = [raised.value.body["error"]]
    while causes[-1].get("caused_by"):
        causes.append(causes[-1]["caused_by"])
    assert text in {raised.value.body["error"]["root_cause"][0]["reason"], *(cause["reason"] for cause in causes)}


def test_its_place() -> None:
    with docstore.open() as store:
        store.indices.create(index="a", mappings=MAPPINGS)
        below = {"t": {"terms": {"field": "k"}, "aggs": {"c": {"composite": {"sources": {"k": K}}}}}}
        with pytest.raises(ApiError) as raised:
            store.search(index="a", aggs=below)
        reason = "[composite] aggregation cannot be used with a parent aggregation of type: [TermsAggregatorFactory]"
        assert raised.value.body["error"]["root_cause"][0]["reason"] == reason
        with pytest.raises(ApiError) as raised:
            store.search(index="a", aggs={"t": {"terms": {"field": "k"}, "aggs": {"g": {"global": {}}}}})
        assert raised.value.body["error"]["root_cause"][0]["reason"] == (
            "Aggregation [t] cannot have a global sub-aggregation [g]. Global aggregations can only be defined as top level aggregations"
        )


@pytest.mark.parametrize("body", [{"composite": {"sources": {"x": {"terms": {"field": "x"}}}}}, {"terms": {"field": "x"}}])
def test_two_types_of_one_field(body: Json) -> None:
    with docstore.open() as store:
        store.index(index="a", document={"x": 1})
        store.indices.create(index="b", mappings={"properties": {"x": {"type": "keyword"}}})
        store.index(index="b", document={"x": "one"})
        with pytest.raises(ApiError) as raised:
            store.search(index="a,b", aggs={"c": body})
        assert "existed as two different types in two different indices" in str(raised.value.body)


def test_a_page_over_an_index_without_the_field() -> None:
    with docstore.open() as store:
        store.indices.create(index="without")
        for value in ("bar", "foo"):
            store.index(index="with", document={"k": value})
        source = {"terms": {"field": "k.keyword"}}
        assert rows(composite(store, source, after={"0": "bar"})) == [("foo", 1)]


@pytest.mark.parametrize("order", ["asc", "desc"])
@pytest.mark.parametrize("indices", [1, 2])
def test_pages_where_most_values_of_the_first_source_stand_alone(order: str, indices: int) -> None:
    sources = [{"a": {"terms": {"field": "a", "order": order}}}, {"b": {"terms": {"field": "b.keyword", "missing_bucket": False}}}]
    with docstore.open() as store:
        for at in range(200):
            store.index(index=f"i{at % indices}", document={"a": at} | ({"b": ["x", "y"]} if at % 67 == 3 else {}))
        found: list[tuple[int, str]] = []
        body: Json = {"size": 1, "sources": sources}
        while page := store.search(index="i*", size=0, aggs={"c": {"composite": body}})["aggregations"]["c"]["buckets"]:
            found += [(bucket["key"]["a"], bucket["key"]["b"]) for bucket in page]
            body = {**body, "after": page[-1]["key"]}
    expected = [(at, letter) for at in range(3, 200, 67) for letter in "xy"]
    assert found == (expected if order == "asc" else [expected[at] for at in (4, 5, 2, 3, 0, 1)])
