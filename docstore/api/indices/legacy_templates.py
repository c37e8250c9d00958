"""Legacy index templates: put, get, exists, delete."""

from __future__ import annotations

from docstore.api.indices.alias_filters import check_filters
from docstore.api.indices.index_templates import template_body
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, names_of
from docstore.api.registry import Body, Privilege, api
from docstore.catalog.current import current
from docstore.catalog.templates.legacy import LEGACY_TEMPLATES, LegacyTemplate
from docstore.catalog.templates.rules import delete_legacy, put_legacy, selected
from docstore.catalog.templates.shown import shown
from docstore.errors import JsonObject, answered


@api("indices.put_template", "PUT /_template/{name}", "POST /_template/{name}", privilege=Privilege.MANAGE)
def put(
    node: Node,
    *,
    name: str,
    aliases: Body[JsonObject | None] = None,
    cause: str | None = None,
    create: bool = False,
    index_patterns: Body[Names | None] = None,
    mappings: Body[JsonObject | None] = None,
    master_timeout: Duration | None = None,
    order: Body[int | None] = None,
    settings: Body[JsonObject | None] = None,
    version: Body[int | None] = None,
) -> JsonObject:
    """Make or change a legacy template. It counts only where no composable index template matches.

    :param index_patterns: ``["logs-*"]``.
    :param order: of all templates that match, those of a higher order win.
    :param create: refuse to change one that exists.
    :param cause, master_timeout: without meaning for one local node.
    :raises ValidationError: no patterns.
    :raises InvalidIndexTemplateError: a name or a pattern that cannot be.
    """
    body = template_body(
        aliases=aliases, index_patterns=index_patterns, mappings=mappings, order=order, settings=settings, version=version
    )
    parsed = LegacyTemplate.parse(name, body)
    check_filters((parsed.template.aliases or {}).values())
    with node.environment.write() as txn:
        put_legacy(txn, parsed, create=create)
    return {"acknowledged": True}


@api("indices.get_template", "GET /_template", "GET /_template/{name}", privilege=Privilege.MONITOR)
def get(
    node: Node,
    *,
    name: Names | None = None,
    flat_settings: bool = False,
    local: bool | None = None,
    master_timeout: Duration | None = None,
) -> JsonObject:
    """Show legacy templates: ``{"name": {"order": 0, "index_patterns": [...], "settings": ..., "mappings": ..., "aliases": ...}}``.

    :param name: names and patterns; all when left out.
    :param flat_settings: settings by full name.
    :param local, master_timeout: without meaning here.
    :raises NotFoundError: names were given, and none is there.
    """
    with node.environment.read() as txn:
        templates = current(txn).section(LEGACY_TEMPLATES)
    wanted = ["*"] if name is None else names_of(name)
    found = {each: shown(templates[each].to_body(), flat=flat_settings) for each in selected(wanted, templates)}
    if not found and any("*" not in each for each in wanted):
        raise answered(404, {}, f"index template matching {wanted} not found")
    return found


@api("indices.exists_template", "HEAD /_template/{name}", privilege=Privilege.MONITOR)
def exists(
    node: Node, *, name: Names, flat_settings: bool = False, local: bool | None = None, master_timeout: Duration | None = None
) -> bool:
    """Whether there is a legacy template of a name, or one that a pattern matches.

    :param flat_settings, local, master_timeout: without meaning here.
    """
    with node.environment.read() as txn:
        return bool(selected(names_of(name), current(txn).section(LEGACY_TEMPLATES)))


@api("indices.delete_template", "DELETE /_template/{name}", privilege=Privilege.MANAGE)
def delete(node: Node, *, name: Names, master_timeout: Duration | None = None, timeout: Duration | None = None) -> JsonObject:
    """Remove legacy templates.

    :param name: names and patterns.
    :param master_timeout, timeout: without meaning here.
    :raises IndexTemplateMissingError: there is none of a name.
    """
    with node.environment.write() as txn:
        delete_legacy(txn, names_of(name))
    return {"acknowledged": True}
