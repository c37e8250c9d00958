"""``range``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError
from docstore.frozen import frozen
from docstore.mapping.dates.format import date_format
from docstore.mapping.dates.zone import zone_of
from docstore.mapping.java_text import java_string
from docstore.query.matcher import Matcher, MatchesNone
from docstore.query.query import Json, Query
from docstore.query.registry import query
from docstore.query.targets import Bounds, Relation, target_of
from docstore.query.wire import checked_boost, checked_field, number, only_field, scalar, text, unsupported


@query("range")
@frozen
class Range(Query):
    """Documents whose field holds a value between bounds."""

    field: str
    bounds: Bounds
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"f": {"gte": 1, "lt": 9, "format": ..., "time_zone": ...}}`` (``RangeQueryBuilder.fromXContent``).

        The last of several lower, or upper, bounds counts. ``from``, ``to``, ``include_lower`` and ``include_upper``
        are unknown since 9.0.
        """
        field: str | None = None
        found: Json = {}
        for key, value in body.items():
            if isinstance(value, dict):
                field = only_field("range", field, key)
                found |= _read(value)
            elif value is not None:
                raise unsupported("range", key)
        field = checked_field(field)
        boost, name = checked_boost(found.pop("boost", 1.0), "range", body), found.pop("name", None)
        return cls(field, Bounds(**found), boost, name)

    def bind(self, view: IndexView) -> Matcher:
        """Without bounds it asks whether the field exists."""
        target = target_of(view, self.field)
        if target is None:
            return MatchesNone(view)
        if self.bounds.low is None and self.bounds.high is None:
            return target.exists()
        return target.between(self.bounds)

    @property
    def text(self) -> str:
        """As Lucene writes it, with the bounds as they came."""
        low, high = ("*" if end is None else java_string(end) for end in (self.bounds.low, self.bounds.high))
        begin, end = "[" if self.bounds.with_low else "{", "]" if self.bounds.with_high else "}"
        return f"{self.field}:{begin}{low} TO {high}{end}"


def _low(value: Any, included: bool) -> Json:
    return {"low": scalar(value), "with_low": included}


def _high(value: Any, included: bool) -> Json:
    return {"high": scalar(value), "with_high": included}


_KEYS: dict[str, Callable[[Any], Json]] = {
    "gt": lambda value: _low(value, included=False),
    "gte": lambda value: _low(value, included=True),
    "lt": lambda value: _high(value, included=False),
    "lte": lambda value: _high(value, included=True),
    "boost": lambda value: {"boost": number(value)},
    "_name": lambda value: {"name": text(value)},
    "format": lambda value: {"format": _format(text(value))},
    "time_zone": lambda value: {"time_zone": _time_zone(text(value))},
    "relation": lambda value: _relation(text(value)),
}


def _read(body: Json) -> Json:
    found: Json = {}
    for key, value in body.items():
        if key not in _KEYS:
            raise unsupported("range", key)
        found |= _KEYS[key](value)
    return found


def _format(pattern: str) -> str:
    return date_format(pattern).pattern


def _time_zone(name: str) -> str:
    try:
        zone_of(name)
    except ValueError as error:
        raise IllegalArgumentError(f"java.time.zone.ZoneRulesException: {error}") from None
    return name


def _relation(relation: str) -> Json:
    if relation.lower() == "disjoint":
        raise IllegalArgumentError(f"[range] query does not support relation [{relation}]")
    try:
        return {"relation": Relation(relation.lower())}
    except ValueError:
        raise IllegalArgumentError(f"{relation} is not a valid relation") from None
