"""What of Elasticsearch's mappings there is here: facts for the page of coverage, from the registry where it can tell."""

from __future__ import annotations

from typing import Literal, NamedTuple

from docstore.mapping import types as _registered  # noqa: F401  (registers the field types)
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import FIELD_TYPES

State = Literal["yes", "partly", "no"]


class Row(NamedTuple):
    """One thing that Elasticsearch 9 has."""

    kind: str
    """``field type``, ``mapping parameter``, ``metadata field`` or ``root option``."""
    name: str
    state: State
    note: str
    """What is missing, or what has no effect; empty where there is nothing to say."""


FIELD_TYPE_NAMES = (
    "aggregate_metric_double", "alias", "annotated_text", "binary", "boolean", "byte", "completion", "constant_keyword",
    "counted_keyword", "date", "date_nanos", "date_range", "dense_vector", "double", "double_range", "exponential_histogram",
    "flattened", "float", "float_range", "geo_point", "geo_shape", "half_float", "histogram", "icu_collation_keyword", "integer",
    "integer_range", "ip", "ip_range", "join", "keyword", "long", "long_range", "match_only_text", "murmur3", "nested", "object",
    "passthrough", "pattern_text", "percolator", "point", "rank_feature", "rank_features", "rank_vectors", "scaled_float",
    "search_as_you_type", "semantic_text", "shape", "short", "sparse_vector", "text", "token_count", "unsigned_long", "version",
    "wildcard",
)  # fmt: skip
"""Every type of Elasticsearch 9 and of the plugins that come with it."""

_PARTLY_TYPES = {
    "completion": "inputs, weights and contexts are read and checked; suggesters come later",
    "geo_shape": "shapes are read and checked; queries on them come later",
    "percolator": "queries are stored and checked; the percolate query comes later",
    "point": "points are read and checked; queries on them come later",
    "shape": "shapes are read and checked; queries on them come later",
}
_NO_TYPES = {
    "annotated_text": "a plugin's",
    "icu_collation_keyword": "a plugin's",
    "murmur3": "a plugin's",
    "semantic_text": "needs inference endpoints",
}
OBJECT_TYPES = ("nested", "object", "passthrough")
_OBJECT_PARAMETERS = ("dynamic", "enabled", "include_in_parent", "include_in_root", "priority", "properties", "subobjects")
_LEAF_PARAMETERS = ("copy_to", "fields")
PARAMETER_NAMES = (
    "alternate", "analyzer", "case_first", "case_level", "chunking_settings", "coerce", "contexts", "copy_to", "country",
    "decomposition", "default_metric", "depth_limit", "dims", "disable_templating", "doc_values", "dynamic",
    "eager_global_ordinals", "element_type", "enable_position_increments", "enabled", "fielddata", "fielddata_frequency_filter",
    "fields", "format", "hiragana_quaternary_mode", "ignore_above", "ignore_malformed", "ignore_z_value", "include_in_parent",
    "include_in_root", "index", "index_options", "index_phrases", "index_prefixes", "inference_id", "language", "locale",
    "max_input_length", "max_shingle_size", "meta", "metrics", "model_settings", "normalizer", "norms", "null_value", "numeric",
    "on_script_error", "orientation", "path", "position_increment_gap", "positive_score_impact", "preserve_position_increments",
    "preserve_separators", "priority", "properties", "relations", "rules", "scaling_factor", "script", "search_analyzer",
    "search_inference_id", "search_quote_analyzer", "similarity", "split_queries_on_whitespace", "store", "strength", "subobjects",
    "synthetic_source_keep", "term_vector", "time_series_dimension", "time_series_dimensions", "time_series_metric", "value",
    "variable_top", "variant",
)  # fmt: skip
"""Every parameter that a field of one of those types may have."""

_OF_COLLATIONS = (
    "alternate", "case_first", "case_level", "country", "decomposition", "hiragana_quaternary_mode", "language", "numeric", "rules",
    "strength", "variable_top", "variant",
)  # fmt: skip
_PARAMETER_NOTES = {
    **dict.fromkeys(("chunking_settings", "inference_id", "model_settings", "search_inference_id"), "of `semantic_text`"),
    **dict.fromkeys(_OF_COLLATIONS, "of a plugin's `icu_collation_keyword`"),
    "disable_templating": "of `pattern_text`",
    "eager_global_ordinals": "validated and kept; there are no global ordinals to load",
    "fielddata_frequency_filter": "validated and kept; all terms are loaded",
    "locale": "names of months and days are read in English",
    "similarity": "BM25 and boolean, and an index's own of these types",
    "term_vector": "validated and kept; what needs vectors makes them of the text",
}
"""Parameters whose only purpose is speed, of which nothing is to be seen in answers; and what else there is to say."""

_PARTLY_PARAMETERS = frozenset({"fielddata_frequency_filter", "locale", "similarity"})

_METADATA: dict[str, tuple[State, str]] = {
    "_doc_count": ("yes", ""),
    "_field_names": ("yes", "not configurable, as in Elasticsearch 9"),
    "_id": ("yes", ""),
    "_ignored": ("yes", ""),
    "_index": ("yes", ""),
    "_meta": ("yes", ""),
    "_routing": ("yes", ""),
    "_seq_no": ("yes", ""),
    "_size": ("no", "a plugin's"),
    "_source": ("yes", "`mode` is the setting `index.mapping.source.mode`; in a mapping it says nothing, as in Elasticsearch 9"),
    "_tier": ("yes", ""),
    "_tsid": ("yes", "made from `index.routing_path`; the shorter one of `index.dimensions` is not made"),
    "_ts_routing_hash": ("yes", ""),
    "_version": ("yes", ""),
    "_data_stream_timestamp": ("yes", ""),
}
_ROOT: dict[str, tuple[State, str]] = {
    "date_detection": ("yes", ""),
    "dynamic": ("yes", ""),
    "dynamic_date_formats": ("yes", ""),
    "dynamic_templates": ("yes", ""),
    "enabled": ("yes", ""),
    "numeric_detection": ("yes", ""),
    "properties": ("yes", ""),
    "runtime": ("partly", "fields that are read from the document; scripts come later"),
    "subobjects": ("partly", "auto is refused"),
}


def mapping_coverage() -> list[Row]:
    """All field types and mapping parameters of Elasticsearch 9, by kind and name.

    >>> next(row for row in mapping_coverage() if row.name == "keyword")
    Row(kind='field type', name='keyword', state='partly', note='without script')
    """
    rows = [_type(name) for name in FIELD_TYPE_NAMES]
    rows += [_parameter(name) for name in PARAMETER_NAMES]
    rows += [Row("metadata field", name, *told) for name, told in sorted(_METADATA.items())]
    return rows + [Row("root option", name, *told) for name, told in sorted(_ROOT.items())]


def _type(name: str) -> Row:
    if name in OBJECT_TYPES:
        return Row("field type", name, "yes", "")
    if name not in FIELD_TYPES:
        return Row("field type", name, "no", _NO_TYPES.get(name, ""))
    refused = [one.name for one in FIELD_TYPES[name].parameters if not one.supported and one.name != "on_script_error"]
    note = _PARTLY_TYPES.get(name, f"without {', '.join(refused)}" if refused else "")
    return Row("field type", name, "partly" if note else "yes", note)


def _parameter(name: str) -> Row:
    declared = [one for one in declared_parameters() if one.name == name]
    if name in (*_OBJECT_PARAMETERS, *_LEAF_PARAMETERS) and not declared:
        return Row("mapping parameter", name, "yes", "")
    if not any(one.supported for one in declared):
        return Row("mapping parameter", name, "no", _PARAMETER_NOTES.get(name, ""))
    state: State = "partly" if name in _PARTLY_PARAMETERS else "yes"
    return Row("mapping parameter", name, state, _PARAMETER_NOTES.get(name, ""))


def declared_parameters() -> list[Parameter]:
    """Of all leaf types, each as often as it is declared."""
    return [one for cls in FIELD_TYPES.values() for one in (*cls.parameters, *cls.common)]
