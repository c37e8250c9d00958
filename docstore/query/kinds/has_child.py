"""``has_child``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError
from docstore.query.inner_hits import InnerHits, Others
from docstore.query.joining import HasOther, Joined, ScoreMode
from docstore.query.matcher import Matcher, MatchesNone, Remembered
from docstore.query.query import Json, Query
from docstore.query.registry import query
from docstore.query.related import Related, read
from docstore.query.relation import OfKind, Relation, RelationScorer
from docstore.query.scorer import NO_BOOST, Boost, Scored, Uniform
from docstore.query.wire import integer, text

_READ = {
    "type": ("type", text),
    "score_mode": ("mode", lambda value: ScoreMode.parse(text(value))),
    "min_children": ("least", integer),
    "max_children": ("most", integer),
}
MANY = (1 << 31) - 1


@query("has_child")
@dataclass(frozen=True, slots=True)
class HasChild(Related):
    """Parents of children that match a query."""

    type: str
    query: Query
    mode: ScoreMode = ScoreMode.NONE
    least: int = 0
    most: int = MANY
    inner_hits: InnerHits | None = None
    ignore_unmapped: bool = False
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"type": "answer", "query": {...}, "min_children": 2}`` (``HasChildQueryBuilder.fromXContent``).

        :raises ParsingError: an unknown key.
        :raises IllegalArgumentError: no type, no query, an unknown ``score_mode``, or numbers of children that cannot be.
        """
        found = read("has_child", body, _READ, {"type": "type", "query": "query"})
        least, most = found.get("least", 0), found.get("most", MANY)
        if least < 0:
            raise IllegalArgumentError("[has_child] requires non-negative 'min_children' field")
        if most < 0:
            raise IllegalArgumentError("[has_child] requires non-negative 'max_children' field")
        if most < least:
            raise IllegalArgumentError("[has_child] 'max_children' is less than 'min_children'")
        return cls(**found)

    def bind(self, view: IndexView) -> Matcher:
        """The join field tells which documents are meant."""
        relation = self._relation(view)
        return MatchesNone(view) if relation is None else self._joined(view, relation, self.query.bind(view))[0]

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """The scores of the children, combined; constant without ``score_mode``."""
        relation = self._relation(view)
        if self.mode is ScoreMode.NONE or relation is None:
            return Scored(self.bind(view), Uniform(self.boosted(boost), "A match, join value"))
        matcher, scorer = self.query.bind_scored(view, self.boosted(boost))
        found, joined = self._joined(view, relation, Remembered(matcher))
        return Scored(found, RelationScorer(joined, Scored(matcher, scorer), self.mode))

    def _joined(self, view: IndexView, relation: Relation, matcher: Matcher) -> tuple[Matcher, Joined]:
        children = OfKind(view, matcher, relation, (self.type,))
        joined = Joined(children, relation.owners, lambda: view.count)
        return HasOther(view, joined, self.least, None if self.most == MANY else self.most), joined

    def _relation(self, view: IndexView) -> Relation | None:
        return Relation.find(
            view,
            lambda join: join.parent_of(self.type),
            ignored=self.ignore_unmapped,
            no_join="[has_child] no join field has been configured",
            no_kind=lambda path: f"[has_child] join field [{path}] doesn't hold [{self.type}] as a child",
        )

    @property
    def others_name(self) -> str:
        """The kind."""
        return self.type

    def others(self, view: IndexView) -> Others | None:
        """The children of a document that match."""
        relation = self._relation(view)
        if self.inner_hits is None or relation is None:
            return None
        return Others(
            self.inner_hits,
            view,
            self.query,
            lambda ordinal: np.flatnonzero((relation.owners() == ordinal) & relation.named(self.type)),
        )
