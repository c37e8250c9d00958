"""Settings that a backing index of a data stream in ``index.mode: time_series`` gets (``DataStreamIndexSettingsProvider``): the fields to
route by, which are the dimensions of its mapping, and the times that it is for."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Dict
from datetime import UTC, datetime
from typing import Any

from docstore.catalog.index import Index
from docstore.catalog.settings.setting import Raw
from docstore.catalog.settings.settings import Settings
from docstore.mapping.mapping import Mapping

FIRST_HASHED = 9_042_000
"""The first ``index.version.created`` whose points have the ids of Elasticsearch; those of older indices stay as they were."""

_START, _END = "index.time_series.start_time", "index.time_series.end_time"


def is_time_series(index: Index) -> bool:
    """Whether the index is in that mode."""
    return bool(index.settings.get("index.mode") == "time_series")


def has_unhashed_ids(index: Index) -> bool:
    """Whether the points of the index have ids from before they were those of Elasticsearch."""
    return int(index.settings.get("index.version.created") or 0) < FIRST_HASHED


def settings_of_backing_index(given: Dict[str, Raw], mappings: Dict[str, Any], last: Index | None, now: int) -> dict[str, Raw]:
    """What the settings of the next backing index lack; nothing in another mode.

    :param given: the settings that it has.
    :param mappings: its mapping.
    :param last: the present write index, whose end is the beginning of the next one.
    :param now: milliseconds since the epoch.
    """
    settings = Settings(given)
    if settings.get("index.mode") != "time_series":
        return {}
    found: dict[str, Raw] = {}
    if not settings.get("index.routing_path"):
        found["index.routing_path"] = list(dict.fromkeys(_dimensions(Mapping.parse(dict(mappings), settings=given))))
    if _START not in given and _END not in given:
        ahead, back = int(settings.get("index.look_ahead_time")), int(settings.get("index.look_back_time"))
        found[_END] = _shown(now + ahead)
        found[_START] = last.settings.flat.get(_END, _shown(now)) if last is not None else _shown(now - back)
    return found


def _dimensions(mapping: Mapping) -> Iterator[str]:
    """The paths of the fields that are dimensions, and patterns of those that will be: pass-through objects of dimensions, and templates of
    dimensions for whole paths."""
    for leaf in mapping.root.leaves():
        if leaf.values.get("time_series_dimension"):
            yield leaf.path
        for key in leaf.values.get("time_series_dimensions") or ():
            yield f"{leaf.path}.{key}"
    for inner in mapping.root.objects():
        if inner.priority is not None and inner.dimensions:
            yield f"{inner.path}.*"
    for template in mapping.options.dynamic_templates or ():
        if template.mapping.get("time_series_dimension") in (True, "true"):
            yield from template.conditions.get("path_match", ())


def _shown(millis: int) -> str:
    return datetime.fromtimestamp(millis // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
