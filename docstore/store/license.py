"""``store.license``: what programs ask before they begin."""

from __future__ import annotations

from docstore.api import cluster
from docstore.api.method import Method
from docstore.store.client import Client


class LicenseClient(Client):
    """``store.license``: what programs ask before they begin."""

    get = Method(lambda: cluster.license.get)
