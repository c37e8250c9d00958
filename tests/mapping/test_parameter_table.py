"""Which parameter which type takes; any other is refused by name. From the parameters that Elasticsearch's mappers declare."""

from __future__ import annotations

from typing import Any

import pytest

from docstore.errors import ApiError
from docstore.mapping import Mapping
from docstore.mapping.registry import FIELD_TYPES

Json = dict[str, Any]
GIVEN: Json = {
    "coerce": True, "ignore_malformed": True, "ignore_above": 10, "null_value": 1, "copy_to": "other", "doc_values": False, "index": False,
    "store": True, "norms": False, "fields": {"x": {"type": "keyword"}}, "properties": {"x": {"type": "keyword"}}, "format": "yyyy",
    "locale": "en", "dynamic": "strict", "enabled": False, "subobjects": False, "analyzer": "standard", "search_analyzer": "standard",
    "normalizer": "lowercase", "similarity": "boolean", "term_vector": "yes", "eager_global_ordinals": True, "meta": {"unit": "ms"},
    "time_series_dimension": True, "time_series_metric": "gauge", "bogus": 1,
}  # fmt: skip
OF_ITS_KIND: dict[str, Json] = {
    **{kind: {"null_value": value} for kind, value in {
        "boolean": True, "keyword": "a", "date": "2020", "date_nanos": "2020", "ip": "::1", "geo_point": "1,1", "point": "1,1",
        "flattened": "a", "wildcard": "a",
    }.items()},
    "histogram": {"time_series_metric": "histogram"},
    "dense_vector": {"similarity": "cosine"},
}  # fmt: skip
REQUIRED: dict[str, Json] = {
    "alias": {"path": "other"}, "scaled_float": {"scaling_factor": 10}, "dense_vector": {"dims": 3},
    "token_count": {"analyzer": "standard"}, "join": {"relations": {"a": "b"}},
    "aggregate_metric_double": {"metrics": ["min"]}, "passthrough": {"priority": 1},
}  # fmt: skip
COLUMN = "copy_to fields meta doc_values index store"
NUMBER = f"{COLUMN} ignore_malformed null_value coerce time_series_metric"
RANGE = f"{COLUMN} coerce locale"
TEXT = "copy_to fields meta index store norms analyzer search_analyzer similarity term_vector"
DATE = f"{COLUMN} ignore_malformed null_value format locale"
KNOWN = {
    "aggregate_metric_double": "copy_to fields meta ignore_malformed time_series_metric",
    "alias": "",
    "binary": "copy_to fields meta doc_values store",
    "boolean": f"{COLUMN} ignore_malformed null_value time_series_dimension",
    **dict.fromkeys(("byte", "short", "integer", "long", "float", "double", "half_float"), f"{NUMBER} time_series_dimension"),
    "unsigned_long": f"{COLUMN} ignore_malformed null_value time_series_dimension time_series_metric",
    "scaled_float": NUMBER,
    "completion": "copy_to fields meta analyzer search_analyzer",
    "constant_keyword": "copy_to fields meta",
    "counted_keyword": "copy_to fields meta index",
    "date": DATE,
    "date_nanos": DATE,
    **dict.fromkeys(("integer_range", "long_range", "float_range", "double_range", "ip_range"), RANGE),
    "date_range": f"{RANGE} format",
    "dense_vector": "copy_to fields meta index similarity",
    "flattened": "meta ignore_above null_value doc_values index similarity eager_global_ordinals",
    "geo_point": f"{COLUMN} ignore_malformed null_value",
    "geo_shape": f"{COLUMN} ignore_malformed coerce",
    "histogram": "copy_to fields meta coerce ignore_malformed time_series_metric",
    "ip": f"{COLUMN} ignore_malformed null_value time_series_dimension",
    "join": "copy_to fields meta eager_global_ordinals",
    "keyword": f"{COLUMN} ignore_above null_value norms normalizer similarity eager_global_ordinals time_series_dimension",
    "match_only_text": "copy_to fields meta",
    "percolator": "copy_to fields meta",
    "point": f"{COLUMN} ignore_malformed null_value",
    "rank_feature": "copy_to fields meta null_value",
    "rank_features": "copy_to fields meta",
    "search_as_you_type": f"{TEXT} doc_values",
    "shape": "copy_to fields meta doc_values index ignore_malformed coerce",
    "sparse_vector": "copy_to fields meta store",
    "text": f"{TEXT} eager_global_ordinals",
    "token_count": f"{COLUMN} null_value analyzer",
    "version": "copy_to fields meta",
    "wildcard": "copy_to fields meta ignore_above null_value",
    "object": "properties dynamic enabled subobjects",
    "nested": "properties dynamic enabled",
    "passthrough": "properties dynamic enabled time_series_dimension",
}
OBJECTS = ("alias", "object", "nested", "passthrough")
REASONS = {
    ("geo_point", "time_series_dimension"): "Parameter [time_series_dimension] cannot be set to geo_point",
    ("geo_point", "time_series_metric"): "Unknown value [gauge] for field [time_series_metric] - accepted values are [position]",
    **{(f"{kind}_range", "format"): "field [f] of type [range] should not define a dateTimeFormatter unless it is a DATE type"
       for kind in ("integer", "long", "float", "double", "ip")},
    ("flattened", "copy_to"): "flattened field [f] does not support [copy_to]",
    ("flattened", "fields"): "flattened field [f] does not support [fields]",
}  # fmt: skip
"""Where the type knows the parameter, and wants no such value of it."""


def test_every_type_has_a_row() -> None:
    assert set(KNOWN) == set(FIELD_TYPES) | {"object", "nested", "passthrough"}


@pytest.mark.parametrize("kind", sorted(KNOWN))
def test_parameters(kind: str) -> None:
    given = {**GIVEN, **OF_ITS_KIND.get(kind, {})}
    said = {name: _refusal({"type": kind, **REQUIRED.get(kind, {}), name: value}) for name, value in given.items()}
    refused = set(given) - set(KNOWN[kind].split())
    assert said == {name: _why(kind, name, value) if name in refused else None for name, value in given.items()}


def _refusal(spec: Json) -> str | None:
    try:
        Mapping.parse({"properties": {"f": spec, "other": {"type": "keyword"}}})
    except ApiError as error:
        return error.reason.removeprefix("Failed to parse mapping: ")
    return None


def _why(kind: str, name: str, value: Any) -> str:
    if (kind, name) in REASONS:
        return REASONS[kind, name]
    if kind not in OBJECTS:
        return f"unknown parameter [{name}] on mapper [f] of type [{kind}]"
    shown = {"fields": "{x={type=keyword}}", "properties": "{x={type=keyword}}", "meta": "{unit=ms}"}
    text = shown.get(name, str(value).lower() if isinstance(value, bool) else str(value))
    return f"Mapping definition for [f] has unsupported parameters:  [{name} : {text}]"
