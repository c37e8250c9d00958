"""Composable index templates: put, get, exists, delete."""

from __future__ import annotations

from typing import Annotated, Any

from docstore.api.indices.alias_filters import check_filters
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, names_of
from docstore.api.registry import Body, Place, Privilege, Wire, api
from docstore.catalog.current import current
from docstore.catalog.templates.composable import ComposableTemplate
from docstore.catalog.templates.known import index_templates
from docstore.catalog.templates.rules import delete_templates, put_template, selected
from docstore.catalog.templates.shown import listed
from docstore.errors import JsonObject


def template_body(**given: Any) -> JsonObject:
    """The body of a template of the parameters that were given."""
    wire = {"meta": "_meta"}
    return {wire.get(key, key): value for key, value in given.items() if value is not None}


@api("indices.put_index_template", "PUT /_index_template/{name}", "POST /_index_template/{name}", privilege=Privilege.MANAGE)
def put(
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
    index_patterns: Body[Names | None] = None,
    master_timeout: Duration | None = None,
    meta: Annotated[JsonObject | None, Place.BODY, Wire("_meta")] = None,
    priority: Body[int | None] = None,
    template: Body[JsonObject | None] = None,
    version: Body[int | None] = None,
) -> JsonObject:
    """Make or change an index template: what an index whose name matches is made from.

    :param index_patterns: ``["logs-*"]``.
    :param composed_of: component templates; later ones win, ``template`` wins over all.
    :param data_stream: ``{}`` or ``{"hidden": false}``: what matches becomes a data stream.
    :param priority: of several templates that match the highest is used.
    :param create: refuse to change one that exists.
    :param cause, master_timeout: without meaning for one local node.
    :raises IllegalArgumentError: another template of the same priority matches the same names, or the whole is no valid index.
    :raises InvalidIndexTemplateError: a name or a pattern that cannot be, a component that does not exist.
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
    parsed = ComposableTemplate.parse(name, body)
    if parsed.template is not None:
        check_filters((parsed.template.aliases or {}).values())
    with node.environment.write() as txn:
        put_template(txn, parsed, create=create)
    return {"acknowledged": True}


@api("indices.get_index_template", "GET /_index_template", "GET /_index_template/{name}", privilege=Privilege.MONITOR)
def get(
    node: Node,
    *,
    name: str | None = None,
    flat_settings: bool = False,
    include_defaults: bool = False,
    local: bool | None = None,
    master_timeout: Duration | None = None,
) -> JsonObject:
    """Show index templates: ``{"index_templates": [{"name": ..., "index_template": {...}}]}``.

    :param name: a name or a pattern; all when left out.
    :param flat_settings: settings by full name.
    :param include_defaults, local, master_timeout: without meaning here.
    :raises ResourceNotFoundError: there is none of that name.
    """
    with node.environment.read() as txn:
        return listed(index_templates(current(txn)), "index_template", name, flat=flat_settings)


@api("indices.exists_index_template", "HEAD /_index_template/{name}", privilege=Privilege.MONITOR)
def exists(
    node: Node, *, name: str, flat_settings: bool = False, local: bool | None = None, master_timeout: Duration | None = None
) -> bool:
    """Whether there is an index template of a name, or one that a pattern matches.

    :param flat_settings, local, master_timeout: without meaning here.
    """
    with node.environment.read() as txn:
        return bool(selected([name], index_templates(current(txn))))


@api("indices.delete_index_template", "DELETE /_index_template/{name}", privilege=Privilege.MANAGE)
def delete(node: Node, *, name: Names, master_timeout: Duration | None = None, timeout: Duration | None = None) -> JsonObject:
    """Remove index templates; the indices made from them stay.

    :param name: names and patterns.
    :param master_timeout, timeout: without meaning here.
    :raises IndexTemplateMissingError: there is none of a name.
    :raises IllegalArgumentError: a data stream needs one.
    """
    with node.environment.write() as txn:
        delete_templates(txn, names_of(name))
    return {"acknowledged": True}
