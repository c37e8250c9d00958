"""What settings of one index must hold together (the validators of ``IndexSettings``, ``IndexMetadata`` and ``IndexMode``)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docstore.catalog.settings.settings import Settings
from docstore.errors import IllegalArgumentError

_TIME_SERIES = "[index.mode=time_series]"
_SORT = ("index.sort.field", "index.sort.order", "index.sort.mode", "index.sort.missing")
_TIMES = ("index.time_series.start_time", "index.time_series.end_time")
_MOST_SPLITS = 10


def check_together(settings: Settings) -> None:
    """Refuse settings that exclude each other.

    :raises IllegalArgumentError: with Elasticsearch's text.
    """
    for names, rule in _RULES:
        if not settings.flat.keys().isdisjoint(names):
            rule(settings)


def routing_shards(settings: Settings) -> int:
    """In how many parts ids are spread: that of the setting, or the shards doubled as often as an index may be split."""
    if "index.number_of_routing_shards" in settings.flat:
        return int(settings.get("index.number_of_routing_shards"))
    shards = settings.number_of_shards
    return shards << max(1, _MOST_SPLITS - (shards - 1).bit_length())


def _soft_deletes(settings: Settings) -> None:
    if not settings.get("index.soft_deletes.enabled"):
        raise IllegalArgumentError(
            "Creating indices with soft-deletes disabled is no longer supported. "
            "Please do not specify a value for setting [index.soft_deletes.enabled]."
        )


def _translog_retention(settings: Settings) -> None:
    raise IllegalArgumentError(
        "Translog retention settings [index.translog.retention.age] and [index.translog.retention.size] are no longer supported. "
        "Please do not specify values for these settings"
    )


def _routing_shards(settings: Settings) -> None:
    shards, spread = settings.number_of_shards, int(settings.get("index.number_of_routing_shards"))
    if spread < shards:
        raise IllegalArgumentError(f"index.number_of_routing_shards [{spread}] must be >= index.number_of_shards [{shards}]")
    if spread % shards:
        raise IllegalArgumentError(f"the number of source shards [{shards}] must be a factor of [{spread}]")


def _partition(settings: Settings) -> None:
    size, spread = int(settings.get("index.routing_partition_size")), routing_shards(settings)
    if size != 1 and size >= spread:
        raise IllegalArgumentError(
            f"routing partition size [{size}] should be a positive number less than the number of routing shards [{spread}] "
            f"for [{settings.get('index.provided_name')}]"
        )


def _sort(settings: Settings) -> None:
    fields = settings.get("index.sort.field")
    for name in _SORT[1:]:
        given = settings.get(name)
        if name in settings.flat and len(given) != len(fields):
            shown = given if name.endswith("missing") else [one.upper() if name.endswith("mode") else one for one in given]
            raise IllegalArgumentError(f"index.sort.field:{_listed(fields)} {name}:{_listed(shown)}, size mismatch")


def _listed(values: list[Any]) -> str:
    return f"[{', '.join(map(str, values))}]"


def _mode(settings: Settings) -> None:
    mode = settings.get("index.mode")
    if mode == "time_series":
        for name in ("index.routing_partition_size", *_SORT):
            if _is_set(settings, name):
                raise IllegalArgumentError(f"{_TIME_SERIES} is incompatible with [{name}]")
        if not settings.get("index.routing_path"):
            raise IllegalArgumentError(f"{_TIME_SERIES} requires a non-empty [index.routing_path]")
        return
    for name in ("index.routing_path", *_TIMES):
        if _is_set(settings, name) and not (mode == "logsdb" and name == "index.routing_path"):
            raise IllegalArgumentError(f"[{name}] requires {_TIME_SERIES}")
    if mode == "lookup" and settings.number_of_shards != 1:
        raise IllegalArgumentError(
            f"index with [lookup] mode must have [index.number_of_shards] set to 1 or unset but was {settings.number_of_shards}"
        )


def _is_set(settings: Settings, name: str) -> bool:
    return name in settings.flat and settings.get(name) != settings.default(name)


def _bounds(settings: Settings) -> None:
    start, end = (settings.get(name) for name in _TIMES)
    if start > end:
        raise IllegalArgumentError("index.time_series.end_time must be larger than index.time_series.start_time")


def _synthetic_recovery(settings: Settings) -> None:
    mode = settings.get("index.mapping.source.mode")
    if settings.get("index.recovery.use_synthetic_source") and mode != "synthetic" and settings.get("index.mode") == "standard":
        raise IllegalArgumentError(
            "The setting [index.recovery.use_synthetic_source] is only permitted when [index.mapping.source.mode] is set to [SYNTHETIC]. "
            f"Current mode: [{mode.upper()}]."
        )


_RULES: tuple[tuple[tuple[str, ...], Callable[[Settings], None]], ...] = (
    (("index.soft_deletes.enabled",), _soft_deletes),
    (("index.translog.retention.age", "index.translog.retention.size"), _translog_retention),
    (("index.number_of_routing_shards",), _routing_shards),
    (("index.mode", "index.routing_path", *_TIMES), _mode),
    (("index.routing_partition_size",), _partition),
    (_SORT, _sort),
    (_TIMES, _bounds),
    (("index.recovery.use_synthetic_source",), _synthetic_recovery),
)
"""The rules in Elasticsearch's order; with the settings of which one must be set for a rule to refuse anything."""
