"""The settings of the cluster, which is the store: what is set for good and what is set for a while.

Transient settings go before persistent ones. Elasticsearch forgets them when the whole cluster restarts; a store has no such moment
that all its processes see, so they stay until they are reset.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cache
from typing import Any

from docstore.catalog.catalog import Catalog
from docstore.catalog.section import section
from docstore.catalog.settings.cluster_known import CLUSTER_SETTINGS
from docstore.catalog.settings.setting import Raw
from docstore.frozen import frozen

PERSISTENT = "persistent"
TRANSIENT = "transient"


@frozen
class ClusterSettings:
    """What is set, by full name, as text; typed values are kept once they were asked for."""

    flat: Mapping[str, Raw] = field(default_factory=dict)
    _typed: dict[str, Any] = field(default_factory=dict)

    def get(self, name: str) -> Any:
        """The typed value of a setting that is set."""
        try:
            return self._typed[name]
        except KeyError:
            found = self._typed[name] = CLUSTER_SETTINGS[name].read(name, self.flat[name])
            return found


CLUSTER = section("cluster_settings", lambda _, body: ClusterSettings(body), lambda value: dict(value.flat))
"""Two objects at most: ``persistent`` and ``transient``."""

_NOTHING = ClusterSettings()
_DEFAULTS = ClusterSettings(
    {name: raw for name, setting in CLUSTER_SETTINGS.items() if (raw := setting.default_among({}, CLUSTER_SETTINGS)) is not None}
)

_default = cache(_DEFAULTS.get)


def settings_of(catalog: Catalog, kind: str) -> ClusterSettings:
    """The persistent, or the transient, settings."""
    return catalog.section(CLUSTER).get(kind, _NOTHING)


def is_set(catalog: Catalog, name: str) -> bool:
    """Whether a setting has been given a value."""
    return any(name in settings_of(catalog, kind).flat for kind in (TRANSIENT, PERSISTENT))


def cluster_setting(catalog: Catalog, name: str) -> Any:
    """The typed value of a setting: transient, persistent, or its default."""
    if catalog.section(CLUSTER):
        for kind in (TRANSIENT, PERSISTENT):
            found = settings_of(catalog, kind)
            if name in found.flat:
                return found.get(name)
    return _default(name)


def defaults(catalog: Catalog) -> dict[str, Raw]:
    """The defaults of what is not set."""
    return {name: raw for name, raw in _DEFAULTS.flat.items() if not is_set(catalog, name)}
