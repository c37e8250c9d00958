"""``store.enrich``: policies by which documents get fields of others: there are none."""

from __future__ import annotations

from docstore.api import cluster
from docstore.api.method import Method
from docstore.store.client import Client


class EnrichClient(Client):
    """``store.enrich``: policies by which documents get fields of others: there are none."""

    get_policy = Method(lambda: cluster.enrichment.get_policy)
