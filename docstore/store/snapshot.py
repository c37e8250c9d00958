"""``store.snapshot``: repositories of snapshots."""

from __future__ import annotations

from docstore.api import cluster
from docstore.api.method import Method
from docstore.store.client import Client


class SnapshotClient(Client):
    """``store.snapshot``: repositories of snapshots; there are none."""

    get_repository = Method(lambda: cluster.snapshots.get_repository)
    delete_repository = Method(lambda: cluster.snapshots.delete_repository)
    get = Method(lambda: cluster.snapshots.get)
    status = Method(lambda: cluster.snapshots.status)
