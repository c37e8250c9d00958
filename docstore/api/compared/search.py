"""Query kinds, aggregations, keys of a search and analysis components, against their registries."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from docstore.analysis import index_analyzers as _registered  # noqa: F401  (registers the components)
from docstore.analysis.kinds import ANALYZERS
from docstore.analysis.registry import CHAR_FILTERS, TOKEN_FILTERS, TOKENIZERS
from docstore.api.compared import analysis_names as names
from docstore.api.compared.row import Section, known
from docstore.errors import ApiError, NotImplementedByDocstoreError
from docstore.query import KINDS as QUERIES
from docstore.query.known import ELASTICSEARCH_KINDS as QUERY_NAMES
from docstore.query.known import IDLE as IDLE_IN_QUERIES
from docstore.query.known import PARTLY
from docstore.search.aggregations.known import ELASTICSEARCH_KINDS as AGGREGATION_NAMES
from docstore.search.aggregations.known import IDLE as IDLE_IN_AGGREGATIONS
from docstore.search.aggregations.known import SCRIPTED
from docstore.search.aggregations.registry import KINDS as AGGREGATIONS
from docstore.search.aggregations.registry import PIPELINES
from docstore.search.request import SearchRequest

_KEYS = (
    "_source", "aggs", "collapse", "docvalue_fields", "explain", "ext", "fields", "from", "highlight", "indices_boost", "knn", "min_score",
    "pit", "post_filter", "profile", "query", "rank", "rescore", "retriever", "runtime_mappings", "script_fields", "search_after",
    "seq_no_primary_term", "size", "slice", "sort", "stats", "stored_fields", "suggest", "terminate_after", "timeout", "track_scores",
    "track_total_hits", "version",
)  # fmt: skip
_WITHOUT = {
    "aggs": "without scripts",
    "runtime_mappings": "without scripts",
    "sort": "without `_script`",
}
_IDLE = {
    "collapse": "`max_concurrent_group_searches` has no effect",
    "highlight": "`boundary_scanner_locale` and `highlight_filter` have no effect",
}


def sections() -> list[Section]:
    """What a search can be made of."""
    analysis = (
        ("Analyzers", known(names.ANALYZER_NAMES, ANALYZERS)),
        ("Tokenizers", known(names.TOKENIZER_NAMES, TOKENIZERS)),
        ("Token filters", known(names.TOKEN_FILTER_NAMES, TOKEN_FILTERS)),
        ("Character filters", known(names.CHAR_FILTER_NAMES, CHAR_FILTERS)),
    )
    refused = "What is not there is refused with a sentence that says so."
    runnable = {*AGGREGATIONS, *PIPELINES} - SCRIPTED
    keys = known(_KEYS, (name for name in _KEYS if _is_there(name)), _WITHOUT, _IDLE)
    return [
        Section("Keys of a search", refused, ("key",), (("", keys),)),
        Section("Query kinds", refused, ("query",), (("", known(QUERY_NAMES, QUERIES, PARTLY, IDLE_IN_QUERIES)),)),
        Section("Aggregations", refused, ("aggregation",), (("", known(AGGREGATION_NAMES, runnable, idle=IDLE_IN_AGGREGATIONS)),)),
        Section("Analysis", "Custom analyzers and normalizers are made of these.", ("component",), analysis),
    ]


def _is_there(name: str) -> bool:
    """Whether a search does not refuse a key as such; what it says of a wrong value does not matter."""
    probes: tuple[Any, ...] = ({"x": {}}, [{}], 1)
    refused = False
    for probe in probes:
        with suppress(ApiError):
            refused = refused or _is_refused(name, probe)
    return not refused


def _is_refused(name: str, value: Any) -> bool:
    try:
        SearchRequest.parse({name: value})
    except NotImplementedByDocstoreError as error:
        return f"[{name}]" in error.reason
    return False
