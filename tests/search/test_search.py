from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError, BadRequestError

Json = dict[str, Any]

MAPPINGS = {
    "properties": {
        "k": {"type": "keyword"},
        "n": {"type": "long"},
        "i": {"type": "integer"},
        "f": {"type": "float"},
        "d": {"type": "date"},
        "b": {"type": "boolean"},
        "t": {"type": "text", "fields": {"raw": {"type": "keyword"}}},
        "ip": {"type": "ip"},
        "s": {"type": "keyword", "store": True},
    }
}
DOCUMENTS: list[Json] = [
    {"k": "x", "n": 3, "i": 1, "f": 1.1, "d": "2020-01-01", "b": True, "t": "Red fox", "ip": "10.0.0.9", "s": "a"},
    {"k": "y", "n": 1, "i": 2, "f": 2.5, "d": "2020-01-03T10:00:00Z", "b": False, "t": "Blue fox", "ip": "10.0.0.10"},
    {"k": ["x", "w"], "n": [2, 9], "d": "2019-05-05", "o": {"p": 1}},
    {"k": "z"},
]


@pytest.fixture
def filled(store: docstore.Store) -> docstore.Store:
    store.indices.create(index="a", mappings=MAPPINGS)
    for at, document in enumerate(DOCUMENTS):
        store.index(index="a", id=str(at), document=document)
    return store


def ids(response: Json) -> list[str]:
    return [hit["_id"] for hit in response["hits"]["hits"]]


def reason(call: Any, **arguments: Any) -> Json:
    with pytest.raises(ApiError) as raised:
        call(**arguments)
    return raised.value.body["error"]  # type: ignore[no-any-return]


def test_everything_as_elasticsearch_answers(filled: docstore.Store) -> None:
    response = filled.search(index="a", size=1)
    assert isinstance(response.pop("took"), int)
    assert response == {
        "timed_out": False,
        "_shards": {"total": 1, "successful": 1, "skipped": 0, "failed": 0},
        "hits": {
            "total": {"value": 4, "relation": "eq"},
            "max_score": 1.0,
            "hits": [{"_index": "a", "_id": "0", "_score": 1.0, "_source": DOCUMENTS[0]}],
        },
    }


def test_scores_are_those_of_one_shard(filled: docstore.Store) -> None:
    response = filled.search(index="a", query={"term": {"k": "x"}})
    assert ids(response) == ["0", "2"]
    assert response["hits"]["max_score"] == response["hits"]["hits"][0]["_score"] == pytest.approx(0.7549127, rel=1e-6)


@pytest.mark.parametrize(
    ("sort", "expected", "values"),
    [
        ("n", ["1", "2", "0", "3"], [[1], [2], [3], [9223372036854775807]]),
        ("n:desc", ["2", "0", "1", "3"], [[9], [3], [1], [-9223372036854775808]]),
        ([{"n": {"order": "asc", "missing": "_first"}}], ["3", "1", "2", "0"], [[-9223372036854775808], [1], [2], [3]]),
        ([{"n": {"missing": 2}}], ["1", "2", "3", "0"], [[1], [2], [2], [3]]),
        ([{"n": {"order": "desc", "mode": "avg"}}], ["2", "0", "1", "3"], [[6], [3], [1], [-9223372036854775808]]),
        ([{"i": "asc"}], ["0", "1", "2", "3"], [[1], [2], [2147483647], [2147483647]]),
        ([{"f": "asc"}], ["0", "1", "2", "3"], [[1.1], [2.5], ["Infinity"], ["Infinity"]]),
        ([{"k": "desc"}], ["3", "1", "0", "2"], [["z"], ["y"], ["x"], ["x"]]),
        ([{"k": {"order": "asc", "mode": "max"}}], ["0", "2", "1", "3"], [["x"], ["x"], ["y"], ["z"]]),
        ([{"ip": "asc"}], ["0", "1", "2", "3"], [["10.0.0.9"], ["10.0.0.10"], [None], [None]]),
        ([{"b": "asc"}], ["1", "0", "2", "3"], [[0], [1], [9223372036854775807], [9223372036854775807]]),
        ([{"d": "asc"}], ["2", "0", "1", "3"], [[1557014400000], [1577836800000], [1578045600000], [9223372036854775807]]),
        (
            [{"d": {"order": "desc", "format": "yyyy-MM-dd"}}],
            ["1", "0", "2", "3"],
            [["2020-01-03"], ["2020-01-01"], ["2019-05-05"], [None]],
        ),
        (["_doc"], ["0", "1", "2", "3"], [[0], [1], [2], [3]]),
        ([{"_seq_no": "desc"}], ["3", "2", "1", "0"], [[3], [2], [1], [0]]),
        ([{"nope": {"unmapped_type": "long"}}, {"_seq_no": "desc"}], ["3", "2", "1", "0"], [[(1 << 63) - 1, n] for n in (3, 2, 1, 0)]),
        ([{"nope": {"unmapped_type": "keyword"}}], ["0", "1", "2", "3"], [[None]] * 4),
    ],
)
def test_sorts(filled: docstore.Store, sort: Any, expected: list[str], values: list[Any]) -> None:
    response = filled.search(index="a", sort=sort)
    assert ids(response) == expected
    shown = [hit["sort"] for hit in response["hits"]["hits"]]
    assert shown == values
    assert all(hit["_score"] is None for hit in response["hits"]["hits"])
    for at, after in enumerate(shown):
        behind = ids(filled.search(index="a", sort=sort, search_after=after))
        assert behind == expected[len(expected) - len(behind) :]
        assert expected[at] not in behind


def test_scores_as_a_criterion(filled: docstore.Store) -> None:
    query = {"bool": {"must": {"match_all": {}}, "should": {"term": {"k": "x"}}}}
    response = filled.search(index="a", query=query, sort=["_score", {"n": "asc"}])
    assert ids(response) == ["2", "0", "1", "3"]
    assert response["hits"]["max_score"] is None
    assert response["hits"]["hits"][2]["_score"] == 1.0
    assert response["hits"]["hits"][2]["sort"] == [1.0, 1]
    assert filled.search(index="a", sort=["n"], track_scores=True)["hits"]["max_score"] == 1.0
    assert "sort" not in filled.search(index="a", sort=["_score"])["hits"]["hits"][0]


def test_pages(filled: docstore.Store) -> None:
    assert ids(filled.search(index="a", from_=1, size=2, sort="n")) == ["2", "0"]
    assert ids(filled.search(index="a", body={"from": 3, "size": 9})) == ["3"]
    assert ids(filled.search(index="a", size="0")) == []


def test_totals(filled: docstore.Store) -> None:
    def total(**how: Any) -> Any:
        return filled.search(index="a", **how)["hits"].get("total")

    assert total(track_total_hits=2) == {"value": 2, "relation": "gte"}
    assert total(track_total_hits=4) == {"value": 4, "relation": "eq"}
    assert total(track_total_hits=1) == {"value": 1, "relation": "gte"}
    assert total(track_total_hits=0) == {"value": 0, "relation": "gte"}
    assert total(track_total_hits=False) is None
    assert total(rest_total_hits_as_int=True) == 4
    assert total(post_filter={"term": {"k": "x"}}) == {"value": 2, "relation": "eq"}
    assert total(min_score=2) == {"value": 0, "relation": "eq"}
    stopped = filled.search(index="a", terminate_after=1)
    assert stopped["terminated_early"] is True
    assert stopped["hits"]["total"]["value"] == 1


def test_parts_of_a_hit(filled: docstore.Store) -> None:
    def hit(**how: Any) -> Json:
        return filled.search(index="a", query={"ids": {"values": ["0"]}}, **how)["hits"]["hits"][0]  # type: ignore[no-any-return]

    assert "_source" not in hit(source=False)
    assert hit(source=["k", "n"])["_source"] == {"k": "x", "n": 3}
    assert hit(source="k")["_source"] == {"k": "x"}
    assert hit(source_excludes="t,ip,d,b,f,i,s")["_source"] == {"k": "x", "n": 3}
    assert hit(version=True)["_version"] == 1
    assert {"_seq_no": 0, "_primary_term": 1}.items() <= hit(seq_no_primary_term=True).items()
    assert hit(stored_fields="s") == {"_index": "a", "_id": "0", "_score": 1.0, "fields": {"s": ["a"]}}
    assert hit(stored_fields="_none_") == {"_index": "a", "_score": 1.0}
    assert hit(docvalue_fields=["n", {"field": "n", "format": "#.00"}])["fields"] == {"n": [3, "3.00"]}
    assert hit(docvalue_fields=["d", {"field": "n", "format": "#.00"}, "b"])["fields"] == {
        "d": ["2020-01-01T00:00:00.000Z"],
        "n": ["3.00"],
        "b": [True],
    }
    assert hit(fields=["t*", {"field": "d", "format": "yyyy"}, "f", "_id"])["fields"] == {
        "_id": ["0"],
        "t": ["Red fox"],
        "t.raw": ["Red fox"],
        "d": ["2020"],
        "f": [1.1],
    }
    assert hit(explain=True)["_explanation"] == {"value": 1.0, "description": "ids", "details": []}


def test_names_of_the_queries_that_match(filled: docstore.Store) -> None:
    named = {"bool": {"should": [{"term": {"k": {"value": "x", "_name": "one"}}}, {"term": {"n": {"value": 2, "_name": "two"}}}]}}
    hits = filled.search(index="a", query=named)["hits"]["hits"]
    assert {hit["_id"]: hit["matched_queries"] for hit in hits} == {"0": ["one"], "2": ["one", "two"]}


def test_several_indices(filled: docstore.Store) -> None:
    filled.index(index="b", id="b0", document={"n": 2, "k": "x"})
    filled.indices.put_alias(index="a", name="some", filter={"term": {"n": 3}})
    assert ids(filled.search(index="a,b", sort="n:desc")) == ["2", "0", "b0", "1", "3"]
    assert ids(filled.search(index="some")) == ["0"]
    assert ids(filled.search(index="a,b", indices_boost=[{"b": 2}], size=1)) == ["b0"]
    response = filled.search(index="a,b", sort="i")
    assert response["_shards"]["failed"] == 1
    assert response["_shards"]["failures"][0]["reason"]["reason"] == "No mapping found for [i] in order to sort on"
    error = reason(filled.search, index="a,b", sort="i", allow_partial_search_results=False)
    assert error["reason"] == "Partial shards failure"


def test_collapse_asks_for_one_value() -> None:
    with docstore.open() as store:
        for number, value in enumerate([True, False, [True, False], True]):
            store.index(index="i", id=str(number), document={"b": value, "one": bool(number % 2)})
        with pytest.raises(ApiError) as several:
            store.search(index="i", collapse={"field": "b"})
        reason = several.value.body["error"]["root_cause"][0]["reason"]
        assert reason == "failed to collapse 2, the collapse field must be single valued"
        hits = store.search(index="i", collapse={"field": "one"}, sort="_doc")["hits"]["hits"]
        assert [(hit["_id"], hit["fields"]["one"][0] is (hit["_id"] == "1")) for hit in hits] == [("0", True), ("1", True)]


def test_collapse(filled: docstore.Store) -> None:
    filled.update(index="a", id="2", doc={"k": "x"})
    response = filled.search(
        index="a", collapse={"field": "k", "inner_hits": {"name": "all", "sort": [{"n": "desc"}], "_source": False}}, sort="n"
    )
    assert ids(response) == ["1", "2", "3"]
    first, second, _ = response["hits"]["hits"]
    assert first["fields"] == {"k": ["y"]}
    assert ids(second["inner_hits"]["all"]) == ["2", "0"]
    assert response["hits"]["total"]["value"] == 4


def test_the_heads_of_groups_are_rescored(store: docstore.Store) -> None:
    rows = [("0", 2, 30), ("10", 5, 100), ("10", 10, 50), ("0", 1, 10), ("129", 7, 3)]
    for at, (group, score, popularity) in enumerate(rows):
        store.index(index="p", id=str(at), document={"group": group, "score": score, "popularity": popularity})
    query, again = ({"function_score": {"field_value_factor": {"field": name}}} for name in ("score", "popularity"))
    rescore = {"query": {"rescore_query": again, "query_weight": 0}}
    found = store.search(index="p", query=query, collapse={"field": "group.keyword"}, rescore=rescore)["hits"]
    assert [(hit["_id"], hit["_score"]) for hit in found["hits"]] == [("2", 50.0), ("0", 30.0), ("4", 3.0)]
    assert (found["total"]["value"], found["max_score"]) == (5, 50.0)


def test_rescore(filled: docstore.Store) -> None:
    rescore = {"window_size": 4, "query": {"rescore_query": {"term": {"n": 1}}, "rescore_query_weight": 5, "query_weight": 2}}
    response = filled.search(index="a", rescore=rescore)
    assert ids(response) == ["1", "0", "2", "3"]
    assert [hit["_score"] for hit in response["hits"]["hits"]] == [7, 2, 2, 2]


@pytest.mark.parametrize(
    ("mode", "shown", "scores"),
    [
        ("total", "sum", [15, 15, 5, 5]),
        ("multiply", "product", [50, 50, 5, 5]),
        ("avg", "avg", [7.5, 7.5, 5, 5]),
        ("max", "max", [10, 10, 5, 5]),
    ],
)
def test_an_explanation_tells_of_the_second_pass(filled: docstore.Store, mode: str, shown: str, scores: list[float]) -> None:
    query = {"rescore_query": {"match_all": {}}, "query_weight": 5, "rescore_query_weight": 10, "score_mode": mode}
    hits = filled.search(index="a", explain=True, rescore={"window_size": 2, "query": query})["hits"]["hits"]
    assert [hit["_score"] for hit in hits] == [hit["_explanation"]["value"] for hit in hits] == scores
    assert [hit["_explanation"]["description"] for hit in hits] == [f"{shown} of:", f"{shown} of:", "product of:", "product of:"]
    assert [each["details"][1]["description"] for each in hits[0]["_explanation"]["details"]] == ["primaryWeight", "secondaryWeight"]


def test_slices_are_all_there_is(filled: docstore.Store) -> None:
    parts = [ids(filled.search(index="a", scroll="1m", slice={"id": part, "max": 3})) for part in range(3)]
    assert sorted(each for part in parts for each in part) == ["0", "1", "2", "3"]


def test_updates_and_deletions_are_seen(filled: docstore.Store) -> None:
    filled.search(index="a", sort="n")
    filled.update(index="a", id="3", doc={"n": 0})
    filled.delete(index="a", id="1")
    assert ids(filled.search(index="a", sort="n")) == ["3", "2", "0"]


@pytest.mark.parametrize(
    ("body", "type_", "text"),
    [
        ({"foo": 1}, "parsing_exception", "Unknown key for a VALUE_NUMBER in [foo]."),
        ({"query": []}, "parsing_exception", "Unknown key for a START_ARRAY in [query]."),
        ({"from": -1}, "illegal_argument_exception", "[from] parameter cannot be negative but was [-1]"),
        ({"size": -1}, "illegal_argument_exception", "[size] parameter cannot be negative, found [-1]"),
        ({"terminate_after": -1}, "illegal_argument_exception", "terminateAfter must be > 0"),
        ({"slice": {"id": 2, "max": 2}}, "x_content_parse_exception", None),
        ({"sort": "x", "rescore": {"query": {"rescore_query": {"match_all": {}}}}}, "illegal_argument_exception", None),
        ({"query": {"nope": {}}}, "parsing_exception", "unknown query [nope]"),
        ({"aggs": {"a": {"nope": {}}}}, "parsing_exception", "Unknown aggregation type [nope]"),
    ],
)
def test_refusals_before_any_index(filled: docstore.Store, body: Json, type_: str, text: str | None) -> None:
    error = reason(filled.search, index="a", body=body)
    if text is not None:
        assert error["reason"] == text
        assert error["type"] == type_


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"sort": "nope"}, "No mapping found for [nope] in order to sort on"),
        ({"sort": {"nope": {"unmapped_type": "strange"}}}, "No mapper found for type [strange]"),
        ({"sort": ["n"], "search_after": [1, 2]}, "search_after has 2 value(s) but sort has 1."),
        ({"search_after": [1]}, "Sort must contain at least one field."),
        ({"collapse": {"field": "nope"}}, "no mapping found for `nope` in order to collapse on"),
        ({"collapse": {"field": "t"}}, "collapse is not supported for the field [t] of the type [text]"),
        (
            {"from": 9_999, "size": 2},
            "Result window is too large, from + size must be less than or equal to: [10000] but was [10001]. See the scroll api for a more"
            " efficient way to request large data sets. This limit can be set by changing the [index.max_result_window] index level"
            " setting.",
        ),
    ],
)
def test_refusals_of_an_index(filled: docstore.Store, body: Json, text: str) -> None:
    error = reason(filled.search, index="a", body=body)
    assert error["type"] == "search_phase_execution_exception"
    assert error["reason"] == "all shards failed"
    assert error["phase"] == "query"
    assert error["root_cause"][0]["reason"] == text
    assert error["failed_shards"][0]["reason"]["reason"] == text
    with pytest.raises(BadRequestError):
        filled.search(index="a", body=body)


def test_missing_indices(store: docstore.Store) -> None:
    assert reason(store.search, index="nope")["type"] == "index_not_found_exception"
    response = store.search(index="nope*")
    assert response["hits"] == {"total": {"value": 0, "relation": "eq"}, "max_score": 0.0, "hits": []}
    assert response["_shards"]["total"] == 0


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_nothing_by_score(order: str) -> None:
    with docstore.open() as store:
        store.indices.create(index="a")
        found = store.search(index="a", query={"match_none": {}}, sort=[{"_score": order}, "_doc"])
        assert found["hits"]["hits"] == []
