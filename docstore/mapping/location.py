"""Where a value stands in a document, for the ``[line:column]`` of an error; computed only when there is an error.

Elasticsearch reports the location of Jackson's current token: one-based, in bytes. The document is taken as the
official client sends it, compact JSON on one line.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import Enum, auto
from typing import Any


class Token(Enum):
    """Which token of a member is meant."""

    NAME = auto()
    VALUE = auto()  # its first character
    END = auto()  # the closing bracket of an object or array, otherwise like VALUE
    AFTER = auto()  # the character behind it: where the parser has read to


def column(source: dict[str, Any], steps: Sequence[str | int], token: Token = Token.VALUE) -> int:
    """The column of the value reached by these keys and indices.

    >>> column({"n": "abc", "o": {"x": [1, 22]}}, ["o", "x", 1])
    24
    """
    offset = 1
    container: Any = source
    for position, step in enumerate(steps):
        offset += 1
        offset += _before(container, step)
        value = container[step]
        if isinstance(step, str):
            if token is Token.NAME and position == len(steps) - 1:
                return offset
            offset += _size(step) + 1
        container = value
    if token is Token.AFTER:
        return offset + _size(container)
    if token is Token.END and isinstance(container, (dict, list)):
        return offset + _size(container) - 1
    return offset


def _before(container: Any, step: str | int) -> int:
    if isinstance(step, int):
        return sum(_size(value) + 1 for value in container[:step])
    total = 0
    for key, value in container.items():
        if key == step:
            break
        total += _size(key) + _size(value) + 2
    return total


def _size(value: Any) -> int:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return len(text.encode("utf-8", "surrogatepass"))
