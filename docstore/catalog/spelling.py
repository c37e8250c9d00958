"""Which known name did somebody mean? The words of Elasticsearch's errors for unknown names."""

from __future__ import annotations

from collections.abc import Iterable

_CLOSE = 0.7


def close_names(name: str, known: Iterable[str]) -> list[str]:
    """Known names that differ from ``name`` in less than 3 of 10 letters, the closest first."""
    scored = [(_similarity(name, other), other) for other in known]
    return [other for score, other in sorted(scored, key=lambda pair: (-pair[0], pair[1])) if score > _CLOSE]


def did_you_mean(names: list[str]) -> str:
    """``did you mean [a]?`` or ``did you mean any of [a, b]?``."""
    return f"did you mean [{names[0]}]?" if len(names) == 1 else f"did you mean any of [{', '.join(names)}]?"


def _similarity(one: str, other: str) -> float:
    longest = max(len(one), len(other))
    return 1 - _edits(one, other) / longest if longest else 1.0


def _edits(one: str, other: str) -> int:
    """The Levenshtein distance."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        diagonal, row[0] = row[0], at
        for place, against in enumerate(other, 1):
            diagonal, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, diagonal + (letter != against))
    return row[-1]
