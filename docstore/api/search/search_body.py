"""The arguments of a search, sorted: the keys of its body, wherever they were given, and what is said beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docstore.api.body_keys import UNKNOWN_KEYS
from docstore.api.parameters import Names
from docstore.errors import JsonObject

_KEYS = """
aggregations aggs collapse docvalue_fields explain ext fields from_ highlight indices_boost knn min_score pit post_filter profile
query rank rescore retriever runtime_mappings script_fields search_after seq_no_primary_term size slice sort source stats
stored_fields suggest terminate_after timeout track_scores track_total_hits version
"""
KEYS = frozenset(_KEYS.split())
"""Parameters that are keys of the body."""

_BESIDE = """
allow_no_indices allow_partial_search_results analyze_wildcard analyzer batched_reduce_size ccs_minimize_roundtrips default_operator
df expand_wildcards force_synthetic_source ignore_throttled ignore_unavailable include_named_queries_score index lenient
max_concurrent_shard_requests pre_filter_shard_size preference q request_cache rest_total_hits_as_int routing scroll search_type
source_exclude_vectors source_excludes source_includes suggest_field suggest_mode suggest_size suggest_text typed_keys
"""
BESIDE = frozenset(_BESIDE.split())
"""Those that are not."""

_WIRE = {"from_": "from", "source": "_source"}
"""Parameters that are not named as their keys, and these."""

ARGUMENTS = {_WIRE.get(name, name): name for name in KEYS}
"""Parameters by key."""


def parted(given: Mapping[str, Any]) -> tuple[JsonObject, JsonObject]:
    """The body, in the order in which its keys were given, and what stands beside it; of both what is not None.

    A sort that is a text is taken apart, as in a URL. What is no parameter is a key for the body to refuse.
    """
    body: JsonObject = {}
    beside: JsonObject = {}
    for name, value in given.items():
        if name in BESIDE:
            if value is not None:
                beside[name] = value
        elif name in KEYS:
            if value is not None:
                body[_WIRE.get(name, name)] = _sort(value) if name == "sort" and isinstance(value, str) else value
        elif name == UNKNOWN_KEYS:
            body.update(value)
        else:
            body[name] = value
    return body, beside


def source_of(body: JsonObject, beside: JsonObject) -> JsonObject:
    """The ``_source`` of a body as the parameters beside it change it; nothing when it stays."""
    includes, excludes, without = (beside.get(f"source_{name}") for name in ("includes", "excludes", "exclude_vectors"))
    source, found = body.get("_source"), {}
    if includes is not None or excludes is not None:
        found = {"_source": (source := _filtered(source, includes, excludes))}
    if without is not None and source not in (False, "false"):
        parts = source if isinstance(source, dict) else {} if source in (None, True, "true") else {"includes": source}
        found = {"_source": {**parts, "exclude_vectors": without}}
    return found


def _filtered(source: Any, includes: Names | None, excludes: Names | None) -> JsonObject:
    """What the query string says stands in place of the body's (``FetchSourceContext.parseFromRestRequest``)."""
    kept = source if includes is None and isinstance(source, list) else _names(includes)
    return {"includes": kept, "excludes": _names(excludes)}


def _names(names: Names | None) -> list[str]:
    if names is None:
        return []
    return names.split(",") if isinstance(names, str) else list(names)


def _sort(text: str) -> list[Any]:
    """``"field:desc,other"``."""
    found: list[Any] = []
    for each in text.split(","):
        field, colon, order = each.rpartition(":")
        found.append({field: order} if colon and order.lower() in ("asc", "desc") else each)
    return found
