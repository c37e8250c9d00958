"""Changing cluster settings (``SettingsUpdater``)."""

from __future__ import annotations

from collections.abc import Mapping

from docstore.catalog.changes import put_object
from docstore.catalog.current import current
from docstore.catalog.names.lookup import compiled
from docstore.catalog.settings.cluster import CLUSTER, PERSISTENT, TRANSIENT, ClusterSettings, settings_of
from docstore.catalog.settings.cluster_known import find
from docstore.catalog.settings.setting import Change, Raw, Setting
from docstore.catalog.settings.settings import flat_names
from docstore.errors import IllegalArgumentError, ValidationError
from docstore.storage.transaction import Transaction

Changes = dict[str, Raw | None]


def update_cluster_settings(txn: Transaction, persistent: object, transient: object) -> tuple[dict[str, Raw], dict[str, Raw]]:
    """Change settings ; the values that were given, persistent ones first. ``None`` resets, also under a pattern.

    :raises ValidationError: nothing to change.
    :raises IllegalArgumentError: an unknown setting, a wrong value, or a setting that does not change while a node runs.
    """
    given = {TRANSIENT: _flat(transient), PERSISTENT: _flat(persistent)}
    if not any(given.values()):
        raise ValidationError("no settings to update")
    for kind, changes in given.items():
        _put(txn, kind, changes)
    applied = [{name: raw for name, raw in given[kind].items() if raw is not None} for kind in (PERSISTENT, TRANSIENT)]
    return applied[0], applied[1]


def _flat(body: object) -> Changes:
    if body is None:
        return {}
    if not isinstance(body, Mapping):
        raise IllegalArgumentError("settings must be an object")
    return flat_names(body)


def _put(txn: Transaction, kind: str, changes: Changes) -> None:
    if not changes:
        return
    present = dict(settings_of(current(txn), kind).flat)
    for name, raw in changes.items():
        if raw is None and "*" in name:
            _forget(present, name)
            continue
        setting = _changeable(kind, name)
        if raw is None:
            present.pop(name, None)
        else:
            setting.read(name, raw)
            present[name] = raw
    put_object(txn, CLUSTER, kind, ClusterSettings(present))


def _changeable(kind: str, name: str) -> Setting:
    setting = find(name)
    if setting is None:
        raise IllegalArgumentError(f"{kind} setting [{name}], not recognized")
    if setting.change is not Change.DYNAMIC:
        raise IllegalArgumentError(f"{kind} setting [{name}], not dynamically updateable")
    return setting


def _forget(present: dict[str, Raw], pattern: str) -> None:
    matching = compiled(pattern).fullmatch
    for name in [name for name in present if matching(name)]:
        del present[name]
