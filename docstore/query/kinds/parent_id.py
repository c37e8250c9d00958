"""``parent_id``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from docstore.columns.rows import Mask
from docstore.columns.view import IndexView
from docstore.frozen import frozen
from docstore.query.keyword_scorer import PlainTermScorer
from docstore.query.matcher import Matcher, MatchesNone
from docstore.query.query import Json, Query
from docstore.query.registry import query
from docstore.query.related import read
from docstore.query.relation import OfKind, Relation
from docstore.query.scorer import NO_BOOST, Boost, Scored, Uniform
from docstore.query.strings import HasTerm, keywords
from docstore.query.wire import text

_READ = {
    "type": ("type", text),
    "id": ("id", text),
}


@query("parent_id")
@dataclass(frozen=True, slots=True)
class ParentId(Query):
    """The children of one kind that one parent has."""

    type: str
    id: str
    ignore_unmapped: bool = False
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"type": "answer", "id": "1"}`` (``ParentIdQueryBuilder.fromXContent``).

        :raises ParsingError: an unknown key.
        :raises IllegalArgumentError: no type, or no id.
        """
        return cls(**read("parent_id", body, _READ, {"type": "type", "id": "id"}, asks=False))

    def bind(self, view: IndexView) -> Matcher:
        """The join field tells which documents are meant."""
        relation = self._relation(view)
        if relation is None:
            return MatchesNone(view)
        return OfKind(view, HasTerm(view, relation.ids, (self.id,)), relation, (self.type,))

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """BM25 of the id in the field of parent ids, which the parent itself has too."""
        relation = self._relation(view)
        matcher = self.bind(view)
        if relation is None:
            return Scored(matcher, Uniform(boost, "MatchNoDocsQuery"))
        path = relation.ids.field.path
        return Scored(matcher, ParentIdScorer(view, relation.ids, path, self.boosted(boost), relation, self.id))

    def _relation(self, view: IndexView) -> Relation | None:
        return Relation.find(
            view,
            lambda join: join.parent_of(self.type),
            ignored=self.ignore_unmapped,
            no_join=f"[parent_id] no join field found for index [{view.reader.name}]",
            no_kind=lambda path: f"[parent_id] no relation found for child [{self.type}]",
        )


@frozen
class ParentIdScorer(PlainTermScorer):
    """Of the id of a parent."""

    relation: Relation
    id: str

    def counted(self) -> tuple[int, int, int]:
        """The parent counts as well."""
        column = keywords(self.view.column(self.want))
        parents: Mask = self.relation.named(self.relation.parent)
        code = column.code(self.id)
        having = 0 if code is None else int(np.count_nonzero(column.with_codes(code, code + 1)))
        seq = int(self.view.documents.find([self.id])[0])
        own = np.flatnonzero(self.view.seqs == seq)
        having += int(len(own) == 1 and bool(parents[own[0]]))
        documents = int(np.count_nonzero(column.exists() | parents))
        return documents, documents, having

    def _term(self) -> str:
        return self.id
