"""Which templates a new index is made from, and what they give it (``MetadataIndexTemplateService``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace

from docstore.catalog.aliases.alias import Alias
from docstore.catalog.catalog import Catalog
from docstore.catalog.settings.setting import Raw
from docstore.catalog.templates.component import ComponentTemplate
from docstore.catalog.templates.composable import ComposableTemplate
from docstore.catalog.templates.known import Components, candidates
from docstore.catalog.templates.legacy import LEGACY_TEMPLATES, LegacyTemplate
from docstore.catalog.templates.mapping_merge import merged_mappings
from docstore.catalog.templates.patterns import is_global, matches_any
from docstore.catalog.templates.template import Template
from docstore.errors import JsonObject
from docstore.frozen import frozen


@frozen
class Composed:
    """What the templates give a new index; the request's own words come on top."""

    settings: Mapping[str, Raw] = field(default_factory=dict)
    mappings: JsonObject = field(default_factory=dict)
    aliases: Mapping[str, Alias] = field(default_factory=dict)
    lifecycle: JsonObject | None = None
    data_stream_options: JsonObject | None = None

    @classmethod
    def of(cls, templates: Iterable[Template], index: str) -> Composed:
        """Put together; later ones win. ``{index}`` in the name of an alias is the index."""
        parts = list(templates)
        settings: dict[str, Raw] = {}
        aliases: dict[str, Alias] = {}
        for part in parts:
            settings |= part.settings or {}
            for name, alias in (part.aliases or {}).items():
                named = name.replace("{index}", index)
                aliases.pop(named, None)
                aliases[named] = replace(alias, name=named)
        return cls(
            settings,
            merged_mappings(part.mappings for part in parts if part.mappings is not None),
            aliases,
            _merged(parts, "lifecycle"),
            _merged(parts, "data_stream_options"),
        )

    def of_data_stream(self) -> Composed:
        """The same for the backing index of a data stream: ``@timestamp`` is there, and in every document."""
        mappings = merged_mappings([{"properties": {"@timestamp": {"type": "date"}}}, self.mappings])
        return replace(self, mappings={**mappings, "_data_stream_timestamp": {"enabled": True}}, aliases={})


NOTHING = Composed()


def _merged(parts: Iterable[Template], name: str) -> JsonObject | None:
    found: JsonObject | None = None
    for part in parts:
        body = getattr(part, name)
        if name in part.reset:
            found = None
        elif body is not None:
            found = {**(found or {}), **body}
    return found


def template_of(catalog: Catalog, index: str, *, hidden: bool = False) -> ComposableTemplate | None:
    """The index template of the highest priority that matches a name; a hidden index escapes those that match everything."""
    found = [
        template
        for template in candidates(catalog, index).values()
        if matches_any(template.patterns, index) and not (hidden and is_global(template.patterns))
    ]
    return max(found, key=lambda template: template.rank, default=None)


def legacy_templates_of(catalog: Catalog, index: str, *, hidden: bool = False) -> list[LegacyTemplate]:
    """The legacy templates that match, the least important first."""
    found = [
        template
        for template in catalog.section(LEGACY_TEMPLATES).values()
        if matches_any(template.patterns, index) and not (hidden and is_global(template.patterns))
    ]
    return sorted(found, key=lambda template: template.order)


def parts_of(template: ComposableTemplate, components: Mapping[str, ComponentTemplate]) -> list[Template]:
    """A template's components that exist, and its own part at the end."""
    found = [components[name].template for name in template.composed_of if name in components]
    return found if template.template is None else [*found, template.template]


def composed(catalog: Catalog, template: ComposableTemplate, index: str) -> Composed:
    """What an index template gives an index of this name."""
    return Composed.of(parts_of(template, Components(catalog)), index)


def composed_for(catalog: Catalog, index: str, *, hidden: bool = False) -> Composed:
    """What the templates give a new index of this name: the index template that matches, or all legacy ones."""
    template = template_of(catalog, index, hidden=hidden)
    if template is not None:
        return composed(catalog, template, index)
    legacy = legacy_templates_of(catalog, index, hidden=hidden)
    return Composed.of([one.template for one in legacy], index) if legacy else NOTHING
