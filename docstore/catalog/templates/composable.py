"""Composable index templates (``ComposableIndexTemplate``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docstore.catalog.section import section
from docstore.catalog.templates.component import version_of
from docstore.catalog.templates.patterns import is_global
from docstore.catalog.templates.template import Template
from docstore.errors import IllegalArgumentError, JsonObject, ValidationError, XContentParseError
from docstore.frozen import frozen
from docstore.spelling import did_you_mean

HIDDEN = "index.hidden"
_KEYS = (
    "index_patterns", "template", "composed_of", "priority", "version", "_meta", "data_stream", "allow_auto_create",
    "ignore_missing_component_templates", "deprecated", "created_date", "created_date_millis", "modified_date", "modified_date_millis",
)  # fmt: skip


@frozen
class StreamTemplate:
    """``data_stream`` of a template: what matches becomes a data stream."""

    hidden: bool = False
    allow_custom_routing: bool = False

    @classmethod
    def parse(cls, body: Any) -> StreamTemplate:
        """``{"hidden": false, "allow_custom_routing": false}``.

        :raises XContentParseError: an unknown key.
        """
        if not isinstance(body, Mapping):
            raise XContentParseError("[index_template] data_stream doesn't support values of type: VALUE_STRING")
        for key in body:
            if key not in ("hidden", "allow_custom_routing", "failure_store", "timestamp_field"):
                raise XContentParseError(f"[data_stream_template] unknown field [{key}]")
        return cls(*(body.get(key) in (True, "true") for key in ("hidden", "allow_custom_routing")))

    def to_body(self) -> JsonObject:
        """As it is shown."""
        return {"hidden": self.hidden, "allow_custom_routing": self.allow_custom_routing}


@frozen
class ComposableTemplate:
    """One index template."""

    name: str
    patterns: tuple[str, ...]
    template: Template | None = None
    composed_of: tuple[str, ...] = ()
    priority: int | None = None
    version: int | None = None
    meta: JsonObject | None = None
    data_stream: StreamTemplate | None = None
    allow_auto_create: bool | None = None
    ignore_missing: tuple[str, ...] | None = None
    deprecated: bool | None = None

    @property
    def rank(self) -> int:
        """The priority; 0 where none is given."""
        return self.priority or 0

    @classmethod
    def parse(cls, name: str, body: JsonObject) -> ComposableTemplate:
        """From the body of a put.

        :raises ValidationError: a negative priority, or a template of all names that hides indices.
        :raises ApiError: an unknown key, no patterns, or what ``Template.parse`` refuses.
        """
        for key in body:
            if key not in _KEYS:
                raise XContentParseError(f"[index_template] unknown field [{key}]{did_you_mean(key, _KEYS)}")
        if body.get("index_patterns") is None:
            raise IllegalArgumentError("Required [index_patterns]")
        priority = version_of(body, "priority")
        patterns = strings(body["index_patterns"])
        template = None if body.get("template") is None else Template.parse(body["template"])
        problems = []
        if template is not None and is_global(patterns) and HIDDEN in (template.settings or {}):
            problems.append(f"global composable templates may not specify the setting {HIDDEN}")
        if priority is not None and priority < 0:
            problems.append("index template priority must be >= 0")
        if problems:
            raise ValidationError(*problems)
        return cls(
            name,
            patterns,
            template,
            strings(body.get("composed_of") or ()),
            priority,
            version_of(body),
            body.get("_meta"),
            None if body.get("data_stream") is None else StreamTemplate.parse(body["data_stream"]),
            _flag(body.get("allow_auto_create")),
            None if body.get("ignore_missing_component_templates") is None else strings(body["ignore_missing_component_templates"]),
            _flag(body.get("deprecated")),
        )

    def to_body(self) -> JsonObject:
        """As ``GET _index_template`` shows it."""
        shown = {
            "index_patterns": list(self.patterns),
            "template": None if self.template is None else self.template.to_body(),
            "composed_of": list(self.composed_of),
            "priority": self.priority,
            "version": self.version,
            "_meta": self.meta,
            "data_stream": None if self.data_stream is None else self.data_stream.to_body(),
            "allow_auto_create": self.allow_auto_create,
            "ignore_missing_component_templates": None if self.ignore_missing is None else list(self.ignore_missing),
            "deprecated": self.deprecated,
        }
        return {key: value for key, value in shown.items() if value is not None}


def strings(value: Any) -> tuple[str, ...]:
    """A string or a list of them."""
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list | tuple) or any(not isinstance(item, str) for item in value):
        raise IllegalArgumentError(f"expected a string or a list of strings, found [{value}]")
    return tuple(value)


def _flag(value: Any) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return bool(value == "true")
    raise IllegalArgumentError.not_boolean(value)


INDEX_TEMPLATES = section("index_template", ComposableTemplate.parse, ComposableTemplate.to_body)
"""By name."""
