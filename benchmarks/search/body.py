"""Operations in Elasticsearch's words."""

from __future__ import annotations

from typing import Any

from benchmarks.search.operation import HITS, Operation

Json = dict[str, Any]


def body_of(operation: Operation) -> Json:
    """The body of ``_search``."""
    if operation.kind in ("terms", "terms_avg"):
        terms: Json = {"terms": {"field": operation.field, "size": 10}}
        if operation.kind == "terms_avg":
            terms["aggs"] = {"mean": {"avg": {"field": operation.number}}}
        return {"size": 0, "track_total_hits": True, "aggs": {"groups": terms}}
    body: Json = {"size": HITS, "track_total_hits": True}
    if operation.kind == "sort":
        return body | {"sort": [{operation.field: {"order": "desc" if operation.descending else "asc"}}]}
    return body | {"query": _query(operation)}


def _query(operation: Operation) -> Json:
    field, text = operation.field, operation.text
    interval = {"gte": operation.low, "lt": operation.high}
    if operation.kind == "bool":
        return {"bool": {"must": [{"match": {field: text}}], "filter": [{"range": {operation.number: interval}}]}}
    queries: dict[str, Json] = {
        "match": {"match": {field: text}},
        "phrase": {"match_phrase": {field: text}},
        "prefix": {"prefix": {field: text}},
        "fuzzy": {"match": {field: {"query": text, "fuzziness": "AUTO"}}},
        "range": {"range": {field: interval}},
    }
    return queries[operation.kind]
