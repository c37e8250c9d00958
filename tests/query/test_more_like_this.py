"""``more_like_this``: which terms are chosen, and what they find."""

from __future__ import annotations

import math

import pytest

from docstore import Store
from docstore.errors import ApiError
from docstore.query import parse
from docstore.query.kinds.more_like_this import MoreLikeThis
from docstore.query.likeness.item import Item
from docstore.query.likeness.selection import Selection
from tests.query.cases import Json, parse_error
from tests.query.test_text_scores import bm25

DOCUMENTS: list[Json] = [
    {"t": "red fox red fence", "u": "zoo", "k": "x"},
    {"t": "red fox", "u": "garden", "k": "x"},
    {"t": "red dog", "u": "zoo fox", "k": "y"},
    {"t": "blue whale", "u": "sea", "k": ["x", "z"]},
]
MAPPING: Json = {
    "properties": {"t": {"type": "text"}, "u": {"type": "text"}, "k": {"type": "keyword"}, "n": {"type": "long"}, "c": {"type": "text"}}
}
LOW: Json = {"min_term_freq": 1, "min_doc_freq": 1}


@pytest.fixture
def texts(store: Store) -> Store:
    for name in ("a", "b"):
        store.indices.create(index=name, mappings=MAPPING)
    for at, document in enumerate(DOCUMENTS):
        store.index(index="a", id=str(at), document=document)
    store.index(index="b", id="w", document={"t": "whale"})
    return store


def hits(store: Store, body: Json) -> dict[str, float]:
    found = store.search(index="a", query={"more_like_this": body}, size=100)["hits"]["hits"]
    return {hit["_id"]: hit["_score"] for hit in found}


def test_wire_forms() -> None:
    body = {
        "fields": ["t"],
        "like": ["a", {"_index": "i", "_id": 1}, {"doc": {"t": "b"}, "per_field_analyzer": {"t": "keyword"}}],
        "unlike": "c",
        "max_query_terms": 3,
        "stop_words": ["x"],
        "boost_terms": 2,
        "include": True,
        "minimum_should_match": 2,
        "boost": 3,
        "_name": "n",
    }
    expected = MoreLikeThis(
        ("t",),
        ("a",),
        (Item("i", "1"), Item(doc={"t": "b"}, analyzers=(("t", "keyword"),))),
        ("c",),
        selection=Selection(most=3, stop_words=frozenset("x"), boost=2.0),
        minimum_should_match="2",
        include=True,
        boost=3.0,
        name="n",
    )
    assert parse({"more_like_this": body}) == expected


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({}, "more_like_this requires 'like' to be specified"),
        ({"like": []}, "more_like_this requires 'like' to be specified"),
        ({"like": "a", "fields": []}, "more_like_this requires 'fields' to be non-empty"),
        ({"like": "a", "x": 1}, "[more_like_this] query does not support [x]"),
        ({"like": "a", "max_query_terms": 0}, "requires 'maxQueryTerms' to be greater than 0"),
        ({"like": {"x": 1}}, "failed to parse More Like This item. unknown field [x]"),
        ({"like": {"_index": "a"}}, "failed to parse More Like This item. neither [_id] nor [doc] is specified!"),
        ({"like": {"_id": "1", "doc": {}}}, "failed to parse More Like This item. either [id] or [doc] can be specified, but not both!"),
    ],
)
def test_wire_errors(body: Json, reason: str) -> None:
    assert parse_error({"more_like_this": body})["reason"] == reason


@pytest.mark.parametrize(
    ("body", "ids"),
    [
        ({"like": "red fox", "fields": ["t"], **LOW}, "012"),
        ({"like": "red fox", "fields": ["t"], **LOW, "minimum_should_match": "100%"}, "01"),
        ({"like": "red fox", "fields": ["t"]}, ""),
        ({"like": "red red fox", "fields": ["t"], "min_doc_freq": 1}, "012"),
        ({"like": "red fox", "fields": ["t"], **LOW, "min_doc_freq": 3}, "012"),
        ({"like": "red fox", "fields": ["t"], **LOW, "max_doc_freq": 2}, "01"),
        ({"like": "red fox", "fields": ["t"], **LOW, "stop_words": ["red"]}, "01"),
        ({"like": "red fox fence", "fields": ["t"], **LOW, "min_word_length": 4}, "0"),
        ({"like": "red fence", "fields": ["t"], **LOW, "max_word_length": 3}, "012"),
        ({"like": "red fox", "fields": ["t"], **LOW, "unlike": "red"}, "01"),
        ({"like": "red fox", "fields": ["t"], **LOW, "max_query_terms": 1}, "01"),
        ({"like": "zoo", "fields": ["t", "u"], **LOW}, "02"),
        ({"like": "RED", "fields": ["t"], "analyzer": "keyword", **LOW}, ""),
        ({"like": {"_id": "1"}, "fields": ["t"], **LOW}, "02"),
        ({"like": {"_id": "1"}, "fields": ["t"], "include": True, **LOW}, "012"),
        ({"like": {"_id": "1", "version": 1, "version_type": "external"}, "fields": ["t"], **LOW}, "02"),
        ({"like": {"_id": "1", "_version": -3}, "fields": ["t"], **LOW}, "02"),
        ({"like": {"_id": "1", "_version": 2}, "fields": ["t"], **LOW}, ""),
        ({"like": {"_id": "3"}, "fields": ["k"], **LOW}, "01"),
        ({"like": {"_id": "1"}, **LOW}, "023"),
        ({"like": [{"_id": "1"}, "whale"], "fields": ["t"], **LOW}, "023"),
        ({"like": {"_index": "b", "_id": "w"}, "fields": ["t"], **LOW}, "3"),
        ({"like": {"_id": "missing"}, "fields": ["t"], **LOW}, ""),
        ({"like": {"doc": {"t": "a whale"}}, "fields": ["t"], **LOW}, "3"),
        ({"like": {"doc": {"t": "dog", "u": "sea"}}, "fields": ["t"], **LOW}, "23"),
        ({"like": {"doc": {"t": "Dog"}, "per_field_analyzer": {"t": "keyword"}}, "fields": ["t"], **LOW}, ""),
        ({"like": {"doc": {"t": "red whale"}}, "unlike": {"_id": "1"}, "fields": ["t"], **LOW}, "3"),
        ({"like": "red", "fields": ["n"], "fail_on_unsupported_field": False, **LOW}, ""),
        ({"like": "red", "fields": ["missing"], **LOW}, ""),
    ],
)
def test_what_matches(texts: Store, body: Json, ids: str) -> None:
    assert "".join(sorted(hits(texts, body))) == ids


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"like": "a", "fields": ["n"]}, "failed to create query: more_like_this only supports text/keyword fields: [n]"),
        ({"like": "a", "fields": ["t"], "analyzer": "x"}, "[more_like_this] analyzer [x] not found"),
        (
            {"like": "a"},
            "failed to create query: [more_like_this] query cannot infer the field to analyze the free text, you should update the"
            " [index.query.default_field] index setting to a field that exists in the mapping or set the [fields] option in the query.",
        ),
    ],
)
def test_refused(texts: Store, body: Json, reason: str) -> None:
    with pytest.raises(ApiError) as raised:
        texts.search(index="a", query={"more_like_this": body})
    assert raised.value.body["error"]["failed_shards"][0]["reason"]["reason"] == reason


def test_scores(texts: Store) -> None:
    """The sum of the terms; with ``boost_terms`` those that tell more count more: ``tf * (ln((N + 1) / (n + 1)) + 1)``."""
    average = 10 / 4
    red, fox = bm25(1, 2, average, 4, 3), bm25(1, 2, average, 4, 2)
    body = {"like": "red red fox", "fields": ["t"], **LOW}
    assert hits(texts, body)["1"] == pytest.approx(red + fox, rel=1e-6)
    factor = (2 * (math.log(5 / 4) + 1)) / (math.log(5 / 3) + 1)
    assert hits(texts, {**body, "boost_terms": 1.5})["1"] == pytest.approx(1.5 * factor * red + 1.5 * fox, rel=1e-6)
