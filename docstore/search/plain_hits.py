"""Hits as nearly all searches want them: index, id, score, the document as it is stored, and what they sort by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from docstore.columns.deadline import check_cancelled
from docstore.frozen import frozen
from docstore.query.scorer import shown_score
from docstore.search.order import Criterion
from docstore.search.row import Row
from docstore.storage.record import parted
from docstore.storage.source import decode, surely_short

Json = dict[str, Any]


@frozen
class PlainHits:
    """Those of one index. Makes no object between a record and its hit."""

    index: str
    criteria: Sequence[Criterion]
    ignored: Callable[[Json], Sequence[str]] | None
    """Which fields of a document are not indexed with all their values; None where none ever are."""
    short: int
    """Of a document without texts of more bytes than this, all are."""

    def of(self, rows: Iterable[Row], bodies: Iterable[bytes]) -> list[Json]:
        """A hit for each row, whose record has this body."""
        return [self._hit(row, body) for row, body in zip(rows, bodies, strict=True)]

    def _hit(self, row: Row, body: bytes) -> Json:
        check_cancelled()
        doc_id, routing, encoded = parted(body)
        source = decode(encoded)
        hit: Json = {"_index": self.index, "_id": doc_id, "_score": None if row.score is None else shown_score(row.score)}
        if self.ignored is not None and not surely_short(encoded, self.short) and (names := self.ignored(source)):
            hit["_ignored"] = list(names)
        if routing is not None:
            hit["_routing"] = routing
        hit["_source"] = source
        if row.values:
            hit["sort"] = [each.shown(value) for each, value in zip(self.criteria, row.values, strict=True)]
        return hit
