"""Which documents of one source index a run works through, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from docstore.columns.cache import ColumnCache
from docstore.columns.view import IndexView
from docstore.query.query import Query
from docstore.query.select import bind, bind_scored
from docstore.query.sort import Sort
from docstore.reindex.slices import membership
from docstore.search.order import criteria
from docstore.storage.index_reader import IndexReader

Seqs = NDArray[np.int64]
Ranks = tuple[Any, ...]
"""What documents of several indices are merged by."""


@dataclass(frozen=True, slots=True)
class Selected:
    """Their ``_seq_no`` in order, ``None`` for all in the order of the log; their ranks, where several indices are sorted together."""

    seqs: Seqs | None
    ranks: Sequence[Ranks] = ()

    def sliced(self, reader: IndexReader[Any], count: int) -> list[Selected]:
        """As slices: which document is of which follows from its id."""
        batches = reader.batches() if self.seqs is None else reader.at(self.seqs)
        members = [membership(batch.ids, count) for batch in batches]
        seqs = reader.live_seqs() if self.seqs is None else self.seqs
        member = np.concatenate(members) if members else np.empty(0, dtype=np.int64)
        return [self._only(seqs, np.flatnonzero(member == slice_id)) for slice_id in range(count)]

    def _only(self, seqs: Seqs, places: Seqs) -> Selected:
        ranks = [self.ranks[place] for place in places.tolist()] if self.ranks else ()
        return Selected(seqs[places], ranks)


def selected(
    reader: IndexReader[Any],
    query: Query,
    sorts: Sequence[Sort],
    aliases: Sequence[str],
    cache: ColumnCache,
    *,
    ranked: bool,
    restriction: Query | None = None,
    most: int = 0,
) -> Selected:
    """The live documents that match (the first ``most`` of them), in the order of ``sorts`` and among equals of the log.

    ``restriction`` is what the query has of an alias: what is nearest to a vector is nearest of the documents that the alias shows.

    :raises ApiError: the query or the sort does not fit the index.
    """
    view = IndexView(reader, aliases=aliases, cache=cache)
    view.restriction = restriction
    if not sorts:
        return Selected(bind(query, view).seqs()[: most or None])
    scored = bind_scored(query, view) if any(sort.field == "_score" for sort in sorts) else None
    matcher = bind(query, view) if scored is None else scored.matcher
    bound = criteria(sorts, view)
    ordinals = np.flatnonzero(matcher.run())[: most or None]
    scores = None if scored is None else scored.scorer.scores(ordinals)
    arrays = [array for criterion in bound for array in criterion.arrays(view, ordinals, scores)]
    order = np.lexsort(arrays[::-1]) if arrays else np.arange(len(ordinals))
    ordinals, scores = ordinals[order], None if scores is None else scores[order]
    seqs = view.position.seqs[ordinals]
    if not ranked:
        return Selected(seqs)
    columns = [map(criterion.rank, criterion.values(view, ordinals, scores)) for criterion in bound]
    return Selected(seqs, list(zip(*columns, strict=True)))
