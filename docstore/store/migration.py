"""``store.migration``: what is to be done before the next version: nothing."""

from __future__ import annotations

from docstore.api import cluster
from docstore.api.method import Method
from docstore.store.client import Client


class MigrationClient(Client):
    """``store.migration``: what is to be done before the next version: nothing."""

    deprecations = Method(lambda: cluster.migration.deprecations)
    get_feature_upgrade_status = Method(lambda: cluster.migration.get_feature_upgrade_status)
    post_feature_upgrade = Method(lambda: cluster.migration.post_feature_upgrade)
