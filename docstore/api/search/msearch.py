"""``_msearch``: several searches in one request."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from docstore.api.node import Node
from docstore.api.parameters import Names, flag
from docstore.api.registry import Privilege, WholeBody, api
from docstore.api.search.answer import check_body
from docstore.api.search.description import described
from docstore.api.search.lines import responses
from docstore.api.search.search import of_body
from docstore.api.search.ways import check_concurrent
from docstore.errors import JsonObject
from docstore.tasks.searches import MULTI_SEARCH


@api("msearch", "GET /_msearch", "POST /_msearch", "GET /{index}/_msearch", "POST /{index}/_msearch", privilege=Privilege.READ)
def msearch(
    node: Node,
    *,
    searches: WholeBody[Iterable[Any]] = (),
    index: Names | None = None,
    allow_no_indices: bool | None = None,
    ccs_minimize_roundtrips: bool | None = None,
    expand_wildcards: Names | None = None,
    ignore_throttled: bool | None = None,
    ignore_unavailable: bool | None = None,
    include_named_queries_score: bool | None = None,
    max_concurrent_searches: int | None = None,
    max_concurrent_shard_requests: int | None = None,
    pre_filter_shard_size: int | None = None,
    rest_total_hits_as_int: bool | None = None,
    routing: Names | None = None,
    search_type: str | None = None,
    typed_keys: bool | None = None,
) -> JsonObject:
    """Run several searches: ``{"took": ..., "responses": [...]}``, each a response of a search or an error with its ``status``.

    The parameters are defaults of those in the headers. ``max_concurrent_searches`` and its like have no effect.

    :param searches: header and body in turn, ``{"index": "a"}, {"query": {...}}``; also as lines of JSON.
    :raises ValidationError: there are none.
    """
    begun = time.perf_counter()
    check_concurrent(max_concurrent_searches)
    defaults = {
        "index": index,
        "allow_no_indices": allow_no_indices,
        "expand_wildcards": expand_wildcards,
        "ignore_unavailable": ignore_unavailable,
        "routing": routing,
        "search_type": search_type,
        "typed_keys": typed_keys,
        "rest_total_hits_as_int": rest_total_hits_as_int,
        "include_named_queries_score": include_named_queries_score,
        "ccs_minimize_roundtrips": ccs_minimize_roundtrips,
        "ignore_throttled": ignore_throttled,
        "max_concurrent_shard_requests": max_concurrent_shard_requests,
        "pre_filter_shard_size": pre_filter_shard_size,
    }
    as_int = flag("rest_total_hits_as_int", rest_total_hits_as_int, False)
    with node.searches.of(MULTI_SEARCH, lambda: described(index, {})):
        found = responses(
            searches,
            defaults,
            lambda body, arguments: of_body(node, body, arguments),
            lambda body, arguments: check_body(body, arguments, total_as_int=as_int),
        )
    return {"took": round((time.perf_counter() - begun) * 1000), "responses": found}
