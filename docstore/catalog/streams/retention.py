"""How long a data stream keeps what it has, and when it would roll over: its own lifecycle and the settings of the cluster together.

The rules are those of ``DataStreamLifecycle`` and ``RolloverConfiguration``. docstore shows them; it deletes and rolls over nothing by age.
"""

from __future__ import annotations

from dataclasses import dataclass

from docstore.catalog.catalog import Catalog
from docstore.catalog.index import Index
from docstore.catalog.settings.cluster import settings_of
from docstore.catalog.settings.settings import Settings
from docstore.catalog.settings.types import duration
from docstore.catalog.streams.data_stream import DataStream
from docstore.catalog.streams.failure_store import is_enabled
from docstore.errors import JsonObject

_DEFAULT, _MAX = "data_streams.lifecycle.retention.default", "data_streams.lifecycle.retention.max"
_FAILURES = "data_streams.lifecycle.retention.failures_default"
_POLICY, _PREFER_ILM = "index.lifecycle.name", "index.lifecycle.prefer_ilm"
_DAY = 86_400_000
_AGES = ((_DAY, "1h"), (14 * _DAY, "1d"), (90 * _DAY, "7d"))
"""Up to which retention backing indices are rolled over at which age; above the last, or for ever: 30 days."""

LIFECYCLE, ILM, NOBODY = "Data stream lifecycle", "Index Lifecycle Management", "Unmanaged"


@dataclass(frozen=True, slots=True)
class GlobalRetention:
    """What the cluster says of all data streams: times as they were given, ``None`` where nothing is said."""

    default: str | None
    most: str | None

    @classmethod
    def of(cls, catalog: Catalog) -> GlobalRetention:
        """What is set."""
        return cls(_set(catalog, _DEFAULT), _set(catalog, _MAX))

    @classmethod
    def of_failures(cls, catalog: Catalog) -> GlobalRetention:
        """What is set for failure stores: 30 days where nothing is."""
        most, default = _set(catalog, _MAX), _set(catalog, _FAILURES)
        if default is None and not _is_set(catalog, _FAILURES):
            default = "30d"
        return cls(most if most is not None and default is not None and _millis(default) > _millis(most) else default, most)

    def to_body(self) -> JsonObject:
        """As it is shown."""
        shown = {"max_retention": self.most, "default_retention": self.default}
        return {key: value for key, value in shown.items() if value is not None}

    def effective(self, asked: str | None) -> tuple[str | None, str]:
        """How long documents are kept that are to be kept so long, and who says so."""
        if asked is None and self.default is not None:
            return self.default, "default_global_retention"
        if self.most is not None and (asked is None or _millis(asked) > _millis(self.most)):
            return self.most, "max_global_retention"
        return asked, "data_stream_configuration"


def _set(catalog: Catalog, name: str) -> str | None:
    for kind in ("transient", "persistent"):
        raw = settings_of(catalog, kind).flat.get(name)
        if raw is not None:
            return None if str(raw) == "-1" else str(raw)
    return None


def _is_set(catalog: Catalog, name: str) -> bool:
    return any(settings_of(catalog, kind).flat.get(name) is not None for kind in ("transient", "persistent"))


def _millis(value: str) -> float:
    millis = duration(-1)("data_retention", value)
    assert isinstance(millis, int | float)
    return millis


def shown_lifecycle(catalog: Catalog, stream: DataStream, *, defaults: bool) -> JsonObject | None:
    """The lifecycle of a stream with the retention that holds; ``defaults`` also tells when its index would be rolled over."""
    if stream.lifecycle is None:
        return None
    internal = stream.name.startswith(".")
    cluster = GlobalRetention(None, None) if internal else GlobalRetention.of(catalog)
    retention, source = cluster.effective(stream.lifecycle.get("data_retention"))
    body = dict(stream.lifecycle)
    if retention is not None:
        body |= {"effective_retention": retention, "retention_determined_by": source}
    return {**body, "rollover": rollover_of(retention)} if defaults else body


def shown_failures_lifecycle(catalog: Catalog, stream: DataStream, *, defaults: bool) -> JsonObject | None:
    """The lifecycle of the failure store of a stream, as ``shown_lifecycle``; ``None`` where there is none, and it keeps nothing."""
    lifecycle = ((stream.options or {}).get("failure_store") or {}).get("lifecycle")
    if lifecycle is None and not is_enabled(catalog, stream):
        return None
    body = {"enabled": True, **(lifecycle or {})}
    cluster = GlobalRetention(None, None) if stream.name.startswith(".") else GlobalRetention.of_failures(catalog)
    retention, source = cluster.effective(body.get("data_retention"))
    if retention is not None:
        source = source.replace("default_global", "default_failures")
        body |= {"effective_retention": retention, "retention_determined_by": source}
    return {**body, "rollover": rollover_of(retention)} if defaults else body


def rollover_of(retention: str | None) -> JsonObject:
    """When an index of a stream would be rolled over that keeps documents so long."""
    age = "30d" if retention is None else next((age for limit, age in _AGES if _millis(retention) <= limit), "30d")
    return {"max_age": f"{age} [automatic]", "max_primary_shard_docs": 200_000_000, "min_docs": 1, "max_primary_shard_size": "50gb"}


@dataclass(frozen=True, slots=True)
class Management:
    """Who looks after an index by its settings: a policy of its own, or the lifecycle of its data stream."""

    policy: str | None
    prefers_policy: bool

    @classmethod
    def of(cls, settings: Settings) -> Management:
        """What the settings of an index say, or those of one to come."""
        return cls(settings.get(_POLICY) or None, bool(settings.get(_PREFER_ILM)))

    def by(self, stream: DataStream | None) -> str:
        """Who it is, as Elasticsearch names them."""
        lives = stream is not None and stream.lifecycle is not None and bool(stream.lifecycle["enabled"])
        if lives and not (self.policy is not None and self.prefers_policy):
            return LIFECYCLE
        return NOBODY if self.policy is None else ILM

    def to_body(self) -> JsonObject:
        """As it is shown of an index."""
        return {"prefer_ilm": self.prefers_policy, **({} if self.policy is None else {"ilm_policy": self.policy})}


def manager(index: Index, stream: DataStream | None) -> str:
    """Who looks after an index of a stream."""
    return Management.of(index.settings).by(stream)
