"""The names of Elasticsearch's query kinds: the candidates for an unknown name, and what docstore says it has not."""

from __future__ import annotations

_NAMES = """
bool boosting combined_fields constant_score dis_max distance_feature exists field_masking_span function_score fuzzy
geo_bounding_box geo_distance geo_grid geo_polygon geo_shape has_child has_parent ids intervals knn match match_all
match_bool_prefix match_none match_phrase match_phrase_prefix more_like_this multi_match nested parent_id percolate
pinned prefix query_string range rank_feature regexp rule script script_score semantic shape simple_query_string
span_containing span_first span_multi span_near span_not span_or span_term span_within sparse_vector term terms
terms_set text_expansion weighted_tokens wildcard wrapper
"""

ELASTICSEARCH_KINDS = frozenset(_NAMES.split())

PARTLY = {
    "geo_bounding_box": "not on `geo_shape`",
    "geo_distance": "not on `geo_shape`",
    "function_score": "without `script_score`",
    "geo_shape": "on `geo_point` only; without `indexed_shape`",
    "terms_set": "without `minimum_should_match_script`",
}
"""What of a kind docstore has not."""

IDLE = {"knn": "looks at all vectors: `rescore_vector` and `visit_percentage` have no effect"}
"""What of a kind is checked and changes nothing."""

_SCRIPTS = "docstore does not support scripts"
_MODELS = "docstore has no models"
_WHY = {
    "script": _SCRIPTS,
    "script_score": _SCRIPTS,
    "percolate": "docstore does not run stored queries",
    **dict.fromkeys(("geo_polygon", "geo_grid", "shape"), "docstore does not compare shapes"),
    **dict.fromkeys(("semantic", "sparse_vector", "text_expansion", "weighted_tokens"), _MODELS),
    **dict.fromkeys(("pinned", "rule"), "docstore does not pin documents"),
}


def why_not(kind: str) -> str:
    """What is said of a query that Elasticsearch has and docstore has not.

    >>> why_not("script"), why_not("span_near")
    ('[script] query is not supported: docstore does not support scripts', '[span_near] query is not supported by docstore')
    """
    reason = _WHY.get(kind)
    return f"[{kind}] query is not supported by docstore" if reason is None else f"[{kind}] query is not supported: {reason}"
