"""The settings that a new index is born with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docstore.analysis.index_analyzers import analysis_key, analyzers_of
from docstore.catalog.settings.known import is_private
from docstore.catalog.settings.replicas import expanded
from docstore.catalog.settings.rules import check_together
from docstore.catalog.settings.setting import Raw
from docstore.catalog.settings.settings import Settings, parse_settings
from docstore.errors import SettingsValidationError

CREATED_BY = "9042000"
"""``index.version.created``: the index format of Elasticsearch 9.x that docstore behaves as; see *Format version* in docs/storage.md."""

_OFTEN = ("index.mode", "index.number_of_replicas", "index.hidden")
"""Settings that are asked for in the life of any index."""

_TEXT = {str}
_MOST_KNOWN = 64
_KNOWN: dict[tuple[tuple[str, str], ...], Settings] = {}
"""What was found right, by what was asked for."""

GIVEN_AGAIN = ("index.uuid", "index.provided_name", "index.creation_date", "index.history.uuid")
"""Private settings that a body copied from ``GET _settings`` may hold; all but the date are made anew."""


def settings_of_new_index(body: Mapping[str, Any] | None, *, name: str, uuid: str, now: int) -> tuple[Settings, int]:
    """The settings and the creation date.

    :raises IllegalArgumentError: an unknown setting or a wrong value.
    :raises SettingsValidationError: a setting that only docstore sets.
    """
    asked = body or {}
    key = tuple(asked.items()) if _TEXT.issuperset(map(type, asked.values())) else None
    known = None if key is None else _KNOWN.get(key)
    if known is None:
        known = _checked(asked, name)
        if key is not None:
            if len(_KNOWN) >= _MOST_KNOWN:
                _KNOWN.clear()
            _KNOWN[key] = known
    created = int(str(known.flat.get("index.creation_date", now)))
    own = {
        "index.creation_date": str(created),
        "index.provided_name": name,
        "index.uuid": uuid,
        "index.version.created": CREATED_BY,
    }
    return known.beside(own), created


def _checked(body: Mapping[str, Any], name: str) -> Settings:
    """The settings, but for those that are of this index alone."""
    given = {key: raw for key, raw in parse_settings(body).items() if raw is not None}
    _refuse_private(given)
    asked = Settings({"index.number_of_shards": "1", "index.number_of_replicas": "1", **given})
    settings = expanded(asked)
    check_together(settings.beside({"index.provided_name": name}))
    analyzers_of(analysis_key(settings.flat))
    for often in _OFTEN:
        settings.get(often)
    return settings


def _refuse_private(given: Mapping[str, Raw]) -> None:
    private = [name for name in sorted(given) if name not in GIVEN_AGAIN and is_private(name)]
    if private:
        problems = [f"private index setting [{name}] can not be set explicitly" for name in private]
        raise SettingsValidationError(*problems)
