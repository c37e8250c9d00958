"""``_enrich``: policies by which documents get fields of others: there are none."""

from __future__ import annotations

from docstore.api.node import Node
from docstore.api.parameters import Duration, Names
from docstore.api.registry import Privilege, api
from docstore.errors import JsonObject


@api("enrich.get_policy", "GET /_enrich/policy", "GET /_enrich/policy/{name}", privilege=Privilege.MONITOR)
def get_policy(node: Node, *, master_timeout: Duration | None = None, name: Names | None = None) -> JsonObject:
    """The policies: none, also of a name, as Elasticsearch answers.

    :param master_timeout: without meaning here.
    """
    return {"policies": []}
