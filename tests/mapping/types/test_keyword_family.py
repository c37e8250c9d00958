"""wildcard, constant_keyword, counted_keyword, version, match_only_text and token_count."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.mapping.types.version import decode_version, encode_version
from tests.mapping.types.cases import accepts, cause, changed, conflict, found, index_of, refused, round_trip, wrong

IAE = "illegal_argument_exception"


@pytest.mark.parametrize(
    ("spec", "shown"),
    [
        ({"type": "wildcard", "ignore_above": 10, "null_value": "N"}, None),
        ({"type": "wildcard", "ignore_above": 2**31 - 1}, {"type": "wildcard"}),
        ({"type": "constant_keyword", "value": 5}, {"type": "constant_keyword", "value": "5"}),
        ({"type": "counted_keyword", "index": False}, None),
        ({"type": "version", "meta": {"unit": "v"}}, None),
        ({"type": "match_only_text", "fields": {"k": {"type": "keyword"}}}, None),
        ({"type": "token_count", "analyzer": "standard", "enable_position_increments": False, "null_value": 3}, None),
    ],
)
def test_bodies(spec: dict[str, Any], shown: dict[str, Any] | None) -> None:
    assert round_trip(spec) == (shown or spec)


@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        ({"type": "wildcard", "index": False}, "unknown parameter [index] on mapper [f] of type [wildcard]"),
        ({"type": "version", "store": True}, "unknown parameter [store] on mapper [f] of type [version]"),
        (
            {"type": "match_only_text", "norms": False},
            "unknown parameter [norms] on mapper [f] of type [match_only_text]",
        ),
        (
            {"type": "constant_keyword", "value": True},
            "Property [value] on field [f] must be a number or a string, but got [true]",
        ),
        (
            {"type": "constant_keyword", "value": None},
            "[value] on mapper [f] of type [constant_keyword] must not have a [null] value",
        ),
        ({"type": "token_count"}, "Analyzer must be set for field [f] but wasn't."),
    ],
)
def test_wrong_bodies(spec: dict[str, Any], reason: str) -> None:
    assert wrong(spec) == reason


def test_what_may_change() -> None:
    assert changed({"type": "wildcard"}, {"type": "wildcard", "ignore_above": 3})["ignore_above"] == 3
    assert changed({"type": "constant_keyword"}, {"type": "constant_keyword", "value": "a"})["value"] == "a"
    assert conflict({"type": "constant_keyword", "value": "a"}, {"type": "constant_keyword", "value": "b"}) == (
        "Mapper for [f] conflicts with existing mapper:\n\tCannot update parameter [value] from [a] to [b]"
    )


def test_wildcard(store: docstore.Store) -> None:
    index_of(store, {"type": "wildcard", "ignore_above": 50_000}, "quick brown", ["x" * 40_000, 5], None, True)
    assert found(store, {"exists": {"field": "f"}}) == 3
    assert found(store, {"term": {"f": "quick brown"}}) == 1
    assert found(store, {"prefix": {"f": "quick"}}) == 1
    assert found(store, {"terms": {"f": ["5", "true"]}}) == 2
    assert found(store, {"range": {"f": {"gte": "q", "lt": "r"}}}) == 1


def test_a_constant_comes_from_the_first_document(store: docstore.Store) -> None:
    index_of(store, {"type": "constant_keyword"})
    store.index(index="i", document={"g": 1})
    assert found(store, {"exists": {"field": "f"}}) == 0
    store.index(index="i", document={"f": "a"})
    assert store.indices.get_mapping(index="i")["i"]["mappings"]["properties"]["f"]["value"] == "a"
    store.index(index="i", document={"f": ["a", "a"]})
    error = refused(store, {"f": "b"})
    assert error["caused_by"] == {
        "type": IAE,
        "reason": "[constant_keyword] field [f] only accepts values that are equal to the value defined in the "
        "mappings [a], but got [b]",
    }
    assert refused(store, {"f": None})["caused_by"]["reason"] == (
        "[constant_keyword] field [f] doesn't accept [null] values"
    )
    for query in ({"exists": {"field": "f"}}, {"term": {"f": "a"}}, {"prefix": {"f": ""}}, {"range": {"f": {"lte": "a"}}}):
        assert found(store, query) == 3
    assert found(store, {"term": {"f": "b"}}) == 0


def test_a_constant_of_a_multi_field(store: docstore.Store) -> None:
    index_of(store, {"type": "text", "fields": {"c": {"type": "constant_keyword"}}}, "a")
    properties = store.indices.get_mapping(index="i")["i"]["mappings"]["properties"]
    assert properties["f"]["fields"]["c"]["value"] == "a"
    refused(store, {"f": "b"})


def test_counted_keyword(store: docstore.Store) -> None:
    index_of(store, {"type": "counted_keyword"}, ["a", "a", "b", None], "a", None, [])
    assert found(store, {"exists": {"field": "f"}}) == 2
    assert found(store, {"term": {"f": "a"}}) == 2
    assert cause({"type": "counted_keyword"}, 5)[0] == IAE
    assert cause({"type": "counted_keyword"}, ["a", 1])[0] == "parsing_exception"


VERSIONS = [
    "0.1",
    "1",
    "1.0.0-1",
    "1.0.0-2",
    "1.0.0-12",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "1.0.0+b1",
    "1.2.3",
    "1.9.0",
    "1.10.0",
    "2.0.0-é",
    "",
]
"""In ascending order; the last two are no versions."""


def test_versions_sort_by_precedence() -> None:
    encoded = list(map(encode_version, VERSIONS))
    assert encoded[:-2] == sorted(encoded[:-2])
    assert max(encoded[:-2]) < min(encoded[-2:])
    assert [decode_version(one) for one in encoded] == VERSIONS


def test_version(store: docstore.Store) -> None:
    index_of(store, {"type": "version"}, "1.9.0", "1.10.0", "1.10.0-rc1", "not a version", None, 7)
    assert found(store, {"range": {"f": {"gt": "1.9.0", "lte": "1.10.0"}}}) == 2
    assert found(store, {"term": {"f": "1.10.0-rc1"}}) == 1
    assert found(store, {"term": {"f": {"value": "1.10.0-RC1", "case_insensitive": True}}}) == 1
    assert found(store, {"prefix": {"f": "1.1"}}) == 2
    assert found(store, {"exists": {"field": "f"}}) == 5
    assert cause({"type": "version"}, "1" * 128) == (
        IAE,
        "Groups of digits cannot be longer than 127, but found: 128",
    )
    assert cause({"type": "version"}, "1.99999999999") == ("number_format_exception", 'For input string: "99999999999"')
    assert cause({"type": "version"}, {})[0] == "illegal_argument_exception"


def test_match_only_text(store: docstore.Store) -> None:
    index_of(store, {"type": "match_only_text", "fields": {"k": {"type": "keyword"}}}, "Quick Fox", ["slow", 5])
    assert found(store, {"term": {"f": "quick"}}) == 1
    assert found(store, {"term": {"f.k": "Quick Fox"}}) == 1
    assert found(store, {"exists": {"field": "f"}}) == 2


def test_token_count(store: docstore.Store) -> None:
    spec = {"type": "text", "fields": {"n": {"type": "token_count", "analyzer": "standard"}}}
    index_of(store, spec, "one two three", ["one", "one two"], None, "")
    assert found(store, {"term": {"f.n": 3}}) == 1
    assert found(store, {"range": {"f.n": {"lte": 2}}}) == 2
    accepts({"type": "token_count", "analyzer": "standard"}, "a b", 1, 1.5, True, None, [])
    assert cause({"type": "token_count", "analyzer": "standard"}, {"a": 1})[0] == "illegal_argument_exception"


@pytest.mark.parametrize(("increments", "count"), [(True, 4), (False, 3)])
def test_tokens_at_one_place_count_once(store: docstore.Store, increments: bool, count: int) -> None:
    filters = {"same": {"type": "synonym", "synonyms": ["fast, quick"]}, "no_the": {"type": "stop", "stopwords": ["the"]}}
    analyzer = {"tokenizer": "standard", "filter": ["no_the", "same"]}
    store.indices.create(
        index="i",
        settings={"analysis": {"filter": filters, "analyzer": {"mine": analyzer}}},
        mappings={"properties": {"f": {"type": "token_count", "analyzer": "mine", "enable_position_increments": increments}}},
    )
    store.index(index="i", document={"f": "a quick the fox"})
    assert found(store, {"term": {"f": count}}) == 1


def test_a_constant_is_a_field_of_every_document(store: docstore.Store) -> None:
    index_of(store, {"type": "constant_keyword", "value": "v"}, "v")
    store.index(index="i", document={})
    assert [hit["fields"] for hit in store.search(index="i", fields=["f"])["hits"]["hits"]] == [{"f": ["v"]}] * 2
