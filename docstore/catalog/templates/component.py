"""Component templates: parts that composable templates are put together from."""

from __future__ import annotations

from typing import Any

from docstore.catalog.section import section
from docstore.catalog.templates.template import Template
from docstore.errors import IllegalArgumentError, JsonObject, XContentParseError
from docstore.frozen import frozen
from docstore.spelling import did_you_mean

_KEYS = ("template", "version", "_meta", "deprecated", "created_date", "created_date_millis", "modified_date", "modified_date_millis")


@frozen
class ComponentTemplate:
    """One component template."""

    name: str
    template: Template
    version: int | None = None
    meta: JsonObject | None = None
    deprecated: bool | None = None

    @classmethod
    def parse(cls, name: str, body: JsonObject) -> ComponentTemplate:
        """``{"template": {...}, "version": 1, "_meta": {...}, "deprecated": false}``.

        :raises ApiError: an unknown key, no ``template``, or what ``Template.parse`` refuses.
        """
        for key in body:
            if key not in _KEYS:
                raise XContentParseError(f"[component_template] unknown field [{key}]{did_you_mean(key, _KEYS)}")
        if body.get("template") is None:
            raise IllegalArgumentError("Required [template]")
        return cls(name, Template.parse(body["template"]), version_of(body), body.get("_meta"), body.get("deprecated"))

    def to_body(self) -> JsonObject:
        """As ``GET _component_template`` shows it."""
        shown = {"version": self.version, "_meta": self.meta, "deprecated": self.deprecated}
        return {"template": self.template.to_body(), **{key: value for key, value in shown.items() if value is not None}}


def version_of(body: JsonObject, key: str = "version") -> int | None:
    """A whole number of a template.

    :raises IllegalArgumentError: something else.
    """
    value: Any = body.get(key)
    if value is None:
        return None
    try:
        if isinstance(value, bool):
            raise ValueError
        return int(value)
    except (TypeError, ValueError):
        raise IllegalArgumentError(f"Failed to parse [{key}] with value [{value}] as a whole number") from None


COMPONENT_TEMPLATES = section("component_template", ComponentTemplate.parse, ComponentTemplate.to_body)
"""By name."""
