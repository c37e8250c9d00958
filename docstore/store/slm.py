"""``store.slm``: policies by which snapshots are taken: there are none."""

from __future__ import annotations

from docstore.api import cluster
from docstore.api.method import Method
from docstore.store.client import Client


class SlmClient(Client):
    """``store.slm``: policies by which snapshots are taken: there are none."""

    get_lifecycle = Method(lambda: cluster.slm.get_lifecycle)
    get_status = Method(lambda: cluster.slm.get_status)
    get_stats = Method(lambda: cluster.slm.get_stats)
