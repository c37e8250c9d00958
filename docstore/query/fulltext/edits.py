"""Terms of a dictionary that differ from another in a few letters (Lucene's ``FuzzyTermsEnum``)."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from docstore.columns.dictionary import Base, beginning
from docstore.columns.keyword_column import KeywordColumn
from docstore.columns.rows import Ints
from docstore.query.patterns.dictionary import Letters, letters_of

Signs = npt.NDArray[np.uint64]

_ONE = np.uint64(1)


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
    """Lengths of all terms of a dictionary, and a bit for each letter they have, to pass over most of them at once."""

    def __init__(self, letters: Letters) -> None:
        self.lengths = np.diff(letters.begins)
        self.signs: Signs = np.zeros(len(self.lengths), dtype=np.uint64)
        bits = (_ONE << (letters.alphabet.astype(np.uint64) & np.uint64(63)))[letters.letters]
        filled = self.lengths > 0
        if filled.any():
            self.signs[filled] = np.bitwise_or.reduceat(bits, letters.begins[:-1][filled])


def _sign(term: str) -> np.uint64:
    sign = 0
    for char in term:
        sign |= 1 << (ord(char) & 63)
    return np.uint64(sign)


_known: WeakKeyDictionary[Base, _Signatures] = WeakKeyDictionary()


def near_terms(column: KeywordColumn, term: str, limit: int, prefix: int, *, transpositions: bool) -> list[tuple[int, int]]:
    """(code, edits) of the terms within ``limit`` edits that begin with the first ``prefix`` letters, by code."""
    if limit == 0:
        code = column.code(term)
        return [] if code is None else [(code, 0)]
    found: list[tuple[int, int]] = []
    for base, codes_of in column.terms.parts():
        places, edits = _near(base, term, limit, prefix, transpositions=transpositions)
        found += zip(codes_of(places).tolist(), edits.tolist(), strict=True)
    return sorted(found)


def _near(base: Base, term: str, limit: int, prefix: int, *, transpositions: bool) -> tuple[Ints, Ints]:
    """Places in one dictionary, and edits."""
    low, high = beginning(base.terms, term[:prefix])
    letters = letters_of(base)
    known = _known.get(base)
    if known is None:
        known = _known[base] = _Signatures(letters)
    close = np.abs(known.lengths[low:high] - len(term)) <= limit
    differing = np.bitwise_count(known.signs[low:high] ^ _sign(term)) <= 2 * limit
    places = np.flatnonzero(close & differing) + low
    edits = _distances(letters, places, term, min(prefix, len(term)), limit, transpositions=transpositions)
    kept = edits <= limit
    return places[kept], edits[kept]


def _distances(letters: Letters, codes: Ints, term: str, skip: int, limit: int, *, transpositions: bool) -> Ints:
    """``distance`` of one string to many, behind the letters that they have in common; ``limit + 1`` stands for all that is further.

    All together, cell by cell, and only the cells within ``limit`` of the diagonal: the others are further.
    """
    begins = letters.begins[codes] + skip
    lengths = letters.begins[codes + 1] - begins
    points, last = [ord(char) for char in term[skip:]], max(len(letters.letters) - 1, 0)
    width = min(int(lengths.max(initial=0)), len(points) + limit)
    others = [letters.alphabet[letters.letters[np.minimum(begins + at, last)]] for at in range(width)]
    far = np.full(len(codes), limit + 1, dtype=np.int8)
    row = [np.full(len(codes), min(column, limit + 1), dtype=np.int8) for column in range(width + 1)]
    before = row
    for i, point in enumerate(points, 1):
        following = [far] * (width + 1)
        if i <= limit:
            following[0] = np.full(len(codes), i, dtype=np.int8)
        for j in range(max(1, i - limit), min(width, i + limit) + 1):
            cost = np.minimum(row[j], following[j - 1]) + np.int8(1)
            np.minimum(cost, row[j - 1] + (others[j - 1] != point), out=cost)
            if transpositions and i > 1 and j > 1:
                swapped = (others[j - 2] == point) & (others[j - 1] == points[i - 2])
                np.minimum(cost, np.where(swapped, before[j - 2] + np.int8(1), far), out=cost)
            following[j] = np.minimum(cost, far)
        before, row = row, following
    found = np.full(len(codes), limit + 1, dtype=np.int64)
    for length in range(width + 1):
        same = lengths == length
        found[same] = row[length][same]
    return found
