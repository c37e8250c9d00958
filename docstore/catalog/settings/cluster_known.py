"""All cluster settings that exist, one declaration each; a name is in one of the tables or it is refused.

The names, types, defaults and update rules are those of Elasticsearch's ``ClusterSettings`` and the classes it lists.
The first table has those that docstore obeys (``cluster.max_shards_per_node`` where it is set). It refuses ``cluster.blocks.*`` and
``cluster.remote.*``, which it could not obey. All others steer what one local node does not have (allocation, recovery, circuit
breakers, threads); they are checked, kept and shown, and do nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from docstore.catalog.auto_create_patterns import auto_create_patterns
from docstore.catalog.settings.setting import Change, Default, Raw, Reader, Setting
from docstore.catalog.settings.types import anything, boolean, byte_size, decimal, duration, integer, memory_size, one_of, text, texts
from docstore.errors import NotImplementedByDocstoreError

_SETTINGS: dict[str, Setting] = {}
_GROUPS: dict[str, Setting] = {}

CLUSTER_SETTINGS: Mapping[str, Setting] = _SETTINGS
"""All single settings by full name."""

GROUPS: Mapping[str, Setting] = _GROUPS
"""Declarations of all names below a prefix."""

REFUSED = ("cluster.blocks.read_only", "cluster.blocks.read_only_allow_delete", "cluster.remote.")
"""Settings that docstore could not obey."""

AUTO_CREATE = "action.auto_create_index"
REQUIRES_NAME = "action.destructive_requires_name"
MAX_SHARDS = "cluster.max_shards_per_node"
ID_FIELD_DATA = "indices.id_field_data.enabled"
CLOSE_ENABLE = "cluster.indices.close.enable"
FAILURE_STORES = "data_streams.failure_store.enabled"


def find(name: str) -> Setting | None:
    """The declaration for a name, or ``None`` where there is no such setting."""
    found = _SETTINGS.get(name)
    if found is not None:
        return found
    return next((group for prefix, group in _GROUPS.items() if name.startswith(prefix) and name != prefix), None)


def _declare(change: Change, *declared: tuple[str, Reader, Default], obeyed: bool = False) -> None:
    for name, reader, default in declared:
        setting = Setting(name, reader, default, change, obeyed)
        (_GROUPS if setting.is_group else _SETTINGS)[name] = setting


def _never(why: str) -> Reader:
    """A flag that can only be false."""

    def read(name: str, raw: Raw) -> bool:
        if boolean(name, raw):
            raise NotImplementedByDocstoreError(f"[{name}] is not supported by docstore: {why}")
        return False

    return read


def _unsupported(name: str, raw: Raw) -> Raw:
    raise NotImplementedByDocstoreError(f"[{name}] is not supported by docstore: there are no other clusters")


_SIZE = integer(0)
_POSITIVE = integer(1)
_TIME = duration(0)
_ANY_TIME = duration(-1)
_ALLOCATIONS = one_of("all", "primaries", "new_primaries", "none", error="Illegal allocation.enable value [{}]")
_REBALANCES = one_of("all", "primaries", "replicas", "none", error="Illegal rebalance.enable value [{}]")
_TASKS = one_of("all", "none", error="Illegal persistent tasks allocation.enable value [{}]")
_NO_MASTER = one_of(
    "all", "write", "metadata_write", error="invalid no-master block [{}], must be one of [all, write, metadata_write]"
)
_WHEN = one_of(
    "always", "indices_primaries_active", "indices_all_active", error="Illegal value for cluster.routing.allocation.allow_rebalance: {}"
)

_declare(
    Change.DYNAMIC,
    (AUTO_CREATE, auto_create_patterns, "true"),
    (REQUIRES_NAME, boolean, "true"),
    ("cluster.blocks.read_only", _never("a whole store is not blocked; set index.blocks.read_only"), "false"),
    ("cluster.blocks.read_only_allow_delete", _never("a whole store is not blocked; set index.blocks.read_only_allow_delete"), "false"),
    (MAX_SHARDS, _POSITIVE, "1000"),
    (CLOSE_ENABLE, boolean, "true"),
    ("indices.breaker.request.limit", memory_size, "60%"),
    (ID_FIELD_DATA, boolean, "false"),
    ("search.default_search_timeout", _ANY_TIME, "-1"),
    ("search.default_allow_partial_results", boolean, "true"),
    ("search.allow_expensive_queries", boolean, "true"),
    ("search.max_async_search_response_size", byte_size, "10mb"),
    ("search.max_buckets", _SIZE, "65536"),
    ("search.max_keep_alive", _TIME, "24h"),
    ("search.max_open_scroll_context", _SIZE, "500"),
    ("cluster.logsdb.enabled", boolean, "true"),
    (FAILURE_STORES, texts, []),
    ("stack.templates.enabled", boolean, "true"),
    obeyed=True,
)
_declare(
    Change.DYNAMIC,
    ("action.search.pre_filter_shard_size.default", _POSITIVE, "128"),
    ("action.search.shard_count.limit", integer(1, 2**63 - 1), str(2**63 - 1)),
    ("cluster.auto_shrink_voting_configuration", boolean, "true"),
    ("cluster.deprecation_indexing.enabled", boolean, "true"),
    ("cluster.deprecation_indexing.x_opaque_id_used.enabled", boolean, "true"),
    ("cluster.indices.tombstones.size", _SIZE, "500"),
    ("cluster.info.update.interval", duration(10_000), "30s"),
    ("cluster.info.update.timeout", _ANY_TIME, "15s"),
    ("cluster.max_shards_per_node.frozen", _POSITIVE, "3000"),
    ("cluster.max_voting_config_exclusions", _POSITIVE, "10"),
    ("cluster.metadata.", anything, None),
    ("cluster.no_master_block", _NO_MASTER, "write"),
    ("cluster.persistent_tasks.allocation.enable", _TASKS, "all"),
    ("cluster.persistent_tasks.allocation.recheck_interval", duration(10_000), "30s"),
    ("cluster.remote.", _unsupported, None),
    ("cluster.routing.allocation.allow_rebalance", _WHEN, "always"),
    ("cluster.routing.allocation.awareness.attributes", texts, []),
    ("cluster.routing.allocation.awareness.force.", anything, None),
    ("cluster.routing.allocation.balance.disk_usage", decimal(0.0, 3.4e38), "2.0E-11"),
    ("cluster.routing.allocation.balance.index", decimal(0.0, 3.4e38), "0.55"),
    ("cluster.routing.allocation.balance.shard", decimal(0.0, 3.4e38), "0.45"),
    ("cluster.routing.allocation.balance.threshold", decimal(1.0, 3.4e38), "1.0"),
    ("cluster.routing.allocation.balance.write_load", decimal(0.0, 3.4e38), "10.0"),
    ("cluster.routing.allocation.cluster_concurrent_frozen_rebalance", integer(-1), "2"),
    ("cluster.routing.allocation.cluster_concurrent_rebalance", integer(-1), "2"),
    ("cluster.routing.allocation.desired_balance.max_balance_computation_time_during_index_creation", _TIME, "1s"),
    ("cluster.routing.allocation.desired_balance.progress_log_interval", _TIME, "1m"),
    ("cluster.routing.allocation.desired_balance.undesired_allocations.log_interval", _TIME, "1h"),
    ("cluster.routing.allocation.desired_balance.undesired_allocations.threshold", decimal(0.0, 1.0), "0.1"),
    ("cluster.routing.allocation.disk.reroute_interval", _ANY_TIME, "60s"),
    ("cluster.routing.allocation.disk.threshold_enabled", boolean, "true"),
    ("cluster.routing.allocation.disk.watermark.enable_for_single_data_node", boolean, "true"),
    ("cluster.routing.allocation.disk.watermark.flood_stage", text, "95%"),
    ("cluster.routing.allocation.disk.watermark.flood_stage.frozen", text, "95%"),
    ("cluster.routing.allocation.disk.watermark.flood_stage.frozen.max_headroom", memory_size, "20gb"),
    ("cluster.routing.allocation.disk.watermark.flood_stage.max_headroom", memory_size, "100gb"),
    ("cluster.routing.allocation.disk.watermark.high", text, "90%"),
    ("cluster.routing.allocation.disk.watermark.high.max_headroom", memory_size, "150gb"),
    ("cluster.routing.allocation.disk.watermark.low", text, "85%"),
    ("cluster.routing.allocation.disk.watermark.low.max_headroom", memory_size, "200gb"),
    ("cluster.routing.allocation.enable", _ALLOCATIONS, "all"),
    ("cluster.routing.allocation.enforce_default_tier_preference", boolean, "true"),
    ("cluster.routing.allocation.exclude.", anything, None),
    ("cluster.routing.allocation.include.", anything, None),
    ("cluster.routing.allocation.node_concurrent_incoming_recoveries", _SIZE, "2"),
    ("cluster.routing.allocation.node_concurrent_outgoing_recoveries", _SIZE, "2"),
    ("cluster.routing.allocation.node_concurrent_recoveries", _SIZE, "2"),
    ("cluster.routing.allocation.node_initial_primaries_recoveries", _SIZE, "4"),
    ("cluster.routing.allocation.node_initial_replicas_recoveries", _SIZE, "4"),
    ("cluster.routing.allocation.require.", anything, None),
    ("cluster.routing.allocation.same_shard.host", boolean, "false"),
    ("cluster.routing.allocation.total_shards_per_node", integer(-1), "-1"),
    ("cluster.routing.allocation.total_shards_per_node.frozen", integer(-1), "-1"),
    ("cluster.routing.rebalance.enable", _REBALANCES, "all"),
    ("cluster.routing.use_adaptive_replica_selection", boolean, "true"),
    ("cluster.service.slow_master_task_logging_threshold", _TIME, "10s"),
    ("cluster.service.slow_task_logging_threshold", _TIME, "30s"),
    ("cluster.snapshot.info.max_concurrent_fetches", _POSITIVE, "5"),
    ("data_streams.auto_sharding.", anything, None),
    ("data_streams.lifecycle.poll_interval", duration(1_000), "5m"),
    ("data_streams.lifecycle.retention.default", _ANY_TIME, "-1"),
    ("data_streams.lifecycle.retention.failures_default", _ANY_TIME, "30d"),
    ("data_streams.lifecycle.retention.max", _ANY_TIME, "-1"),
    ("data_streams.lifecycle.signalling.error_retry_interval", _POSITIVE, "10"),
    ("data_streams.lifecycle.target.merge.policy.floor_segment", memory_size, "100mb"),
    ("data_streams.lifecycle.target.merge.policy.merge_factor", integer(2), "16"),
    ("esql.query.result_truncation_default_size", _POSITIVE, "1000"),
    ("esql.query.result_truncation_max_size", _POSITIVE, "10000"),
    ("health.master_history.has_master_lookup_timeframe", _TIME, "30s"),
    ("health.master_history.no_master_transitions_threshold", _SIZE, "4"),
    ("health.node.enabled", boolean, "true"),
    ("health.periodic_logger.enabled", boolean, "false"),
    ("health.periodic_logger.poll_interval", duration(15_000), "60s"),
    ("health.reporting.local.monitor.interval", duration(10_000), "30s"),
    ("http.tracer.exclude", texts, []),
    ("http.tracer.include", texts, []),
    ("indices.breaker.fielddata.limit", memory_size, "40%"),
    ("indices.breaker.fielddata.overhead", decimal(0.0, 3.4e38), "1.03"),
    ("indices.breaker.request.overhead", decimal(0.0, 3.4e38), "1.0"),
    ("indices.breaker.total.limit", memory_size, "95%"),
    ("indices.lifecycle.history_index_enabled", boolean, "true"),
    ("indices.lifecycle.poll_interval", duration(1_000), "10m"),
    ("indices.lifecycle.rollover.only_if_has_documents", boolean, "true"),
    ("indices.lifecycle.step.master_timeout", _ANY_TIME, "30s"),
    ("indices.mapping.dynamic_timeout", _TIME, "30s"),
    ("indices.mapping.max_in_flight_updates", integer(1, 1000), "10"),
    ("indices.recovery.internal_action_long_timeout", _TIME, "1800000ms"),
    ("indices.recovery.internal_action_timeout", _TIME, "15m"),
    ("indices.recovery.max_bytes_per_sec", memory_size, "40mb"),
    ("indices.recovery.max_concurrent_file_chunks", integer(1, 8), "2"),
    ("indices.recovery.max_concurrent_incoming_recoveries", _SIZE, "2"),
    ("indices.recovery.max_concurrent_operations", integer(1, 4), "1"),
    ("indices.recovery.max_concurrent_snapshot_file_downloads", integer(1, 20), "5"),
    ("indices.recovery.max_concurrent_snapshot_file_downloads_per_node", integer(1, 25), "25"),
    ("indices.recovery.recovery_activity_timeout", _TIME, "1800000ms"),
    ("indices.recovery.retry_delay_network", _TIME, "5s"),
    ("indices.recovery.retry_delay_state_sync", _TIME, "500ms"),
    ("indices.recovery.use_snapshots", boolean, "true"),
    ("ingest.geoip.database_validity", _TIME, "30d"),
    ("ingest.geoip.downloader.eager.download", boolean, "false"),
    ("ingest.geoip.downloader.enabled", boolean, "true"),
    ("ingest.geoip.downloader.endpoint", text, "https://geoip.elastic.co/v1/database"),
    ("ingest.geoip.downloader.poll.interval", duration(86_400_000), "3d"),
    ("ingest.grok.", anything, None),
    ("logger.", one_of("off", "fatal", "error", "warn", "info", "debug", "trace", "all", error="Unknown level constant [{}]."), None),
    ("master_history.max_age", _TIME, "30m"),
    ("network.breaker.inflight_requests.limit", memory_size, "100%"),
    ("network.breaker.inflight_requests.overhead", decimal(0.0, 3.4e38), "2.0"),
    ("repositories.url.", anything, None),
    ("script.allowed_contexts", texts, []),
    ("script.cache.expire", _ANY_TIME, "0ms"),
    ("script.cache.max_size", _SIZE, "3000"),
    ("script.context.", anything, None),
    ("script.max_compilations_rate", text, "150/5m"),
    ("script.max_size_in_bytes", _SIZE, "65535"),
    ("search.aggs.allowed_inline_metric_scripts", texts, []),
    ("search.aggs.allowed_stored_metric_scripts", texts, []),
    ("search.aggs.only_allowed_metric_scripts", boolean, "false"),
    ("search.aggs.rewrite_to_filter_by_filter", boolean, "true"),
    ("search.default_keep_alive", _TIME, "5m"),
    ("search.highlight.term_vector_multi_value", boolean, "true"),
    ("search.low_level_cancellation", boolean, "true"),
    ("search.query_phase_parallel_collection_enabled", boolean, "true"),
    ("search.worker_threads_enabled", boolean, "true"),
    ("slm.health.failed_snapshot_warn_threshold", _POSITIVE, "5"),
    ("slm.history_index_enabled", boolean, "true"),
    ("slm.minimum_interval", _TIME, "15m"),
    ("slm.retention_duration", _ANY_TIME, "1h"),
    ("slm.retention_schedule", text, "0 30 1 * * ?"),
    ("snapshot.max_concurrent_operations", integer(1), "1000"),
    ("snapshot.refresh_repo_uuid_on_restore", boolean, "true"),
    ("thread_pool.", anything, None),
    ("time_series.poll_interval", duration(60_000, 600_000), "5m"),
    ("transport.slow_operation_logging_threshold", _TIME, "5s"),
    ("transport.tracer.exclude", texts, ["internal:coordination/fault_detection/*"]),
    ("transport.tracer.include", texts, []),
    ("write_load_forecaster.max_index_age", _TIME, "7d"),
    ("xpack.applications.", anything, None),
    ("xpack.ml.", anything, None),
    ("xpack.monitoring.collection.enabled", boolean, "false"),
    ("xpack.monitoring.collection.interval", duration(-1), "10s"),
    ("xpack.monitoring.exporters.", anything, None),
    ("xpack.profiling.", anything, None),
    ("xpack.security.authc.", anything, None),
    ("xpack.watcher.history.cleaner_service.enabled", boolean, "true"),
    ("xpack.watcher.trigger.schedule.ticker.tick_interval", _TIME, "500ms"),
)
_declare(
    Change.STATIC,
    ("bootstrap.memory_lock", boolean, "false"),
    ("cluster.name", text, "docstore"),
    ("cluster.initial_master_nodes", texts, []),
    ("discovery.type", text, "multi-node"),
    ("discovery.seed_hosts", texts, []),
    ("gateway.expected_data_nodes", integer(-1), "-1"),
    ("gateway.recover_after_time", _TIME, "0ms"),
    ("http.max_content_length", memory_size, "100mb"),
    ("http.port", text, "9200-9300"),
    ("indices.fielddata.cache.size", memory_size, "-1"),
    ("indices.memory.index_buffer_size", memory_size, "10%"),
    ("indices.queries.cache.size", memory_size, "10%"),
    ("indices.query.bool.max_clause_count", _POSITIVE, "4096"),
    ("indices.query.bool.max_nested_depth", _POSITIVE, "30"),
    ("indices.requests.cache.size", memory_size, "1%"),
    ("network.host", texts, []),
    ("node.attr.", text, None),
    ("node.name", text, "docstore"),
    ("node.roles", texts, []),
    ("path.data", texts, []),
    ("path.logs", text, ""),
    ("path.repo", texts, []),
    ("reindex.remote.whitelist", texts, []),
    ("script.allowed_types", texts, []),
    ("transport.port", text, "9300-9399"),
    ("xpack.security.enabled", boolean, "true"),
)
