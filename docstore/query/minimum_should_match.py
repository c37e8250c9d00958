"""``minimum_should_match``: how many of the optional clauses must match."""

from __future__ import annotations

import re

import numpy as np

from docstore.errors import NumberFormatError

_AROUND_LESS = re.compile(r"\s+<\s*|\s*<\s+")


def minimum_should_match(optional: int, spec: str) -> int:
    """The number that a specification means for so many clauses (``Queries.calculateMinShouldMatch``).

    >>> [minimum_should_match(4, spec) for spec in ("3", "-1", "75%", "-25%", "2<75%", "5<75%", "2<-25% 9<-3")]
    [3, 3, 3, 3, 3, 4, 3]
    """
    spec = spec.strip()
    if "<" not in spec:
        return max(_simple(optional, spec), 0)
    result = optional
    for condition in _AROUND_LESS.sub("<", spec).split(" "):
        above, _, then = condition.partition("<")
        if optional <= _integer(above):
            return result
        result = minimum_should_match(optional, then)
    return result


def _simple(optional: int, spec: str) -> int:
    if "%" in spec:
        share = int(np.float32(optional * _integer(spec[:-1])) * np.float32(0.01))
        return optional + share if share < 0 or spec.startswith("-") else share
    count = _integer(spec)
    return optional + count if count < 0 else count


def _integer(digits: str) -> int:
    if not re.fullmatch(r"[+-]?\d+", digits):
        raise NumberFormatError.of(digits)
    return int(digits)
