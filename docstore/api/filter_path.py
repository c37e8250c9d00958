"""``filter_path``: only the parts of a response that a caller asks for (``hits.hits._id``, ``**.status``, ``-took``).

A dot of a name is written ``\\.`` (Elasticsearch's ``FilterPath``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeVar

from docstore.catalog.names.lookup import compiled

R = TypeVar("R")

_Path = tuple[str, ...]
_GONE = object()
_DOT = re.compile(r"(?<!\\)\.")


def filtered(response: R, filter_path: str | Sequence[str] | None) -> R:
    """The response without what the paths do not name; paths with ``-`` before them take away."""
    if not filter_path or not isinstance(response, dict | list):
        return response
    patterns = filter_path.split(",") if isinstance(filter_path, str) else list(filter_path)
    wanted = [_path(p.strip()) for p in patterns if p.strip() and not p.strip().startswith("-")]
    unwanted = [_path(p.strip()[1:]) for p in patterns if p.strip().startswith("-")]
    kept: Any = _without(response, unwanted) if unwanted else response
    kept = _only(kept, wanted) if wanted else kept
    return type(response)() if kept is _GONE else kept


def _path(pattern: str) -> _Path:
    """The names of a path; one that begins with a dot is a single name."""
    if pattern.startswith("."):
        return (pattern,)
    return tuple(name.replace("\\.", ".") for name in _DOT.split(pattern))


def _step(path: _Path, key: str) -> list[_Path]:
    """What is left of a path below a key; empty when it does not lead there."""
    head, rest = path[0], path[1:]
    if head == "**":
        return [path, *(_step(rest, key) if rest else [()])]
    found = key == head or ("*" in head and compiled(head).fullmatch(key) is not None)
    return [rest] if found else []


def _only(value: Any, paths: list[_Path]) -> Any:
    if any(not path for path in paths):
        return value
    if isinstance(value, list):
        kept = [found for item in value if (found := _only(item, paths)) is not _GONE]
        return kept or _GONE
    if not isinstance(value, dict):
        return _GONE
    found = {}
    for key, inner in value.items():
        below = [rest for path in paths for rest in _step(path, key)]
        part = _only(inner, below) if below else _GONE
        if part is not _GONE:
            found[key] = part
    return found or _GONE


def _without(value: Any, paths: list[_Path]) -> Any:
    if isinstance(value, list):
        return [_without(item, paths) for item in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for key, inner in value.items():
        below = [rest for path in paths for rest in _step(path, key)]
        if not any(not path for path in below):
            found[key] = _without(inner, below) if below else inner
    return found
