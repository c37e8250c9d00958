"""``store.ssl``: certificates: there are none."""

from __future__ import annotations

from docstore.api import cluster
from docstore.api.method import Method
from docstore.store.client import Client


class SslClient(Client):
    """``store.ssl``: certificates: there are none."""

    certificates = Method(lambda: cluster.secrets.certificates)
