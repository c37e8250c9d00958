"""Cluster settings: get, put."""

from __future__ import annotations

from docstore.api.node import Node
from docstore.api.parameters import Duration, flag
from docstore.api.registry import Body, Privilege, api
from docstore.caller import warn
from docstore.catalog.current import current
from docstore.catalog.settings import cluster as settings
from docstore.catalog.settings.cluster_update import update_cluster_settings
from docstore.catalog.settings.setting import Raw
from docstore.catalog.settings.settings import nested
from docstore.errors import JsonObject

_TRANSIENT = (
    "[transient settings removal] Updating cluster settings through transient settings is deprecated. Some Elastic products may make use "
    "of transient settings and those should not be changed. Any custom use of transient settings should be replaced by persistent settings."
)

@api("cluster.get_settings", "GET /_cluster/settings", privilege=Privilege.MONITOR)
def get_settings(
    node: Node,
    *,
    flat_settings: bool = False,
    include_defaults: bool = False,
    master_timeout: Duration | None = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """Show what is set: ``{"persistent": {...}, "transient": {...}}``; all values are texts.

    :param flat_settings: by full name instead of nested.
    :param include_defaults: also, under ``defaults``, those of what is not set.
    :param master_timeout, timeout: without meaning for one local node.
    """
    flat = flag("flat_settings", flat_settings, False)
    with node.environment.read() as txn:
        catalog = current(txn)
    kinds = (settings.PERSISTENT, settings.TRANSIENT)
    answer = {kind: _shown(dict(settings.settings_of(catalog, kind).flat), flat=flat) for kind in kinds}
    if flag("include_defaults", include_defaults, False):
        answer["defaults"] = _shown(settings.defaults(catalog), flat=flat)
    return answer


@api("cluster.put_settings", "PUT /_cluster/settings", privilege=Privilege.MANAGE)
def put_settings(
    node: Node,
    *,
    persistent: Body[JsonObject | None] = None,
    transient: Body[JsonObject | None] = None,
    flat_settings: bool = False,
    master_timeout: Duration | None = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """Change cluster settings; null resets one, and a pattern with null all that match.

    :param persistent: ``{"action.auto_create_index": "logs-*"}``, nested or flat.
    :param transient: the same, before the persistent ones; they too stay until they are reset.
    :param flat_settings: the answer shows full names instead of nested objects.
    :param master_timeout, timeout: without meaning for one local node.
    :raises ValidationError: no settings.
    :raises IllegalArgumentError: an unknown setting or a wrong value, or one that does not change while a node runs.
    """
    flat = flag("flat_settings", flat_settings, False)
    if transient:
        warn(_TRANSIENT)
    with node.environment.write() as txn:
        for_good, for_now = update_cluster_settings(txn, persistent, transient)
    return {"acknowledged": True, "persistent": _shown(for_good, flat=flat), "transient": _shown(for_now, flat=flat)}


def _shown(values: dict[str, Raw], *, flat: bool) -> JsonObject:
    return dict(sorted(values.items())) if flat else nested(values)
