"""``store.xpack``: features beyond the core."""

from __future__ import annotations

from docstore.api import cluster
from docstore.api.method import Method
from docstore.store.client import Client


class XPackClient(Client):
    """``store.xpack``: features beyond the core."""

    info = Method(lambda: cluster.license.info)
    usage = Method(lambda: cluster.license.usage)
