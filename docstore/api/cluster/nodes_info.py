"""``_nodes``: what the one node of a store is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from docstore.api import limits
from docstore.api.cluster.machine import ROLES, os_info
from docstore.api.cluster.node_names import framed, identity, metrics_of
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, flag, names_of
from docstore.api.registry import Privilege, api
from docstore.errors import JsonObject
from docstore.search.aggregations.registry import KINDS
from docstore.version import BUILD, ELASTICSEARCH_VERSION, INDEX_VERSION, TRANSPORT_VERSION

_ALSO = ("jvm", "thread_pool", "transport", "remote_cluster_server", "indices")


@api(
    "nodes.info",
    "GET /_nodes",
    "GET /_nodes/{node_id}",
    "GET /_nodes/{metric}",
    "GET /_nodes/{node_id}/{metric}",
    privilege=Privilege.MONITOR,
)
def info(
    node: Node,
    *,
    node_id: Names | None = None,
    flat_settings: bool | None = None,
    metric: Names | None = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """The one node: its version, roles, process, operating system, settings, and where it answers HTTP, if a server runs.

    There is no JVM, no transport between nodes and no plugin: ``jvm``, ``thread_pool``, ``transport`` and ``indices`` are understood as
    metrics and show nothing.

    :param metric: of ``settings``, ``os``, ``process``, ``http``, ``plugins``, ``ingest``, ``aggregations``; ``_all``, ``_none``.
    :raises IllegalArgumentError: another metric.
    """
    node_id, metric = _told_apart(node_id, metric)
    if metric is not None and names_of(metric) == ["_none"]:
        chosen: list[str] = []
    else:
        chosen = metrics_of(f"/_nodes/{'' if metric is None else ','.join(names_of(metric))}", metric, tuple(_PARTS), _ALSO)
    body: JsonObject = {
        **identity(node),
        "version": ELASTICSEARCH_VERSION,
        "transport_version": TRANSPORT_VERSION,
        "index_version": INDEX_VERSION,
        "component_versions": {},
        **BUILD,
        "roles": ROLES,
        "attributes": {},
    }
    for name in chosen:
        part = _PARTS[name](node)
        if part is not None:
            body[name] = part
    if "settings" in body and flag("flat_settings", flat_settings, False):
        body["settings"] = dict(_flat(body["settings"]))
    return framed(node, node_id, body)


def _told_apart(node_id: Names | None, metric: Names | None) -> tuple[Names | None, Names | None]:
    """``/_nodes/x`` names metrics if all of them are such, and nodes otherwise."""
    if metric is not None or node_id is None:
        return node_id, metric
    known = {*_PARTS, *_ALSO, "_none"}
    return (None, node_id) if set(names_of(node_id)) <= known else (node_id, None)


def _flat(settings: JsonObject, before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in settings.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, value


def _settings(node: Node) -> JsonObject:
    return {
        "client": {"type": "node"},
        "cluster": {"name": "docstore", "election": {"strategy": "default"}},
        "node": {"name": node.name, "attr": {}},
        "path": {"data": str(node.environment.path)},
        "http": {"type": "docstore"},
        "transport": {"type": "docstore"},
    }


def _process(node: Node) -> JsonObject:
    return {"refresh_interval_in_millis": 1000, "id": os.getpid(), "mlockall": False}


def _http(node: Node) -> JsonObject | None:
    if not node.addresses:
        return None
    return {
        "bound_address": list(node.addresses),
        "publish_address": node.addresses[-1],
        "max_content_length_in_bytes": limits.MAX_CONTENT_LENGTH,
    }


def _aggregations(node: Node) -> JsonObject:
    return {name: {"types": ["other"]} for name in sorted(KINDS)}


_PARTS: dict[str, Callable[[Node], JsonObject | list[JsonObject] | None]] = {
    "settings": _settings,
    "os": lambda node: {"refresh_interval_in_millis": 1000, **os_info()},
    "process": _process,
    "http": _http,
    "plugins": lambda node: [],
    "ingest": lambda node: {"processors": []},
    "aggregations": _aggregations,
}
