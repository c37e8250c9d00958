"""search_as_you_type: shingles and prefixes beside a text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import docstore
from docstore.analysis.analyzer import Analyzer
from docstore.analysis.fixed_shingle import FixedShingle, shingled
from docstore.analysis.index_analyzers import analyzers_of
from docstore.analysis.token import Token
from docstore.errors import ApiError
from docstore.mapping import Mapping
from tests.mapping.types.cases import accepts, cause, conflict, found, index_of, round_trip, wrong

Json = dict[str, Any]
FIELD = {"type": "search_as_you_type"}
TEXTS = ("quick brown fox jump lazy dog", "quick brown", "brown fox", "the dog", "quick lazy brown")


def standard() -> Analyzer:
    analyzer = analyzers_of(()).analyzer("standard")
    assert analyzer is not None
    return analyzer


@pytest.mark.parametrize(
    ("spec", "shown"),
    [
        ({}, {}),
        ({"max_shingle_size": 4, "analyzer": "simple"}, {"max_shingle_size": 4, "analyzer": "simple"}),
        ({"doc_values": "false", "norms": False, "index_options": "offsets"}, {"norms": False, "index_options": "offsets"}),
        ({"term_vector": "yes", "store": True, "index": False}, {"term_vector": "yes", "store": True, "index": False}),
        ({"similarity": "boolean", "fields": {"k": {"type": "keyword"}}}, {"similarity": "boolean", "fields": {"k": {"type": "keyword"}}}),
    ],
)
def test_bodies_always_tell_two_parameters(spec: Json, shown: Json) -> None:
    assert round_trip(FIELD | spec) == FIELD | {"doc_values": False, "max_shingle_size": 3} | shown


@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        ({"doc_values": True}, "Cannot set [doc_values] on field of type [search_as_you_type]"),
        ({"max_shingle_size": 5}, "[max_shingle_size] must be at least [2] and at most [4], got [5]"),
        ({"max_shingle_size": 1}, "[max_shingle_size] must be at least [2] and at most [4], got [1]"),
        ({"null_value": "x"}, "unknown parameter [null_value] on mapper [f] of type [search_as_you_type]"),
        ({"analyzer": "none"}, "analyzer [none] has not been configured in mappings"),
    ],
)
def test_wrong_bodies(spec: Json, reason: str) -> None:
    assert wrong(FIELD | spec) == reason


def test_what_may_not_change() -> None:
    assert conflict(FIELD, FIELD | {"max_shingle_size": 2}) == (
        "Mapper for [f] conflicts with existing mapper:\n\tCannot update parameter [max_shingle_size] from [3] to [2]"
    )


def test_values() -> None:
    accepts(FIELD, "a b", 5, 1.5, True, None, ["a", "b"])
    assert cause(FIELD, {"a": 1})[1].startswith("Expected text at 1:")


def test_fields_of_their_own_by_size() -> None:
    fields = Mapping.parse({"properties": {"f": FIELD | {"max_shingle_size": 4}}}).fields()
    assert sorted(fields) == ["f", "f._2gram", "f._3gram", "f._4gram", "f._index_prefix"]
    multi = Mapping.parse({"properties": {"t": {"type": "text", "fields": {"s": FIELD | {"max_shingle_size": 2}}}}})
    assert sorted(multi.fields()) == ["t", "t.s", "t.s._2gram", "t.s._index_prefix"]
    assert multi.size == 2


@pytest.mark.parametrize(
    ("text", "size", "terms"),
    [
        ("a b c d", 2, ["a b", "b c", "c d"]),
        ("a b c d", 3, ["a b c", "b c d"]),
        ("a", 2, []),
        ("", 2, []),
    ],
)
def test_shingles(text: str, size: int, terms: list[str]) -> None:
    assert shingled(standard(), size).terms(text) == terms


def test_shingles_over_holes_and_stacks() -> None:
    hole = [Token("a", 0, 1, 0), Token("b", 2, 3, 2), Token("c", 4, 5, 3)]
    assert [one.term for one in FixedShingle(2).apply(hole)] == ["a ", "b c"]
    assert [one.term for one in FixedShingle(3).apply(hole)] == ["a  b"]
    stack = [Token("a", 0, 1, 0), Token("x", 0, 1, 0), Token("b", 2, 3, 1), Token("y", 2, 3, 1)]
    assert [one.term for one in FixedShingle(2).apply(stack)] == ["a b", "a y", "x b", "x y"]


@given(st.lists(st.sampled_from(["a", "b", "the", "c"]), max_size=8), st.integers(2, 4))
def test_shingles_by_position_are_those_token_by_token(words: list[str], size: int) -> None:
    analyzer = analyzers_of(()).analyzer("stop")
    assert analyzer is not None
    found = shingled(analyzer, size)
    assert found.plain
    by_position = [(at, term) for at, term in enumerate(found.slots(" ".join(words))) if term is not None]
    assert by_position == [(token.position, token.term) for token in found.tokens(" ".join(words))]


def test_prefixes_are_of_shingles_up_to_20_characters_and_whole() -> None:
    terms = shingled(standard(), 2, prefixes=True).terms("ab abcdefghijklmnopqrstuv")
    assert terms[:5] == ["a", "ab", "ab ", "ab a", "ab ab"]
    assert terms[19:22] == ["ab abcdefghijklmnopq", "ab abcdefghijklmnopqrstuv", "a"]
    assert terms[-2:] == ["abcdefghijklmnopqrst", "abcdefghijklmnopqrstuv "]


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ({"match_bool_prefix": {"f": "brown fo"}}, 4),
        ({"match_bool_prefix": {"f": {"query": "brown fo", "operator": "and"}}}, 2),
        ({"match_bool_prefix": {"f._2gram": "quick br"}}, 2),
        ({"match_bool_prefix": {"f._2gram": "quick"}}, 0),
        ({"match": {"f._3gram": "quick brown fox"}}, 1),
        ({"term": {"f._2gram": "brown fox"}}, 2),
        ({"term": {"f._index_prefix": "brown f"}}, 2),
        ({"prefix": {"f._2gram": "fox j"}}, 1),
        ({"match_phrase": {"f": "quick brown"}}, 2),
        ({"match_phrase": {"f": "brown quick"}}, 0),
        ({"match_phrase": {"f": "quick brown fox jump"}}, 1),
        ({"match_phrase": {"f": {"query": "quick brown", "slop": 1}}}, 3),
        ({"match_phrase_prefix": {"f": "quick b"}}, 2),
        ({"match_phrase_prefix": {"f": "quick brown fox ju"}}, 1),
        ({"match_phrase_prefix": {"f": "do"}}, 2),
        ({"exists": {"field": "f"}}, 5),
    ],
)
def test_queries(store: docstore.Store, query: Json, hits: int) -> None:
    index_of(store, FIELD, *TEXTS)
    assert found(store, query) == hits


def test_a_phrase_of_two_terms_scores_as_one_shingle(store: docstore.Store) -> None:
    index_of(store, FIELD, *TEXTS)
    first = store.search(index="i", query={"match_phrase": {"f": "quick brown"}})["hits"]
    second = store.search(index="i", query={"term": {"f._2gram": "quick brown"}})["hits"]
    assert [(hit["_id"], hit["_score"]) for hit in first["hits"]] == [(hit["_id"], hit["_score"]) for hit in second["hits"]]


def test_a_text_may_have_it_as_a_multi_field_or_be_copied_to_it(store: docstore.Store) -> None:
    properties: Json = {
        "t": {"type": "text", "fields": {"s": FIELD}},
        "c": {"type": "keyword", "copy_to": "f"},
        "f": FIELD,
        "a": {"type": "alias", "path": "f"},
    }
    store.indices.create(index="i", mappings={"properties": properties})
    store.index(index="i", id="1", document={"t": "quick brown fox", "c": "lazy dog", "f": "a b"})
    for query in (
        {"term": {"t.s._2gram": "brown fox"}},
        {"term": {"f._2gram": "lazy dog"}},
        {"term": {"f._2gram": "a b"}},
        {"match_phrase": {"a": "lazy dog"}},
        {"term": {"t.s._index_prefix": "quick b"}},
    ):
        assert found(store, query) == 1, query


def test_field_caps_and_fields(store: docstore.Store) -> None:
    index_of(store, FIELD | {"max_shingle_size": 2}, "quick brown")
    caps = store.field_caps(index="i", fields="f*")["fields"]
    assert {name: (*kinds, *[one["searchable"] for one in kinds.values()]) for name, kinds in caps.items()} == {
        "f": ("search_as_you_type", True),
        "f._2gram": ("search_as_you_type", True),
        "f._index_prefix": ("prefix", True),
    }
    assert not any(one["aggregatable"] for kinds in caps.values() for one in kinds.values())
    hit = store.search(index="i", fields=["f"], sort=["_doc"])["hits"]["hits"][0]
    assert hit["fields"] == {"f": ["quick brown"]}


def test_phrases_need_positions(store: docstore.Store) -> None:
    index_of(store, FIELD | {"index_options": "docs"}, "quick brown")
    with pytest.raises(ApiError) as caught:
        store.count(index="i", query={"match_phrase": {"f": "quick brown"}})
    assert "field:[f] was indexed without position data; cannot run PhraseQuery" in str(caught.value.body)


def test_get_field_mapping_shows_the_field_alone(store: docstore.Store) -> None:
    index_of(store, FIELD)
    shown = store.indices.get_field_mapping(index="i", fields="f*")["i"]["mappings"]
    assert shown == {"f": {"full_name": "f", "mapping": {"f": FIELD | {"doc_values": False, "max_shingle_size": 3}}}}
