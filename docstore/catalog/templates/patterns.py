"""Index patterns of templates: what they match, and whether two of them can match one name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from docstore.catalog.names.lookup import compiled


def matches_any(patterns: Iterable[str], name: str) -> bool:
    """Whether one of the patterns matches."""
    return any(compiled(pattern).fullmatch(name) is not None for pattern in patterns)


def is_global(patterns: Iterable[str]) -> bool:
    """Whether one of the patterns matches everything."""
    return any(pattern.strip("*") == "" for pattern in patterns)


@lru_cache(maxsize=4096)
def overlap(one: str, other: str) -> bool:
    """Whether there is a name that both patterns match.

    >>> overlap("logs-*", "*-prod"), overlap("logs-*", "metrics-*")
    (True, False)
    """
    reachable = {(0, 0)}
    todo = [(0, 0)]
    while todo:
        a, b = todo.pop()
        if a == len(one) and b == len(other):
            return True
        for following in _steps(one, other, a, b):
            if following not in reachable:
                reachable.add(following)
                todo.append(following)
    return False


def _steps(one: str, other: str, a: int, b: int) -> list[tuple[int, int]]:
    first = one[a] if a < len(one) else None
    second = other[b] if b < len(other) else None
    found = []
    if first == "*":
        found.append((a + 1, b))
        if second is not None:
            found.append((a, b + 1))
    if second == "*":
        found.append((a, b + 1))
        if first is not None:
            found.append((a + 1, b))
    if first is not None and first == second:
        found.append((a + 1, b + 1))
    return found
