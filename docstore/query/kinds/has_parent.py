"""``has_parent``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from docstore.columns.rows import Ints, Mask
from docstore.columns.view import IndexView
from docstore.query.inner_hits import InnerHits, Others
from docstore.query.marks import Elsewhere
from docstore.query.matcher import Matcher, MatchesNone, Remembered
from docstore.query.query import Json, Query
from docstore.query.registry import query
from docstore.query.related import Related, read
from docstore.query.relation import OfKind, Relation
from docstore.query.scorer import NO_BOOST, Boost, Explanation, Scored, Scorer, Scores, Uniform, score_of
from docstore.query.wire import boolean, text

_READ = {
    "parent_type": ("type", text),
    "score": ("score", boolean),
}


@query("has_parent")
@dataclass(frozen=True, slots=True)
class HasParent(Related):
    """Children of parents that match a query."""

    type: str
    query: Query
    score: bool = False
    inner_hits: InnerHits | None = None
    ignore_unmapped: bool = False
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"parent_type": "question", "query": {...}, "score": true}`` (``HasParentQueryBuilder.fromXContent``).

        :raises ParsingError: an unknown key.
        :raises IllegalArgumentError: no kind of parents, or no query.
        """
        return cls(**read("has_parent", body, _READ, {"type": "parent_type", "query": "query"}))

    def bind(self, view: IndexView) -> Matcher:
        """The join field tells which documents are meant."""
        relation = self._relation(view)
        return MatchesNone(view) if relation is None else self._children(view, relation, self.query.bind(view))

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """The score of the parent, where it is asked for; else constant."""
        relation = self._relation(view)
        if not self.score or relation is None:
            return Scored(self.bind(view), Uniform(self.boosted(boost), "A match, join value"))
        matcher, scorer = self.query.bind_scored(view, self.boosted(boost))
        return Scored(self._children(view, relation, matcher), ParentScorer(relation, scorer))

    def _children(self, view: IndexView, relation: Relation, matcher: Matcher) -> Matcher:
        parents = Remembered(OfKind(view, matcher, relation, (self.type,)))
        return ChildrenOf(view, parents, relation)

    def _relation(self, view: IndexView) -> Relation | None:
        return Relation.find(
            view,
            lambda join: self.type if join.relations.get(self.type) else None,
            ignored=self.ignore_unmapped,
            no_join="[has_parent] no join field has been configured",
            no_kind=lambda path: f"[has_parent] join field [{path}] doesn't hold [{self.type}] as a parent",
        )

    @property
    def others_name(self) -> str:
        """The kind."""
        return self.type

    def others(self, view: IndexView) -> Others | None:
        """The parent of a document, if it matches."""
        relation = self._relation(view)
        if self.inner_hits is None or relation is None:
            return None

        def parent(ordinal: int) -> Ints:
            found = relation.owners()[ordinal : ordinal + 1]
            return found[found >= 0]

        return Others(self.inner_hits, view, self.query, parent)


@dataclass(frozen=True, slots=True)
class ChildrenOf(Matcher):
    """Documents whose parent another matcher finds."""

    view: IndexView
    parents: Matcher
    relation: Relation

    def run(self) -> Mask:
        """One look at each child."""
        owners, found = self.relation.owners(), self.parents.run()
        mask = np.zeros(self.view.count, dtype=np.bool_)
        children = np.flatnonzero(owners >= 0)
        mask[children] = found[owners[children]]
        return mask

    def marks(self) -> Sequence[Elsewhere]:
        """Those of the query on the parents."""
        return [Elsewhere(self.parents.marks())]


@dataclass(frozen=True, slots=True)
class ParentScorer(Scorer):
    """The score of the parent."""

    relation: Relation
    scorer: Scorer

    def scores(self, ordinals: Ints) -> Scores:
        """Each parent is asked once."""
        parents, places = np.unique(self.relation.owners()[ordinals], return_inverse=True)
        return self.scorer.scores(parents)[places]

    def explain(self, ordinal: int) -> Explanation:
        """``GlobalOrdinalsWithScoreQuery.explain``."""
        return Explanation(score_of(self, ordinal), "Score based on join value")
