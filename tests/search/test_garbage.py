"""A search leaves nothing behind that only the garbage collector can find: it would stop other searches to do so."""

from __future__ import annotations

import gc
from typing import Any

import pytest

from docstore import Store

NUMBER = {"field": "number"}

SEARCHES: dict[str, dict[str, Any]] = {
    "all": {},
    "match": {"query": {"match": {"text": "quick fox"}}},
    "phrase": {"query": {"match_phrase": {"text": "brown fox"}}},
    "fuzzy": {"query": {"match": {"text": {"query": "quik", "fuzziness": "AUTO"}}}},
    "bool": {"query": {"bool": {"must": {"match": {"text": "fox"}}, "filter": {"range": {"number": {"gte": 1}}}}}},
    "term": {"query": {"term": {"word": "a"}}},
    "prefix": {"query": {"prefix": {"word": "a"}}},
    "sort": {"sort": [{"number": "desc"}, "word"]},
    "nested": {"query": {"nested": {"path": "parts", "query": {"range": {"parts.size": {"gte": 1}}}, "inner_hits": {}}}},
    "collapse": {"collapse": {"field": "word"}},
    "highlight": {"query": {"match": {"text": "fox"}}, "highlight": {"fields": {"text": {}}}},
    "terms": {"aggs": {"x": {"terms": {"field": "word"}, "aggs": {"y": {"avg": NUMBER}}}}},
    "histogram": {"aggs": {"x": {"histogram": {"field": "number", "interval": 5}}}},
    "range": {"aggs": {"x": {"range": {"field": "number", "ranges": [{"to": 5}]}}}},
    "filters": {"aggs": {"x": {"filters": {"filters": [{"term": {"word": "a"}}]}}}},
    "composite": {"aggs": {"x": {"composite": {"sources": [{"w": {"terms": {"field": "word"}}}]}}}},
    "global": {"aggs": {"x": {"global": {}, "aggs": {"y": {"cardinality": {"field": "word"}}}}}},
    "nested agg": {"aggs": {"x": {"nested": {"path": "parts"}, "aggs": {"y": {"reverse_nested": {}}}}}},
    "top hits": {"aggs": {"x": {"terms": {"field": "word"}, "aggs": {"y": {"top_hits": {"size": 1}}}}}},
    "percentiles": {"aggs": {"x": {"percentiles": NUMBER}, "y": {"top_metrics": {"metrics": NUMBER, "sort": "number"}}}},
    "parts": {"fields": ["word"], "docvalue_fields": ["number"], "_source": ["word"], "version": True},
}


@pytest.mark.parametrize("name", SEARCHES)
def test_nothing_is_left(store: Store, name: str) -> None:
    types = {"text": "text", "word": "keyword", "number": "long", "parts": "nested"}
    store.indices.create(index="i", mappings={"properties": {field: {"type": kind} for field, kind in types.items()}})
    for number in range(20):
        values = {"text": "the quick brown fox", "word": "ab"[number % 2], "number": number}
        store.index(index="i", document={**values, "parts": [{"size": number}]})
    for _ in range(3):
        assert store.search(index="i", **SEARCHES[name])["hits"]["hits"]
    gc.collect()
    gc.disable()
    try:
        store.search(index="i", **SEARCHES[name])
        assert gc.collect() == 0
    finally:
        gc.enable()
