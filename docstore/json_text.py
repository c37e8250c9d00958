"""JSON as it is sent, and where in a request body something stands, for errors that quote a position as Elasticsearch's parsers do."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from docstore.exact import Exact, as_written


def compact(value: Any) -> str:
    """The JSON that elasticsearch-py would send for a value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def encoded(value: Any) -> bytes:
    """A value as compact JSON; a lone surrogate stays one."""
    try:
        return msgspec.json.encode(value, enc_hook=as_written)
    except (OverflowError, ValueError):
        return dumped(value, separators=(",", ":")).encode("utf-8", "surrogatepass")


_MARK = "\ue0ff"
_MARKED = re.compile(f'"{_MARK}([^"]*){_MARK}"')


def dumped(value: Any, **how: Any) -> str:
    """JSON by the standard library, with exact decimals as they were written."""
    marked = _marked(value)
    text = json.dumps(marked, ensure_ascii=False, **how)
    return text if marked is value else _MARKED.sub(r"\1", text)


def _marked(value: Any) -> Any:
    """The same object where there is no exact decimal in it."""
    if type(value) is Exact:
        return f"{_MARK}{value.digits}{_MARK}"
    if isinstance(value, dict):
        found: Any = {key: _marked(inner) for key, inner in value.items()}
        return found if any(found[key] is not inner for key, inner in value.items()) else value
    if isinstance(value, list):
        found = [_marked(inner) for inner in value]
        return found if any(new is not old for new, old in zip(found, value, strict=True)) else value
    return value


def column_of_key(body: Any, key: str) -> int:
    """The 1-based column of a key in the compact JSON of a body (which is one line)."""
    return compact(body).find(f"{compact(key)}:") + 1


Path = tuple[str | int, ...]
"""Keys and indices from the root of a body to a value."""

_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)


def path_to(body: Any, wanted: Any, key: str | int | None = None) -> Path | None:
    """The path to an object of a body, told by identity, or to the first key of that name in it or in what it holds; to an element of it,
    where it is a list.
    """
    pending: list[tuple[Path, Any, bool]] = [((), body, False)]
    while pending:
        path, value, inside = pending.pop()
        inside = inside or value is wanted
        if inside and key is None:
            return path
        if isinstance(value, dict):
            if inside and isinstance(key, str) and key in value:
                return (*path, key)
            pending += [((*path, name), inner, inside) for name, inner in reversed(value.items())]
        elif isinstance(value, list):
            if value is wanted and isinstance(key, int):
                return (*path, key)
            pending += [((*path, at), inner, inside) for at, inner in reversed(list(enumerate(value)))]
    return None


def location(text: str, path: Path, token: str) -> tuple[int, int] | None:
    """The line and the column, both from 1, at which the ``key``, the ``value`` or the ``end`` of a path stands in JSON.

    >>> location('{"a": [1, {"b": 2}]}', ("a", 1, "b"), "value")
    (1, 17)
    """
    frames: list[list[Any]] = []
    for found in _TOKENS.finditer(text):
        image = found.group()
        here = len(frames) == len(path) and tuple(frame[1] for frame in frames) == path
        if image in "}]":
            frames.pop()
            if token == "end" and len(frames) == len(path) and tuple(frame[1] for frame in frames) == path:
                return _line_and_column(text, found.start())
        elif image == ",":
            if frames[-1][0] == "[":
                frames[-1][1] += 1
            else:
                frames[-1][2] = True
        elif image == ":":
            frames[-1][2] = False
        elif frames and frames[-1][2]:
            frames[-1][1] = json.loads(image)
            if token == "key" and tuple(frame[1] for frame in frames) == path:
                return _line_and_column(text, found.start())
        else:
            if token == "value" and here:
                return _line_and_column(text, found.start())
            if image in "{[":
                frames.append([image, 0 if image == "[" else None, image == "{"])
    return None


def _line_and_column(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
