"""``wildcard``, ``regexp`` and ``fuzzy``: wire forms, what they match, what they refuse."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from docstore import Store
from docstore.errors import ApiError
from docstore.query import parse
from docstore.query.fulltext.fuzziness import Fuzziness
from docstore.query.kinds.fuzzy import Fuzzy
from docstore.query.kinds.regexp import Regexp
from docstore.query.kinds.wildcard import Wildcard
from docstore.query.patterns.regexp import Flag
from docstore.query.query import Query
from tests.query.cases import Json, bind_error, matches, parse_error
from tests.query.test_text_scores import bm25, fill, scores

NAMES = ["San Jose", "Santa", "sand", "Sa*", None, ["x", "Sansa"]]


@pytest.mark.parametrize(
    ("body", "parsed"),
    [
        ({"wildcard": {"f": "a*"}}, Wildcard("f", "a*")),
        (
            {"wildcard": {"f": {"wildcard": "a*", "boost": 2, "case_insensitive": True, "rewrite": "scoring_boolean", "_name": "n"}}},
            Wildcard("f", "a*", True, "scoring_boolean", 2.0, "n"),
        ),
        ({"wildcard": {"f": {"value": 1}}}, Wildcard("f", "1")),
        ({"regexp": {"f": "a+"}}, Regexp("f", "a+")),
        (
            {"regexp": {"f": {"value": "a", "flags": "INTERVAL|EMPTY", "max_determinized_states": 7, "case_insensitive": True}}},
            Regexp("f", "a", Flag.INTERVAL | Flag.EMPTY, True, 7),
        ),
        ({"regexp": {"f": {"value": "a", "flags_value": 0}}}, Regexp("f", "a", Flag.NONE)),
        ({"fuzzy": {"f": "ab"}}, Fuzzy("f", "ab")),
        ({"fuzzy": {"f": {"value": "ab", "fuzziness": "AUTO:0,0"}}}, Fuzzy("f", "ab", Fuzziness(None, 0, 0))),
        (
            {"fuzzy": {"f": {"value": "ab", "fuzziness": "AUTO:1,2", "prefix_length": 1, "max_expansions": 9, "transpositions": False}}},
            Fuzzy("f", "ab", Fuzziness(None, 1, 2), 1, 9, False),
        ),
    ],
)
def test_wire_forms(body: Json, parsed: Query) -> None:
    assert parse(body) == parsed


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"wildcard": {}}, "field name is null or empty"),
        ({"wildcard": {"f": {}}}, "value cannot be null"),
        ({"wildcard": {"f": {"values": "a"}}}, "[wildcard] query does not support [values]"),
        ({"wildcard": {"f": "a", "g": "b"}}, "[wildcard] query doesn't support multiple fields, found [f] and [g]"),
        ({"wildcard": {"f": ["a"]}}, "Expected text but found START_ARRAY"),
        ({"regexp": {"f": None}}, "value cannot be null"),
        ({"regexp": {"f": {"value": "a", "flags": "X"}}}, "Unknown regexp flag [X]"),
        ({"regexp": {"f": {"value": "a", "flag": "X"}}}, "[regexp] query does not support [flag]"),
        ({"fuzzy": {}}, "field name cannot be null or empty"),
        ({"fuzzy": {"f": {}}}, "query value cannot be null"),
        ({"fuzzy": {"f": {"value": "a", "fuzzines": 1}}}, "[fuzzy] query does not support [fuzzines]"),
        ({"fuzzy": {"f": {"value": "a", "fuzziness": 3}}}, "Valid edit distances are [0, 1, 2] but was [3]"),
        ({"fuzzy": {"f": "a", "g": "b"}}, "[fuzzy] query doesn't support multiple fields, found [f] and [g]"),
    ],
)
def test_wire_errors(body: Json, reason: str) -> None:
    assert parse_error(body)["reason"] == reason


@pytest.mark.parametrize("type_name", ["keyword", "wildcard"])
@pytest.mark.parametrize(
    ("query", "seqs"),
    [
        ({"wildcard": {"f": "San*"}}, [0, 1, 5]),
        ({"wildcard": {"f": "*an?"}}, [2]),
        ({"wildcard": {"f": "Sa\\*"}}, [3]),
        ({"wildcard": {"f": "*"}}, [0, 1, 2, 3, 5]),
        ({"wildcard": {"f": {"value": "s?n*", "case_insensitive": True}}}, [0, 1, 2, 5]),
        ({"wildcard": {"f": ""}}, []),
        ({"regexp": {"f": "San.*"}}, [0, 1, 5]),
        ({"regexp": {"f": "[Ss]an(ta|d)"}}, [1, 2]),
        ({"regexp": {"f": {"value": "SAND?.*", "case_insensitive": True}}}, [0, 1, 2, 5]),
        ({"regexp": {"f": {"value": "~(.*[st].*)", "flags": "COMPLEMENT"}}}, [3, 5]),
        ({"fuzzy": {"f": "snad"}}, [2]),
        ({"fuzzy": {"f": {"value": "snad", "transpositions": False}}}, []),
        ({"fuzzy": {"f": {"value": "snad", "fuzziness": 2, "transpositions": False}}}, [2]),
        ({"fuzzy": {"f": {"value": "Sante", "prefix_length": 5}}}, []),
        ({"fuzzy": {"f": {"value": "Sante", "max_expansions": 1, "fuzziness": 2}}}, [1]),
    ],
)
def test_keywords(type_name: str, query: Json, seqs: list[int]) -> None:
    assert matches({"f": {"type": type_name}}, [{"f": value} for value in NAMES], query) == seqs


@pytest.mark.parametrize(
    ("properties", "documents", "query", "seqs"),
    [
        ({"f": {"type": "text"}}, [{"f": "The Big City"}], {"wildcard": {"f": "c?ty"}}, [0]),
        ({"f": {"type": "text"}}, [{"f": "The Big City"}], {"wildcard": {"f": "C?ty"}}, []),
        ({"f": {"type": "keyword", "normalizer": "lowercase"}}, [{"f": "Big"}], {"wildcard": {"f": "B?G"}}, [0]),
        ({"f": {"type": "keyword", "normalizer": "lowercase"}}, [{"f": "Big"}], {"regexp": {"f": "B.G"}}, [0]),
        ({"f": {"type": "version"}}, [{"f": "1.12.0"}, {"f": "1.2.0"}], {"wildcard": {"f": "1.?.*"}}, [1]),
        ({"f": {"type": "version"}}, [{"f": "1.12.0"}, {"f": "1.2.0"}], {"regexp": {"f": "1\\.1.+"}}, [0]),
        ({"f": {"type": "constant_keyword", "value": "abc"}}, [{}], {"wildcard": {"f": "a*"}}, [0]),
        ({}, [{}], {"wildcard": {"_index": "c*ies"}}, [0]),
        ({}, [{}], {"wildcard": {"f": "c*ies"}}, []),
        ({}, [{}], {"regexp": {"f": "(("}}, []),
        ({}, [{}], {"fuzzy": {"f": "a"}}, []),
    ],
)
def test_other_fields(properties: Json, documents: list[Json], query: Json, seqs: list[int]) -> None:
    assert matches(properties, documents, query) == seqs


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (
            {"wildcard": {"n": "1*"}},
            "Can only use wildcard queries on keyword, text and wildcard fields - not on [n] which is of type [long]",
        ),
        ({"regexp": {"n": "1.*"}}, "Can only use regexp queries on keyword and text fields - not on [n] which is of type [long]"),
        ({"fuzzy": {"n": "12"}}, "Can only use fuzzy queries on keyword and text fields - not on [n] which is of type [long]"),
        ({"regexp": {"k": "(a"}}, "failed to create query: expected ')' at position 2"),
        (
            {"regexp": {"k": {"value": "[ab]*a[ab]{9}", "max_determinized_states": 10}}},
            "failed to create query: Determinizing [ab]*a[ab]{9} would require more than 10 effort.",
        ),
        ({"wildcard": {"k": {"value": "a*", "rewrite": "best"}}}, "failed to create query: Failed to parse rewrite_method [best]"),
        ({"fuzzy": {"k": {"value": "a", "rewrite": "top_terms_x"}}}, 'failed to create query: For input string: "x"'),
        ({"fuzzy": {"k": {"value": "a", "prefix_length": -1}}}, "failed to create query: prefixLength cannot be negative."),
        ({"fuzzy": {"k": {"value": "a", "max_expansions": 0}}}, "failed to create query: maxExpansions must be positive."),
        (
            {"regexp": {"k": "a" * 1001}},
            "failed to create query: The length of regex [1001] used in the Regexp Query request has exceeded the allowed maximum"
            " of [1000]. This maximum can be set by changing the [index.max_regex_length] index level setting.",
        ),
    ],
)
def test_refused(query: Json, reason: str) -> None:
    error = bind_error({"n": {"type": "long"}, "k": {"type": "keyword"}}, query)
    assert (error["type"], error["reason"]) == ("query_shard_exception", reason)


def test_many_terms_together() -> None:
    """What runs over whole dictionaries finds what looking at each term does."""
    random = Random(3)
    words = sorted({"".join(random.choice("abé𝒳") for _ in range(random.randrange(1, 9))) for _ in range(500)})
    expected = [at for at, word in enumerate(words) if "ab" in word and word.endswith("é")]
    found = matches({"f": {"type": "keyword"}}, [{"f": word} for word in words], {"wildcard": {"f": "*ab*é"}})
    assert found == expected
    expected = [at for at, word in enumerate(words) if word.startswith("ba") and "𝒳" not in word]
    assert matches({"f": {"type": "keyword"}}, [{"f": word} for word in words], {"regexp": {"f": "ba[^𝒳]*"}}) == expected


TEXTS = ["fox", "fix the fox", "fax", "box", "foxes"]


def test_fuzzy_scores(store: Store) -> None:
    """Each term as rare as the most frequent one, less for each edit (``top_terms_blended_freqs``)."""
    fill(store, TEXTS)
    average = 7 / 5
    near = 1 - 1 / 3
    expected = {
        "0": bm25(1, 1, average, 5, 2),
        "1": bm25(1, 3, average, 5, 2) + bm25(1, 3, average, 5, 2, near),
        "2": bm25(1, 1, average, 5, 2, near),
        "3": bm25(1, 1, average, 5, 2, near),
    }
    assert scores(store, {"fuzzy": {"t": "fox"}}) == pytest.approx(expected, rel=1e-6)
    boosted = {key: 2 * score for key, score in expected.items()}
    assert scores(store, {"fuzzy": {"t": {"value": "fox", "boost": 2}}}) == pytest.approx(boosted, rel=1e-6)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"fuzzy": {"t": {"value": "fox", "rewrite": "constant_score", "boost": 3}}}, dict.fromkeys("0123", 3.0)),
        ({"fuzzy": {"t": {"value": "fox", "rewrite": "top_terms_boost_2"}}}, {"0": 1.0, "1": 1.0, "3": 2 / 3}),
        ({"fuzzy": {"t": {"value": "fox", "rewrite": "top_terms_boost_2", "max_expansions": 1}}}, {"0": 1.0, "1": 1.0, "3": 2 / 3}),
        ({"fuzzy": {"t": {"value": "fox", "rewrite": "constant_score", "max_expansions": 1}}}, dict.fromkeys("0123", 1.0)),
        ({"wildcard": {"t": "f?x"}}, dict.fromkeys("012", 1.0)),
        ({"wildcard": {"t": {"value": "f?x", "rewrite": "top_terms_boost_1", "boost": 4}}}, {"2": 4.0}),
        ({"prefix": {"t": {"value": "fox", "rewrite": "constant_score_boolean", "boost": 4}}}, dict.fromkeys("014", 4.0)),
        ({"regexp": {"t": "fox(es)?"}}, dict.fromkeys("014", 1.0)),
    ],
)
def test_rewrites(store: Store, query: Json, expected: dict[str, float]) -> None:
    fill(store, TEXTS)
    assert scores(store, query) == pytest.approx(expected, rel=1e-6)


def test_terms_scored_one_by_one(store: Store) -> None:
    fill(store, TEXTS)
    average = 7 / 5
    expected: dict[str, Any] = {
        "0": bm25(1, 1, average, 5, 2),
        "1": bm25(1, 3, average, 5, 2),
        "4": bm25(1, 1, average, 5, 1),
    }
    for kind, value, rewrite in (("prefix", "fox", "scoring_boolean"), ("regexp", "fox.*", "top_terms_9")):
        assert scores(store, {kind: {"t": {"value": value, "rewrite": rewrite}}}) == pytest.approx(expected, rel=1e-6)


def shard_failure(store: Store, query: Json) -> Json:
    with pytest.raises(ApiError) as raised:
        store.search(index="a", query=query)
    failure: Json = raised.value.body["error"]["failed_shards"][0]["reason"]
    return failure


def test_too_many_terms_to_score(store: Store) -> None:
    store.indices.create(index="a", mappings={"properties": {"k": {"type": "keyword"}}})
    store.bulk(index="a", operations=[line for at in range(4097) for line in ({"index": {}}, {"k": f"a{at}"})])
    failure = shard_failure(store, {"prefix": {"k": {"value": "a", "rewrite": "scoring_boolean"}}})
    assert (failure["type"], failure["reason"]) == ("too_many_clauses", "maxClauseCount is set to 4096")
    assert store.count(index="a", query={"prefix": {"k": "a"}})["count"] == 4097


def test_max_regex_length_is_a_setting(store: Store) -> None:
    store.indices.create(index="a", settings={"max_regex_length": 3}, mappings={"properties": {"k": {"type": "keyword"}}})
    assert "has exceeded the allowed maximum of [3]." in shard_failure(store, {"regexp": {"k": "aaaa"}})["reason"]
    store.indices.put_settings(index="a", settings={"max_regex_length": 4})
    assert store.search(index="a", query={"regexp": {"k": "aaaa"}})["hits"]["hits"] == []


@pytest.mark.parametrize(
    ("query", "written"),
    [
        ({"fuzzy": {"t": "fox"}}, "t:fox~1"),
        ({"fuzzy": {"t": {"value": "fox", "rewrite": "top_terms_boost_9"}}}, "t:fox~1"),
        ({"prefix": {"t": {"value": "fo", "rewrite": "scoring_boolean"}}}, "t:fo*"),
        ({"wildcard": {"t": {"value": "f?x", "boost": 2}}}, "(t:f?x)^2.0"),
        ({"regexp": {"t": "f.x"}}, "t:/f.x/"),
        ({"multi_match": {"query": "fox", "fields": ["t", "n"], "lenient": True}}, None),
        ({"multi_match": {"query": "fox", "fields": ["t^2", "u"], "type": "cross_fields"}}, None),
        ({"query_string": {"query": "fox~ OR fi* OR t:/b.x/"}}, None),
    ],
)
def test_explained(store: Store, query: Json, written: str | None) -> None:
    properties = {"t": {"type": "text"}, "u": {"type": "text"}, "n": {"type": "long"}}
    store.indices.create(index="a", mappings={"properties": properties})
    for at, text in enumerate(TEXTS):
        store.index(index="a", id=str(at), document={"t": text, "u": text})
    hits = store.search(index="a", query=query, explain=True)["hits"]["hits"]
    assert hits
    for hit in hits:
        assert hit["_explanation"]["value"] == hit["_score"]
    shown = store.indices.validate_query(index="a", query=query, explain=True)["explanations"][0]["explanation"]
    assert written is None or shown == written


def test_what_cannot_match_says_why(store: Store) -> None:
    store.indices.create(index="a", mappings={"properties": {"n": {"type": "long"}}})
    query = {"multi_match": {"query": "fox", "fields": ["n"], "lenient": True}}
    shown = store.indices.validate_query(index="a", query=query, explain=True)["explanations"][0]["explanation"]
    assert shown == 'MatchNoDocsQuery("failed [n] query, caused by number_format_exception:[For input string: "fox"]")'
    shown = store.indices.validate_query(index="a", query={"match": {"x": "a"}}, explain=True)["explanations"][0]["explanation"]
    assert shown == 'MatchNoDocsQuery("unmapped field [x]")'


def test_a_word_of_which_all_letters_are_changed_matches_and_counts_nothing(store: Store) -> None:
    store.indices.create(index="i", mappings={"properties": {"t": {"type": "text"}}})
    for number, word in enumerate(["fax", "a", "b", "word"]):
        store.index(index="i", id=str(number), document={"t": word})
    hits = store.search(index="i", query={"fuzzy": {"t": {"value": "fax", "fuzziness": 2}}})["hits"]["hits"]
    assert [(hit["_id"], hit["_score"] > 0) for hit in hits] == [("0", True), ("1", False)]
    hits = store.search(index="i", query={"match": {"t": {"query": "a", "fuzziness": 1}}})["hits"]["hits"]
    assert [(hit["_id"], hit["_score"] > 0) for hit in hits] == [("1", True), ("2", False)]
    hits = store.search(index="i", query={"fuzzy": {"t": {"value": "wd", "fuzziness": 2}}})["hits"]["hits"]
    assert [(hit["_id"], hit["_score"]) for hit in hits] == [("1", 0.0), ("2", 0.0), ("3", 0.0)]
    hits = store.search(index="i", query={"fuzzy": {"t": {"value": "wd", "fuzziness": 2, "max_expansions": 1}}})["hits"]["hits"]
    assert [hit["_id"] for hit in hits] == ["3"]
