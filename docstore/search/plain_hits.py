"""Hits as nearly all searches want them: index, id, score, the document as it is stored, and what they sort by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docstore.columns.deadline import check_cancelled
from docstore.columns.rows import Ints
from docstore.query.scorer import Scores, shown_score
from docstore.search.ignored import ignored_of
from docstore.search.index_search import IndexSearch
from docstore.search.matched_queries import named_queries
from docstore.search.row import Row
from docstore.storage.source import decode, surely_short

Json = dict[str, Any]

_STEP = 64
"""After so many hits it is asked whether the search was called off."""


class PlainHits:
    """Those of one index. Makes no object between a record and its hit."""

    def __init__(self, search: IndexSearch) -> None:
        self._search = search
        self._ignored, self._short = ignored_of(search.reader.mapping, search.index.history)

    def of(self, ordinals: Ints, scores: Scores | None) -> list[Json]:
        """A hit for each of some ordinals, in this order."""
        return self._hits(self._search.view.seqs[ordinals].tolist(), *self._search.shown(ordinals, scores)) if len(ordinals) else []

    def of_rows(self, rows: Sequence[Row]) -> list[Json]:
        """The same of rows."""
        seqs = self._search.view.seqs[[row.ordinal for row in rows]].tolist()
        return self._hits(seqs, [row.score for row in rows], [row.values for row in rows])

    def _hits(self, seqs: list[int], scores: list[float | None], values: list[tuple[Any, ...]]) -> list[Json]:
        documents = self._search.reader.tables.log.parts(seqs)
        index, ignored, short = self._search.index.name, self._ignored, self._short
        hits: list[Json] = []
        for seq, score in zip(seqs, scores, strict=True):
            if not len(hits) % _STEP:
                check_cancelled()
            doc_id, routing, encoded = documents[seq]
            source = decode(encoded)
            hit: Json = {"_index": index, "_id": doc_id, "_score": None if score is None else shown_score(score)}
            if ignored is not None and len(encoded) > short and not surely_short(encoded, short) and (names := ignored(source, seq)):
                hit["_ignored"] = list(names)
            if routing is not None:
                hit["_routing"] = routing
            hit["_source"] = source
            hits.append(hit)
        if criteria := self._search.criteria:
            for hit, each in zip(hits, values, strict=True):
                hit["sort"] = [criterion.shown(value) for criterion, value in zip(criteria, each, strict=True)]
        return hits


def plain_hits(search: IndexSearch) -> PlainHits | None:
    """The hits of a search that asks for nothing else, of an index that shows its documents whole; else None."""
    special = search.request.wants_special_hits or search.groups is not None or search.view.scope or not search.reader.mapping.shows_all
    return None if special or named_queries(search) else PlainHits(search)
