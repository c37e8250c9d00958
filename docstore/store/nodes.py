"""``store.nodes``: the one node of the store, and what it does."""

from __future__ import annotations

from docstore.api import cluster
from docstore.api.method import Method
from docstore.store.client import Client


class NodesClient(Client):
    """``store.nodes``: the one node of the store, and what it does."""

    info = Method(lambda: cluster.nodes_info.info)
    stats = Method(lambda: cluster.nodes_stats.stats)
    usage = Method(lambda: cluster.nodes_stats.usage)
    hot_threads = Method(lambda: cluster.nodes_stats.hot_threads)
    reload_secure_settings = Method(lambda: cluster.secrets.reload_secure_settings)
