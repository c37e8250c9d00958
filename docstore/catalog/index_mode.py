"""What a new index gets because of its ``index.mode`` (``IndexMode``, ``LogsdbIndexModeSettingsProvider``)."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from typing import Any

from docstore.catalog.names.lookup import matches
from docstore.catalog.settings.setting import Raw
from docstore.catalog.settings.settings import Settings
from docstore.errors import ApiError, JsonObject
from docstore.mapping.index_mode import ADD_HOST, HOST_NAME, LOGSDB, SORT_ON_HOST, mode_of
from docstore.mapping.mapping import Mapping
from docstore.mapping.object_mapping import ObjectMapping

_TIMESTAMP: JsonObject = {"@timestamp": {"type": "date"}}
_HOST: JsonObject = {HOST_NAME: {"type": "keyword", "ignore_above": 1024}}
_LOGS = ("logs-*-*",)
_NUMBERS = frozenset({"byte", "double", "float", "half_float", "integer", "long", "short"})


def default_mapping(settings: Settings) -> JsonObject:
    """What the mapping of a new index has in this mode, before anything is said about it."""
    match settings.get("index.mode"):
        case "time_series":
            return {"_data_stream_timestamp": {"enabled": True}, "properties": _TIMESTAMP}
        case "logsdb":
            return {"properties": _TIMESTAMP | _HOST if settings.get(ADD_HOST) else _TIMESTAMP}
        case _:
            return {}


def mode_of_stream(name: str, given: Dict[str, Raw], *, logs: bool) -> dict[str, Raw]:
    """The mode of a backing index whose template names none: that of logs for ``logs-*-*``.

    :param logs: ``cluster.logsdb.enabled``.
    """
    return {"index.mode": LOGSDB} if logs and "index.mode" not in given and matches(_LOGS, name) else {}


def sorted_by_host(given: Dict[str, Raw], mappings: Dict[str, Any]) -> dict[str, Raw]:
    """The private settings of an index of logs that says nothing of its order: sorted by ``host.name`` too, where that is a field to sort
    by, or can be one.

    :param given: the settings that it has.
    :param mappings: its mapping, without what the mode gives it; a wrong one is refused later.
    """
    if mode_of(given) != LOGSDB or given.get("index.sort.field"):
        return {}
    try:
        mapping = Mapping.parse(dict(mappings), settings=given)
    except ApiError:
        return {}
    host = mapping.field(HOST_NAME)
    if host is None and mapping.object_at(HOST_NAME) is None and _has_room(mapping.root):
        return {ADD_HOST: "true", SORT_ON_HOST: "true"}
    if host is not None and host.type_name in {"keyword", *_NUMBERS} and host.get("doc_values"):
        return {SORT_ON_HOST: "true"}
    return {}


def _has_room(root: ObjectMapping) -> bool:
    """Whether a field of that name can stand beside what there is of ``host``."""
    host = root.properties.get("host")
    return host is None or isinstance(host, ObjectMapping) or root.subobjects is False
