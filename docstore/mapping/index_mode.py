"""What ``index.mode`` decides where the settings of an index do not say it themselves (``IndexMode``, ``IndexSortConfigDefaults``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docstore.frozen import frozen
from docstore.mapping.timestamp import TIMESTAMP

LOGSDB = "logsdb"
HOST_NAME = "host.name"
SORT_ON_HOST = "index.logsdb.sort_on_host_name"
ADD_HOST = "index.logsdb.add_host_name_field"

_OF_LOGS: dict[str, str] = {
    "index.mapping.ignore_malformed": "true",
    "index.mapping.ignore_above": "8191",
    "index.mapping.total_fields.ignore_dynamic_beyond_limit": "true",
}
_BY_TIME = ((TIMESTAMP, "desc", "max", "_last"),)
_BY_HOST = ((HOST_NAME, "asc", "min", "_last"), *_BY_TIME)
_SORT_PARTS = ("field", "order", "mode", "missing")


def mode_of(full: Mapping[str, Any]) -> str:
    """``index.mode`` among settings by full name."""
    return str(full.get("index.mode") or "standard").lower()


def default_in_mode(name: str, full: Mapping[str, Any]) -> str | list[str] | None:
    """What a setting is beside others where it is not set itself; None where the mode does not matter.

    >>> default_in_mode("index.sort.field", {"index.mode": "logsdb", "index.logsdb.sort_on_host_name": "true"})
    ['host.name', '@timestamp']
    """
    if mode_of(full) != LOGSDB:
        return None
    part = name.removeprefix("index.sort.")
    if part not in _SORT_PARTS:
        return _OF_LOGS.get(name)
    if part != "field" and full.get("index.sort.field"):
        return None
    sort = _BY_HOST if str(full.get(SORT_ON_HOST)).lower() == "true" else _BY_TIME
    return [each[_SORT_PARTS.index(part)] for each in sort]


@frozen
class SortedBy:
    """One criterion of ``index.sort``."""

    field: str
    descending: bool
    mode: str
    missing: str


def index_sort(full: Mapping[str, Any]) -> tuple[SortedBy, ...]:
    """The order in which an index with these settings shows documents that are equal otherwise."""
    if mode_of(full) == "time_series":
        return (SortedBy("_tsid", False, "min", "_last"), SortedBy(TIMESTAMP, True, "max", "_last"))
    lists = {part: _texts(full, f"index.sort.{part}") for part in _SORT_PARTS}
    found = []
    for at, field in enumerate(lists["field"]):
        order, mode, missing = (lists[part][at].lower() if at < len(lists[part]) else "" for part in _SORT_PARTS[1:])
        found.append(SortedBy(field, order == "desc", mode or ("max" if order == "desc" else "min"), missing or "_last"))
    return tuple(found)


def _texts(full: Mapping[str, Any], name: str) -> list[str]:
    value = full.get(name)
    if value is None:
        value = default_in_mode(name, full) or []
    if isinstance(value, str):
        return [each.strip() for each in value.split(",") if each.strip()]
    return list(map(str, value))
