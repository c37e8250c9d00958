"""What is to be done before the next version of Elasticsearch: nothing, in a store."""

from __future__ import annotations

from docstore.api.node import Node
from docstore.api.parameters import Names
from docstore.api.registry import Privilege, api
from docstore.catalog.current import current
from docstore.catalog.names import options
from docstore.errors import JsonObject


@api("migration.deprecations", "GET /_migration/deprecations", "GET /{index}/_migration/deprecations", privilege=Privilege.MONITOR)
def deprecations(node: Node, *, index: Names | None = None) -> JsonObject:
    """What of the settings, templates and indices is deprecated: nothing that a store accepts.

    :raises IndexNotFoundError: an index that is named does not exist.
    """
    with node.environment.read() as txn:
        current(txn).resolve(index, options.OPEN)
    return {
        "cluster_settings": [],
        "node_settings": [],
        "index_settings": {},
        "data_streams": {},
        "templates": {},
        "ilm_policies": {},
        "ml_settings": [],
    }


@api("migration.get_feature_upgrade_status", "GET /_migration/system_features", privilege=Privilege.MONITOR)
def get_feature_upgrade_status(node: Node) -> JsonObject:
    """Which features have indices that must be made anew: none."""
    return {"features": [], "migration_status": "NO_MIGRATION_NEEDED"}


@api("migration.post_feature_upgrade", "POST /_migration/system_features", privilege=Privilege.MANAGE)
def post_feature_upgrade(node: Node) -> JsonObject:
    """Make indices of features anew: there is nothing to do."""
    return {"accepted": False, "reason": "No system indices require migration"}
