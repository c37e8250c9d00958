"""function_score: what functions make of scores, worked out from the published formulas."""

from __future__ import annotations

import math
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

Json = dict[str, Any]

DAY = 86_400_000
PROPERTIES: Json = {
    "n": {"type": "double"},
    "k": {"type": "keyword"},
    "d": {"type": "date"},
    "p": {"type": "geo_point"},
    "t": {"type": "text"},
    "u": {"type": "unsigned_long"},
    "dn": {"type": "date_nanos"},
    "ip": {"type": "ip"},
    "b": {"type": "boolean"},
}
DOCUMENTS: list[Json] = [
    {"n": 4, "k": "a", "d": "2024-01-01", "p": [0, 0]} | {"u": 2**62, "dn": "2024-01-01", "ip": "10.0.0.1", "b": True},
    {"n": [100, 9], "k": ["b", "c"], "d": "2024-01-11", "p": [1, 0]}
    | {"u": [9, 10], "dn": "2024-01-11T00:00:00.000000001Z", "ip": ["10.0.0.1", "::1"], "b": [True, False]},
    {"k": "a"},
]


@pytest.fixture
def index(store: docstore.Store) -> docstore.Store:
    store.indices.create(index="i", mappings={"properties": PROPERTIES})
    for at, document in enumerate(DOCUMENTS):
        store.index(index="i", id=str(at), document=document)
    return store


def scores(store: docstore.Store, body: Json) -> list[float]:
    """Of all three documents, in their order."""
    hits = store.search(index="i", query={"function_score": body}, explain=True)["hits"]["hits"]
    for hit in hits:
        assert hit["_explanation"]["value"] == pytest.approx(hit["_score"], rel=1e-6)
    found = {hit["_id"]: hit["_score"] for hit in hits}
    return [found[key] for key in sorted(found)]


@pytest.mark.parametrize(
    ("modifier", "formula"),
    [
        ("none", lambda n: n),
        ("log", math.log10),
        ("log1p", lambda n: math.log10(1 + n)),
        ("log2p", lambda n: math.log10(2 + n)),
        ("ln", math.log),
        ("ln1p", math.log1p),
        ("ln2p", lambda n: math.log(2 + n)),
        ("square", lambda n: n * n),
        ("sqrt", math.sqrt),
        ("reciprocal", lambda n: 1 / n),
    ],
)
def test_field_value_factor(index: docstore.Store, modifier: str, formula: Any) -> None:
    body = {"field": "n", "factor": 1.5, "modifier": modifier, "missing": 2}
    expected = [formula(1.5 * n) for n in (4, 9, 2)]
    assert scores(index, {"field_value_factor": body}) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ({"gauss": {"n": {"origin": 4, "scale": 2}}}, [1, 0.5 ** ((5 / 2) ** 2), 1]),
        ({"gauss": {"n": {"origin": 4, "scale": 2, "offset": 3, "decay": 0.3}}}, [1, 0.3, 1]),
        ({"exp": {"n": {"origin": 4, "scale": 10}}}, [1, 0.5 ** (5 / 10), 1]),
        ({"exp": {"n": {"origin": 4, "scale": 10}, "multi_value_mode": "max"}}, [1, 0.5 ** (96 / 10), 1]),
        ({"exp": {"n": {"origin": 4, "scale": 10}, "multi_value_mode": "avg"}}, [1, 0.5 ** (50.5 / 10), 1]),
        ({"exp": {"n": {"origin": 4, "scale": 10}, "multi_value_mode": "sum"}}, [1, 0.5 ** (101 / 10), 1]),
        ({"linear": {"n": {"origin": 4, "scale": 5}}}, [1, 0.5, 1]),
        ({"linear": {"n": {"origin": 4, "scale": 2}}}, [1, 0, 1]),
        ({"linear": {"d": {"origin": "2024-01-11", "scale": "10d", "decay": 0.75}}}, [0.75, 1, 1]),
        ({"exp": {"d": {"origin": "2024-01-10||+1d", "scale": "5d", "offset": "1d"}}}, [0.5 ** (9 / 5), 1, 1]),
        ({"linear": {"p": {"origin": "0,0", "scale": "222390m"}}}, [1, 0.75, 1]),
        ({"linear": {"p": {"origin": {"lat": 0, "lon": 1}, "scale": "222.390km", "offset": "111.195km"}}}, [1, 1, 1]),
    ],
    ids=str,
)
def test_decay(index: docstore.Store, function: Json, expected: list[float]) -> None:
    assert scores(index, function) == pytest.approx(expected, abs=2e-6)


A, ALL = {"term": {"k": "a"}}, {"match_all": {}}
TWO = [{"filter": A, "weight": 2}, {"weight": 5, "filter": {"exists": {"field": "n"}}}]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"weight": 3}, [3, 3, 3]),
        ({"weight": 3, "boost": 2}, [6, 6, 6]),
        ({"weight": 3, "boost": 2, "boost_mode": "replace"}, [3, 3, 3]),
        ({"functions": TWO}, [10, 5, 2]),
        ({"functions": TWO, "score_mode": "sum"}, [7, 5, 2]),
        ({"functions": TWO, "score_mode": "avg"}, [1, 1, 1]),
        ({"functions": TWO, "score_mode": "first"}, [2, 5, 2]),
        ({"functions": TWO, "score_mode": "max"}, [5, 5, 2]),
        ({"functions": TWO, "score_mode": "min"}, [2, 5, 2]),
        ({"functions": TWO[:1], "boost_mode": "sum"}, [3, 2, 3]),
        ({"functions": [{"filter": [ALL, [A]], "weight": [2]}]}, [2, 1, 2]),
        ({"functions": TWO, "boost_mode": "avg", "boost": 2}, [6, 3.5, 2]),
        ({"functions": TWO, "boost_mode": "max", "boost": 3}, [10, 5, 3]),
        ({"functions": TWO, "boost_mode": "min", "boost": 3}, [3, 3, 2]),
        ({"functions": TWO, "max_boost": 4}, [4, 4, 2]),
        ({"functions": TWO, "min_score": 5}, [10, 5]),
        ({"query": {"bool": {"filter": A}}, "functions": TWO, "boost_mode": "sum"}, [10, 2]),
        ({"query": {"constant_score": {"filter": A, "boost": 2}}, "weight": 4}, [8, 8]),
        ({}, [1, 1, 1]),
        ({"functions": []}, [1, 1, 1]),
        (
            {
                "score_mode": "avg",
                "functions": [{"field_value_factor": {"field": "n", "missing": 1}, "weight": 3}, {"weight": 2, "filter": A}],
            },
            [14 / 5, 9, 5 / 5],
        ),
    ],
    ids=str,
)
def test_modes(index: docstore.Store, body: Json, expected: list[float]) -> None:
    assert scores(index, body) == pytest.approx(expected, rel=1e-6)


def test_min_score_chooses_documents(index: docstore.Store) -> None:
    query = {"bool": {"filter": {"function_score": {"functions": TWO, "min_score": 5}}}}
    assert index.count(index="i", query=query)["count"] == 2


def java_int(number: int) -> int:
    return number & 0xFFFFFFFF


def murmur3(data: bytes, seed: int) -> int:
    """MurmurHash3, 32 bits, written from its description."""
    h, c1, c2 = seed, 0xCC9E2D51, 0x1B873593

    def rot(x: int, r: int) -> int:
        return java_int(x << r | x >> (32 - r))

    whole = len(data) // 4 * 4
    for at in range(0, whole, 4):
        h ^= java_int(rot(java_int(int.from_bytes(data[at : at + 4], "little") * c1), 15) * c2)
        h = java_int(rot(h, 13) * 5 + 0xE6546B64)
    if data[whole:]:
        h ^= java_int(rot(java_int(int.from_bytes(data[whole:], "little") * c1), 15) * c2)
    return mixed(h ^ len(data))


def mixed(h: int) -> int:
    h = java_int((h ^ h >> 16) * 0x85EBCA6B)
    h = java_int((h ^ h >> 13) * 0xC2B2AE35)
    return h ^ h >> 16


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("_seq_no", [b"0", b"1", b"2"]),
        (None, [b"0", b"1", b"2"]),
        ("k", [b"a", b"b", b"a"]),
        ("n", [b"4.0", b"100.0", None]),
        ("d", [b"1704067200000", b"1704931200000", None]),
        ("u", [b"4.611686018427388E18", b"10.0", None]),
        ("dn", [b"1704067200000", b"1704931200000", None]),
        ("ip", [bytes(10) + b"\xff\xff\x0a\x00\x00\x01", bytes(15) + b"\x01", None]),
        ("b", [b"1", b"0", None]),
    ],
)
def test_random_score(index: docstore.Store, field: str | None, values: list[bytes | None]) -> None:
    """Of several values the first by its bytes, which of a number are its text."""
    seed = mixed(42 ^ ord("i") << 10)
    hashes = [seed if value is None else murmur3(value, seed) for value in values]
    body = {"random_score": {"seed": 42, "field": field}}
    found = scores(index, body)
    assert found == pytest.approx([(h & 0xFFFFFF) / (1 << 24) for h in hashes], rel=1e-6)
    assert found == scores(index, body)


def test_random_without_seed(index: docstore.Store) -> None:
    assert all(0 <= score < 1 for score in scores(index, {"random_score": {}}))


def test_seeds(index: docstore.Store) -> None:
    as_text = scores(index, {"random_score": {"seed": "ab", "field": "_seq_no"}})
    assert as_text == scores(index, {"random_score": {"seed": 31 * 97 + 98, "field": "_seq_no"}})
    long = scores(index, {"random_score": {"seed": (7 << 32) + 5, "field": "_seq_no"}})
    assert long == scores(index, {"random_score": {"seed": 7 ^ 5, "field": "_seq_no"}})


def test_named_clauses_and_writes(index: docstore.Store) -> None:
    named = {"term": {"k": {"value": "b", "_name": "f"}}}
    body = {"query": {"exists": {"field": "k", "_name": "q"}}, "functions": [{"filter": named, "weight": 2}]}
    hits = index.search(index="i", query={"function_score": body})["hits"]["hits"]
    assert [hit["matched_queries"] for hit in hits] == [["q", "f"], ["q"], ["q"]]
    index.reindex(source={"index": "i", "query": {"function_score": {"query": A}}}, dest={"index": "j"})
    assert index.count(index="j")["count"] == 2


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"nope": {}}, "[1:36] unknown field [nope]"),
        ({"nope": 1}, "failed to parse [function_score] query. field [nope] is not supported"),
        ({"nope": []}, "failed to parse [function_score] query. array [nope] is not supported"),
        (
            {"weight": 1, "functions": []},
            "failed to parse [function_score] query. [you can either define [functions] array or a single function, not both. "
            "already found [weight], now encountering [functions].]",
        ),
        (
            {"weight": 1, "random_score": {}},
            "failed to parse [function_score] query. already found function [weight], now encountering [random_score]. use [functions] "
            "array if you want to define several functions.",
        ),
        ({"functions": [{"filter": ALL}]}, "an entry in functions list is missing a function."),
        ({"functions": [{"weight": -1}]}, "[weight] cannot be negative for a filtering function"),
        ({"score_mode": "x"}, "No enum constant org.elasticsearch.common.lucene.search.function.FunctionScoreQuery.ScoreMode.X"),
        ({"boost_mode": "x"}, "No enum constant org.elasticsearch.common.lucene.search.function.CombineFunction.X"),
        ({"field_value_factor": {"factor": 2}}, "[field_value_factor] required field 'field' missing"),
        ({"field_value_factor": {"field": "n", "x": 2}}, "field_value_factor query does not support [x]"),
        ({"field_value_factor": {"field": "n"}}, "Missing value for field [n]"),
        ({"field_value_factor": {"field": "zz"}}, "failed to create query: Unable to find a field mapper for field [zz]"),
        (
            {"field_value_factor": {"field": "n", "missing": 0.5, "modifier": "ln"}},
            "field value function must not produce negative scores, but got: [-0.6931471805599453] for field value: [0.5]; "
            "consider using ln1p or ln2p instead of ln to avoid negative scores",
        ),
        (
            {"random_score": {"seed": 1, "field": "_id"}},
            "failed to create query: Fielddata access on the _id field is disallowed, you can re-enable it by updating the dynamic cluster"
            " setting: indices.id_field_data.enabled",
        ),
        ({"random_score": {"seed": 1, "x": 1}}, "random_score query does not support [x]"),
        ({"random_score": {"seed": 1.5}}, "random_score seed must be an int, long or string, not 'VALUE_NUMBER'"),
        ({"gauss": {"zz": {"origin": 0, "scale": 1}}}, "unknown field [zz]"),
        ({"gauss": {"n": {"origin": 0}}}, "both [scale] and [origin] must be set for numeric fields."),
        ({"gauss": {"d": {}}}, "[scale] must be set for date fields."),
        ({"gauss": {"n": {"origin": 0, "scale": 0}}}, "failed to create query: function_score : scale must be > 0.0."),
        ({"gauss": {"n": {"x": 0}}}, "parameter [x] not supported!"),
        ({"gauss": {"k": {"origin": 0, "scale": 0}}}, "field [k] is of type [keyword], but only numeric types are supported."),
        ({"gauss": {"n": 1}}, "malformed score function score parameters."),
        ({"script_score": {"script": "1"}}, "docstore does not support scripts: [script_score] cannot be used in [function_score]"),
    ],
    ids=str,
)
def test_refusals(index: docstore.Store, body: Json, reason: str) -> None:
    with pytest.raises(ApiError) as failure:
        index.search(index="i", query={"function_score": body})
    assert failure.value.body["error"]["root_cause"][0]["reason"] == reason
    assert failure.value.status == 400


@pytest.mark.parametrize("body", [{"gauss": {"zz": {"origin": 0, "scale": 1}}}, {"field_value_factor": {"field": "zz"}}], ids=str)
def test_functions_are_checked_where_no_score_is_asked_for(index: docstore.Store, body: Json) -> None:
    for filtered in ({"function_score": body}, {"bool": {"filter": {"function_score": body}}}):
        with pytest.raises(ApiError) as failure:
            index.count(index="i", query=filtered)
        assert "[zz]" in failure.value.body["error"]["root_cause"][0]["reason"]


def test_a_scale_beyond_all_squares_falls_nowhere() -> None:
    with docstore.open() as store:
        store.index(index="a", document={"n": 3})
        found = store.search(index="a", query={"function_score": {"gauss": {"n": {"origin": 5, "scale": 1e308}}}})
    assert found["hits"]["max_score"] == 1.0
