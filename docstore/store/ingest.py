"""``store.ingest``: pipelines that documents go through: there are none."""

from __future__ import annotations

from docstore.api import cluster
from docstore.api.method import Method
from docstore.store.client import Client


class IngestClient(Client):
    """``store.ingest``: pipelines that documents go through: there are none."""

    get_pipeline = Method(lambda: cluster.pipelines.get_pipeline)
    delete_pipeline = Method(lambda: cluster.pipelines.delete_pipeline)
