"""Which parameters of each type a put-mapping may change, and what it says of the others."""

from __future__ import annotations

from typing import Any

import pytest

from docstore.errors import ApiError
from docstore.mapping import Mapping
from docstore.mapping.registry import FIELD_TYPES

Json = dict[str, Any]

NEEDED: dict[str, Json] = {
    "aggregate_metric_double": {"metrics": ["min", "max"], "default_metric": "max"},
    "alias": {"path": "g"},
    "scaled_float": {"scaling_factor": 10},
    "token_count": {"analyzer": "standard"},
    "constant_keyword": {"value": "a"},
    "dense_vector": {"dims": 4},
}
NUMBERS = ("byte", "double", "float", "half_float", "integer", "long", "short")
RANGES = ("integer_range", "long_range", "float_range", "double_range", "ip_range")
OTHER: dict[str, Any] = {
    "analyzer": "simple",
    "coerce": False,
    "contexts": [{"name": "c", "type": "category"}],
    "default_metric": "min",
    "depth_limit": 3,
    "dims": 5,
    "doc_values": False,
    "eager_global_ordinals": True,
    "element_type": "byte",
    "enable_position_increments": False,
    "fielddata": True,
    "fielddata_frequency_filter": {"min": 1},
    "format": "yyyy",
    "ignore_above": 5,
    "ignore_malformed": True,
    "ignore_z_value": False,
    "index": False,
    "index_options": "docs",
    "index_phrases": True,
    "index_prefixes": {},
    "locale": "de",
    "max_input_length": 5,
    "max_shingle_size": 2,
    "meta": {"a": "b"},
    "metrics": ["min", "max", "sum"],
    "normalizer": "lowercase",
    "null_value": "1",
    "orientation": "left",
    "path": "h",
    "position_increment_gap": 7,
    "positive_score_impact": False,
    "preserve_position_increments": False,
    "preserve_separators": False,
    "relations": {"a": "b"},
    "scaling_factor": 100,
    "search_analyzer": "simple",
    "search_quote_analyzer": "simple",
    "similarity": "boolean",
    "split_queries_on_whitespace": True,
    "store": True,
    "term_vector": "yes",
    "time_series_dimension": True,
    "time_series_dimensions": ["a"],
    "time_series_metric": "gauge",
    "value": "b",
}
"""Of each parameter a value that is not the default."""
OF_TYPE: dict[tuple[str, str], Any] = {
    ("date", "null_value"): "2020-01-01",
    ("date_nanos", "null_value"): "2020-01-01",
    ("ip", "null_value"): "::1",
    ("boolean", "null_value"): True,
    ("geo_point", "null_value"): "1,2",
    ("point", "null_value"): "1,2",
    ("geo_point", "time_series_metric"): "position",
    ("histogram", "time_series_metric"): "histogram",
    ("keyword", "norms"): True,
    ("keyword", "index_options"): "freqs",
    ("flattened", "index_options"): "freqs",
    ("binary", "doc_values"): True,
    ("join", "eager_global_ordinals"): False,
    ("dense_vector", "similarity"): "l2_norm",
    ("dense_vector", "index_options"): {"type": "hnsw"},
    ("sparse_vector", "index_options"): {"prune": True},
    ("geo_shape", "coerce"): True,
    ("shape", "coerce"): True,
    ("text", "norms"): False,
    ("completion", "analyzer"): "standard",
    ("completion", "search_analyzer"): "standard",
    ("search_as_you_type", "norms"): False,
}
CHANGES: dict[str, set[str]] = {
    **{key: {"coerce", "ignore_malformed"} for key in NUMBERS},
    **{key: {"coerce"} for key in RANGES},
    "aggregate_metric_double": {"ignore_malformed"},
    "alias": {"path"},
    "binary": set(),
    "boolean": {"ignore_malformed"},
    "completion": {"max_input_length", "search_analyzer"},
    "constant_keyword": set(),
    "counted_keyword": set(),
    "date": {"ignore_malformed"},
    "date_nanos": {"ignore_malformed"},
    "date_range": {"coerce"},
    "dense_vector": set(),
    "flattened": {"depth_limit", "eager_global_ordinals", "ignore_above", "split_queries_on_whitespace"},
    "geo_point": {"ignore_malformed", "ignore_z_value"},
    "geo_shape": {"coerce", "ignore_malformed", "ignore_z_value", "orientation"},
    "histogram": {"coerce", "ignore_malformed"},
    "ip": {"ignore_malformed"},
    "join": {"eager_global_ordinals", "relations"},
    "keyword": {"eager_global_ordinals", "ignore_above", "split_queries_on_whitespace"},
    "match_only_text": set(),
    "percolator": set(),
    "point": {"ignore_malformed", "ignore_z_value"},
    "rank_feature": set(),
    "rank_features": set(),
    "scaled_float": {"coerce", "ignore_malformed"},
    "search_as_you_type": {"norms", "search_analyzer", "search_quote_analyzer"},
    "shape": {"coerce", "ignore_malformed", "ignore_z_value", "orientation"},
    "sparse_vector": {"index_options"},
    "text": {
        "eager_global_ordinals", "fielddata", "fielddata_frequency_filter", "norms", "search_analyzer", "search_quote_analyzer",
    },
    "token_count": {"analyzer"},
    "unsigned_long": {"ignore_malformed"},
    "version": set(),
    "wildcard": {"ignore_above"},
}  # fmt: skip
"""What may be changed; ``meta`` of all but aliases."""

REFUSED = {
    ("search_as_you_type", "doc_values"),
    ("geo_point", "time_series_dimension"),
    *((kind, "time_series_dimension") for kind in ("double", "float", "half_float")),
    *((kind, "format") for kind in RANGES),
}
"""What cannot be anything but its default."""

CASES = [
    (kind, parameter.name)
    for kind, cls in sorted(FIELD_TYPES.items())
    for parameter in cls.parameters
    if parameter.supported and (kind, parameter.name) not in REFUSED
]


def test_every_type_is_told() -> None:
    assert set(CHANGES) == set(FIELD_TYPES)


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_changes(kind: str, name: str) -> None:
    old: Json = {"type": kind, **NEEDED.get(kind, {})}
    new = {**old, name: OF_TYPE.get((kind, name), OTHER.get(name))}
    body = {"g": {"type": "long"}, "h": {"type": "long"}}
    mapping = Mapping.parse({"properties": {**body, "f": old}})
    if name in CHANGES[kind] or name == "meta":
        shown = mapping.merge({"properties": {"f": new}}).to_body()["properties"]["f"]
        assert name in shown
        assert shown != mapping.to_body()["properties"]["f"]
        return
    with pytest.raises(ApiError) as caught:
        mapping.merge({"properties": {"f": new}})
    assert caught.value.type == "illegal_argument_exception"
    assert caught.value.reason.startswith("Mapper for [f] conflicts with existing mapper:\n\tCannot update parameter [")
    assert f"Cannot update parameter [{name}] from [" in caught.value.reason
