"""A search leaves nothing behind that only the garbage collector can find: it would stop other searches to do so."""

from __future__ import annotations

import gc
from typing import Any

import pytest

from docstore import Store

SEARCHES: dict[str, dict[str, Any]] = {
    "all": {},
    "match": {"query": {"match": {"text": "quick fox"}}},
    "phrase": {"query": {"match_phrase": {"text": "brown fox"}}},
    "fuzzy": {"query": {"match": {"text": {"query": "quik", "fuzziness": "AUTO"}}}},
    "bool": {"query": {"bool": {"must": {"match": {"text": "fox"}}, "filter": {"range": {"number": {"gte": 1}}}}}},
    "term": {"query": {"term": {"word": "a"}}},
    "prefix": {"query": {"prefix": {"word": "a"}}},
    "sort": {"sort": [{"number": "desc"}, "word"]},
    "parts": {"fields": ["word"], "docvalue_fields": ["number"], "_source": ["word"], "version": True},
}


@pytest.mark.parametrize("name", SEARCHES)
def test_nothing_is_left(store: Store, name: str) -> None:
    mappings = {"properties": {"text": {"type": "text"}, "word": {"type": "keyword"}, "number": {"type": "long"}}}
    store.indices.create(index="i", mappings=mappings)
    for number in range(20):
        store.index(index="i", document={"text": "the quick brown fox", "word": "ab"[number % 2], "number": number})
    for _ in range(3):
        assert store.search(index="i", **SEARCHES[name])["hits"]["hits"]
    gc.collect()
    gc.disable()
    try:
        store.search(index="i", **SEARCHES[name])
        assert gc.collect() == 0
    finally:
        gc.enable()
