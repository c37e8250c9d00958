"""The settings that a new index is born with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docstore.analysis.index_analyzers import analysis_key, analyzers_of
from docstore.catalog.index_settings import SETTINGS
from docstore.catalog.setting import Change, Raw
from docstore.catalog.settings import Settings, parse_settings
from docstore.errors import IllegalArgumentError, SettingsValidationError

CREATED_BY = "9041000"
"""``index.version.created``: the index format of Elasticsearch 9.x that docstore behaves as."""

GIVEN_AGAIN = ("index.uuid", "index.provided_name", "index.creation_date", "index.history.uuid")
"""Private settings that a body copied from ``GET _settings`` may hold; all but the date are made anew."""


def settings_of_new_index(body: Mapping[str, Any] | None, *, name: str, uuid: str, now: int) -> tuple[Settings, int]:
    """The settings and the creation date.

    :raises IllegalArgumentError: an unknown setting or a wrong value.
    :raises SettingsValidationError: a setting that only docstore sets.
    """
    given = {key: raw for key, raw in parse_settings(body or {}).items() if raw is not None}
    _refuse_private(given)
    _refuse_together(given)
    created = int(str(given.get("index.creation_date", now)))
    own: dict[str, Raw] = {
        "index.number_of_shards": "1",
        "index.number_of_replicas": "1",
        **given,
        "index.creation_date": str(created),
        "index.provided_name": name,
        "index.uuid": uuid,
        "index.version.created": CREATED_BY,
    }
    analyzers_of(analysis_key(own))
    return Settings(own), created


def _refuse_private(given: Mapping[str, Raw]) -> None:
    found = [SETTINGS[key] for key in sorted(given) if key in SETTINGS and key not in GIVEN_AGAIN]
    private = [setting.name for setting in found if setting.change is Change.PRIVATE]
    if private:
        problems = [f"private index setting [{name}] can not be set explicitly" for name in private]
        raise SettingsValidationError(*problems)


def _refuse_together(given: Mapping[str, Raw]) -> None:
    """What ``MetadataCreateIndexService`` and ``IndexMode.LOOKUP`` refuse of a new index."""
    if given.get("index.soft_deletes.enabled") == "false":
        raise IllegalArgumentError(
            "Creating indices with soft-deletes disabled is no longer supported. "
            "Please do not specify a value for setting [index.soft_deletes.enabled]."
        )
    shards = given.get("index.number_of_shards", "1")
    if given.get("index.mode") == "lookup" and shards != "1":
        raise IllegalArgumentError(
            f"index with [lookup] mode must have [index.number_of_shards] set to 1 or unset but was {shards}"
        )
