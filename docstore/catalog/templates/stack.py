"""The templates that Elasticsearch brings (``StackTemplateRegistry``): conventions for data streams of metrics, synthetics and logs, and
for the fields of the Elastic Common Schema.

They stand in no store. A stored template of the same name hides one, and without ``stack.templates.enabled`` there are none. Of the
pipeline of logs there is what it does by itself: it gives a time to documents that have none (``documents.arrival``).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from docstore.catalog.templates.component import ComponentTemplate
from docstore.catalog.templates.composable import ComposableTemplate
from docstore.catalog.templates.elastic_common_schema import DYNAMIC_TEMPLATES, KEYWORD
from docstore.errors import JsonObject

VERSION = 16
_CONSTANT: JsonObject = {"type": "constant_keyword"}
_LENIENT: JsonObject = {"ignore_malformed": True}


def _metric(type_: str, kind: str) -> JsonObject:
    return {"mapping": {"type": type_, "time_series_metric": kind, **_LENIENT}}


_NUMBERS: JsonObject = {
    "long_metrics": {"match_mapping_type": "long", "mapping": {"type": "long", "index": False}},
    "float_metrics": {"match_mapping_type": "double", "mapping": {"type": "float", "index": False}},
    "double_metrics": {"mapping": {"type": "double", "index": False}},
    "histogram_metrics": {"mapping": {"type": "histogram"}},
    "summary_metrics": {
        "mapping": {"type": "aggregate_metric_double", "metrics": ["sum", "value_count"], "default_metric": "value_count"}
    },
    "histogram": {"mapping": {"type": "histogram", **_LENIENT}},
    **{f"{kind}_{type_}": _metric(type_, kind) for type_ in ("long", "double") for kind in ("counter", "gauge")},
}
_CONVENTIONS: JsonObject = {
    "date_detection": False,
    "dynamic_templates": [
        {"match_ip": {"match_mapping_type": "string", "match": "ip", "mapping": {"type": "ip"}}},
        {"match_message": {"match_mapping_type": "string", "match": "message", "mapping": {"type": "match_only_text"}}},
        {"strings_as_keyword": {"match_mapping_type": "string", "mapping": KEYWORD}},
    ],
    "properties": {
        "@timestamp": {"type": "date"},
        "data_stream": {"properties": {"dataset": _CONSTANT, "namespace": _CONSTANT}},
        "ecs": {"properties": {"version": KEYWORD}},
        "host": {"type": "object"},
    },
}


def _kind(kind: str) -> JsonObject:
    """``data_stream.type``."""
    return {"properties": {"data_stream": {"properties": {"type": {**_CONSTANT, "value": kind}}}}}


def _settings(kind: str) -> JsonObject:
    """How streams of a kind are kept."""
    mapping = {"ignore_malformed": True, "total_fields": {"ignore_dynamic_beyond_limit": True}}
    return {"index": {"lifecycle": {"name": f"{kind}@lifecycle"}, "codec": "best_compression", "mapping": mapping}}


_LOGS: JsonObject = {
    "date_detection": False,
    "properties": {
        "@timestamp": {"type": "date", "ignore_malformed": False},
        "data_stream.type": {**_CONSTANT, "value": "logs"},
        "data_stream.dataset": _CONSTANT,
        "data_stream.namespace": _CONSTANT,
    },
}
_TEMPLATES: dict[str, JsonObject] = {
    "data-streams@mappings": {"mappings": _CONVENTIONS},
    "ecs@mappings": {"mappings": {"date_detection": False, "dynamic_templates": list(DYNAMIC_TEMPLATES)}},
    "logs@mappings": {"mappings": _LOGS},
    "logs@settings": {
        "settings": {"index": {**_settings("logs")["index"], "default_pipeline": "logs@default-pipeline"}},
        "data_stream_options": {"failure_store": {"enabled": True}},
    },
    "metrics@mappings": {
        "mappings": {"dynamic_templates": [{name: rule} for name, rule in _NUMBERS.items()], **_kind("metrics")}
    },
    "metrics@settings": {"settings": _settings("metrics")},
    "metrics@tsdb-settings": {"settings": {"index": {"mode": "time_series", **_settings("metrics")["index"]}}},
    "synthetics@mappings": {"mappings": _kind("synthetics")},
    "synthetics@settings": {"settings": _settings("synthetics")},
    "traces@mappings": {"mappings": _kind("traces")},
    "traces@settings": {"settings": _settings("traces")},
}
NAMES = tuple(_TEMPLATES)
"""Of the component templates, in their order."""


def _managed(what: str) -> JsonObject:
    return {"version": VERSION, "_meta": {"description": what, "managed": True}, "deprecated": False}


@cache
def component(name: str) -> ComponentTemplate:
    """A component template that Elasticsearch brings.

    :raises KeyError: it brings none of that name.
    """
    part: Any = _TEMPLATES[name]
    return ComponentTemplate.parse(name, {"template": part, **_managed(f"{name.partition('@')[2]} of {name.partition('@')[0]}")})


def _index_template(kind: str, *parts: str, missing: tuple[str, ...] = ()) -> ComposableTemplate:
    body: JsonObject = {
        "index_patterns": [f"{kind}-*-*"],
        "priority": 100,
        "data_stream": {},
        "composed_of": parts,
        "allow_auto_create": True,
        **_managed(f"data streams of {kind}"),
    }
    return ComposableTemplate.parse(kind, body | ({"ignore_missing_component_templates": missing} if missing else {}))


INDEX: Mapping[str, ComposableTemplate] = {
    "logs": _index_template("logs", "logs@mappings", "logs@settings", "logs@custom", "ecs@mappings", missing=("logs@custom",)),
    **{
        kind: _index_template(kind, f"{kind}@mappings", "data-streams@mappings", f"{kind}@settings")
        for kind in ("metrics", "synthetics")
    },
}
"""The index templates by name."""
