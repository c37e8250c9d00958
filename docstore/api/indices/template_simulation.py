"""What would an index be made from? Simulations of composable index templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated

from docstore.api.indices.index_templates import template_body
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, flag
from docstore.api.registry import Body, Place, Privilege, Wire, api
from docstore.catalog.catalog import Catalog
from docstore.catalog.current import current
from docstore.catalog.data_tier import preferred_tier
from docstore.catalog.index_mode import sorted_by_host
from docstore.catalog.names.date_math import resolved
from docstore.catalog.settings.settings import nested
from docstore.catalog.streams.changes import next_parts, provided_settings
from docstore.catalog.streams.retention import rollover_of
from docstore.catalog.templates.composable import INDEX_TEMPLATES, ComposableTemplate
from docstore.catalog.templates.composition import composed, template_of
from docstore.catalog.templates.known import index_templates
from docstore.catalog.templates.legacy import LEGACY_TEMPLATES
from docstore.catalog.templates.patterns import matches_any
from docstore.catalog.templates.rules import check_template, overlapping
from docstore.errors import IllegalArgumentError, JsonObject
from docstore.mapping.mapping import Mapping as FieldMapping


@api(
    "indices.simulate_index_template",
    "POST /_index_template/_simulate_index/{name}",
    privilege=Privilege.MONITOR,
    body_name="index_template",
)
def simulate_index(
    node: Node,
    *,
    name: str,
    allow_auto_create: Body[bool | None] = None,
    cause: str | None = None,
    composed_of: Body[list[str] | None] = None,
    create: bool = False,
    data_stream: Body[JsonObject | None] = None,
    deprecated: Body[bool | None] = None,
    ignore_missing_component_templates: Body[Names | None] = None,
    include_defaults: bool = False,
    index_patterns: Body[Names | None] = None,
    master_timeout: Duration | None = None,
    meta: Annotated[JsonObject | None, Place.BODY, Wire("_meta")] = None,
    priority: Body[int | None] = None,
    template: Body[JsonObject | None] = None,
    version: Body[int | None] = None,
) -> JsonObject:
    """What an index of this name would be made from; a template in the body counts as if it were there.

    The answer: ``{"template": {"settings": ..., "mappings": ..., "aliases": ...}, "overlapping": [{"name": ..., "index_patterns": ...}]}``;
    empty when no template matches.

    :param cause, create, master_timeout: without meaning here.
    :param include_defaults: also when an index of a data stream would be rolled over.
    """
    body = template_body(
        allow_auto_create=allow_auto_create,
        composed_of=composed_of,
        data_stream=data_stream,
        deprecated=deprecated,
        ignore_missing_component_templates=ignore_missing_component_templates,
        index_patterns=index_patterns,
        meta=meta,
        priority=priority,
        template=template,
        version=version,
    )
    with node.environment.read() as txn:
        catalog = current(txn)
    index = resolved(name)
    if body:
        asked = ComposableTemplate.parse(f"simulate_index_template_{node.clock.uuid().lower()}", body)
        check_template(catalog, asked)
        catalog = catalog.with_object(INDEX_TEMPLATES, asked.name, asked, INDEX_TEMPLATES.row(asked))
    found = template_of(catalog, index)
    if found is None:
        return {}
    defaults = flag("include_defaults", include_defaults, False)
    return _simulated(node, catalog, found, index, lambda patterns: matches_any(patterns, index), defaults=defaults)


@api(
    "indices.simulate_template",
    "POST /_index_template/_simulate",
    "POST /_index_template/_simulate/{name}",
    privilege=Privilege.MONITOR,
)
def simulate(
    node: Node,
    *,
    name: str | None = None,
    allow_auto_create: Body[bool | None] = None,
    cause: str | None = None,
    composed_of: Body[list[str] | None] = None,
    create: bool = False,
    data_stream: Body[JsonObject | None] = None,
    deprecated: Body[bool | None] = None,
    ignore_missing_component_templates: Body[Names | None] = None,
    include_defaults: bool = False,
    index_patterns: Body[Names | None] = None,
    master_timeout: Duration | None = None,
    meta: Annotated[JsonObject | None, Place.BODY, Wire("_meta")] = None,
    priority: Body[int | None] = None,
    template: Body[JsonObject | None] = None,
    version: Body[int | None] = None,
) -> JsonObject:
    """What a template comes to: one that exists by name, or the one in the body.

    :param cause, create, master_timeout: without meaning here.
    :param include_defaults: also when an index of a data stream would be rolled over.
    :raises IllegalArgumentError: there is no template of that name, or neither a name nor a body.
    """
    body = template_body(
        allow_auto_create=allow_auto_create,
        composed_of=composed_of,
        data_stream=data_stream,
        deprecated=deprecated,
        ignore_missing_component_templates=ignore_missing_component_templates,
        index_patterns=index_patterns,
        meta=meta,
        priority=priority,
        template=template,
        version=version,
    )
    with node.environment.read() as txn:
        catalog = current(txn)
    found = index_templates(catalog).get(name) if name is not None else None
    if body:
        found = ComposableTemplate.parse(name or f"simulate_template_{node.clock.uuid().lower()}", body)
        check_template(catalog, found)
    if found is None:
        missing = f"unable to simulate template [{name}] that does not exist"
        raise IllegalArgumentError(missing if name is not None else "a template name or a template must be given to simulate")
    patterns = found.patterns
    defaults = flag("include_defaults", include_defaults, False)
    return _simulated(node, catalog, found, "simulated", lambda others: overlapping(patterns, others), defaults=defaults)


def _simulated(
    node: Node, catalog: Catalog, template: ComposableTemplate, index: str, matches: Callable[[Iterable[str]], bool], *, defaults: bool
) -> JsonObject:
    found = composed(catalog, template, index)
    settings, mappings = dict(found.settings), found.mappings
    if template.data_stream is not None:
        own = found.of_data_stream()
        stream = catalog.stream(index)
        settings, mappings = (settings, own.mappings) if stream is None else next_parts(catalog, stream)
        settings = provided_settings(catalog, index, own, None, node.clock) | settings
    settings = preferred_tier(settings) | settings
    settings |= sorted_by_host(settings, mappings)
    shown: JsonObject = {
        "settings": nested(settings),
        "mappings": FieldMapping.parse(mappings, settings=settings).to_body(),
        "aliases": {name: alias.to_body() for name, alias in found.aliases.items()},
    }
    if found.lifecycle is not None:
        rollover = {"rollover": rollover_of(found.lifecycle.get("data_retention"))} if defaults else {}
        shown["lifecycle"] = found.lifecycle | rollover
    others = [(other.name, other.patterns) for other in catalog.section(LEGACY_TEMPLATES).values()]
    others += [(other.name, other.patterns) for other in index_templates(catalog).values() if other.name != template.name]
    passed_over = [{"name": name, "index_patterns": list(patterns)} for name, patterns in others if matches(patterns)]
    return {"template": shown, "overlapping": passed_over}
