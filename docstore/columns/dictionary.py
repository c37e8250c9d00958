"""Sorted dictionaries of terms: making one from values, and merging two."""

from __future__ import annotations

import sys
from bisect import bisect_left

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int32]

FEW = 1_000
"""A dictionary may have so many terms that no value has."""


def encode(values: list[str]) -> tuple[list[str], Codes]:
    """The distinct values in order, and the position of each value among them."""
    terms = sorted(set(values))
    code_of = dict(zip(terms, range(len(terms)), strict=True)).__getitem__
    return terms, np.fromiter(map(code_of, values), dtype=np.int32, count=len(values))


def merge(terms: list[str], more: list[str]) -> tuple[list[str], Codes | None, Codes | None]:
    """One dictionary of two, and for each of the two the new code of every old code (None: unchanged)."""
    if not more:
        return terms, None, None
    few = len(more) <= FEW
    added = [term for term in more if not _holds(terms, term)] if few else sorted(set(more).difference(terms))
    if not added:
        return terms, None, _positions(terms, more)
    merged = sorted(terms + added)
    before = np.fromiter((bisect_left(terms, term) for term in added), dtype=np.int64, count=len(added))
    shift = np.searchsorted(before, np.arange(len(terms)), side="right")
    return merged, (np.arange(len(terms)) + shift).astype(np.int32), _positions(merged, more)


def compact(terms: list[str], codes: Codes) -> tuple[list[str], Codes]:
    """The dictionary without most of its unused terms, once these outnumber the values; else as it was."""
    if len(terms) <= 2 * len(codes) + FEW:
        return terms, codes
    used = np.unique(codes)
    return [terms[code] for code in used], np.searchsorted(used, codes).astype(np.int32)


def _holds(terms: list[str], term: str) -> bool:
    at = bisect_left(terms, term)
    return at < len(terms) and terms[at] == term


def _positions(terms: list[str], some: list[str]) -> Codes:
    return np.fromiter((bisect_left(terms, term) for term in some), dtype=np.int32, count=len(some))


def weight(terms: list[str]) -> int:
    """The memory of a dictionary, estimated from a sample of it."""
    sample = terms[:: max(1, len(terms) // 256)]
    each = sum(map(sys.getsizeof, sample)) / len(sample) if sample else 0
    return int(len(terms) * (each + 8))
