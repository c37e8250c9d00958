"""``human=true``: beside each number with a unit in its name, the same for people.

Settings of an index get ``creation_date_string`` and ``version.created_string`` (``IndexMetadata.addHumanReadableSettings``).
``took_in_millis: 61000`` gets ``took: "1m"`` before it, ``size_in_bytes: 2048`` gets ``size: "2kb"``, ``start_time_in_millis`` a date.
"""

from __future__ import annotations

from typing import Any

from docstore.api.cat.units import instant_text, size_text, time_text
from docstore.version import ELASTICSEARCH_VERSION

_INSTANTS = ("start_time", "timestamp", "creation_date", "time_stamp")


def for_people(value: Any) -> Any:
    """The response with what people read added."""
    if isinstance(value, list):
        return [for_people(item) for item in value]
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for key, inner in value.items():
        told = _told(key, inner)
        if told is not None:
            found[told[0]] = told[1]
        found[key] = for_people(inner)
        if key == "creation_date" and isinstance(inner, str) and inner.isdigit():
            found["creation_date_string"] = instant_text(int(inner))
        if key == "version" and isinstance(inner, dict) and "created" in inner:
            found[key] = {"created_string": ELASTICSEARCH_VERSION, **inner}
    return found


def _told(key: str, value: Any) -> tuple[str, str] | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    for suffix, unit in (("_in_millis", 1_000_000), ("_in_nanos", 1), ("_millis", 1_000_000)):
        name = key.removesuffix(suffix)
        if name != key:
            instant = suffix != "_in_nanos" and name.endswith(_INSTANTS)
            return name, instant_text(value) if instant else time_text(value * unit)
    name = key.removesuffix("_in_bytes")
    return (name, size_text(value)) if name != key else None

