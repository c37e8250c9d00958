"""``store.transform``: summaries of indices: there are none."""

from __future__ import annotations

from docstore.api import cluster
from docstore.api.method import Method
from docstore.store.client import Client


class TransformClient(Client):
    """``store.transform``: summaries of indices: there are none."""

    get_transform = Method(lambda: cluster.transforms.get_transform)
    get_transform_stats = Method(lambda: cluster.transforms.get_transform_stats)
