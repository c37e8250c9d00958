"""Legacy index templates, which composable ones take the place of (``IndexTemplateMetadata``)."""

from __future__ import annotations

from docstore.catalog.section import section
from docstore.catalog.settings.settings import nested
from docstore.catalog.templates.component import version_of
from docstore.catalog.templates.composable import strings
from docstore.catalog.templates.template import Template
from docstore.errors import JsonObject, ParsingError, ValidationError
from docstore.frozen import frozen

_KEYS = frozenset(["index_patterns", "order", "version", "settings", "mappings", "aliases"])


@frozen
class LegacyTemplate:
    """One template; of all that match, those of a higher ``order`` win."""

    name: str
    patterns: tuple[str, ...]
    template: Template
    order: int = 0
    version: int | None = None

    @classmethod
    def parse(cls, name: str, body: JsonObject) -> LegacyTemplate:
        """``{"index_patterns": [...], "order": 0, "settings": {...}, "mappings": {...}, "aliases": {...}, "version": 1}``.

        :raises ApiError: an unknown key, no patterns, or what ``Template.parse`` refuses.
        """
        for key in body:
            if key not in _KEYS:
                raise ParsingError(f"unknown key [{key}] in the template ")
        if not body.get("index_patterns"):
            raise ValidationError("index patterns are missing")
        parts = {key: body[key] for key in ("settings", "mappings", "aliases") if body.get(key) is not None}
        return cls(name, strings(body["index_patterns"]), Template.parse(parts), version_of(body, "order") or 0, version_of(body))

    def to_body(self) -> JsonObject:
        """As ``GET _template`` shows it."""
        body: JsonObject = {"order": self.order}
        if self.version is not None:
            body["version"] = self.version
        aliases = {name: alias.to_body() for name, alias in (self.template.aliases or {}).items()}
        return {
            **body,
            "index_patterns": list(self.patterns),
            "settings": nested(self.template.settings or {}),
            "mappings": self.template.mappings or {},
            "aliases": aliases,
        }


LEGACY_TEMPLATES = section("template", LegacyTemplate.parse, LegacyTemplate.to_body)
"""By name."""
