"""What stands at a path in a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def under(source: Any, path: str) -> Iterator[Any]:
    """All that stands under a dotted path, however the dots are spread over keys."""
    if isinstance(source, list):
        for each in source:
            yield from under(each, path)
        return
    if not isinstance(source, dict):
        return
    at = path.find(".")
    while at > 0:
        if path[:at] in source:
            yield from under(source[path[:at]], path[at + 1 :])
        at = path.find(".", at + 1)
    if path in source:
        yield source[path]
