"""All index settings that exist, one declaration each; a name is in one of the tables or it is refused.

The names, types, defaults and update rules are Elasticsearch's (``IndexScopedSettings`` and the classes it lists).
Settings that steer what one local node does not have (allocation, translog, merge policy, caches) are checked, kept and
shown, and do nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from docstore.catalog.setting import (
    Change,
    Raw,
    Reader,
    Setting,
    anything,
    boolean,
    byte_size,
    decimal,
    duration,
    integer,
    one_of,
    text,
    texts,
)

_SETTINGS: dict[str, Setting] = {}
_GROUPS: dict[str, Setting] = {}

SETTINGS: Mapping[str, Setting] = _SETTINGS
"""All single settings by full name."""

GROUPS: Mapping[str, Setting] = _GROUPS
"""Declarations of all names below a prefix."""


def find(name: str) -> Setting | None:
    """The declaration for a full name (``index.number_of_shards``), or ``None`` where there is no such setting."""
    found = _SETTINGS.get(name)
    if found is not None:
        return found
    return next((group for prefix, group in _GROUPS.items() if name.startswith(prefix)), None)


def _declare(change: Change, *declared: tuple[str, Reader, Raw | None]) -> None:
    for name, reader, default in declared:
        setting = Setting(f"index.{name}", reader, default, change)
        (_GROUPS if setting.is_group else _SETTINGS)[setting.name] = setting


_SIZE = integer(0)
_ANY_TIME = duration(-1)
_POSITIVE = integer(1)

# What docstore itself obeys, or hands to the packages above.
_declare(
    Change.DYNAMIC,
    ("number_of_replicas", _SIZE, "1"),
    ("hidden", boolean, "false"),
    ("blocks.read_only", boolean, "false"),
    ("blocks.read", boolean, "false"),
    ("blocks.write", boolean, "false"),
    ("blocks.metadata", boolean, "false"),
    ("blocks.read_only_allow_delete", boolean, "false"),
    ("refresh_interval", _ANY_TIME, "1s"),
    ("gc_deletes", _ANY_TIME, "60s"),
    ("default_pipeline", text, "_none"),
    ("final_pipeline", text, "_none"),
    ("max_result_window", _POSITIVE, "10000"),
    ("max_inner_result_window", _POSITIVE, "100"),
    ("max_rescore_window", _POSITIVE, "10000"),
    ("max_docvalue_fields_search", _SIZE, "100"),
    ("max_script_fields", _SIZE, "32"),
    ("max_ngram_diff", _SIZE, "1"),
    ("max_shingle_diff", _SIZE, "3"),
    ("max_terms_count", _POSITIVE, "65536"),
    ("max_regex_length", _POSITIVE, "1000"),
    ("max_slices_per_scroll", _POSITIVE, "1024"),
    ("max_refresh_listeners", _SIZE, "1000"),
    ("max_adjacency_matrix_filters", integer(2), "100"),
    ("analyze.max_token_count", _POSITIVE, "10000"),
    ("highlight.max_analyzed_offset", integer(-1), "1000000"),
    ("highlight.weight_matches_mode.enabled", boolean, "true"),
    ("query.default_field", texts, ["*"]),
    ("mapping.total_fields.limit", _SIZE, "1000"),
    ("mapping.total_fields.ignore_dynamic_beyond_limit", boolean, "false"),
    ("mapping.depth.limit", _POSITIVE, "20"),
    ("mapping.nested_fields.limit", _SIZE, "100"),
    ("mapping.nested_parents.limit", _SIZE, "50"),
    ("mapping.nested_objects.limit", _SIZE, "10000"),
    ("mapping.field_name_length.limit", integer(1, 2**63 - 1), str(2**63 - 1)),
    ("mapping.field_name_length.ignore_dynamic_beyond_limit", boolean, "false"),
    ("mapping.dimension_fields.limit", _SIZE, "32768"),
)
_declare(
    Change.STATIC,
    ("mapping.ignore_malformed", boolean, "false"),
    ("mapping.coerce", boolean, "true"),
    ("query_string.lenient", boolean, "false"),
    ("query.parse.allow_unmapped_fields", boolean, "true"),
    ("codec", text, "default"),
    ("analysis.", anything, None),
    ("similarity.", anything, None),
)
_declare(
    Change.FINAL,
    ("number_of_shards", integer(1, 1024), "1"),
    ("number_of_routing_shards", integer(1), None),
    ("routing_partition_size", integer(1), "1"),
    ("mapping.ignore_above", _SIZE, str(2**31 - 1)),
    ("mapping.source.mode", one_of("stored", "synthetic", "disabled", error="Unknown value [{}]"), "stored"),
    ("mapping.synthetic_source_keep", one_of("none", "arrays", "all", error="Unknown value [{}]"), "none"),
    (
        "mode",
        one_of(
            "standard",
            "time_series",
            "logsdb",
            "lookup",
            error="[{}] is an invalid index mode, valid modes are: [standard,time_series,logsdb,lookup]",
        ),
        "standard",
    ),
    ("routing_path", texts, []),
    ("soft_deletes.enabled", boolean, "true"),
    ("sort.field", texts, []),
    ("sort.order", texts, []),
    ("sort.mode", texts, []),
    ("sort.missing", texts, []),
    ("store.fs.fs_lock", text, "native"),
)
_declare(
    Change.PRIVATE,
    ("creation_date", integer(-1, 2**63 - 1), None),
    ("uuid", text, None),
    ("provided_name", text, None),
    ("version.created", text, None),
    ("version.upgraded", text, None),
    ("history.uuid", text, None),
    ("resize.source.name", text, None),
    ("resize.source.uuid", text, None),
    ("verified_before_close", boolean, "false"),
    ("verified_read_only", boolean, "false"),
)

# Checked, kept and shown; without meaning for one local node.
_declare(
    Change.DYNAMIC,
    ("auto_expand_replicas", text, "false"),
    ("priority", _SIZE, "1"),
    ("search.idle.after", duration(0), "30s"),
    ("write.wait_for_active_shards", text, "1"),
    ("warmer.enabled", boolean, "true"),
    ("requests.cache.enable", boolean, "true"),
    ("allocation.max_retries", _SIZE, "5"),
    ("routing.allocation.enable", text, "all"),
    ("routing.rebalance.enable", text, "all"),
    ("routing.allocation.total_shards_per_node", integer(-1), "-1"),
    ("routing.allocation.include.", text, None),
    ("routing.allocation.exclude.", text, None),
    ("routing.allocation.require.", text, None),
    ("routing.allocation.disk.", text, None),
    ("unassigned.node_left.delayed_timeout", _ANY_TIME, "60s"),
    ("translog.durability", one_of("request", "async", error="No enum constant Translog.Durability.{}"), "REQUEST"),
    ("translog.sync_interval", duration(100), "5s"),
    ("translog.flush_threshold_size", byte_size, "10gb"),
    ("translog.flush_threshold_age", duration(-1), "1m"),
    ("translog.generation_threshold_size", byte_size, "64mb"),
    ("translog.retention.age", _ANY_TIME, "-1"),
    ("translog.retention.size", byte_size, "-1"),
    ("flush_after_merge", byte_size, "512mb"),
    ("soft_deletes.retention.operations", integer(0, 2**63 - 1), "0"),
    ("soft_deletes.retention_lease.period", duration(0), "12h"),
    ("merge.", anything, None),
    ("compound_format", text, "1gb"),
    ("search.slowlog.", text, None),
    ("indexing.slowlog.", text, None),
    ("lifecycle.", text, None),
    ("creation_date_string", text, None),
    ("time_series.end_time", text, None),
    ("esql.stored_fields_sequential_proportion", decimal(0.0, 1.0), "0.2"),
)
_declare(
    Change.STATIC,
    ("shard.check_on_startup", text, "false"),
    ("store.type", text, ""),
    ("store.preload", texts, []),
    ("store.stats_refresh_interval", duration(0), "10s"),
    ("queries.cache.enabled", boolean, "true"),
    ("load_fixed_bitset_filters_eagerly", boolean, "true"),
    ("fielddata.cache", text, "node"),
    ("data_path", text, ""),
    ("format", integer(0), "0"),
    ("bloom_filter_for_id_field.enabled", boolean, "true"),
    ("optimize_auto_generated_id", boolean, "true"),
    ("time_series.start_time", text, None),
)
