"""A response as YAML, for ``format=yaml``: every text quoted, as Jackson's YAML generator writes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from docstore.json_text import dumped


def written(value: Any) -> str:
    """The YAML document of a JSON value.

    >>> print(written({"a": [1, {"b": "x"}], "c": {}}), end="")
    ---
    a:
    - 1
    - b: "x"
    c: {}
    """
    if not isinstance(value, dict | list) or not value:
        return f"--- {_scalar(value)}\n"
    return "\n".join(["---", *_lines(value, "")]) + "\n"


_PLAIN = re.compile(r"[A-Za-z_][\w.@/-]*\Z")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


def _key(key: str) -> str:
    return key if _PLAIN.match(key) and key.lower() not in _WORDS else json.dumps(key, ensure_ascii=False)


def _lines(value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _item(item, indent)
        return
    for key, inner in value.items():
        name = f"{indent}{_key(key)}:"
        if isinstance(inner, dict | list) and inner:
            yield name
            yield from _lines(inner, indent if isinstance(inner, list) else indent + "  ")
        else:
            yield f"{name} {_scalar(inner)}"


def _item(item: Any, indent: str) -> Iterator[str]:
    if not isinstance(item, dict | list) or not item:
        yield f"{indent}- {_scalar(item)}"
        return
    inner = list(_lines(item, indent + "  "))
    yield f"{indent}- {inner[0].removeprefix(indent + '  ')}"
    yield from inner[1:]


def _scalar(value: Any) -> str:
    return dumped(value)
