"""Terms of a dictionary that differ from another in a few letters (Lucene's ``FuzzyTermsEnum``)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from docstore.columns.column import KeywordColumn

Signs = npt.NDArray[np.uint64]


def distance(a: str, b: str, limit: int, *, transpositions: bool) -> int:
    """The edits from one string to the other; anything above ``limit`` when there are more.

    >>> distance("ab", "ba", 2, transpositions=True), distance("ab", "ba", 2, transpositions=False)
    (1, 2)
    """
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, char in enumerate(a, 1):
        following = [i]
        for j, other in enumerate(b, 1):
            cost = min(row[j] + 1, following[j - 1] + 1, row[j - 1] + (char != other))
            if transpositions and i > 1 and j > 1 and char == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            following.append(cost)
        if min(following) > limit:
            return limit + 1
        before, row = row, following
    return row[-1]


class _Signatures:
    """Lengths and letters of all terms of a dictionary, to pass over most of them at once."""

    def __init__(self, terms: Sequence[str]) -> None:
        self.lengths = np.fromiter(map(len, terms), dtype=np.int32, count=len(terms))
        self.signs: Signs = np.fromiter(map(_sign, terms), dtype=np.uint64, count=len(terms))


def _sign(term: str) -> int:
    """A bit for each letter of a term."""
    sign = 0
    for char in term:
        sign |= 1 << (ord(char) & 63)
    return sign


_known: WeakKeyDictionary[KeywordColumn, _Signatures] = WeakKeyDictionary()


def near_terms(column: KeywordColumn, term: str, limit: int, prefix: int, *, transpositions: bool) -> list[tuple[int, int]]:
    """(code, edits) of the terms within ``limit`` edits that begin with the first ``prefix`` letters."""
    begin = term[:prefix]
    low = bisect_left(column.terms, begin) if begin else 0
    high = bisect_left(column.terms, begin + "\U0010ffff") if begin else len(column.terms)
    if limit == 0:
        code = column.code(term)
        return [] if code is None else [(code, 0)]
    known = _known.get(column)
    if known is None:
        known = _known[column] = _Signatures(column.terms)
    close = np.abs(known.lengths[low:high] - len(term)) <= limit
    differing = np.bitwise_count(known.signs[low:high] ^ np.uint64(_sign(term))) <= 2 * limit
    rest = term[prefix:]
    found = []
    for code in (np.flatnonzero(close & differing) + low).tolist():
        edits = distance(rest, column.terms[code][prefix:], limit, transpositions=transpositions)
        if edits <= limit:
            found.append((code, edits))
    return found
