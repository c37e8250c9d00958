"""What a mapping says besides its fields (``RootObjectMapper``, ``MetadataFieldMapper``)."""

from __future__ import annotations

from dataclasses import field, replace
from typing import Any

from docstore.errors import ApiError, IllegalArgumentError
from docstore.frozen import frozen
from docstore.mapping.dynamic_template import NOTHING_NAMED, DynamicTemplate, Named
from docstore.mapping.field_type import FieldType
from docstore.mapping.java_text import java_boolean
from docstore.mapping.runtime_field import RuntimeField


@frozen
class RootOptions:
    """What a mapping says besides its fields; None is an option that was not given."""

    source_enabled: bool | None = None
    source_includes: tuple[str, ...] | None = None
    source_excludes: tuple[str, ...] | None = None
    routing_required: bool | None = None
    timestamp_enabled: bool | None = None
    meta: dict[str, Any] | None = None
    date_detection: bool | None = None
    numeric_detection: bool | None = None
    dynamic_date_formats: tuple[str, ...] | None = None
    dynamic_templates: tuple[DynamicTemplate, ...] | None = None
    runtime: dict[str, RuntimeField | None] = field(default_factory=dict)
    """By name; None in a body takes a field away."""

    def merge(self, other: RootOptions) -> RootOptions:
        """These options after a put-mapping with others."""
        self._refuse_changes("_source", other, source_enabled="enabled", source_includes="includes", source_excludes="excludes")
        self._refuse_changes("_routing", other, routing_required="required")
        given = {name: getattr(other, name) for name in self.__match_args__ if getattr(other, name) is not None}
        return replace(self, **given | {"runtime": self.runtime | other.runtime}).settled()

    def settled(self) -> RootOptions:
        """These options without what they take away."""
        kept: dict[str, RuntimeField | None] = {name: one for name, one in sorted(self.runtime.items()) if one is not None}
        return replace(self, runtime=kept)

    def _refuse_changes(self, mapper: str, other: RootOptions, **names: str) -> None:
        if all(getattr(other, attribute) is None for attribute in names):
            return
        conflicts = []
        for attribute, name in names.items():
            default: Any = {"enabled": True, "required": False}.get(name, ())
            old, new = getattr(self, attribute), getattr(other, attribute)
            old, new = default if old is None else old, default if new is None else new
            if old != new and not (name == "enabled" and old):
                texts = _option_text(old), _option_text(new)
                conflicts.append(f"Cannot update parameter [{name}] from [{texts[0]}] to [{texts[1]}]")
        if conflicts:
            listed = "\n\t".join(conflicts)
            raise IllegalArgumentError(f"Mapper for [{mapper}] conflicts with existing mapper:\n\t{listed}")

    def to_body(self) -> dict[str, Any]:
        """The options as ``GET _mapping`` shows them."""
        body: dict[str, Any] = {}
        if self.meta is not None:
            body["_meta"] = self.meta
        if self.timestamp_enabled:
            body["_data_stream_timestamp"] = {"enabled": True}
        if self.routing_required:
            body["_routing"] = {"required": True}
        source: dict[str, Any] = {}
        if self.source_enabled is False:
            source["enabled"] = False
        if self.source_includes:
            source["includes"] = list(self.source_includes)
        if self.source_excludes:
            source["excludes"] = list(self.source_excludes)
        if source:
            body["_source"] = source
        if self.dynamic_date_formats is not None:
            body["dynamic_date_formats"] = list(self.dynamic_date_formats)
        if self.dynamic_templates:
            body["dynamic_templates"] = [{one.name: one.to_body()} for one in self.dynamic_templates]
        if self.date_detection is not None:
            body["date_detection"] = self.date_detection
        if self.numeric_detection is not None:
            body["numeric_detection"] = self.numeric_detection
        if self.runtime:
            body["runtime"] = {name: one.to_body() for name, one in self.runtime.items() if one is not None}
        return body

    def template_for(self, path: str, name: str, kind: str, named: Named = NOTHING_NAMED) -> DynamicTemplate | None:
        """The first dynamic template for a new field of this JSON type, or the one that the request names for it."""
        wanted = named.get(path)
        for template in self.dynamic_templates or ():
            if template.matches(path, name, kind) if wanted is None else template.name == wanted:
                return template
        return None

    def runtime_leaves(self) -> dict[str, FieldType | ApiError]:
        """What queries find under the names of runtime fields, before they look among the other fields; for one that cannot be
        read, why not.
        """
        every = [one for one in self.runtime.values() if one is not None]
        return {path: leaf or one.refusal(path) for one in every for path, leaf in one.leaves()}

    @property
    def lookups(self) -> dict[str, RuntimeField]:
        """The runtime fields that other indices have the values of, by path."""
        return {path: one for path, one in self.runtime.items() if one is not None and one.type_name == "lookup"}

    def runtime_type(self, path: str) -> str | None:
        """The type of the runtime field of this full path, one of a composite's too."""
        for one in self.runtime.values():
            if one is not None and (found := one.type_of(path)) is not None:
                return found
        return None


def _option_text(value: Any) -> str:
    return java_boolean(value) if isinstance(value, bool) else "[" + ", ".join(value) + "]"
