"""Parameters that say how a search is to be carried out. Here there is one way; they are checked as Elasticsearch checks them."""

from __future__ import annotations

from docstore.errors import IllegalArgumentError
from docstore.search.request import ACCURATE, DEFAULT_TOTAL, DISABLED, SearchRequest

_SEARCH_TYPES = ("query_then_fetch", "dfs_query_then_fetch")
_PREFERENCES = ("_shards", "_prefer_nodes", "_local", "_only_local", "_only_nodes")
_LEAST = {"batched_reduce_size": 2, "max_concurrent_shard_requests": 1, "pre_filter_shard_size": 1}
_TEXTS = {
    "batched_reduce_size": "batchedReduceSize must be >= 2",
    "max_concurrent_shard_requests": "maxConcurrentShardRequests must be >= 1",
    "pre_filter_shard_size": "preFilterShardSize must be >= 1",
}

WAYS = (*_LEAST, "preference", "search_type")
"""The parameters."""


def check_ways(*, preference: str | None = None, search_type: str | None = None, **sizes: int | None) -> None:
    """:raises IllegalArgumentError: a search type or a preference that there is not, or a number that is too small."""
    if search_type is not None and search_type not in _SEARCH_TYPES:
        raise IllegalArgumentError(f"No search type for [{search_type}]")
    if preference is not None and preference.startswith("_") and preference.partition(":")[0] not in _PREFERENCES:
        raise IllegalArgumentError(f"no Preference for [{preference.partition(':')[0]}]")
    for name, size in sizes.items():
        if size is not None and size < _LEAST[name]:
            raise IllegalArgumentError(_TEXTS[name])


def check_concurrent(max_concurrent_searches: int | None) -> None:
    """:raises IllegalArgumentError: not even one search at a time."""
    if max_concurrent_searches is not None and max_concurrent_searches < 1:
        raise IllegalArgumentError("maxConcurrentSearchRequests must be positive")


def check_total(request: SearchRequest, *, as_int: bool) -> None:
    """:raises IllegalArgumentError: a number of hits is wanted that is not counted (``RestSearchAction.checkRestTotalHits``)."""
    counted = request.track_total_hits
    if as_int and counted not in (ACCURATE, DISABLED, DEFAULT_TOTAL):
        raise IllegalArgumentError(
            f"[rest_total_hits_as_int] cannot be used if the tracking of total hits is not accurate, got {counted}"
        )
