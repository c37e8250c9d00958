"""Terms of a dictionary that differ from another in a few letters (Lucene's ``FuzzyTermsEnum``)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from docstore.columns.column import KeywordColumn
from docstore.columns.rows import Ints

Signs = npt.NDArray[np.uint64]
Edits = npt.NDArray[np.int8]


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
    """The letters of all terms of a dictionary, those of one length together, to pass over most of them at once."""

    def __init__(self, terms: Sequence[str]) -> None:
        lengths = np.fromiter(map(len, terms), dtype=np.int64, count=len(terms))
        self.codes = np.argsort(lengths, kind="stable")
        self.lengths = lengths
        self._begins = np.cumsum(lengths) - lengths
        self._letters = np.frombuffer("".join(terms).encode("utf-32-le", "surrogatepass") or bytes(4), dtype=np.uint32)
        self.starts = np.concatenate([[0], np.cumsum(np.bincount(lengths))])
        signs = np.fromiter(map(_sign, terms), dtype=np.uint64, count=len(terms))
        self.signs: Signs = signs[self.codes]

    def like(self, term: str, limit: int) -> Ints:
        """The codes, ascending, of terms that may be within ``limit`` edits: one edit takes and brings a letter at most."""
        last = len(self.starts) - 1
        low, high = (min(max(length, 0), last) for length in (len(term) - limit, len(term) + limit + 1))
        begin, end = int(self.starts[low]), int(self.starts[high])
        near = np.bitwise_count(self.signs[begin:end] ^ np.uint64(_sign(term))) <= 2 * limit
        found: Ints = np.sort(self.codes[begin:end][near])
        return found

    def letters(self, codes: Ints, begin: int, width: int) -> list[npt.NDArray[np.uint32]]:
        """The letters of some terms from one place on, place by place; behind the end of a term stands anything."""
        first, last = self._begins[codes] + begin, len(self._letters) - 1
        return [self._letters[np.minimum(first + at, last)] for at in range(width)]


def _sign(term: str) -> int:
    """A bit for each letter of a term."""
    sign = 0
    for char in term:
        sign |= 1 << (ord(char) & 63)
    return sign


_known: WeakKeyDictionary[KeywordColumn, _Signatures] = WeakKeyDictionary()


def near_terms(column: KeywordColumn, term: str, limit: int, prefix: int, *, transpositions: bool) -> list[tuple[int, int]]:
    """(code, edits) of the terms within ``limit`` edits that begin with the first ``prefix`` letters."""
    if limit == 0:
        code = column.code(term)
        return [] if code is None else [(code, 0)]
    known = _known.get(column)
    if known is None:
        known = _known[column] = _Signatures(column.terms)
    prefix = min(prefix, len(term))
    codes, begin = known.like(term, limit), term[:prefix]
    if begin:
        low, high = bisect_left(column.terms, begin), bisect_left(column.terms, begin + "\U0010ffff")
        codes = codes[(codes >= low) & (codes < high)]
    rest, lengths = term[prefix:], known.lengths[codes] - prefix
    letters = known.letters(codes, prefix, len(rest) + limit)
    edits = distances(rest, letters, lengths, limit, transpositions=transpositions)
    near = edits <= limit
    return list(zip(codes[near].tolist(), edits[near].tolist(), strict=True))


def distances(
    term: str, letters: Sequence[npt.NDArray[np.uint32]], lengths: Ints, limit: int, *, transpositions: bool
) -> Ints:
    """``distance`` to many strings at once, of which none is longer or shorter by more than ``limit``, given by their letters.

    The table of edits is worked out cell by cell near its diagonal, each cell for all strings together.
    """
    count, width = len(lengths), len(letters)
    far = np.full(count, limit + 1, dtype=np.int8)
    before: list[Edits] = []
    row = [np.full(count, min(j, limit + 1), dtype=np.int8) for j in range(width + 1)]
    for i, char in enumerate(map(ord, term), 1):
        following = [far] * (width + 1)
        if i <= limit:
            following[0] = np.full(count, i, dtype=np.int8)
        for j in range(max(1, i - limit), min(width, i + limit) + 1):
            other = letters[j - 1]
            cost = np.minimum(row[j], following[j - 1]) + np.int8(1)
            np.minimum(cost, row[j - 1] + (other != char), out=cost)
            if transpositions and i > 1 and j > 1:
                swapped = (other == ord(term[i - 2])) & (letters[j - 2] == char)
                np.minimum(cost, np.where(swapped, before[j - 2] + np.int8(1), far), out=cost)
            following[j] = np.minimum(cost, far)
        before, row = row, following
    found = np.full(count, limit + 1, dtype=np.int64)
    for length in range(max(0, len(term) - limit), min(width, len(term) + limit) + 1):
        same = lengths == length
        found[same] = row[length][same]
    return found
