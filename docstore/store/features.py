"""``store.features``: features with indices of their own."""

from __future__ import annotations

from docstore.api import cluster
from docstore.api.method import Method
from docstore.store.client import Client


class FeaturesClient(Client):
    """``store.features``: features with indices of their own."""

    get_features = Method(lambda: cluster.license.get_features)
    reset_features = Method(lambda: cluster.license.reset_features)
