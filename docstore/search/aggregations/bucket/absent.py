"""``min_doc_count: 0``: buckets of terms that no document of an owner has."""

from __future__ import annotations

import numpy as np

from docstore.columns.rows import Ints, Mask, Slots
from docstore.columns.unique import unique
from docstore.columns.view import IndexView
from docstore.query.limits import reserve
from docstore.search.aggregations.bucket.term_buckets import Choice
from docstore.search.aggregations.groups import Groups, Members

_BYTES = 64
"""What a bucket takes while they are put in order."""


def with_all(docs: Ints, view: IndexView) -> Ints:
    """These ordinals, and behind them all of the index: for the terms that none of these has."""
    return np.concatenate([docs, np.arange(view.count)])


def with_absent(groups: Groups, ranks: Slots, keep: Mask | None, count: int, choice: Choice, view: IndexView) -> Groups:
    """Also those terms that no document of an owner has; ``ranks`` are the places of all terms in their order.

    All of them are equal but for their key, so of each owner only as many are taken as it may show, first in the order of keys.

    :raises CircuitBreakingError: they are too many for the memory.
    """
    wanted = np.arange(len(ranks)) if keep is None else np.flatnonzero(keep)
    wanted = wanted[np.argsort(ranks[wanted], kind="stable")]
    if next((by.descending for by in choice.order if by.is_key), False):
        wanted = wanted[::-1]
    present = np.bincount(groups.owners, minlength=count)
    lengths = np.minimum(len(wanted), choice.thresholds.asked + present)
    total = int(lengths.sum())
    reserve(view, total * _BYTES, f"<agg [{choice.name}]>")
    width = max(len(ranks), 1)
    own = groups.owners * width + groups.keys
    candidates = wanted[np.arange(total) - np.repeat(np.cumsum(lengths) - lengths, lengths)]
    pairs = unique(np.concatenate([own, np.repeat(np.arange(count), lengths) * width + candidates]))
    counts = np.zeros(len(pairs), dtype=np.int64)
    moved = np.searchsorted(pairs, own)
    counts[moved] = groups.counts
    return Groups(pairs // width, pairs % width, counts, Members(groups.docs, moved[groups.buckets]))
