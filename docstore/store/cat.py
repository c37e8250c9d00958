"""``store.cat``: tables, as text, or with ``format="json"`` as lists."""

from __future__ import annotations

from docstore.api import cat
from docstore.api.method import Method
from docstore.store.client import Client


class CatClient(Client):
    """``store.cat``: tables, as text, or with ``format="json"`` as lists."""

    aliases = Method(lambda: cat.indices.aliases)
    allocation = Method(lambda: cat.cluster.allocation)
    component_templates = Method(lambda: cat.work.component_templates)
    count = Method(lambda: cat.documents.count)
    health = Method(lambda: cat.cluster.health)
    help = Method(lambda: cat.help.help)
    indices = Method(lambda: cat.indices.indices)
    master = Method(lambda: cat.cluster.master)
    nodeattrs = Method(lambda: cat.cluster.nodeattrs)
    nodes = Method(lambda: cat.cluster.nodes)
    recovery = Method(lambda: cat.odds.recovery)
    fielddata = Method(lambda: cat.odds.fielddata)
    thread_pool = Method(lambda: cat.odds.thread_pool)
    circuit_breaker = Method(lambda: cat.odds.circuit_breaker)
    snapshots = Method(lambda: cat.odds.snapshots)
    pending_tasks = Method(lambda: cat.cluster.pending_tasks)
    plugins = Method(lambda: cat.cluster.plugins)
    repositories = Method(lambda: cat.cluster.repositories)
    segments = Method(lambda: cat.shards.segments)
    shards = Method(lambda: cat.shards.shards)
    tasks = Method(lambda: cat.work.tasks)
    templates = Method(lambda: cat.work.templates)
