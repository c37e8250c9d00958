"""Cases that fail here, each with the reason; names are patterns. One that passes although it stands here fails the run."""

from __future__ import annotations

EXPECTED: dict[str, str] = {
    "indices/stats.yml: Index - blank": "wants shards in a cluster in which nothing was made: Elasticsearch's own system indices",
    "cat/circuit_breaker.yml: cat.circuit_breaker": "an embedded store has no circuit breakers",
    "cat/nodeattrs.yml: cat.nodeattrs": "the one node has no attributes",
    "cat/shards.yml: cat.shards": "wants shards in a cluster in which nothing was made: Elasticsearch's own system indices",
    "cat/thread_pool.yml: cat.thread_pool": "an embedded store has no thread pools",
    "reindex/35_search_failures.yml: *": "a query by script",
    "reindex/95_parent_join.yml: Reindex from remote*": "reads from another cluster",
    "update_by_query/35_search_failure.yml: *": "a query by script",
}

RACES: dict[str, str] = {
    "reindex/90_remote.yml: *": "reads from another cluster; what is wrong with a request may be told before that",
    "reindex/stack.yml: reindex": "rethrottles a run that copies one document, and has mostly ended",
}
"""Cases that pass or fail as two threads happen to run, or as they come in process or over HTTP."""
