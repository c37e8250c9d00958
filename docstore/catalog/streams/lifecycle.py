"""Configuration of data streams that is kept and shown: retention (``lifecycle``) and failure store (``data_stream_options``).

docstore deletes nothing by age and downsamples nothing: a store has no clock of its own that works while no program has it open.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docstore.catalog.settings.types import duration
from docstore.errors import IllegalArgumentError, JsonObject, XContentParseError

_LIFECYCLE = ("enabled", "data_retention", "downsampling", "effective_retention", "retention_determined_by", "downsampling_method")


def check_lifecycle(body: Any) -> JsonObject:
    """``{"enabled": true, "data_retention": "7d", "downsampling": [{"after": "1d", "fixed_interval": "1h"}]}``.

    :raises XContentParseError: an unknown key.
    :raises IllegalArgumentError: a value that is not what it must be.
    """
    if not isinstance(body, Mapping):
        raise XContentParseError("[lifecycle] must be an object")
    for key, value in body.items():
        if key not in _LIFECYCLE:
            raise XContentParseError(f"[data_stream_lifecycle] unknown field [{key}]")
        if key == "data_retention" and value is not None:
            duration(1)("data_retention", str(value))
        if key == "enabled" and value not in (True, False, "true", "false"):
            raise IllegalArgumentError(f"Failed to parse value [{value}] as only [true] or [false] are allowed.")
    shown = {key: value for key, value in body.items() if value is not None}
    return {"enabled": shown.pop("enabled", True) in (True, "true"), **shown}


def check_options(body: Any) -> JsonObject:
    """``{"failure_store": {"enabled": true, "lifecycle": {...}}}``.

    :raises XContentParseError: an unknown key.
    """
    if not isinstance(body, Mapping):
        raise XContentParseError("[data_stream_options] must be an object")
    for key, value in body.items():
        if key != "failure_store":
            raise XContentParseError(f"[options] unknown field [{key}]")
        for inner in value or {}:
            if inner not in ("enabled", "lifecycle"):
                raise XContentParseError(f"[failure_store] unknown field [{inner}]")
    return dict(body)
