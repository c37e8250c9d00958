"""Which nodes are meant, where there is one (``DiscoveryNodes.resolveNodes``), and how answers about nodes are framed."""

from __future__ import annotations

from fnmatch import fnmatchcase

from docstore.api.cluster.machine import HOST, ROLES
from docstore.api.node import Node
from docstore.api.parameters import Names, names_of
from docstore.api.unrecognized import unrecognized
from docstore.errors import IllegalArgumentError, JsonObject

_ALWAYS = ("_all", "_local", "_master")


def is_meant(node: Node, names: Names | None) -> bool:
    """Whether the node of this store is one of those named: by id, name, address, pattern or ``role:true``; later names go first."""
    meant = names is None
    for name in [] if names is None else names_of(names):
        role, colon, wanted = name.partition(":")
        if colon and role in (*ROLES, "voting_only", "ml", "coordinating_only"):
            meant = (meant or role in ROLES) if wanted == "true" else meant and role not in ROLES
        elif name in _ALWAYS or any(fnmatchcase(own, name) for own in (node.id, node.name, HOST)):
            meant = True
    return meant


def framed(node: Node, names: Names | None, body: JsonObject) -> JsonObject:
    """An answer about nodes: how many answered, and each of them by its id."""
    found = {node.id: body} if is_meant(node, names) else {}
    count = len(found)
    return {"_nodes": {"total": count, "successful": count, "failed": 0}, "cluster_name": "docstore", "nodes": found}


def identity(node: Node) -> JsonObject:
    """Who a node is, as every answer about nodes begins."""
    return {"name": node.name, "transport_address": f"{HOST}:9300", "host": HOST, "ip": HOST}


def metrics_of(path: str, given: Names | None, known: tuple[str, ...], also: tuple[str, ...] = ()) -> list[str]:
    """The metrics that are asked for, in their order; all of ``known`` for none and for ``_all``.

    :param also: metrics that Elasticsearch has and a store does not: they are understood and show nothing.
    :raises IllegalArgumentError: one that nobody has.
    """
    names = ["_all"] if given is None else names_of(given)
    if "_all" in names:
        if len(names) > 1:
            raise IllegalArgumentError(f"request [{path}] contains _all and individual metrics [{','.join(names)}]")
        return list(known)
    every = (*known, *also)
    unknown = sorted(set(names) - set(every))
    if unknown:
        raise unrecognized(path, unknown, every, "metric")
    return [name for name in known if name in names]
