"""Changing the settings of existing indices (``MetadataUpdateSettingsService``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from docstore.analysis.index_analyzers import analysis_key, analyzers_of
from docstore.catalog.blocks import Operation
from docstore.catalog.changes import put_index
from docstore.catalog.index import Index, check_all
from docstore.catalog.names.lookup import compiled
from docstore.catalog.settings.known import find, is_dynamic, is_private
from docstore.catalog.settings.new import GIVEN_AGAIN
from docstore.catalog.settings.replicas import expanded
from docstore.catalog.settings.rules import check_together
from docstore.catalog.settings.setting import Change, Raw
from docstore.catalog.settings.settings import Settings, parse_settings, unknown_setting
from docstore.errors import IllegalArgumentError, ValidationError
from docstore.storage.transaction import Transaction

_UNLOCKING = ("index.blocks.read_only", "index.blocks.metadata", "index.blocks.read_only_allow_delete")
"""A request that changes one of these alone passes the very blocks that it lifts."""

_NEVER_UNSET = {"index.number_of_replicas": "1", "index.number_of_shards": "1"}

Changes = dict[str, Raw | None]


def parse_update(body: Mapping[str, Any] | None) -> Changes:
    """Read the body of an update: settings, or ``{"settings": {...}}``; null takes a setting back to its default.

    :raises ValidationError: nothing to change.
    :raises IllegalArgumentError: an unknown setting, a wrong value, or one that is not for callers to set.
    """
    given = dict(body or {})
    inner = given.get("settings")
    if isinstance(inner, Mapping):
        if len(given) > 1:
            raise IllegalArgumentError(
                f"mix of settings map and top-level properties not supported, found: {sorted(given)}"
            )
        given = dict(inner)
    changes = parse_settings(given)
    if not changes:
        raise ValidationError("no settings to update")
    for name in changes:
        _refuse_private(name)
    return changes


def _refuse_private(name: str) -> None:
    if not is_private(name):
        return
    if name in GIVEN_AGAIN:
        raise unknown_setting(name)
    raise IllegalArgumentError(f"can not update private setting [{name}]; this setting is managed by Elasticsearch")


def update_settings(
    txn: Transaction, indices: Sequence[Index], changes: Changes, *, preserve_existing: bool, reopen: bool
) -> None:
    """Change the settings of all these indices.

    :param preserve_existing: leave alone what an index has set.
    :param reopen: change static settings of open indices too, as if each were closed and opened again.
    :raises ClusterBlockError: the metadata of an index is blocked.
    :raises IllegalArgumentError: a static setting of an open index, a final setting.
    """
    if not (len(changes) == 1 and next(iter(changes)) in _UNLOCKING):
        check_all(indices, Operation.METADATA_WRITE)
    fixed = [name for name in changes if not is_dynamic(name)]
    still_open = [] if reopen else [f"[{index.name}/{index.uuid}]" for index in indices if not index.closed]
    if fixed and still_open:
        raise IllegalArgumentError(
            f"Can't update non dynamic settings [[{', '.join(fixed)}]] for open indices [{', '.join(still_open)}] "
            "unless the `reopen` query parameter is set to true. "
            "Alternatively, close the indices, apply the settings changes, and reopen the indices"
        )
    for index in indices:
        _refuse_final(index, fixed)
        settings = expanded(_changed(index.settings, changes, preserve_existing=preserve_existing))
        check_together(settings)
        _check_end(index.settings, settings)
        analyzers_of(analysis_key(settings.flat))
        if settings.flat != index.settings.flat:
            put_index(txn, index.with_settings(settings))


def _check_end(old: Settings, new: Settings) -> None:
    """A time series that is written to goes on (``TimestampBounds``)."""
    name = "index.time_series.end_time"
    if old.get("index.mode") == "time_series" and new.get(name) < old.get(name):
        raise IllegalArgumentError(f"{name} must be larger than current value [{old.get(name)}]")


def _refuse_final(index: Index, names: Sequence[str]) -> None:
    for name in names:
        setting = find(name)
        if setting is not None and setting.change is Change.FINAL:
            raise IllegalArgumentError(f"final {index.name} setting [{name}], not updateable")


def _changed(settings: Settings, changes: Changes, *, preserve_existing: bool) -> Settings:
    """Nulls first: beside a pattern, a setting that is given its own value keeps it."""
    reset: Changes = {known: _NEVER_UNSET.get(known) for name, raw in changes.items() if raw is None for known in _named(settings, name)}
    given = {name: raw for name, raw in changes.items() if raw is not None and not (preserve_existing and name in settings.flat)}
    return settings.merged({**reset, **given})


def _named(settings: Settings, name: str) -> list[str]:
    """The settings that a null is for: one name, or a pattern over those that may change."""
    if "*" not in name:
        return [name]
    pattern = compiled(name)
    return [known for known in settings.flat if pattern.fullmatch(known) and is_dynamic(known)]
