"""``_msearch``: several searches in one request."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from docstore.api import search as search_apis
from docstore.api.node import Node
from docstore.api.parameters import Names
from docstore.api.registry import Privilege, WholeBody, api
from docstore.errors import ApiError, IllegalArgumentError, JsonObject, JsonParseError, ValidationError

_HEADER = {
    "index": "index",
    "indices": "index",
    "search_type": "search_type",
    "request_cache": "request_cache",
    "requestCache": "request_cache",
    "preference": "preference",
    "routing": "routing",
    "allow_partial_search_results": "allow_partial_search_results",
    "expand_wildcards": "expand_wildcards",
    "ignore_unavailable": "ignore_unavailable",
    "allow_no_indices": "allow_no_indices",
    "ignore_throttled": "ignore_throttled",
}


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
    }
    pairs = list(_pairs(searches))
    if not pairs:
        raise ValidationError("no requests added")
    responses = [_one(node, header, body, defaults) for header, body in pairs]
    return {"took": round((time.perf_counter() - begun) * 1000), "responses": responses}


def _one(node: Node, header: JsonObject, body: JsonObject, defaults: JsonObject) -> JsonObject:
    arguments = {name: value for name, value in defaults.items() if value is not None}
    arguments |= {_HEADER[key]: value for key, value in header.items() if value is not None}
    try:
        return {**search_apis.of_body(node, body, arguments), "status": 200}
    except ApiError as error:
        return error.body


def _pairs(searches: Iterable[Any]) -> Iterator[tuple[JsonObject, JsonObject]]:
    lines = list(_lines(searches))
    if len(lines) % 2:
        raise ValidationError("no requests added") if len(lines) < 2 else IllegalArgumentError("a search has a header and no body")
    for header, body in zip(lines[::2], lines[1::2], strict=True):
        for key in header:
            if key not in _HEADER:
                raise IllegalArgumentError(f"key [{key}] is not supported in the metadata section")
        yield header, body


def _lines(searches: Iterable[Any]) -> Iterator[JsonObject]:
    if isinstance(searches, str | bytes):
        text = searches.encode() if isinstance(searches, str) else searches
        searches = text.removesuffix(b"\n").split(b"\n") if text else ()
    for each in searches:
        if isinstance(each, dict):
            yield each
            continue
        if not isinstance(each, str | bytes):
            raise IllegalArgumentError("a header and a body of a search are objects")
        try:
            found = msgspec.json.decode(each) if each.strip() else {}
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise JsonParseError(str(error)) from None
        if not isinstance(found, dict):
            raise IllegalArgumentError("a header and a body of a search are objects")
        yield found
