"""The documents of an index by the values of one field, as far as that is kept: how many have each value, and which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from docstore.columns.dictionary import Codes, Terms
from docstore.columns.drift import Owners
from docstore.columns.kept import Ordering, Postings
from docstore.columns.rows import Ints, MultiRows, Rows, Slots, distinct_pairs


@dataclass(frozen=True, slots=True, eq=False)
class Grouped:
    """For each key, ascending, its documents. A document counts once for a key."""

    keys: Slots | Terms
    counts: Ints
    documents: Callable[[int], Owners]
    """Those of the key at a place, ascending."""


def by_term(postings: Postings, rows: Rows, codes: Codes, terms: Terms) -> Grouped | None:
    """Of a column of keywords; None when documents have a value several times."""
    rest = postings.rest
    behind, slot = rows.behind(rest)
    late = behind.flat(codes[slot:])
    if not postings.is_distinct or (isinstance(behind, MultiRows) and distinct_pairs(behind, late) < len(late)):
        return None
    counts = postings.owners.amounts(postings.starts[:-1], postings.starts[1:])
    if terms is not postings.terms:
        known, counts = counts, np.zeros(len(terms), dtype=np.int64)
        counts[terms.codes_of(postings.terms)] = known
    if not len(late):
        return Grouped(terms, counts, lambda code: postings.owners.between(*postings.span(terms, code, code + 1)))

    def documents(code: int) -> Owners:
        since = np.flatnonzero(behind.any(codes[slot:] == code)).astype(np.int32)
        return np.concatenate([postings.owners.between(*postings.span(terms, code, code + 1)), since + np.int32(rest)])

    return Grouped(terms, counts + np.bincount(late, minlength=len(terms)), documents)


def by_number(ordering: Ordering, rows: Rows, values: Slots) -> Grouped:
    """Of a column of numbers that has one for a document at most."""
    known = ordering.values
    fresh = np.ones(len(known), dtype=np.bool_)
    np.not_equal(known[1:], known[:-1], out=fresh[1:])
    starts = np.append(np.flatnonzero(fresh), len(known))
    keys, counts = known[starts[:-1]], ordering.owners.amounts(starts[:-1], starts[1:])
    behind, slot = rows.behind(ordering.rest)
    late, amounts = np.unique(behind.flat(values[slot:]), return_counts=True)
    if len(late):
        both = np.union1d(keys, late)
        together = np.zeros(len(both), dtype=np.int64)
        together[np.searchsorted(both, keys)] += counts
        together[np.searchsorted(both, late)] += amounts
        keys, counts = both, together

    def documents(place: int) -> Owners:
        key = keys[place]
        low, high = np.searchsorted(known, key), np.searchsorted(known, key, "right")
        found = ordering.owners.between(int(low), int(high))
        if not len(late):
            return found
        since = np.flatnonzero(behind.any(values[slot:] == key)).astype(np.int32)
        return np.concatenate([found, since + np.int32(ordering.rest)])

    return Grouped(keys, counts, documents)
