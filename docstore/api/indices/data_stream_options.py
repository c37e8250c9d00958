"""Options of data streams."""

from __future__ import annotations

from dataclasses import replace

from docstore.api.indices.each_stream import change_each, shown_each
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names
from docstore.api.registry import Body, Privilege, api
from docstore.catalog.streams.lifecycle import check_options
from docstore.errors import JsonObject


@api("indices.get_data_stream_options", "GET /_data_stream/{name}/_options", privilege=Privilege.MONITOR)
def get(node: Node, *, name: Names, expand_wildcards: Names | None = None, master_timeout: Duration | None = None) -> JsonObject:
    """Show the options of data streams: the failure store.

    :param master_timeout: without meaning for one local node.
    :raises IndexNotFoundError: there is none of a name.
    """
    return shown_each(node, name, expand_wildcards, lambda _, stream: {} if stream.options is None else {"options": stream.options})


@api("indices.put_data_stream_options", "PUT /_data_stream/{name}/_options", privilege=Privilege.MANAGE)
def put(
    node: Node,
    *,
    name: Names,
    expand_wildcards: Names | None = None,
    failure_store: Body[JsonObject | None] = None,
    master_timeout: Duration | None = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """Set the options of data streams: whether documents that they refuse are kept in a failure store.

    How long they are to be kept is shown, and nothing more.

    :param failure_store: ``{"enabled": true}``.
    :param master_timeout, timeout: without meaning for one local node.
    :raises IndexNotFoundError: there is none of a name.
    """
    body = check_options({} if failure_store is None else {"failure_store": failure_store})
    return change_each(node, name, expand_wildcards, lambda stream: replace(stream, options=body))


@api("indices.delete_data_stream_options", "DELETE /_data_stream/{name}/_options", privilege=Privilege.MANAGE)
def delete(
    node: Node,
    *,
    name: Names,
    expand_wildcards: Names | None = None,
    master_timeout: Duration | None = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """Take the options from data streams.

    :param master_timeout, timeout: without meaning for one local node.
    :raises IndexNotFoundError: there is none of a name.
    """
    return change_each(node, name, expand_wildcards, lambda stream: replace(stream, options=None))
