"""Sorted dictionaries of terms: making one from values, and putting more terms into one."""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator, Sequence
from operator import lt
from typing import overload

import numpy as np
import numpy.typing as npt

from docstore.columns.unique import unique

Codes = npt.NDArray[np.int32]
Ints = npt.NDArray[np.int64]

FEW = 1_000
"""A dictionary may have so many terms that no value has."""

_SEARCH = 16
"""To look one term up takes as long as to pass over so many."""

_SHARE = 8
_FREE = 64
_MOST = 4_096
"""How many terms stand beside the others at most: an eighth, and not too many."""

_APART = 8
"""Codes move past so many new terms one after the other."""


_LAST = chr(sys.maxunicode)


class Base:
    """Terms in order, as they were when they were last put together; what is made of them lives as long."""

    __slots__ = ("__weakref__", "_weight", "terms")

    def __init__(self, terms: list[str]) -> None:
        self.terms = terms
        self._weight: int | None = None

    @property
    def weight(self) -> int:
        """Their memory, estimated from a sample."""
        if self._weight is None:
            sample = self.terms[:: max(1, len(self.terms) // 256)]
            each = sum(map(sys.getsizeof, sample)) / len(sample) if sample else 0
            self._weight = int(len(self.terms) * (each + 8))
        return self._weight


class Terms(Sequence[str]):
    """Distinct terms in the order of their code points; the code of one is its place. Immutable.

    Few that were put in later stand beside the others, so that the others need not be moved.
    """

    __slots__ = ("_before", "added", "base")

    def __init__(self, terms: list[str] | Base, added: list[str] | None = None, before: list[int] | None = None) -> None:
        """All of them ascend, and none is in both. ``before``: how many of the base stand before each that was added."""
        self.base = terms if isinstance(terms, Base) else Base(terms)
        self.added = added or []
        """Those that were put in later."""
        self._before = before or []

    def __len__(self) -> int:
        return len(self.base.terms) + len(self.added)

    @overload
    def __getitem__(self, code: int) -> str: ...

    @overload
    def __getitem__(self, code: slice) -> list[str]: ...

    def __getitem__(self, code: int | slice) -> str | list[str]:
        if not self.added:
            return self.base.terms[code]
        if isinstance(code, slice):
            return [self[at] for at in range(*code.indices(len(self)))]
        if code < 0:
            code += len(self)
        before = self._before
        at = bisect_left(range(len(before)), code, key=lambda number: before[number] + number)
        if at < len(before) and before[at] + at == code:
            return self.added[at]
        return self.base.terms[code - at]

    def __iter__(self) -> Iterator[str]:
        begin = 0
        for end, term in zip(self._before, self.added, strict=True):
            yield from self.base.terms[begin:end]
            yield term
            begin = end
        yield from self.base.terms[begin:] if begin else self.base.terms

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, Terms | list) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def code(self, term: str) -> int | None:
        """The code of a term, None when it is not there. O(log terms)."""
        base, added = self.base.terms, self.added
        at, beside = bisect_left(base, term), bisect_left(added, term) if added else 0
        found = (at < len(base) and base[at] == term) or (beside < len(added) and added[beside] == term)
        return at + beside if found else None

    def place(self, term: str) -> int:
        """How many terms stand before this one."""
        return bisect_left(self.base.terms, term) + bisect_left(self.added, term)

    def beginning(self, prefix: str) -> tuple[int, int]:
        """The codes from the first to behind the last term that begins so."""
        low, high = beginning(self.base.terms, prefix)
        if not self.added:
            return low, high
        first, last = beginning(self.added, prefix)
        return low + first, high + last

    def beginnings(self, prefix: str, most: int) -> list[str] | None:
        """How terms begin that begin with ``prefix`` but for the case of the letters A to Z; None when that is in more than ``most`` ways.

        >>> Terms(["Ab", "aB", "abc", "b"]).beginnings("AB", 9)
        ['Ab', 'aB', 'ab']
        """
        found = [""]
        for letter in prefix:
            forms = sorted({letter.upper(), letter.lower()}) if letter.isascii() else [letter]
            found = [longer for known in found for form in forms if lt(*self.beginning(longer := known + form))]
            if len(found) > most:
                return None
        return found

    def of_base(self, places: Ints) -> Ints:
        """The codes of terms of the base."""
        return places + np.searchsorted(np.array(self._before), places, side="right") if self.added else places

    def parts(self) -> Iterator[tuple[Base, Callable[[Ints], Ints]]]:
        """Dictionaries that have all terms between them, and which codes the places in each are."""
        yield self.base, self.of_base
        if self.added:
            yield Base(self.added), self.added_codes.__getitem__

    @property
    def added_codes(self) -> Ints:
        """The codes of those that were put in later."""
        return np.array(self._before, dtype=np.int64) + np.arange(len(self.added))

    def codes_in(self, codes: Ints, others: Terms) -> Ints:
        """The codes that the terms of these codes have in another dictionary, -1 where it has not."""
        if others is self:
            return codes
        if others.base is self.base and not others.added:
            added = self.added_codes
            at = np.searchsorted(added, codes)
            new = added[np.minimum(at, len(added) - 1)] == codes if len(added) else np.zeros(len(codes), dtype=np.bool_)
            return np.where(new, -1, codes - at)
        found = (others.code(self[code]) for code in codes.tolist())
        return np.fromiter((-1 if code is None else code for code in found), dtype=np.int64, count=len(codes))

    def codes_of(self, terms: Terms) -> Codes:
        """The codes of terms that are all there."""
        if terms.base is self.base and not terms.added:
            return self.of_base(np.arange(len(terms))).astype(np.int32)
        return np.fromiter(map(self.place, terms), dtype=np.int32, count=len(terms))

    def with_terms(self, more: Sequence[str]) -> tuple[Terms, Moves]:
        """Also these, which ascend; and how the codes move."""
        few = len(more) <= FEW or len(more) * _SEARCH < len(self)
        fresh = [term for term in more if self.code(term) is None] if few else sorted(set(more).difference(self))
        moves = Moves([self.place(term) for term in fresh], len(self))
        if not fresh:
            return self, moves
        if len(self.added) + len(fresh) > min(_MOST, len(self.base.terms) // _SHARE + _FREE):
            return Terms(sorted([*self, *fresh])), moves
        added, before = list(self.added), list(self._before)
        for term in fresh:
            insort(added, term)
            insort(before, bisect_left(self.base.terms, term))
        return Terms(self.base, added, before), moves

    @property
    def weight(self) -> int:
        """Their memory, about."""
        return self.base.weight + sum(map(sys.getsizeof, self.added)) + 16 * len(self.added)


class Moves:
    """How codes move when terms are put in: ``before`` are the codes that had the new terms' places, ascending."""

    __slots__ = ("_before", "_terms")

    def __init__(self, before: list[int], terms: int) -> None:
        self._before, self._terms = before, terms

    def of(self, codes: Codes) -> Codes:
        """The new codes. Idle slots hold 0, which is no code while the dictionary is empty."""
        if not self._before or not self._terms:
            return codes
        if len(self._before) <= _APART:
            moved = codes.copy()
            for place in self._before:
                moved += codes >= place
            return moved
        every = np.arange(self._terms)
        return (every + np.searchsorted(np.array(self._before), every, side="right")).astype(np.int32)[codes]


def encode(values: list[str]) -> tuple[Terms, Codes]:
    """The distinct values in order, and the position of each value among them."""
    terms = sorted(set(values))
    code_of = dict(zip(terms, range(len(terms)), strict=True)).__getitem__
    return Terms(terms), np.fromiter(map(code_of, values), dtype=np.int32, count=len(values))


def compact(terms: Terms, codes: Codes) -> tuple[Terms, Codes]:
    """The dictionary without most of its unused terms, once these outnumber the values; else as it was."""
    if len(terms) <= 2 * len(codes) + FEW:
        return terms, codes
    used = unique(codes)
    return Terms([terms[code] for code in used.tolist()]), np.searchsorted(used, codes).astype(np.int32)


def beginning(terms: list[str], prefix: str) -> tuple[int, int]:
    """The places from the first to behind the last of sorted terms that begins so."""
    if not prefix:
        return 0, len(terms)
    low = bisect_left(terms, prefix)
    if prefix[-1] == _LAST:
        return low, bisect_right(terms, prefix, lo=low, key=lambda term: term[: len(prefix)])
    return low, bisect_left(terms, prefix[:-1] + chr(ord(prefix[-1]) + 1), lo=low)
