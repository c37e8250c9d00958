"""``profile``: how long each index took to find its documents.

A query runs over columns as a whole, so there is one time for it, and nothing to show in ``breakdown``.
"""

from __future__ import annotations

from typing import Any

from docstore.search.index_search import Found

Json = dict[str, Any]


def profile_of(found: Found, node: str) -> Json:
    """The entry of one index under ``shards``."""
    search, nanos = found.search, found.nanos
    kind = "".join(part.capitalize() for part in search.query.kind.split("_"))
    query = {"type": f"{kind}Query", "description": search.query.written(search.view), "time_in_nanos": nanos, "breakdown": {}}
    collector = {"name": "QueryPhaseCollector", "reason": "search_query_phase", "time_in_nanos": nanos}
    return {
        "id": f"[{node}][{search.index.name}][0]",
        "node_id": node,
        "shard_id": 0,
        "index": search.index.name,
        "cluster": "(local)",
        "searches": [{"query": [query], "rewrite_time": 0, "collector": [collector]}],
        "aggregations": [],
    }
