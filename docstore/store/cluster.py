"""``store.cluster``: health, settings of the store, component templates."""

from __future__ import annotations

from docstore.api import cluster, indices
from docstore.api.method import Method
from docstore.store.client import Client


class ClusterClient(Client):
    """``store.cluster``: health, settings of the store, component templates."""

    health = Method(lambda: cluster.health.health)
    state = Method(lambda: cluster.state.state)
    stats = Method(lambda: cluster.stats.stats)
    info = Method(lambda: cluster.stats.info)
    allocation_explain = Method(lambda: cluster.allocation.allocation_explain)
    pending_tasks = Method(lambda: cluster.allocation.pending_tasks)
    remote_info = Method(lambda: cluster.allocation.remote_info)
    get_settings = Method(lambda: cluster.settings.get_settings)
    put_settings = Method(lambda: cluster.settings.put_settings)
    put_component_template = Method(lambda: indices.component_templates.put)
    get_component_template = Method(lambda: indices.component_templates.get)
    exists_component_template = Method(lambda: indices.component_templates.exists)
    delete_component_template = Method(lambda: indices.component_templates.delete)
    reroute = Method(lambda: cluster.reroute.reroute)
