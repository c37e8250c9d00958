"""``_search/point_in_time``: points in time as OpenSearch has them, for its clients; a search takes them as ``pit`` like any other."""

from __future__ import annotations

from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, names_of
from docstore.api.registry import Body, Privilege, api
from docstore.api.search.point_in_time import opened_on
from docstore.catalog.names.options import OPEN_NOT_CLOSED
from docstore.errors import JsonObject, ValidationError
from docstore.search.contexts import Context, contexts_of, number_of


@api("create_pit", "POST /{index}/_search/point_in_time", privilege=Privilege.READ)
def create_pit(
    node: Node,
    *,
    index: Names,
    keep_alive: Duration,
    allow_partial_pit_creation: bool | None = None,
    expand_wildcards: Names | None = None,
    preference: str | None = None,
    routing: Names | None = None,
) -> JsonObject:
    """Open a point in time, as ``open_point_in_time``: ``{"pit_id": "...", "_shards": {...}, "creation_time": 1658146050064}``.

    ``routing`` and ``allow_partial_pit_creation`` have no effect.

    :param keep_alive: how long it stays open without being asked; each search may give another.
    :raises IndexNotFoundError: there is no such index.
    """
    options = OPEN_NOT_CLOSED.with_request(expand_wildcards=expand_wildcards)
    opened, shards = opened_on(node, index, options, keep_alive, preference)
    return {"pit_id": opened.id, "_shards": shards, "creation_time": opened.created}


@api("get_all_pits", "GET /_search/point_in_time/_all", privilege=Privilege.MONITOR)
def get_all_pits(node: Node) -> JsonObject:
    """The points in time that are open in this process: ``{"pits": [{"pit_id": "...", "creation_time": ..., "keep_alive": ...}]}``."""
    return {"pits": [_shown(each) for each in contexts_of(node.environment).points()]}


def _shown(point: Context) -> JsonObject:
    return {"pit_id": point.id, "creation_time": point.created, "keep_alive": round(point.keep_alive * 1000)}


@api("delete_pit", "DELETE /_search/point_in_time", privilege=Privilege.READ)
def delete_pit(node: Node, *, pit_id: Body[Names | None] = None) -> JsonObject:
    """Close points in time: ``{"pits": [{"successful": true, "pit_id": "..."}]}``, also of those that were not open any more.

    :raises ValidationError: none is named.
    :raises IllegalArgumentError: an id that is none.
    """
    names = names_of(pit_id or [])
    if not names:
        raise ValidationError("no pit ids specified")
    for name in names:
        number_of(name)
    contexts_of(node.environment).close(names)
    return _closed(names)


@api("delete_all_pits", "DELETE /_search/point_in_time/_all", privilege=Privilege.READ)
def delete_all_pits(node: Node) -> JsonObject:
    """Close all points in time of this process: ``{"pits": [{"successful": true, "pit_id": "..."}]}``."""
    contexts = contexts_of(node.environment)
    names = [each.id for each in contexts.points()]
    contexts.close(names)
    return _closed(names)


def _closed(names: list[str]) -> JsonObject:
    return {"pits": [{"successful": True, "pit_id": name} for name in names]}
