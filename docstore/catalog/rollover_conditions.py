"""When a rollover is due (``RolloverConditions``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from docstore.catalog.settings.types import byte_size, duration
from docstore.errors import IllegalArgumentError, ValidationError, XContentParseError
from docstore.spelling import did_you_mean


@dataclass(frozen=True, slots=True)
class Measured:
    """The write index as it is: age in milliseconds, sizes in bytes."""

    age: float
    docs: int
    size: int
    shards: int = 1


def _count(name: str, raw: Any) -> float:
    try:
        if isinstance(raw, bool):
            raise ValueError
        return int(raw)
    except (TypeError, ValueError):
        raise IllegalArgumentError(f"Failed to parse [{name}] with value [{raw}] as a number") from None


def _time(name: str, raw: Any) -> float:
    return float(duration()(name, str(raw)))  # type: ignore[arg-type]


def _bytes(name: str, raw: Any) -> float:
    return byte_size(name, str(raw))


_MEASURES: dict[str, tuple[Callable[[str, Any], float], Callable[[Measured], float]]] = {
    "age": (_time, lambda found: found.age),
    "docs": (_count, lambda found: found.docs),
    "size": (_bytes, lambda found: found.size),
    "primary_shard_size": (_bytes, lambda found: found.size / found.shards),
    "primary_shard_docs": (_count, lambda found: found.docs / found.shards),
}
_KEYS = tuple(f"{bound}_{name}" for bound in ("max", "min") for name in _MEASURES)


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition, as in ``max_docs: 1000``."""

    key: str
    raw: Any
    bound: float

    def met(self, found: Measured) -> bool:
        """Whether the index has reached it; ``min_`` conditions are reached in the same way."""
        return _MEASURES[self.key[4:]][1](found) >= self.bound

    @property
    def shown(self) -> str:
        """Its name in the answer."""
        return f"[{self.key}: {self.raw}]"


@dataclass(frozen=True, slots=True)
class Conditions:
    """All conditions of a request."""

    conditions: tuple[Condition, ...] = ()

    @classmethod
    def parse(cls, body: Mapping[str, Any] | None) -> Conditions:
        """``{"max_age": "7d", "max_docs": 1000, "min_size": "5gb"}``.

        :raises XContentParseError: an unknown key.
        :raises IllegalArgumentError: a value that is not what it must be.
        :raises ValidationError: only ``min_`` conditions.
        """
        found = []
        for key, raw in (body or {}).items():
            if key not in _KEYS:
                raise XContentParseError(f"[conditions] unknown field [{key}]{did_you_mean(key, _KEYS)}")
            found.append(Condition(key, raw, _MEASURES[key[4:]][0](key, raw)))
        if found and all(condition.key.startswith("min_") for condition in found):
            raise ValidationError("at least one max_* rollover condition must be set when using min_* conditions")
        return cls(tuple(found))

    def judged(self, found: Measured) -> dict[str, bool]:
        """Each condition, and whether it is met."""
        return {condition.shown: condition.met(found) for condition in self.conditions}

    def due(self, found: Measured) -> bool:
        """Whether one of the ``max_`` conditions and all ``min_`` conditions are met; without conditions always."""
        if not self.conditions:
            return True
        most = [condition for condition in self.conditions if condition.key.startswith("max_")]
        least = [condition for condition in self.conditions if condition.key.startswith("min_")]
        return any(one.met(found) for one in most) and all(one.met(found) for one in least)
