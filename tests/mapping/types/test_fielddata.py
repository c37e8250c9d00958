"""text with ``fielddata``: its terms are sorted and aggregated as those of a keyword with several values."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

Json = dict[str, Any]
TEXTS = (("red red blue", ["red", "red", "blue"]), ("Red", "red"), (["green apple", "red"], ["green", "apple", "red"]), (None, None))


@pytest.fixture
def texts(store: docstore.Store) -> docstore.Store:
    properties = {"t": {"type": "text", "fielddata": True}, "k": {"type": "keyword"}, "plain": {"type": "text"}}
    store.indices.create(index="i", mappings={"properties": properties})
    for number, (text, words) in enumerate(TEXTS):
        store.index(index="i", id=str(number), document={"t": text, "k": words, "plain": text})
    return store


def answer(store: docstore.Store, field: str, request: Any) -> Any:
    def named(value: Any) -> Any:
        if isinstance(value, dict):
            return {named(key): named(item) for key, item in value.items()}
        if isinstance(value, list):
            return list(map(named, value))
        return field if value == "F" else value

    found = store.search(index="i", source=False, **named(request))
    hits = [(hit["_id"], hit.get("sort"), [*hit.get("fields", {}).values()]) for hit in found["hits"]["hits"]]
    return hits, found.get("aggregations")


@pytest.mark.parametrize(
    "request_",
    [
        {"sort": [{"F": "asc"}]},
        {"sort": [{"F": {"order": "desc", "mode": "min", "missing": "pear"}}]},
        {"docvalue_fields": ["F"]},
        *({"size": 0, "aggs": {"x": {kind: {"field": "F"}}}} for kind in ("terms", "cardinality", "value_count", "missing")),
        {"size": 0, "aggs": {"x": {"composite": {"sources": [{"w": {"terms": {"field": "F"}}}]}}}},
        {"size": 0, "aggs": {"x": {"terms": {"field": "F", "include": "r.*"}}}},
    ],
)
def test_as_a_keyword(texts: docstore.Store, request_: Json) -> None:
    assert answer(texts, "t", request_) == answer(texts, "k", request_)


def test_words_are_counted_once_a_document(texts: docstore.Store) -> None:
    buckets = answer(texts, "t", {"size": 0, "aggs": {"x": {"terms": {"field": "F"}}}})[1]["x"]["buckets"]
    assert {one["key"]: one["doc_count"] for one in buckets} == {"red": 3, "apple": 1, "blue": 1, "green": 1}


def test_it_may_be_switched_on(texts: docstore.Store) -> None:
    request = {"size": 0, "aggs": {"x": {"terms": {"field": "F"}}}}
    with pytest.raises(ApiError) as caught:
        answer(texts, "plain", request)
    assert "Fielddata is disabled on [plain] in [i]. Text fields are not optimised" in str(caught.value.body)
    texts.indices.put_mapping(index="i", properties={"plain": {"type": "text", "fielddata": True}})
    assert answer(texts, "plain", request) == answer(texts, "t", request)
