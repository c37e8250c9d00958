"""Index settings that are checked, kept and shown, and do nothing: they steer what one local node does not have (other nodes and tiers,
segments and their merging, a translog, caches, slow logs, lifecycle policies)."""

from __future__ import annotations

import re

from docstore.catalog.settings.setting import Change, Default, Raw, Reader, Setting
from docstore.catalog.settings.types import (
    boolean,
    byte_size,
    decimal,
    duration,
    enum,
    integer,
    one_of,
    sized,
    text,
    texts,
)
from docstore.errors import IllegalArgumentError

_IDLE: list[Setting] = []
_WHOLE = re.compile(r"[-+]?[0-9]{1,9}")

IDLE_SETTINGS = _IDLE
"""The declarations."""


def _declare(change: Change, *declared: tuple[str, Reader, Default]) -> None:
    _IDLE.extend(Setting(f"index.{name}", reader, default, change) for name, reader, default in declared)


def _share(name: str, raw: Raw) -> float | int | str:
    """The part of segments in compound files: a flag, a share, or a size."""
    value = text(name, raw).strip()
    if value.lower() in ("true", "false"):
        return float(value.lower() == "true")
    try:
        share = float(value)
    except ValueError:
        return byte_size(name, value)
    if not 0.0 <= share <= 1.0:
        raise IllegalArgumentError(f"NoCFSRatio must be in the interval [0..1] but was: [{share}]")
    return share


def _active(name: str, raw: Raw) -> str:
    value = text(name, raw)
    if value == "all":
        return value
    if not _WHOLE.fullmatch(value):
        raise IllegalArgumentError(f"cannot parse ActiveShardCount[{value}]")
    if int(value) < 0:
        raise IllegalArgumentError("shard count cannot be a negative value")
    return value


_SIZE = integer(0)
_ANY_TIME = duration(-1)
_TIME = duration(0)
_UNBOUNDED = 3.4e38
_STORE_TYPES = ("", "fs", "niofs", "mmapfs", "hybridfs", "simplefs", "snapshot")
_CODECS = ("default", "best_compression", "legacy_default", "legacy_best_compression", "lucene_default")
_codec = one_of(*_CODECS, error="unknown value for [index.codec] must be one of [default, best_compression] but was: {}", exact=True)
_fs_lock = one_of("native", "simple", error='unrecognized [index.store.fs.fs_lock] "{}": must be native or simple', exact=True)
_seq_no_options = enum("index.mapper.SeqNoFieldMapper.SeqNoIndexOptions", "points_and_doc_values", "doc_values_only")
_TRANSLOG_HEADER = 56
"""A translog with nothing in it takes a byte less."""

# Copies, nodes, tiers.
_declare(
    Change.DYNAMIC,
    ("priority", _SIZE, "1"),
    ("write.wait_for_active_shards", _active, "1"),
    ("allocation.max_retries", _SIZE, "5"),
    ("routing.allocation.enable", one_of("all", "primaries", "new_primaries", "none", error="Illegal allocation.enable value [{}]"), "all"),
    ("routing.rebalance.enable", one_of("all", "primaries", "replicas", "none", error="Illegal rebalance.enable value [{}]"), "all"),
    ("routing.allocation.total_shards_per_node", integer(-1), "-1"),
    ("routing.allocation.include.", text, None),
    ("routing.allocation.exclude.", text, None),
    ("routing.allocation.require.", text, None),
    ("unassigned.node_left.delayed_timeout", _ANY_TIME, "60s"),
    ("override_write_load_forecast", decimal(0.0, _UNBOUNDED), "0.0"),
)
_declare(
    Change.PRIVATE,
    ("allocation.existing_shards_allocator", text, "gateway_allocator"),
    ("routing.allocation.disk.watermark.ignore", boolean, "false"),
    ("routing.allocation.initial_recovery._id", text, None),
    ("shard_limit.group", one_of("normal", "frozen", error="[{}] is not a valid shard limit group"), "normal"),
    ("frozen", boolean, "false"),
    ("search.throttled", boolean, "false"),
    ("version.upgraded", text, None),
    ("version.compatibility", text, None),
    ("verified_before_close", boolean, "false"),
    ("verified_read_only", boolean, "false"),
    ("xpack.ccr.following_index", boolean, "false"),
    ("xpack.version", text, None),
    ("store.snapshot.", text, None),
    ("downsample.", text, None),
    ("rollup.source.name", text, None),
    ("rollup.source.uuid", text, None),
    ("failure_store.version", text, None),
    ("logsdb.sort_on_message_template", boolean, "false"),
    ("dimensions", texts, []),
)

# Segments, translog, store, caches.
_declare(
    Change.DYNAMIC,
    ("warmer.enabled", boolean, "true"),
    ("requests.cache.enable", boolean, "true"),
    ("max_refresh_listeners", _SIZE, "1000"),
    ("max_adjacency_matrix_filters", integer(2), "100"),
    ("translog.sync_interval", duration(100), "5s"),
    ("translog.flush_threshold_size", sized(_TRANSLOG_HEADER), "10gb"),
    ("translog.flush_threshold_age", duration(1_000, 3_600_000), "1m"),
    ("translog.generation_threshold_size", sized(_TRANSLOG_HEADER), "64mb"),
    ("translog.retention.age", _ANY_TIME, "-1"),
    ("translog.retention.size", byte_size, "-1"),
    ("flush_after_merge", sized(0), "512mb"),
    ("soft_deletes.retention.operations", integer(0, 2**63 - 1), "0"),
    ("soft_deletes.retention_lease.period", _TIME, "12h"),
    ("compound_format", _share, "1gb"),
    ("merge.policy.type", enum("index.MergePolicyConfig.Type", "unset", "tiered", "time_based"), "UNSET"),
    ("merge.policy.deletes_pct_allowed", decimal(5.0, 50.0), "20.0"),
    ("merge.policy.expunge_deletes_allowed", decimal(0.0, _UNBOUNDED), "10.0"),
    ("merge.policy.floor_segment", byte_size, "2mb"),
    ("merge.policy.max_merge_at_once", integer(2), "10"),
    ("merge.policy.max_merge_at_once_explicit", integer(2), "30"),
    ("merge.policy.max_merged_segment", byte_size, "0b"),
    ("merge.policy.segments_per_tier", decimal(2.0, _UNBOUNDED), "10.0"),
    ("merge.policy.merge_factor", integer(2), "32"),
    ("merge.scheduler.auto_throttle", boolean, "true"),
    ("merge.scheduler.max_merge_count", integer(1), None),
    ("merge.scheduler.max_thread_count", integer(1), None),
    ("merge.intra_merge_parallelism_enabled", boolean, "false"),
    ("bloom_filter_for_id_field.enabled", boolean, "true"),
    ("dense_vector.hnsw_filter_heuristic", enum("index.mapper.vectors.DenseVectorFieldMapper.FilterHeuristic", "fanout", "acorn"), "ACORN"),
    ("dense_vector.hnsw_enable_early_termination", boolean, "true"),
    ("mapping.synthetic_source.skip_ignored_source_write", boolean, "false"),
    ("mapping.synthetic_source.skip_ignored_source_read", boolean, "false"),
    ("esql.stored_fields_sequential_proportion", decimal(0.0, 1.0), "0.2"),
    ("optimize_auto_generated_id", boolean, "true"),
    ("mapper.dynamic", boolean, "true"),
)
_declare(
    Change.STATIC,
    ("codec", _codec, "default"),
    (
        "shard.check_on_startup",
        one_of(
            "false",
            "true",
            "checksum",
            error="unknown value for [index.shard.check_on_startup] must be one of [true, false, checksum] but was: {}",
            exact=True,
        ),
        "false",
    ),
    ("store.type", one_of(*_STORE_TYPES, error="Unknown store type [{}]", exact=True), ""),
    ("store.preload", texts, []),
    ("store.stats_refresh_interval", _TIME, "10s"),
    ("store.fs.fs_lock", _fs_lock, "native"),
    ("store.async_prefetch_limit", _SIZE, "32"),
    ("queries.cache.enabled", boolean, "true"),
    ("query.parse.allow_unmapped_fields", boolean, "true"),
    ("load_fixed_bitset_filters_eagerly", boolean, "true"),
    ("data_path", text, ""),
    ("format", integer(), "0"),
    ("recovery.type", text, ""),
)
_declare(
    Change.FINAL,
    ("fast_refresh", boolean, "false"),
    ("fielddata.cache", one_of("node", "none", error="unknown fielddata cache type [{}]"), "node"),
    ("dense_vector.experimental_features", boolean, "false"),
    ("mapping.semantic_text.use_legacy_format", boolean, "false"),
    ("mapping.use_doc_values_skipper", boolean, "false"),
    ("recovery.use_synthetic_source", boolean, "false"),
    ("seq_no.index_options", _seq_no_options, "POINTS_AND_DOC_VALUES"),
    ("use_time_series_doc_values_format", boolean, "false"),
    ("use_time_series_doc_values_format_large_block_size", boolean, "false"),
    ("use_time_series_doc_values_format_large_binary_block_size", boolean, "false"),
    ("use_legacy_postings_format", boolean, "false"),
    ("time_series.es87tsdb_codec.enabled", boolean, "true"),
    ("dimensions_tsid_strategy_enabled", boolean, "true"),
    ("logsdb.route_on_sort_fields", boolean, "false"),
)

# Logs of slow requests, lifecycle policies.
_LEVELS = ("warn", "info", "debug", "trace")
_declare(
    Change.DYNAMIC,
    *((f"search.slowlog.threshold.{phase}.{level}", _ANY_TIME, "-1") for phase in ("query", "fetch") for level in _LEVELS),
    *((f"indexing.slowlog.threshold.index.{level}", _ANY_TIME, "-1") for level in _LEVELS),
    ("search.slowlog.include.user", boolean, "false"),
    ("search.slowlog.level", text, "TRACE"),
    ("indexing.slowlog.include.user", boolean, "false"),
    ("indexing.slowlog.level", text, "TRACE"),
    ("indexing.slowlog.reformat", boolean, "true"),
    ("indexing.slowlog.source", text, "1000"),
    ("lifecycle.name", text, ""),
    ("lifecycle.rollover_alias", text, ""),
    ("lifecycle.indexing_complete", boolean, "false"),
    ("lifecycle.origination_date", integer(-1, 2**63 - 1), "-1"),
    ("lifecycle.parse_origination_date", boolean, "false"),
    ("lifecycle.prefer_ilm", boolean, "true"),
    ("lifecycle.step.wait_time_threshold", duration(3_600_000), "12h"),
    ("lifecycle.skip", boolean, "false"),
)
