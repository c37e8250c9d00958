"""``_validate/query``."""

from __future__ import annotations

from typing import Any

import pytest

import docstore


@pytest.fixture
def books(store: docstore.Store) -> docstore.Store:
    mappings = {"properties": {"t": {"type": "text"}, "k": {"type": "keyword"}, "n": {"type": "long"}, "d": {"type": "date"}}}
    store.indices.create(index="books", mappings=mappings, aliases={"few": {"filter": {"term": {"k": "x"}}}})
    return store


BOOL = {
    "must": [{"match": {"t": "a"}}],
    "should": [{"match": {"t": "b c"}}],
    "must_not": [{"term": {"k": "z"}}],
    "filter": {"term": {"n": 5}},
}


@pytest.mark.parametrize(
    ("query", "written"),
    [
        (None, "*:*"),
        ({"match_all": {}}, "*:*"),
        ({"match": {"t": "quick fox"}}, "t:quick t:fox"),
        ({"match": {"t": {"query": "quick fox", "operator": "and", "boost": 2}}}, "(+t:quick +t:fox)^2.0"),
        ({"match_phrase": {"t": "quick fox"}}, 't:"quick fox"'),
        ({"bool": BOOL}, "+t:a -k:z (t:b t:c) #n:[5 TO 5]"),
        ({"bool": {"should": [{"term": {"k": "a"}}, {"term": {"k": "b"}}], "minimum_should_match": 1}}, "(k:a k:b)~1"),
        ({"constant_score": {"filter": {"prefix": {"k": "a"}}}}, "ConstantScore(k:a*)"),
        ({"dis_max": {"queries": [{"term": {"k": "a"}}, {"exists": {"field": "k"}}]}}, "(k:a | ConstantScore(FieldExistsQuery [field=k]))"),
        ({"range": {"k": {"gte": "a", "lt": "b"}}}, "k:[a TO b}"),
    ],
)
def test_the_query_in_lucenes_syntax(books: docstore.Store, query: Any, written: str) -> None:
    found = books.indices.validate_query(index="books", query=query, explain=True)
    assert found == {
        "_shards": {"total": 1, "successful": 1, "failed": 0},
        "valid": True,
        "explanations": [{"index": "books", "valid": True, "explanation": written}],
    }


def test_valid_or_not(books: docstore.Store) -> None:
    assert books.indices.validate_query(index="books") == {"_shards": {"total": 1, "successful": 1, "failed": 0}, "valid": True}
    assert books.indices.validate_query(query={"boool": {}}) == {"valid": False}
    told = books.indices.validate_query(query={"boool": {}}, explain=True)
    assert told["error"].startswith("org.elasticsearch.common.ParsingException: unknown query [boool] did you mean [bool]?; ")
    shown = books.indices.validate_query(index="few", all_shards=True, rewrite=True)["explanations"]
    assert shown == [{"index": "books", "shard": 0, "valid": True, "explanation": "+*:* #k:x"}]


def test_what_an_index_cannot_answer(books: docstore.Store) -> None:
    found = books.indices.validate_query(index="books", query={"match": {"n": "abc"}}, explain=True)
    assert found["valid"] is False
    error = found["explanations"][0]["error"]
    assert "QueryShardException: failed to create query: " in error
    assert "NumberFormatException" in error or "IllegalArgumentException" in error
