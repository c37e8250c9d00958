"""A data stream: one name for a series of backing indices, of which the last takes the writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import UTC, datetime
from itertools import count

from docstore.catalog.aliases.alias import Alias, parse_aliases
from docstore.catalog.section import section
from docstore.errors import JsonObject
from docstore.frozen import frozen

BACKING_PREFIX, FAILURE_PREFIX = ".ds-", ".fs-"


@frozen
class DataStream:
    """``backing`` are index names, the oldest first; ``generation`` counts how often they changed."""

    name: str
    backing: tuple[str, ...]
    generation: int
    hidden: bool = False
    allow_custom_routing: bool = False
    aliases: Mapping[str, Alias] = field(default_factory=dict)
    rollover_on_write: bool = False
    """A rollover was asked for that waits for the next write (``lazy``)."""

    lifecycle: JsonObject | None = None
    options: JsonObject | None = None
    settings: JsonObject = field(default_factory=dict)
    """Settings that stand above those of the template, for backing indices to come."""

    mappings: JsonObject = field(default_factory=dict)
    """The same of mappings."""

    failures: tuple[str, ...] = ()
    """Names of the indices that keep documents which the stream refused, the oldest first; ``generation`` counts them too."""

    failures_rollover_on_write: bool = False
    """A rollover of those was asked for that waits for the next document that is refused."""

    @property
    def write_index(self) -> str:
        """The backing index that new documents go to."""
        return self.backing[-1]

    def following(self, now: int, taken: Callable[[str], bool], prefix: str = BACKING_PREFIX) -> tuple[str, int]:
        """Name and generation of the write index to come; ``now`` in milliseconds since the epoch. A rollover passes over taken names.

        :param prefix: ``FAILURE_PREFIX`` for the next one that keeps what is refused.
        """
        for generation in count(self.generation + 1):
            name = backing_name(self.name, generation, now, prefix)
            if not self.backing or not taken(name):
                break
        return name, generation

    def with_index(self, name: str, generation: int) -> DataStream:
        """With another write index."""
        return replace(self, backing=(*self.backing, name), generation=generation, rollover_on_write=False)

    def without_index(self, name: str) -> DataStream:
        """With one backing index less: another generation."""
        return replace(self, backing=tuple(other for other in self.backing if other != name), generation=self.generation + 1)

    def with_failure_index(self, name: str, generation: int) -> DataStream:
        """With another index for what is refused."""
        return replace(self, failures=(*self.failures, name), generation=generation, failures_rollover_on_write=False)

    def without_failure_index(self, name: str) -> DataStream:
        """With one of those less."""
        return replace(self, failures=tuple(other for other in self.failures if other != name), generation=self.generation + 1)

    def with_alias(self, alias: Alias) -> DataStream:
        """With this alias, in place of one of the same name."""
        return replace(self, aliases={**self.aliases, alias.name: alias})

    def without_alias(self, name: str) -> DataStream:
        """Without this alias."""
        return replace(self, aliases={key: alias for key, alias in self.aliases.items() if key != name})

    def to_row(self) -> JsonObject:
        """As it is kept."""
        shown = {
            "hidden": self.hidden,
            "allow_custom_routing": self.allow_custom_routing,
            "aliases": {name: alias.to_body() for name, alias in self.aliases.items()},
            "rollover_on_write": self.rollover_on_write,
            "lifecycle": self.lifecycle,
            "options": self.options,
            "settings": self.settings,
            "mappings": self.mappings,
            "failures": list(self.failures),
            "failures_rollover_on_write": self.failures_rollover_on_write,
        }
        unset: tuple[object, ...] = (None, False, {}, [])
        return {"backing": list(self.backing), "generation": self.generation} | {k: v for k, v in shown.items() if v not in unset}

    @classmethod
    def from_row(cls, name: str, row: JsonObject) -> DataStream:
        """The reverse of ``to_row``."""
        more = {key: value for key, value in row.items() if key not in ("backing", "failures", "generation", "aliases")}
        backing, failures = tuple(row["backing"]), tuple(row.get("failures", ()))
        return cls(name, backing, row["generation"], aliases=parse_aliases(row.get("aliases")), failures=failures, **more)


def backing_name(stream: str, generation: int, now: int, prefix: str = BACKING_PREFIX) -> str:
    """``.ds-<stream>-<yyyy.MM.dd>-<generation>``.

    >>> backing_name("logs", 2, 0)
    '.ds-logs-1970.01.01-000002'
    """
    return f"{prefix}{stream}-{datetime.fromtimestamp(now / 1000, UTC):%Y.%m.%d}-{generation:06d}"


DATA_STREAMS = section("data_stream", DataStream.from_row, DataStream.to_row)
"""By name. A stream goes with its backing indices, and those of its failure store."""
