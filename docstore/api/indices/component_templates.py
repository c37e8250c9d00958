"""Component templates: put, get, exists, delete."""

from __future__ import annotations

from typing import Annotated

from docstore.api.indices.alias_filters import check_filters
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, names_of
from docstore.api.registry import Body, Place, Privilege, Wire, api
from docstore.catalog.current import current
from docstore.catalog.templates.component import ComponentTemplate
from docstore.catalog.templates.known import Components
from docstore.catalog.templates.rules import delete_components, put_component, selected
from docstore.catalog.templates.shown import listed
from docstore.errors import JsonObject


@api(
    "cluster.put_component_template",
    "PUT /_component_template/{name}",
    "POST /_component_template/{name}",
    privilege=Privilege.MANAGE,
)
def put(
    node: Node,
    *,
    name: str,
    template: Body[JsonObject | None] = None,
    cause: str | None = None,
    create: bool = False,
    deprecated: Body[bool | None] = None,
    master_timeout: Duration | None = None,
    meta: Annotated[JsonObject | None, Place.BODY, Wire("_meta")] = None,
    version: Body[int | None] = None,
) -> JsonObject:
    """Make or change a component template.

    :param template: ``{"settings": {...}, "mappings": {...}, "aliases": {...}}``.
    :param create: refuse to change one that exists.
    :param cause, master_timeout: without meaning for one local node.
    :raises IllegalArgumentError: it is no template, or an index template that uses it would be none.
    """
    given = {"template": template, "version": version, "_meta": meta, "deprecated": deprecated}
    parsed = ComponentTemplate.parse(name, {key: value for key, value in given.items() if value is not None})
    check_filters((parsed.template.aliases or {}).values())
    with node.environment.write() as txn:
        put_component(txn, parsed, create=create)
    return {"acknowledged": True}


@api("cluster.get_component_template", "GET /_component_template", "GET /_component_template/{name}", privilege=Privilege.MONITOR)
def get(
    node: Node,
    *,
    name: str | None = None,
    flat_settings: bool = False,
    include_defaults: bool = False,
    local: bool | None = None,
    master_timeout: Duration | None = None,
) -> JsonObject:
    """Show component templates: ``{"component_templates": [{"name": ..., "component_template": {...}}]}``.

    :param name: a name or a pattern; all when left out.
    :param flat_settings: settings by full name.
    :param include_defaults, local, master_timeout: without meaning here.
    :raises ResourceNotFoundError: there is none of that name.
    """
    with node.environment.read() as txn:
        return listed(Components(current(txn)), "component_template", name, flat=flat_settings)


@api("cluster.exists_component_template", "HEAD /_component_template/{name}", privilege=Privilege.MONITOR)
def exists(node: Node, *, name: Names, local: bool | None = None, master_timeout: Duration | None = None) -> bool:
    """Whether there is a component template of a name, or one that a pattern matches.

    :param local, master_timeout: without meaning here.
    """
    with node.environment.read() as txn:
        return bool(selected(names_of(name), Components(current(txn))))


@api("cluster.delete_component_template", "DELETE /_component_template/{name}", privilege=Privilege.MANAGE)
def delete(node: Node, *, name: Names, master_timeout: Duration | None = None, timeout: Duration | None = None) -> JsonObject:
    """Remove component templates.

    :param name: names and patterns.
    :param master_timeout, timeout: without meaning here.
    :raises ResourceNotFoundError: there is none of a name.
    :raises IllegalArgumentError: an index template uses one.
    """
    with node.environment.write() as txn:
        delete_components(txn, names_of(name))
    return {"acknowledged": True}
