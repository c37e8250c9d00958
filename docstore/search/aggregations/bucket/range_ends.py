"""The ranges of an aggregation, as they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docstore.errors import IllegalArgumentError, XContentParseError
from docstore.query.wire import Declared, declared, scalar, text, token_of
from docstore.search.aggregations.source_keys import SOURCE_KEYS, flag_key

Json = dict[str, Any]

_SCALAR = frozenset({"VALUE_STRING", "VALUE_NUMBER", "VALUE_NULL"})
_RANGE_KEYS = {
    "key": Declared(_SCALAR, lambda value: None if value is None else text(value)),
    "from": Declared(_SCALAR, scalar),
    "to": Declared(_SCALAR, scalar),
}
_MASK_KEY = {"mask": Declared(_SCALAR, scalar)}


@dataclass(frozen=True, slots=True)
class Ends:
    """One range as it was asked for."""

    low: Any = None
    high: Any = None
    key: str | None = None
    mask: str | None = None


def read_ranges(kind: str, keys: Json, body: Json) -> tuple[Json, tuple[Ends, ...]]:
    """The keys of an aggregation of ranges, and its ranges.

    :param keys: those that it has besides.
    :raises ApiError: a key or a value that it does not take.
    """
    found = declared(kind, body, {**SOURCE_KEYS, **keys, "keyed": flag_key, "ranges": Declared(frozenset({"START_ARRAY"}), list)})
    given = found.get("ranges")
    if not given:
        raise IllegalArgumentError("No [ranges] specified for the [" + kind + "] aggregation")
    return found, tuple(_ends(kind, each) for each in given)


def _ends(kind: str, body: Any) -> Ends:
    if not isinstance(body, dict):
        raise XContentParseError(f"[{kind}] Expected START_OBJECT but was: {token_of(body)}")
    found = declared("range", body, _RANGE_KEYS | (_MASK_KEY if kind == "ip_range" else {}))
    return Ends(found.get("from"), found.get("to"), found.get("key"), found.get("mask"))
