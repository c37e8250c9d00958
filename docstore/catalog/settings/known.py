"""All index settings that exist, one declaration each; a name is in one of the tables or it is refused.

The names, types, defaults and update rules are Elasticsearch's (``IndexScopedSettings`` and the classes and plugins of the default
distribution). Here are those that docstore obeys; ``idle`` has those that steer what one local node does not have.
"""

from __future__ import annotations

from collections.abc import Mapping

from docstore.catalog.settings.idle import IDLE_SETTINGS
from docstore.catalog.settings.setting import Change, Default, InMode, Like, Raw, Reader, Setting
from docstore.catalog.settings.types import (
    anything,
    boolean,
    date,
    duration,
    each_of,
    enum,
    expansion,
    integer,
    one_of,
    text,
    texts,
)

_SETTINGS: dict[str, Setting] = {setting.name: setting for setting in IDLE_SETTINGS if not setting.is_group}
_GROUPS: dict[str, Setting] = {setting.name: setting for setting in IDLE_SETTINGS if setting.is_group}

SETTINGS: Mapping[str, Setting] = _SETTINGS
"""All single settings by full name."""

GROUPS: Mapping[str, Setting] = _GROUPS
"""Declarations of all names below a prefix."""


def find(name: str) -> Setting | None:
    """The declaration for a full name (``index.number_of_shards``), or ``None`` where there is no such setting."""
    found = _SETTINGS.get(name)
    if found is not None:
        return found
    return next((group for prefix, group in _GROUPS.items() if name.startswith(prefix) and name != prefix), None)


def is_dynamic(name: str) -> bool:
    """Whether a setting may change at any time; what is not known, as the left-overs of a plugin, may go."""
    setting = find(name)
    return setting is None or setting.change is Change.DYNAMIC


def is_private(name: str) -> bool:
    """Whether only docstore sets it."""
    setting = find(name)
    return setting is not None and setting.change is Change.PRIVATE


def default_of(setting: Setting, flat: Mapping[str, Raw]) -> Raw | None:
    """What a setting is where it is not set, beside those that are."""
    return setting.default_among(flat, _SETTINGS)


def _declare(change: Change, *declared: tuple[str, Reader, Default]) -> None:
    for name, reader, default in declared:
        setting = Setting(f"index.{name}", reader, default, change, obeyed=name not in _NOT_YET, only=_ONLY.get(name, ""))
        (_GROUPS if setting.is_group else _SETTINGS)[setting.name] = setting


_NOT_YET = frozenset(("max_script_fields",))
"""What docstore is to obey, and does not read yet."""

_ONLY = {"default_pipeline": "`_none`, `logs@default-pipeline`", "final_pipeline": "`_none`"}
"""What of a setting docstore obeys; with another pipeline, the index takes no documents (``pipelines``)."""

_SIZE = integer(0)
_POSITIVE = integer(1)

_declare(
    Change.DYNAMIC,
    ("number_of_replicas", _SIZE, "1"),
    ("auto_expand_replicas", expansion, "false"),
    ("hidden", boolean, "false"),
    ("blocks.read_only", boolean, "false"),
    ("blocks.read", boolean, "false"),
    ("blocks.write", boolean, "false"),
    ("blocks.metadata", boolean, "false"),
    ("blocks.read_only_allow_delete", boolean, "false"),
    ("refresh_interval", duration(-1), "1s"),
    ("search.idle.after", duration(0), "30s"),
    ("gc_deletes", duration(-1), "60s"),
    ("default_pipeline", text, "_none"),
    ("final_pipeline", text, "_none"),
    ("max_result_window", _POSITIVE, "10000"),
    ("max_inner_result_window", _POSITIVE, "100"),
    ("max_rescore_window", _POSITIVE, Like("index.max_result_window")),
    ("max_docvalue_fields_search", _SIZE, "100"),
    ("max_script_fields", _SIZE, "32"),
    ("max_ngram_diff", _SIZE, "1"),
    ("max_shingle_diff", _SIZE, "3"),
    ("max_terms_count", _POSITIVE, "65536"),
    ("max_regex_length", _POSITIVE, "1000"),
    ("top_metrics_max_size", _POSITIVE, "10"),
    ("max_slices_per_pit", _POSITIVE, "1024"),
    ("max_slices_per_scroll", _POSITIVE, "1024"),
    ("analyze.max_token_count", _POSITIVE, "10000"),
    ("highlight.max_analyzed_offset", _POSITIVE, "1000000"),
    ("highlight.weight_matches_mode.enabled", boolean, "true"),
    ("query.default_field", texts, ["*"]),
    ("mapping.total_fields.limit", _SIZE, "1000"),
    ("mapping.total_fields.ignore_dynamic_beyond_limit", boolean, InMode("false")),
    ("mapping.depth.limit", _POSITIVE, "20"),
    ("mapping.nested_fields.limit", _SIZE, "100"),
    ("mapping.nested_parents.limit", _SIZE, "50"),
    ("mapping.nested_objects.limit", _SIZE, "10000"),
    ("mapping.field_name_length.limit", integer(1, 2**63 - 1), str(2**63 - 1)),
    ("mapping.field_name_length.ignore_dynamic_beyond_limit", boolean, "false"),
    ("mapping.dimension_fields.limit", _SIZE, "32768"),
    ("translog.durability", enum("index.translog.Translog.Durability", "request", "async"), "REQUEST"),
    ("time_series.end_time", date, "9999-12-31T23:59:59.999Z"),
    ("look_ahead_time", duration(60_000, 7_200_000), "30m"),
    ("look_back_time", duration(60_000, 604_800_000), "2h"),
)
_declare(
    Change.STATIC,
    ("mapping.ignore_malformed", boolean, InMode("false")),
    ("mapping.coerce", boolean, "true"),
    ("mapping.ignore_above", _SIZE, InMode(str(2**31 - 1))),
    ("query_string.lenient", boolean, "false"),
    ("percolator.map_unmapped_fields_as_text", boolean, "false"),
    ("analysis.", anything, None),
    ("similarity.", anything, None),
)
_declare(
    Change.FINAL,
    ("number_of_shards", integer(1, 1024), "1"),
    ("number_of_routing_shards", _POSITIVE, Like("index.number_of_shards")),
    ("routing_partition_size", _POSITIVE, "1"),
    ("mapping.source.mode", enum("index.mapper.SourceFieldMapper.Mode", "stored", "synthetic", "disabled"), "STORED"),
    (
        "mapping.synthetic_source_keep",
        one_of(
            "none",
            "arrays",
            "all",
            error="Unknown synthetic_source_keep value [{}], accepted values are [none,arrays,all]",
        ),
        "none",
    ),
    ("mapping.exclude_source_vectors", boolean, "true"),
    ("mode", enum("index.IndexMode", "standard", "time_series", "logsdb", "lookup"), "standard"),
    ("routing_path", texts, []),
    ("soft_deletes.enabled", boolean, "true"),
    ("sort.field", texts, InMode([])),
    ("sort.order", each_of("asc", "desc", error="Illegal sort order:{}"), InMode([])),
    ("sort.mode", each_of("min", "max", error="Illegal index sort mode:[{}], must be one of [MAX, MIN]", shown=str.upper), InMode([])),
    ("sort.missing", each_of("_last", "_first", error="Illegal missing value:[{}], must be one of [_last, _first]"), InMode([])),
    ("time_series.start_time", date, "0001-01-01T00:00:00Z"),
)
_declare(
    Change.PRIVATE,
    ("creation_date", integer(-1, 2**63 - 1), None),
    ("uuid", text, None),
    ("provided_name", text, None),
    ("version.created", text, None),
    ("history.uuid", text, None),
    ("logsdb.add_host_name_field", boolean, "false"),
    ("logsdb.sort_on_host_name", boolean, "false"),
    ("resize.source.name", text, None),
    ("resize.source.uuid", text, None),
)
