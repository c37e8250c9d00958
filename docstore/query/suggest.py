"""``did you mean``: the names nearest to an unknown one (``SuggestingErrorOnUnknown`` with Lucene's
``LevenshteinDistance``).
"""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(unknown: str, candidates: Iterable[str]) -> str:
    """The end of an error text: empty, or a question that names what is more alike than not.

    >>> did_you_mean("terms_", ["term", "terms", "range"])
    ' did you mean any of [terms, term]?'
    """
    scored = sorted((-similarity(unknown, candidate), candidate) for candidate in candidates)
    near = [candidate for score, candidate in scored if -score > 0.5]
    if not near:
        return ""
    return f" did you mean [{near[0]}]?" if len(near) == 1 else f" did you mean any of [{', '.join(near)}]?"


def similarity(one: str, other: str) -> float:
    """1 for the same text, 0 for nothing in common: 1 minus the edits needed for each character of the longer text."""
    longest = max(len(one), len(other))
    return 1.0 - distance(one, other) / longest if longest else 1.0


def distance(one: str, other: str) -> int:
    """The number of characters to insert, delete or replace."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]
