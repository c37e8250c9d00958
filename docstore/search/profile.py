"""``profile``: how long each index took to find its documents, and to make hits of those that are shown.

A query runs over columns as a whole, so there is one time for it: in ``breakdown`` it is one ``match``. So do hits, one read of the log:
theirs is ``load_stored_fields``. Aggregations are measured each (``aggregations.profiling``).
"""

from __future__ import annotations

from typing import Any

from docstore.search.found import Found

Json = dict[str, Any]

_STEPS = (
    "set_min_competitive_score", "match", "shallow_advance", "next_doc", "score", "compute_max_score", "advance", "count_weight",
    "build_scorer", "create_weight",
)  # fmt: skip
_BREAKDOWN = {name: 0 for step in _STEPS for name in (step, f"{step}_count")}


def profile_of(found: Found, node: str) -> Json:
    """The entry of one index under ``shards``."""
    search, nanos = found.search, found.nanos
    kind = "".join(part.capitalize() for part in search.query.kind.split("_"))
    breakdown = {**_BREAKDOWN, "match": nanos, "match_count": 1}
    query = {"type": f"{kind}Query", "description": search.query.written(search.view), "time_in_nanos": nanos, "breakdown": breakdown}
    collector = {"name": "QueryPhaseCollector", "reason": "search_query_phase", "time_in_nanos": nanos}
    entry: Json = {
        "id": f"[{node}][{search.index.name}][0]",
        "node_id": node,
        "shard_id": 0,
        "index": search.index.name,
        "cluster": "(local)",
        "searches": [{"query": [query], "rewrite_time": 0, "collector": [collector]}],
        "aggregations": [each.body() for each in search.entries or ()],
    }
    return {**entry, "fetch": _fetch(*found.fetched)} if found.fetched[0] else entry


def _fetch(hits: int, nanos: int) -> Json:
    steps = {"load_source": 0, "load_source_count": 0, "load_stored_fields": nanos, "load_stored_fields_count": hits}
    breakdown = {**steps, "next_reader": 0, "next_reader_count": 0}
    stored = {"stored_fields": ["_id", "_routing", "_source"]}
    return {"type": "fetch", "description": "", "time_in_nanos": nanos, "breakdown": breakdown, "debug": stored}
