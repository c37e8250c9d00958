"""Which known name did somebody mean? The words of Elasticsearch's errors for unknown names."""

from __future__ import annotations

from collections.abc import Iterable

FIELD = 0.5
"""How alike a known field or query must be (``SuggestingErrorOnUnknown``)."""

SETTING = 0.7
"""How alike a known setting must be (``AbstractScopedSettings``)."""


def close_names(name: str, known: Iterable[str], closeness: float = FIELD) -> list[str]:
    """Known names that are more alike than ``closeness``, the closest first."""
    scored = [(similarity(name, other), other) for other in known]
    return [other for score, other in sorted(scored, key=lambda pair: (-pair[0], pair[1])) if score > closeness]


def question(names: list[str]) -> str:
    """``did you mean [a]?`` or ``did you mean any of [a, b]?``."""
    return f"did you mean [{names[0]}]?" if len(names) == 1 else f"did you mean any of [{', '.join(names)}]?"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The end of an error text about an unknown field: empty, or a question that names what is close.

    >>> did_you_mean("terms_", ["term", "terms", "range"])
    ' did you mean any of [terms, term]?'
    """
    close = close_names(name, known)
    return f" {question(close)}" if close else ""


def similarity(one: str, other: str) -> float:
    """1 for the same text, 0 for nothing in common: 1 minus the edits needed for each character of the longer text (Lucene's
    ``LevenshteinDistance``)."""
    longest = max(len(one), len(other))
    return 1.0 - distance(one, other) / longest if longest else 1.0


def distance(one: str, other: str) -> int:
    """The number of characters to insert, delete or replace."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        diagonal, row[0] = row[0], at
        for place, against in enumerate(other, 1):
            diagonal, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, diagonal + (letter != against))
    return row[-1]
