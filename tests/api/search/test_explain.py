"""``_explain``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import docstore
from docstore.errors import DocumentNotFoundError, ParsingError, ValidationError


@pytest.fixture
def books(store: docstore.Store) -> docstore.Store:
    mappings = {"properties": {"t": {"type": "text"}, "k": {"type": "keyword", "store": True}, "n": {"type": "long"}}}
    store.indices.create(index="books", mappings=mappings, aliases={"few": {"filter": {"term": {"k": "x"}}}})
    store.index(index="books", id="1", document={"t": "a quick fox", "k": "a", "n": 5})
    return store


def test_a_match_has_the_explanation_that_a_search_gives(books: docstore.Store) -> None:
    query = {"bool": {"must": [{"match": {"t": "quick fox"}}], "filter": [{"term": {"n": 5}}]}}
    found = books.explain(index="books", id="1", query=query)
    assert found["matched"] is True
    assert found["explanation"] == books.search(index="books", query=query, explain=True)["hits"]["hits"][0]["_explanation"]
    assert [each["description"] for each in found["explanation"]["details"]] == ["sum of:", "match on required clause, product of:"]
    assert found["explanation"]["details"][1]["details"] == [
        {"value": 0.0, "description": "# clause", "details": []},
        {"value": 1.0, "description": "n:[5 TO 5]", "details": []},
    ]


NO_TERM = {"value": 0.0, "description": "no matching term", "details": []}


@pytest.mark.parametrize(
    ("query", "description", "details"),
    [
        ({"match": {"t": "dog"}}, "no matching term", []),
        ({"term": {"k": "b"}}, "no matching term", []),
        ({"range": {"n": {"gt": 5}}}, "n:{5 TO *] doesn't match id 0", []),
        ({"match": {"t": "dog cat"}}, "No matching clauses", []),
        (
            {"bool": {"must": [{"match": {"t": "dog"}}, {"match": {"t": "fox"}}]}},
            "Failure to meet condition(s) of required/prohibited clause(s)",
            [{"value": 0.0, "description": "no match on required clause (t:dog)", "details": [NO_TERM]}],
        ),
        (
            {"match": {"t": {"query": "quick dog cat", "minimum_should_match": 2}}},
            "Failure to match minimum number of optional clauses: 2",
            [],
        ),
    ],
)
def test_what_does_not_match_says_why(books: docstore.Store, query: dict[str, Any], description: str, details: list[Any]) -> None:
    found = books.explain(index="books", id="1", query=query)
    assert found["matched"] is False
    assert found["explanation"] == {"value": 0.0, "description": description, "details": details}


def test_the_filter_of_an_alias_counts(books: docstore.Store) -> None:
    found = books.explain(index="few", id="1", query={"match_all": {}})
    assert (found["_index"], found["matched"]) == ("books", False)


def test_parts_of_the_document(books: docstore.Store) -> None:
    found = books.explain(index="books", id="1", query={"match_all": {}}, source_includes=["t"], stored_fields=["k"])
    expected = {"_seq_no": 0, "_primary_term": 1, "found": True, "_source": {"t": "a quick fox"}, "fields": {"k": ["a"]}}
    assert found["get"] == expected
    assert "get" not in books.explain(index="books", id="1", query={"match_all": {}})


def test_refusals(books: docstore.Store) -> None:
    with pytest.raises(DocumentNotFoundError) as missing:
        books.explain(index="books", id="2", query={"match_all": {}})
    assert missing.value.body == {"_index": "books", "_id": "2", "matched": False}
    with pytest.raises(ValidationError, match="query is missing"):
        books.explain(index="books", id="1")
    with pytest.raises(ParsingError):
        books.explain(index="books", id="1", query={"boool": {}})


def test_what_is_not_refreshed_is_not_explained(open_at: Callable[..., docstore.Store]) -> None:
    store = open_at(near_real_time=True)
    store.indices.create(index="i", settings={"refresh_interval": -1}, mappings={"properties": {"k": {"type": "keyword"}}})
    store.index(index="i", id="1", document={"k": "a"})
    with pytest.raises(DocumentNotFoundError):
        store.explain(index="i", id="1", query={"match_all": {}})
    assert store.terms_enum(index="i", field="k")["terms"] == []
    store.indices.refresh(index="i")
    assert store.explain(index="i", id="1", query={"match_all": {}})["matched"] is True
    assert store.terms_enum(index="i", field="k", index_filter={"term": {"k": "a"}})["terms"] == ["a"]
