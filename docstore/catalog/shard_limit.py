"""``cluster.max_shards_per_node`` (``ShardLimitValidator``).

Elasticsearch's default of 1,000 guards a node's memory; a store has no such need, so the limit holds where somebody has set it.
"""

from __future__ import annotations

from docstore.catalog.catalog import Catalog
from docstore.catalog.settings.cluster import cluster_setting, is_set
from docstore.catalog.settings.cluster_known import MAX_SHARDS
from docstore.catalog.settings.settings import Settings
from docstore.errors import SettingsValidationError


def check_shard_limit(catalog: Catalog, settings: Settings) -> None:
    """:raises SettingsValidationError: one more index with these settings would be too much."""
    if not is_set(catalog, MAX_SHARDS):
        return
    most, added = cluster_setting(catalog, MAX_SHARDS), _shards(settings)
    present = sum(_shards(index.settings) for index in catalog if not index.closed)
    if present + added > most:
        raise SettingsValidationError(
            f"this action would add [{added}] shards, but this cluster currently has [{present}]/[{most}] maximum normal shards open"
        )


def _shards(settings: Settings) -> int:
    return settings.number_of_shards * (1 + settings.number_of_replicas)
