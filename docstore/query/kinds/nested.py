"""``nested``."""

from __future__ import annotations

from typing import ClassVar, Self

from docstore.columns.view import IndexView, NestedView
from docstore.errors import IllegalArgumentError, IllegalStateError
from docstore.frozen import frozen
from docstore.query.inner_hits import InnerHits, Others
from docstore.query.joining import HasOther, Joined, JoinScorer, ScoreMode
from docstore.query.kinds.knn import all_of
from docstore.query.limits import check_cheap
from docstore.query.matcher import Matcher, MatchesNone, Remembered
from docstore.query.query import Json, Query
from docstore.query.registry import query
from docstore.query.related import Related, read
from docstore.query.rewriting import rewritten
from docstore.query.scorer import NO_BOOST, Boost, Scored, Uniform
from docstore.query.wire import text

_READ = {
    "path": ("path", text),
    "score_mode": ("mode", lambda value: ScoreMode.parse(text(value))),
}


@query("nested")
@frozen
class Nested(Related):
    """Documents with a nested object that matches a query by itself."""

    joins_objects: ClassVar[bool] = True
    path: str
    query: Query
    mode: ScoreMode = ScoreMode.AVG
    inner_hits: InnerHits | None = None
    ignore_unmapped: bool = False
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"path": "comments", "query": {...}, "score_mode": "max"}`` (``NestedQueryBuilder.fromXContent``).

        :raises ParsingError: an unknown key.
        :raises IllegalArgumentError: no path, no query, or an unknown ``score_mode``.
        """
        return cls(**read("nested", body, _READ, {"path": "path", "query": "query"}))

    def bind(self, view: IndexView) -> Matcher:
        """The query meets the objects as it would documents."""
        inner = nested_view(view, self.path, ignore_unmapped=self.ignore_unmapped)
        return MatchesNone(view) if inner is None else self._joined(view, inner, self.query.bind(inner))[0]

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """The scores of the objects, combined."""
        inner = nested_view(view, self.path, ignore_unmapped=self.ignore_unmapped)
        if inner is None:
            return Scored(MatchesNone(view), Uniform(boost, "MatchNoDocsQuery"))
        matcher, scorer = self.query.bind_scored(inner, self.boosted(boost))
        found, joined = self._joined(view, inner, Remembered(matcher))
        return Scored(found, JoinScorer(joined, Scored(matcher, scorer), self.mode))

    def _joined(self, view: IndexView, inner: NestedView, matcher: Matcher) -> tuple[Matcher, Joined]:
        joined = Joined(matcher, lambda: inner.owners_in(view), lambda: view.count)
        return HasOther(view, joined), joined

    @property
    def text(self) -> str:
        """As Lucene writes it."""
        return f"ToParentBlockJoinQuery ({self.query.text})"

    @property
    def others_name(self) -> str:
        """The path."""
        return self.path

    def others(self, view: IndexView) -> Others | None:
        """The objects in a document that match.

        :raises IllegalArgumentError: objects have no sequence numbers.
        """
        inner = nested_view(view, self.path, ignore_unmapped=self.ignore_unmapped)
        if self.inner_hits is None or inner is None:
            return None
        if self.inner_hits.request.seq_no_primary_term:
            raise IllegalArgumentError("nested documents are not assigned sequence numbers")
        return Others(self.inner_hits, inner, rewritten(self.query, all_of), lambda ordinal: inner.inside(view, ordinal))


def nested_view(view: IndexView, path: str, *, ignore_unmapped: bool = False) -> NestedView | None:
    """The objects of a nested field; None for those that are not there, or not inside these.

    :raises IllegalStateError: there is no such nested object, and that is not ignored.
    """
    check_cheap(view, "[joining] queries")
    levels = view.fields.nested_levels(path)
    if not levels or levels[-1] != path:
        if ignore_unmapped:
            return None
        raise IllegalStateError(f"[nested] failed to find nested object under path [{path}]")
    if view.scope and view.scope not in levels[:-1]:
        return None
    return view.nested(path)
