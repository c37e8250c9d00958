"""``GET /`` and ``HEAD /``: who answers."""

from __future__ import annotations

from docstore.api.node import Node
from docstore.api.registry import Privilege, api
from docstore.errors import JsonObject
from docstore.storage import layout
from docstore.version import BUILD, BUILD_DATE, ELASTICSEARCH_VERSION, LUCENE_VERSION


@api("info", "GET /", privilege=Privilege.MONITOR)
def info(node: Node) -> JsonObject:
    """The name and version of what answers: the version of Elasticsearch whose API this is, and docstore's own under ``build_flavor``."""
    with node.environment.read() as txn:
        uuid = layout.store_id(txn)
    return {
        "name": node.name,
        "cluster_name": "docstore",
        "cluster_uuid": uuid,
        "version": {
            "number": ELASTICSEARCH_VERSION,
            **BUILD,
            "build_date": BUILD_DATE,
            "build_snapshot": False,
            "lucene_version": LUCENE_VERSION,
            "minimum_wire_compatibility_version": "8.19.0",
            "minimum_index_compatibility_version": "8.0.0",
        },
        "tagline": "You Know, for Search",
    }


@api("ping", "HEAD /", privilege=Privilege.MONITOR)
def ping(node: Node) -> bool:
    """Whether the store is open."""
    with node.environment.read():
        return True
