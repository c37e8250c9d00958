"""The APIs of the cluster of one node: health, state, settings, nodes, tasks. A module is imported when it is first named."""

from typing import TYPE_CHECKING

from docstore.lazy import submodules

if not TYPE_CHECKING:
    __getattr__ = submodules(__name__)
else:
    from docstore.api.cluster import allocation as allocation
    from docstore.api.cluster import dangling as dangling
    from docstore.api.cluster import enrichment as enrichment
    from docstore.api.cluster import health as health
    from docstore.api.cluster import health_report as health_report
    from docstore.api.cluster import info as info
    from docstore.api.cluster import license as license
    from docstore.api.cluster import migration as migration
    from docstore.api.cluster import nodes_info as nodes_info
    from docstore.api.cluster import nodes_stats as nodes_stats
    from docstore.api.cluster import pipelines as pipelines
    from docstore.api.cluster import reroute as reroute
    from docstore.api.cluster import secrets as secrets
    from docstore.api.cluster import settings as settings
    from docstore.api.cluster import slm as slm
    from docstore.api.cluster import snapshots as snapshots
    from docstore.api.cluster import state as state
    from docstore.api.cluster import stats as stats
    from docstore.api.cluster import task_cancelling as task_cancelling
    from docstore.api.cluster import tasks as tasks
    from docstore.api.cluster import transforms as transforms
