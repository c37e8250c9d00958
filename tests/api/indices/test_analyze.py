"""The analyze API, and analyzers of index settings in mappings, documents and queries."""

from __future__ import annotations

from typing import Any

import pytest

from docstore import Store
from docstore.errors import ApiError, IllegalArgumentError, MapperParsingError

ANALYSIS: dict[str, Any] = {
    "analyzer": {
        "own": {"tokenizer": "standard", "char_filter": ["html_strip"], "filter": ["lowercase", "short"]},
        "default_search": {"type": "keyword"},
    },
    "filter": {"short": {"type": "stop", "stopwords": ["foo"]}},
    "normalizer": {"plain": {"filter": ["lowercase", "asciifolding"]}},
}
FIELDS = {
    "t": {"type": "text", "analyzer": "own"},
    "k": {"type": "keyword", "normalizer": "plain"},
    "n": {"type": "token_count", "analyzer": "own"},
    "i": {"type": "integer"},
}


@pytest.fixture
def index(store: Store) -> Store:
    store.indices.create(index="a", settings={"analysis": ANALYSIS}, mappings={"properties": FIELDS})
    return store


def _shown(answer: dict[str, Any]) -> list[tuple[str, int, int, int]]:
    return [(one["token"], one["start_offset"], one["end_offset"], one["position"]) for one in answer["tokens"]]


def test_without_an_index_standard_is_the_default(store: Store) -> None:
    answer = store.indices.analyze(text="The Fox")
    assert answer["tokens"][1] == {"token": "fox", "start_offset": 4, "end_offset": 7, "type": "<ALPHANUM>", "position": 1}


def test_several_texts_are_values_of_a_field(store: Store) -> None:
    assert _shown(store.indices.analyze(text=["a b", "c"])) == [("a", 0, 1, 0), ("b", 2, 3, 1), ("c", 4, 5, 102)]


def test_offsets_count_utf_16_units(store: Store) -> None:
    assert _shown(store.indices.analyze(analyzer="whitespace", text="👍 b")) == [("👍", 0, 2, 0), ("b", 3, 4, 1)]


def test_parts_make_an_analyzer(store: Store) -> None:
    found = store.indices.analyze(tokenizer="whitespace", filter=["lowercase", {"type": "stop", "stopwords": ["a"]}], text="A B")
    assert _shown(found) == [("b", 2, 3, 1)]
    assert _shown(store.indices.analyze(filter=["lowercase"], text="A B")) == [("a b", 0, 3, 0)]


def test_one_part_needs_no_list(store: Store) -> None:
    parts = {"tokenizer": "keyword", "char_filter": {"type": "html_strip"}, "filter": {"type": "truncate", "length": 2}}
    assert [token["token"] for token in store.indices.analyze(text="<b>abc</b>", **parts)["tokens"]] == ["ab"]
    shown = store.indices.analyze(text="a", explain=True, analyzer="standard", attributes="bytes")["detail"]["analyzer"]["tokens"][0]
    assert shown.keys() == {"token", "start_offset", "end_offset", "type", "position", "bytes"}


def test_analyzers_of_the_index(index: Store) -> None:
    for how in (
        {"field": "t"},
        {"analyzer": "own"},
        {"tokenizer": "standard", "char_filter": ["html_strip"], "filter": ["lowercase", "short"]},
    ):
        assert _shown(index.indices.analyze(index="a", text="Foo <b>Bar</b>", **how))[0][0] == "bar"
    assert _shown(index.indices.analyze(index="a", field="k", text="Été")) == [("ete", 0, 3, 0)]
    assert _shown(index.indices.analyze(index="a", normalizer="plain", text="Été")) == [("ete", 0, 3, 0)]
    assert _shown(index.indices.analyze(index="a", text="Été"))[0][0] == "été"


def test_explain_shows_each_part(index: Store) -> None:
    detail = index.indices.analyze(index="a", analyzer="own", text="<b>Foo</b> Bar", explain=True)["detail"]
    assert detail["charfilters"] == [{"name": "html_strip", "filtered_text": ["Foo Bar"]}]
    assert [(part["name"], [one["token"] for one in part["tokens"]]) for part in [detail["tokenizer"], *detail["tokenfilters"]]] == [
        ("standard", ["Foo", "Bar"]),
        ("lowercase", ["foo", "bar"]),
        ("short", ["bar"]),
    ]
    token = detail["tokenizer"]["tokens"][0]
    assert (token["bytes"], token["positionLength"], token["termFrequency"]) == ("[46 6f 6f]", 1, 1)


def test_explain_of_a_ready_analyzer(store: Store) -> None:
    detail = store.indices.analyze(analyzer="simple", text="A", explain=True, attributes=["bytes"])["detail"]
    token = {"token": "a", "start_offset": 0, "end_offset": 1, "type": "word", "position": 0, "bytes": "[61]"}
    assert detail == {"custom_analyzer": False, "analyzer": {"name": "simple", "tokens": [token]}}


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({}, "Validation Failed: 1: text is missing;"),
    ({"text": 5}, "[1:9] [analyze_request] text doesn't support values of type: VALUE_NUMBER"),
    ({"text": ["a", None]}, "[1:18] [analyze_request] failed to parse field [text]"),
    ({"text": "a", "normalizer": "plain"}, "Validation Failed: 1: index is required if normalizer is specified;"),
    ({"text": "a", "analyzer": "x", "tokenizer": "y"}, "Validation Failed: 1: cannot define extra components on a named analyzer;"),
    ({"text": "a", "analyzer": "x"}, "failed to find global analyzer [x]"),
    ({"text": "a", "tokenizer": "x"}, "failed to find global tokenizer under [x]"),
    ({"text": "a", "filter": ["x"]}, "failed to find global filter under [x]"),
    ({"text": "a", "filter": [{"type": "x"}]}, "failed to find global filter under [x]"),
    ({"text": "a", "filter": [{"type": "condition"}]}, "docstore has no filter [condition]"),
    ({"text": "a", "tokenizer": {"max": 1}}, 'Missing [type] setting for anonymous tokenizer: {"max":"1"}'),
    ({"text": "a", "tokenizer": {"type": "x"}}, "failed to find global tokenizer under [x]"),
    ({"text": "a", "field": "x"}, "analysis based on a specific field requires an index"),
    ({"text": "a", "filter": ["stop"]}, "Custom normalizer may not use filter [stop]"),
    ({"index": "a", "text": "a", "analyzer": "x"}, "failed to find analyzer [x]"),
    ({"index": "a", "text": "a", "filter": ["x"]}, "failed to find filter under [x]"),
    ({"index": "a", "text": "a", "normalizer": "x"}, "failed to find normalizer under [x]"),
    ({"index": "a", "text": "a", "field": "i"}, "Can't process field [i], Analysis requests are only supported on tokenized fields"),
    ({"index": "b", "text": "a"}, "no such index [b]"),
    (
        {"text": "a " * 10001},
        "The number of tokens produced by calling _analyze has exceeded the allowed maximum of [10000]. "
        "This limit can be set by changing the [index.analyze.max_token_count] index level setting.",
    ),
]


@pytest.mark.parametrize(("given", "reason"), REFUSED)
def test_refused(index: Store, given: dict[str, Any], reason: str) -> None:
    with pytest.raises(ApiError) as refusal:
        index.indices.analyze(**given)
    assert refusal.value.reason == reason


def test_documents_are_found_by_the_terms_of_their_analyzer(index: Store) -> None:
    index.index(index="a", id="1", document={"t": "Foo <b>Bar</b>", "k": "Été", "n": "foo bar baz"})

    def count(query: dict[str, Any]) -> int:
        return int(index.count(index="a", query=query)["count"])

    assert [count({"term": {"t": term}}) for term in ("bar", "foo", "Bar", "b")] == [1, 0, 0, 0]
    assert [count({"term": {"k": term}}) for term in ("ete", "ÉTÉ", "x")] == [1, 1, 0]
    assert count({"prefix": {"k": "ÉT"}}) == 1
    assert count({"range": {"k": {"gte": "ÉT", "lt": "EU"}}}) == 1
    assert count({"term": {"n": 3}}) == 1


def test_a_mapping_names_only_analyzers_that_are_there(store: Store) -> None:
    for field, reason in (
        ({"type": "text", "analyzer": "no"}, "analyzer [no] has not been configured in mappings"),
        ({"type": "text", "search_analyzer": "no"}, "analyzer [no] has not been configured in mappings"),
        ({"type": "keyword", "normalizer": "no"}, "normalizer [no] not found for field [f]"),
        ({"type": "token_count", "analyzer": "no"}, "analyzer [no] has not been configured in mappings"),
    ):
        with pytest.raises(MapperParsingError) as refusal:
            store.indices.create(index="b", mappings={"properties": {"f": field}})
        assert refusal.value.reason == f"Failed to parse mapping: {reason}"


def test_definitions_are_checked_when_an_index_is_made_and_changed(store: Store) -> None:
    wrong = {"analysis": {"analyzer": {"x": {"tokenizer": "no"}}}}
    reason = "Custom Analyzer [x] failed to find tokenizer under name [no]"
    with pytest.raises(IllegalArgumentError, match="failed to find tokenizer") as refusal:
        store.indices.create(index="b", settings=wrong)
    assert refusal.value.reason == reason
    store.indices.create(index="b")
    store.indices.close(index="b")
    with pytest.raises(IllegalArgumentError) as refusal:
        store.indices.put_settings(index="b", settings=wrong)
    assert refusal.value.reason == reason


def test_terms_follow_a_change_of_the_definition(index: Store) -> None:
    index.index(index="a", id="1", document={"t": "foo bar"})
    query = {"term": {"t": "foo"}}
    assert index.count(index="a", query=query)["count"] == 0
    index.indices.close(index="a")
    index.indices.put_settings(index="a", settings={"analysis": {"filter": {"short": {"type": "stop", "stopwords": ["x"]}}}})
    index.indices.open(index="a")
    assert index.count(index="a", query=query)["count"] == 1


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(", "Unclosed group near index 1\n("),
        ("[a", "Unclosed character class near index 1\n[a\n ^"),
        ("*a", "Dangling meta character '*' near index 0\n*a\n^"),
        ("a)", "Unmatched closing ')' near index 0\na)\n^"),
        ("a{3,1}", "Illegal repetition range near index 4\na{3,1}\n    ^"),
        ("[b-a]", "Illegal character range near index 3\n[b-a]\n   ^"),
        (r"(\w", "Unclosed group near index 3\n(\\w"),
    ],
)
def test_patterns_that_are_none(store: Store, pattern: str, reason: str) -> None:
    with pytest.raises(ApiError) as raised:
        store.indices.analyze(text="a", tokenizer={"type": "pattern", "pattern": pattern})
    assert (raised.value.type, raised.value.reason, raised.value.status) == ("pattern_syntax_exception", reason, 400)
