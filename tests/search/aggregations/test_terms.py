from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError
from tests.search.aggregations.cases import Json, aggregate, counts, fill


@pytest.fixture(scope="module", params=[("a",), ("a", "b")], ids=["one index", "two indices"])
def filled(request: pytest.FixtureRequest) -> Iterator[docstore.Store]:
    with docstore.open() as store:
        fill(store, request.param)
        yield store


def pair(*fields: str, **how: Any) -> Json:
    return {"multi_terms": {"terms": [{"field": field} for field in fields], **how}}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (pair("k", "b"), {("x", False): 1, ("x", True): 1, ("y", False): 1}),
        (pair("k", "n", size=2), {("x", 2): 1, ("x", 3): 1}),
        (pair("k", "n", order={"_key": "desc"}, size=1), {("z", 160): 1}),
        (pair("k", "none"), {}),
        ({"multi_terms": {"terms": [{"field": "k"}, {"field": "b", "missing": True}]}},
         {("x", True): 2, ("x", False): 1, ("y", False): 1, ("z", True): 1}),
        ({"multi_terms": {"terms": [{"field": "d", "format": "MM-dd"}, {"field": "k", "missing": "a"}], "size": 1}},
         {("01-05", "x"): 1}),
        ({"terms": {"field": "k", "include": ["z", "q"], "min_doc_count": 0}}, {"z": 1}),
        ({"terms": {"field": "k", "include": "[x-y]"}}, {"x": 3, "y": 1}),
        ({"terms": {"field": "k", "include": "~x", "missing": "xx"}}, {"xx": 1, "y": 1, "z": 1}),
        ({"terms": {"field": "k", "exclude": "[x-y]|<1-3>"}}, {"z": 1}),
        ({"terms": {"field": "ip", "include": ["10.0.0.100"], "size": 1}}, {"10.0.0.100": 1}),
        ({"terms": {"field": "n", "exclude": [3, 4, 51]}}, {2: 1, 160: 1}),
        ({"terms": {"field": "k", "min_doc_count": 2}}, {"x": 3}),
        ({"terms": {"field": "k", "order": [{"_count": "asc"}, {"_key": "desc"}]}}, {"z": 1, "y": 1, "x": 3}),
        ({"terms": {"field": "ip", "size": 1}}, {"10.0.0.0": 1}),
        ({"terms": {"field": "none", "missing": "m"}}, {"m": 5}),
    ],
)  # fmt: skip
def test_counts(filled: docstore.Store, body: Json, expected: dict[Any, int]) -> None:
    result = aggregate(filled, body)
    if "multi_terms" in body:
        assert [(tuple(bucket["key"]), bucket["doc_count"]) for bucket in result["buckets"]] == list(expected.items())
    else:
        assert list(counts(result).items()) == list(expected.items())


def test_all_that_a_multi_term_shows(filled: docstore.Store) -> None:
    body = pair("k", "b", size=1, show_term_doc_count_error=True) | {"aggs": {"m": {"max": {"field": "n"}}}}
    assert aggregate(filled, body) == {
        "doc_count_error_upper_bound": 0,
        "sum_other_doc_count": 2,
        "buckets": [
            {"key": ["x", False], "key_as_string": "x|false", "doc_count": 1, "doc_count_error_upper_bound": 0, "m": {"value": 51.0}}
        ],
    }


@pytest.mark.parametrize("path", ["m", "m.value", "s.max", "f>m", "f>s.max", "f.doc_count", "f"])
def test_order_by_what_is_below(filled: docstore.Store, path: str) -> None:
    metrics = {"m": {"max": {"field": "n"}}, "s": {"stats": {"field": "n"}}}
    below = {**metrics, "f": {"filter": {"range": {"n": {"gt": 3}}}, "aggs": metrics}}
    body = {"terms": {"field": "k", "order": [{path: "desc"}, {"_key": "desc"}]}, "aggs": below}
    expected = ["x", "z", "y"] if path in ("f.doc_count", "f") else ["z", "y", "x"]
    assert [bucket["key"] for bucket in aggregate(filled, body)["buckets"]] == expected


@pytest.mark.parametrize(
    ("field", "values", "parts"),
    [
        ("k.keyword", ["abc", "abc", "bcd"], [{"bcd": 1}, {"abc": 2}]),
        ("k", [1234, 5678, 1234], [{5678: 1}, {1234: 2}]),
        ("k", [-1, -7, -1], [{-7: 1}, {-1: 2}]),
        ("k", [2.5, 1.5, 3.75, -2.5, -1.5], [{-2.5: 1, 2.5: 1}, {-1.5: 1, 1.5: 1, 3.75: 1}]),
    ],
)
def test_partitions_are_those_of_elasticsearch(field: str, values: list[Any], parts: list[Json]) -> None:
    with docstore.open() as store:
        for value in values:
            store.index(index="a", document={"k": value})
        found = [aggregate(store, {"terms": {"field": field, "include": {"partition": at, "num_partitions": 2}}}) for at in range(2)]
        assert [counts(part) for part in found] == parts


def test_terms_that_no_hit_has(filled: docstore.Store) -> None:
    few: Json = {"query": {"terms": {"k": ["z"]}}}
    assert counts(aggregate(filled, {"terms": {"field": "n", "min_doc_count": 0}}, **few)) == {160: 1, 2: 0, 3: 0, 4: 0, 51: 0}


def test_what_is_below_terms_that_no_hit_has() -> None:
    with docstore.open() as store:
        for k, n in [("b", 1), ("c", 2), ("c", 3), ("a", 9)]:
            store.index(index="i", document={"k": k, "n": n})
        for order in ("asc", "desc"):
            terms: Json = {"terms": {"field": "k.keyword", "min_doc_count": 0, "order": {"_key": order}}}
            below = {"t": terms | {"aggs": {"m": {"max": {"field": "n"}}}}}
            asked = {"few": {"range": {"field": "n", "ranges": [{"to": 3}, {"from": 3}]}, "aggs": below}}
            few = store.search(index="i", size=0, aggs=asked)["aggregations"]["few"]["buckets"]
            found = [[(each["key"], each["doc_count"], each["m"]["value"]) for each in part["t"]["buckets"]] for part in few]
            step = 1 if order == "asc" else -1
            assert found == [
                [("a", 0, None), ("b", 1, 1.0), ("c", 1, 2.0)][::step],
                [("a", 1, 9.0), ("b", 0, None), ("c", 1, 3.0)][::step],
            ]


def test_what_the_other_indices_may_hide() -> None:
    with docstore.open() as store:
        for index, values in (("a", "xxxyyz"), ("b", "zzzyyw")):
            for value in values:
                store.index(index=index, document={"k": value})
        terms = {"field": "k.keyword", "size": 1, "shard_size": 1, "show_term_doc_count_error": True}
        found = store.search(index="a,b", size=0, aggs={"t": {"terms": terms}})["aggregations"]["t"]
        assert found == {
            "doc_count_error_upper_bound": 6,
            "sum_other_doc_count": 9,
            "buckets": [{"key": "x", "doc_count": 3, "doc_count_error_upper_bound": 3}],
        }


@pytest.mark.parametrize(
    ("how", "error", "other", "keys"),
    [
        ({}, 0, 3, ["x"]),
        ({"min_doc_count": 2}, 0, 2, ["x"]),
        ({"min_doc_count": 2, "shard_size": 2, "size": 2}, 0, 1, ["x", "y"]),
        ({"order": {"_count": "asc"}, "shard_size": 1}, -1, 5, ["z"]),
        ({"order": {"m": "desc"}, "shard_size": 1}, -1, 3, ["x"]),
        ({"order": {"m": "desc"}}, 0, 3, ["x"]),
        ({"order": {"_key": "asc"}, "shard_size": 1}, 0, 3, ["x"]),
    ],
)
def test_what_one_index_does_not_show(how: Json, error: int, other: int, keys: list[str]) -> None:
    with docstore.open() as store:
        for at, value in enumerate("xxxyyz"):
            store.index(index="a", document={"k": value, "n": -at})
        terms = {"field": "k.keyword", "size": 1, "show_term_doc_count_error": True, **how}
        aggs = {"t": {"terms": terms, "aggs": {"m": {"max": {"field": "n"}}}}}
        found = store.search(index="a", size=0, aggs=aggs)["aggregations"]["t"]
        assert (found["doc_count_error_upper_bound"], found["sum_other_doc_count"]) == (error, other)
        assert [bucket["key"] for bucket in found["buckets"]] == keys
        assert {bucket["doc_count_error_upper_bound"] for bucket in found["buckets"]} == {error}


def test_runtime_fields() -> None:
    with docstore.open() as store:
        store.indices.create(index="a", mappings={"dynamic": False, "properties": {"n": {"type": "long"}}})
        for n, word in ((1, "x"), (2, "x"), (4, "y")):
            store.index(index="a", document={"n": n, "word": word})
        aggs = {"t": {"terms": {"field": "word"}, "aggs": {"s": {"sum": {"field": "n"}}}}}
        found = store.search(index="a", size=0, runtime_mappings={"word": {"type": "keyword"}}, aggs=aggs)["aggregations"]["t"]
        assert [(bucket["key"], bucket["s"]["value"]) for bucket in found["buckets"]] == [("x", 3.0), ("y", 4.0)]


def test_names_of_indices() -> None:
    with docstore.open() as store:
        for index in ("a", "b", "b"):
            store.index(index=index, document={"n": 1})
        aggs = {"i": {"terms": {"field": "_index"}, "aggs": {"s": {"sum": {"field": "n"}}}}, "c": {"cardinality": {"field": "_index"}}}
        found = store.search(index="a,b", size=0, aggs=aggs)["aggregations"]
        assert [(bucket["key"], bucket["doc_count"], bucket["s"]["value"]) for bucket in found["i"]["buckets"]] == [
            ("b", 2, 2.0), ("a", 1, 1.0)
        ]  # fmt: skip
        assert found["c"] == {"value": 2}
        with pytest.raises(ApiError, match="all shards failed") as raised:
            store.search(index="a", aggs={"i": {"terms": {"field": "_id"}}})
        assert "Fielddata access on the _id field is disallowed" in str(raised.value.body)


def test_integers_and_doubles_are_merged() -> None:
    with docstore.open() as store:
        store.index(index="a", document={"n": 1})
        store.index(index="b", document={"n": 1.0})
        store.index(index="b", document={"n": 2.5})
        store.indices.create(index="c")
        found = store.search(index="a,b,c", size=0, aggs={"t": {"terms": {"field": "n"}}}, typed_keys=True)["aggregations"]
        assert found["dterms#t"]["buckets"] == [{"key": 1.0, "doc_count": 2}, {"key": 2.5, "doc_count": 1}]


def test_different_numbers_of_multi_terms_are_doubles() -> None:
    with docstore.open() as store:
        for index, kind, at in (("a", "unsigned_long", 3), ("b", "long", 0)):
            store.indices.create(index=index, mappings={"properties": {"u": {"type": kind}}})
            for number in (9223372036854775800 + at, 9223372036854775801 + at):
                store.index(index=index, document={"u": number, "n": 1e-5})
        aggs = {"t": {"multi_terms": {"terms": [{"field": "u"}, {"field": "n"}]}}}
        (bucket,) = store.search(index="a,b", size=0, aggs=aggs)["aggregations"]["t"]["buckets"]
        assert (bucket["key"], bucket["doc_count"]) == ([9.223372036854776e18, 9.999999747378752e-06], 4)
        assert bucket["key_as_string"] == "9.223372036854776E18|9.999999747378752E-6"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (pair("k"), "The [terms] parameter in the aggregation [a] must be present and have at least 2 fields or scripts."),
        (pair("k", "t"), "Text fields are not optimised"),
        ({"terms": {"field": "k", "size": 0}}, "[size] must be greater than 0. Found [0] in [a]"),
        ({"terms": {"field": "k", "order": {"no": "asc"}}},
         "Invalid aggregation order path [no]. The provided aggregation [no] either does not exist, or is a pipeline aggregation and cannot"
         " be used to sort the buckets."),
        ({"terms": {"field": "k", "order": {"_key": "up"}}}, "Unknown order direction [up]"),
        ({"terms": {"field": "n", "include": "1.*"}},
         "Aggregation [a] cannot support regular expression style include/exclude settings as they can only be applied to string fields."
         " Use an array of numeric values for include/exclude clauses used to filter numeric fields"),
        ({"terms": {"field": "ip", "exclude": "1.*"}}, "string fields. Use an array of values for include/exclude clauses"),
        ({"terms": {"field": "k", "collect_mode": "sideways"}}, "no [collect_mode] found for value [sideways]"),
        ({"terms": {"field": "k", "execution_hint": "x"}}, "Unknown `execution_hint`: [x], expected any of [map, global_ordinals]"),
        ({"terms": {"field": "k", "execution_hint": "global_ordinals_hash"}}, "Unknown `execution_hint`: [global_ordinals_hash]"),
        ({"terms": {"field": "k", "include": {"partition": 3, "num_partitions": 3}}},
         "Partition must be >=0 and < numPartition which is 3"),
        ({"terms": {"field": "k", "value_type": "bogus"}}, "Unknown value type [bogus]"),
        ({"terms": {"field": "k", "value_type": "ip"}}, "Field type [keyword] is incompatible with specified value_type [ip]"),
        ({"histogram": {"field": "ip", "interval": 1, "value_type": "long"}},
         "Field type [ip] is incompatible with specified value_type [byte|short|integer|long]"),
        ({"terms": {}}, "Required one of fields [field, script], but none were specified. "),
        ({"terms": {"field": "t"}}, "Fielddata is disabled on [t] in [a]. Text fields are not optimised"),
        ({"term": {"field": "k"}}, "Unknown aggregation type [term] did you mean [terms]?"),
        ({"terms": {"field": "k", "sizes": 1}}, "[terms] unknown field [sizes] did you mean [size]?"),
    ],
)  # fmt: skip
def test_refusals(filled: docstore.Store, body: Json, text: str) -> None:
    with pytest.raises(ApiError) as raised:
        aggregate(filled, body)
    assert text in str(raised.value.body)


def test_a_body_that_is_changed_after_a_search_changes_no_other() -> None:
    with docstore.open() as store:
        store.bulk(index="i", operations=[part for n in range(4) for part in ({"index": {}}, {"n": n % 2})])
        aggs: Json = {"one": {"filter": {"term": {"n": 0}}}, "marked": {"max": {"field": "n"}, "meta": {"tag": [1]}}}
        asked = deepcopy(aggs)
        found = store.search(index="i", size=0, aggs=asked)["aggregations"]
        asked["one"]["filter"]["term"]["n"] = 7
        found["marked"]["meta"]["tag"].append(2)
        again = store.search(index="i", size=0, aggs=deepcopy(aggs))["aggregations"]
        assert (again["one"]["doc_count"], again["marked"]["meta"]) == (2, {"tag": [1]})


@pytest.mark.parametrize("index", ["a", "a,b"])
def test_addresses_and_versions_are_in_their_own_order(store: docstore.Store, index: str) -> None:
    fields = {"ip": {"type": "ip"}, "version": {"type": "version"}}
    for name in "ab":
        store.indices.create(index=name, mappings={"properties": fields})
    for ip, version in (("10.0.0.1", "1.10.0"), ("::1", "1.9.0"), ("9.0.0.1", "2.0.0")):
        store.index(index="a", document={"ip": ip, "version": version})
    aggs = {name: {"terms": {"field": name}} for name in fields}
    found = store.search(index=index, size=0, aggs=aggs)["aggregations"]
    keys = {name: [bucket["key"] for bucket in found[name]["buckets"]] for name in fields}
    assert keys == {"ip": ["::1", "9.0.0.1", "10.0.0.1"], "version": ["1.9.0", "1.10.0", "2.0.0"]}


BELOW = {
    "stats": {"stats": {"field": "n"}},
    "max": {"max": {"field": "n"}},
    "count": {"value_count": {"field": "n"}},
    "percents": {"percentiles": {"field": "n"}},
    "top": {"top_metrics": {"metrics": {"field": "n"}, "sort": {"n": "desc"}}},
    "few": {"filter": {"range": {"n": {"lt": 4}}}, "aggs": {"avg": {"avg": {"field": "n"}}, "terms": {"terms": {"field": "n"}}}},
    "terms": {"terms": {"field": "n"}},
}
_PATHS = (
    "Buckets can only be sorted on a sub-aggregator path that is built out of zero or more single-bucket aggregations within the path and"
    " a final single-bucket or a metrics aggregation at the path end."
)


@pytest.fixture
def numbered(store: docstore.Store) -> docstore.Store:
    store.indices.create(index="o", mappings={"properties": {"k": {"type": "keyword"}, "n": {"type": "integer"}}})
    for key, numbers in {"a": (1, 2, 3), "b": (0, 9), "c": (5,)}.items():
        for number in numbers:
            store.index(index="o", document={"k": key, "n": number})
    return store


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("max", "bca"),
        ("max.value", "bca"),
        ("max[value]", "bca"),
        ("stats.min", "cab"),
        ("stats[sum]", "bac"),
        ("count", "abc"),
        ("percents.50", "cba"),
        ("percents[99.0]", "bca"),
        ("top[n]", "bca"),
        ("few", "abc"),
        ("few.doc_count", "abc"),
        ("few>avg", "abc"),
        ("few>avg[value]", "abc"),
    ],
)
def test_order_by_a_path(numbered: docstore.Store, path: str, expected: str) -> None:
    body = {"terms": {"field": "k", "order": {path: "desc"}}, "aggs": BELOW}
    found = numbered.search(index="o", size=0, aggs={"t": body})["aggregations"]["t"]["buckets"]
    assert "".join(bucket["key"] for bucket in found) == expected
    numbered.indices.create(index="empty")
    again = numbered.search(index="o,empty", size=0, aggs={"t": body})["aggregations"]["t"]["buckets"]
    assert again == found


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "max[x]",
            "Ordering on a single-value metrics aggregation can only be done on its value. Either drop the key (a la \"max\") or change it"
            ' to "value" (a la "max.value")',
        ),
        ("max.max", "Ordering on a single-value metrics aggregation can only be done on its value. Either"),
        ("stats", "When ordering on a multi-value metrics aggregation a metric name must be specified."),
        ("stats.x", "Unknown metric name [x] on multi-value metrics aggregation [stats]"),
        ("percents[7]", "Unknown metric name [7] on multi-value metrics aggregation [percents]"),
        ("top.x", "Unknown metric name [x] on multi-value metrics aggregation [top]"),
        ("terms", _PATHS),
        ("few>terms", _PATHS),
        ("few>x", "The provided aggregation [x] either does not exist, or is a pipeline"),
    ],
)
def test_order_by_no_path(numbered: docstore.Store, path: str, text: str) -> None:
    with pytest.raises(ApiError) as raised:
        numbered.search(index="o", size=0, aggs={"t": {"terms": {"field": "k", "order": {path: "desc"}}, "aggs": BELOW}})
    error = raised.value.body["error"]["root_cause"][0]
    assert error["type"] == "invalid_path"
    assert error["reason"].startswith(f"Invalid aggregation order path [{path}]. {text}")


@pytest.mark.parametrize("path", ["few[x]>avg", "max[", "max[]", ".value", "max."])
def test_order_by_what_is_no_path(numbered: docstore.Store, path: str) -> None:
    with pytest.raises(ApiError) as raised:
        numbered.search(index="o", size=0, aggs={"t": {"terms": {"field": "k", "order": {path: "desc"}}, "aggs": BELOW}})
    error = raised.value.body["error"]["caused_by"]
    assert error["type"] == "invalid_path"
    assert error["reason"].startswith("Invalid path element [")


def test_an_index_whose_field_is_of_another_value_type_fails_alone() -> None:
    with docstore.open() as store:
        for index, kind in (("words", "keyword"), ("addresses", "ip")):
            store.indices.create(index=index, mappings={"properties": {"at": {"type": kind}}})
        store.index(index="addresses", document={"at": "127.0.0.1"})
        found = store.search(index="words,addresses", size=0, aggs={"t": {"terms": {"field": "at", "value_type": "ip"}}})
        assert found["_shards"]["failed"] == 1
        assert [bucket["key"] for bucket in found["aggregations"]["t"]["buckets"]] == ["127.0.0.1"]
