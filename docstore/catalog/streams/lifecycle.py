"""Configuration of data streams: retention (``lifecycle``), which is kept and shown, and failure store (``data_stream_options``).

docstore deletes nothing by age and downsamples nothing: a store has no clock of its own that works while no program has it open.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from docstore.catalog.settings.types import duration
from docstore.errors import IllegalArgumentError, JsonObject, XContentParseError
from docstore.frozen import frozen
from docstore.mapping.parameter import boolean
from docstore.time_value import millis

_LIFECYCLE = ("enabled", "data_retention", "downsampling", "effective_retention", "retention_determined_by", "downsampling_method")
_METHODS = ("aggregate", "last_value")
_MOST_ROUNDS = 10
_LEAST_INTERVAL = 5 * 60 * 1000


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
        if value is None:
            continue
        if key == "data_retention":
            duration(1)("data_retention", str(value))
        if key == "downsampling":
            _check_rounds(value)
        if key == "downsampling_method" and value not in _METHODS:
            raise IllegalArgumentError(f"Sampling method [{value}] is not one of the accepted methods [{', '.join(_METHODS)}].")
    shown = {key: value for key, value in body.items() if value is not None}
    return {"enabled": boolean("enabled", shown.pop("enabled", True)), **shown}


def _check_rounds(rounds: Any) -> None:
    """``[{"after": "1d", "fixed_interval": "1h"}]``: each later and wider than the one before (``DataStreamLifecycle``)."""
    if not isinstance(rounds, list):
        raise XContentParseError("[data_stream_lifecycle] downsampling doesn't support values of this type")
    if not rounds:
        raise IllegalArgumentError("Downsampling configuration should have at least one round configured.")
    if len(rounds) > _MOST_ROUNDS:
        raise IllegalArgumentError(f"Downsampling configuration supports maximum {_MOST_ROUNDS} configured rounds. Found: {len(rounds)}")
    for each, following in pairwise([_round(body) for body in rounds]):
        if following.after <= each.after:
            raise IllegalArgumentError(
                "A downsampling round must have a later 'after' value than the proceeding, "
                f"{following.shown} is not after {each.shown}."
            )
        if following.interval <= each.interval or following.interval % each.interval:
            raise IllegalArgumentError(
                f"Downsampling interval [{following.shown_interval}] must be greater than and a multiple of the source index interval "
                f"[{each.shown_interval}]."
            )


@frozen
class _Round:
    after: float
    interval: float
    shown: str
    shown_interval: str


def _round(body: Any) -> _Round:
    if not isinstance(body, Mapping):
        raise XContentParseError("[data_stream_lifecycle] failed to parse field [downsampling]")
    for key in body:
        if key not in ("after", "fixed_interval"):
            raise XContentParseError(f"[downsampling_round] unknown field [{key}]")
    for key in ("after", "fixed_interval"):
        if body.get(key) is None:
            raise IllegalArgumentError(f"Required [{key}]")
    after, interval = (str(body[key]) for key in ("after", "fixed_interval"))
    found = _Round(millis(after, "after"), millis(interval, "fixed_interval"), after, interval)
    if found.interval < _LEAST_INTERVAL:
        raise IllegalArgumentError(f"A downsampling round must have a fixed interval of at least five minutes but found: {interval}")
    return found


def check_options(body: Any) -> JsonObject:
    """``{"failure_store": {"enabled": true, "lifecycle": {...}}}``.

    :raises XContentParseError: an unknown key.
    :raises IllegalArgumentError: a value that is not what it must be.
    """
    if not isinstance(body, Mapping):
        raise XContentParseError("[data_stream_options] must be an object")
    for key in body:
        if key != "failure_store":
            raise XContentParseError(f"[options] unknown field [{key}]")
    return {key: value if value is None else _failure_store(value) for key, value in body.items()}


def _failure_store(body: Any) -> JsonObject:
    if not isinstance(body, Mapping):
        raise XContentParseError("[options] failure_store doesn't support values of this type")
    for key, value in body.items():
        if key not in ("enabled", "lifecycle"):
            raise XContentParseError(f"[failure_store] unknown field [{key}]")
        if value is not None and key == "enabled":
            boolean("enabled", value)
    if not body:
        raise IllegalArgumentError("Failure store configuration should have at least one non-null configuration value.")
    lifecycle = body.get("lifecycle")
    return {**body, "lifecycle": check_lifecycle(lifecycle)} if lifecycle is not None else dict(body)
