"""Terms of a dictionary that differ from another in a few letters (Lucene's ``FuzzyTermsEnum``)."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from docstore.columns.column import KeywordColumn
from docstore.columns.rows import Ints
from docstore.query.patterns.dictionary import Letters, letters_of, neighbours

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


_known: WeakKeyDictionary[KeywordColumn, _Signatures] = WeakKeyDictionary()


def near_terms(column: KeywordColumn, term: str, limit: int, prefix: int, *, transpositions: bool) -> list[tuple[int, int]]:
    """(code, edits) of the terms within ``limit`` edits that begin with the first ``prefix`` letters."""
    if limit == 0:
        code = column.code(term)
        return [] if code is None else [(code, 0)]
    low, high = neighbours(column.terms, term[:prefix])
    letters = letters_of(column)
    known = _known.get(column)
    if known is None:
        known = _known[column] = _Signatures(letters)
    close = np.abs(known.lengths[low:high] - len(term)) <= limit
    differing = np.bitwise_count(known.signs[low:high] ^ _sign(term)) <= 2 * limit
    codes = np.flatnonzero(close & differing) + low
    edits = _distances(letters, codes, term, min(prefix, len(term)), transpositions=transpositions)
    kept = edits <= limit
    return list(zip(codes[kept].tolist(), edits[kept].tolist(), strict=True))


def _distances(letters: Letters, codes: Ints, term: str, skip: int, *, transpositions: bool) -> npt.NDArray[np.int32]:
    """``distance`` of one string to many, behind the letters that they have in common: all together, cell by cell."""
    begins, lengths = letters.begins[codes] + skip, letters.begins[codes + 1] - letters.begins[codes] - skip
    width = int(lengths.max(initial=0))
    places = np.minimum(begins[:, None] + np.arange(width), max(len(letters.letters) - 1, 0))
    others = letters.alphabet[letters.letters[places]].T if len(codes) and width else np.zeros((width, len(codes)), dtype=np.int64)
    row = [np.full(len(codes), column, dtype=np.int32) for column in range(width + 1)]
    before = row
    points = [ord(char) for char in term[skip:]]
    for i, point in enumerate(points, 1):
        following = [np.full(len(codes), i, dtype=np.int32)]
        for j in range(1, width + 1):
            cost = np.minimum(np.minimum(row[j], following[j - 1]) + 1, row[j - 1] + (others[j - 1] != point))
            if transpositions and i > 1 and j > 1:
                swapped = (others[j - 2] == point) & (others[j - 1] == points[i - 2])
                cost = np.where(swapped, np.minimum(cost, before[j - 2] + 1), cost)
            following.append(cost)
        before, row = row, following
    found: npt.NDArray[np.int32] = np.array(row)[lengths, np.arange(len(codes))]
    return found
