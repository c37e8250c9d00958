"""The assertions of a case, one function each: ``match``, ``length``, ``gt`` ..."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.conformance.outcome import Failed
from tests.conformance.stash import Stash

_MISSING = object()


def same(got: Any, wanted: Any) -> bool:
    """Whether a value is the wanted one; a text between slashes is a pattern with comments and free spaces."""
    if isinstance(wanted, str) and len(wanted.strip()) > 1 and wanted.strip().startswith("/") and wanted.strip().endswith("/"):
        pattern = wanted.strip()[1:-1]
        return re.search(pattern.replace("\\/", "/"), str(got), re.VERBOSE | re.DOTALL) is not None
    if isinstance(wanted, bool) or isinstance(got, bool):
        return str(got).lower() == str(wanted).lower()
    if isinstance(wanted, int | float) and isinstance(got, int | float):
        return abs(got - wanted) <= 1e-6 * max(1.0, abs(wanted))
    if isinstance(wanted, dict) and isinstance(got, dict):
        return {str(key) for key in wanted} == set(got) and all(same(got[str(key)], value) for key, value in wanted.items())
    if isinstance(wanted, list) and isinstance(got, list):
        return len(got) == len(wanted) and all(map(same, got, wanted))
    return bool(got == wanted)


def _within(got: Any, wanted: Any) -> bool:
    """Whether an object has at least the wanted keys."""
    if isinstance(got, dict) and isinstance(wanted, dict):
        return all(str(key) in got and (same(got[str(key)], value) or _within(got[str(key)], value)) for key, value in wanted.items())
    return same(got, wanted)


def _contains(got: Any, wanted: Any) -> bool:
    if isinstance(got, str):
        return str(wanted) in got
    if isinstance(got, list):
        return any(_within(each, wanted) for each in got)
    return _within(got, wanted)


_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "match": same,
    "length": lambda got, wanted: len(got) == int(wanted),
    "gt": lambda got, wanted: got > wanted,
    "gte": lambda got, wanted: got >= wanted,
    "lt": lambda got, wanted: got < wanted,
    "lte": lambda got, wanted: got <= wanted,
    "close_to": lambda got, wanted: abs(got - wanted["value"]) <= wanted["error"],
    "contains": _contains,
}


def _false(got: Any) -> bool:
    return got is _MISSING or got is None or got is False or got in ("", "false") or (got == 0 and not isinstance(got, bool))


_TOLD: dict[str, Callable[[Any], bool]] = {
    "is_true": lambda got: not _false(got),
    "is_false": _false,
    "exists": lambda got: got is not _MISSING,
    "not_exists": lambda got: got is _MISSING,
}


def check(kind: str, what: Any, stash: Stash) -> bool:
    """Check one assertion; ``False`` for what is none.

    :raises Failed: it does not hold.
    """
    if kind in _TOLD:
        got = _at(stash, what)
        if not _TOLD[kind](got):
            raise Failed(f"{kind} [{what}]: {'nothing' if got is _MISSING else _short(got)}")
        return True
    if kind not in _COMPARED:
        return False
    for path, wanted in what.items():
        wanted = stash.filled(wanted)
        got = _at(stash, path)
        if got is _MISSING and kind == "match" and wanted is None:
            continue
        if got is _MISSING or not _holds(kind, got, wanted):
            raise Failed(f"{kind} [{path}]: {'nothing' if got is _MISSING else _short(got)}, wanted {_short(wanted)}")
    return True


def _holds(kind: str, got: Any, wanted: Any) -> bool:
    try:
        return _COMPARED[kind](got, wanted)
    except (TypeError, KeyError):
        return False


def _at(stash: Stash, path: Any) -> Any:
    try:
        return stash.at(path)
    except (KeyError, StopIteration):
        return _MISSING


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) < 300 else f"{text[:300]}..."
