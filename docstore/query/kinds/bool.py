"""``bool``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Self

import numpy as np

from docstore.columns.deadline import in_time
from docstore.columns.rows import Ints, Mask
from docstore.columns.view import IndexView
from docstore.frozen import frozen
from docstore.query.fulltext.clause import Rewriting
from docstore.query.limits import MAX_CLAUSES, too_many_clauses
from docstore.query.marks import Mark, Where
from docstore.query.matcher import Matcher, MatchesAll, MatchesNone, Remembered, united_few
from docstore.query.minimum_should_match import minimum_should_match
from docstore.query.query import Json, Query
from docstore.query.registry import parse, parse_each, query
from docstore.query.scorer import NO_BOOST, AnyOf, Boost, Explanation, Filtered, Scored, Sum, Uniform
from docstore.query.wire import SCALARS, Declared, boolean, declared, text_or_null, with_standard_keys

Clauses = tuple[Query, ...]


def _clauses(value: Any) -> Clauses:
    if value is None:
        return ()
    return parse_each(value) if isinstance(value, list) else (parse(value),)


_CLAUSES = Declared(frozenset({"START_OBJECT", "START_ARRAY", "VALUE_NULL"}), _clauses)
_KEYS = {
    "must": _CLAUSES,
    "should": _CLAUSES,
    "must_not": _CLAUSES,
    "mustNot": _CLAUSES,
    "filter": _CLAUSES,
    "adjust_pure_negative": Declared(frozenset({"VALUE_BOOLEAN", "VALUE_STRING"}), boolean),
    "minimum_should_match": Declared(SCALARS | {"VALUE_NULL"}, text_or_null),
}


@query("bool")
@frozen
class Bool(Query):
    """Documents that match other queries in combination."""

    must: Clauses = ()
    should: Clauses = ()
    must_not: Clauses = ()
    filter: Clauses = ()
    minimum_should_match: str | None = None
    adjust_pure_negative: bool = True
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """Each clause list may be one object, an array or null; ``mustNot`` is an older name (``BoolQueryBuilder.PARSER``)."""
        found = declared("bool", body, with_standard_keys("bool", body, _KEYS))
        if "mustNot" in found:
            found["must_not"] = found.get("must_not", ()) + found.pop("mustNot")
        found["name"] = found.pop("_name", None)
        return cls(**found)

    def bind(self, view: IndexView) -> Matcher:
        """Binds every clause, so that all columns are known before one is built."""
        self._check_size()
        return self._combined(view, _bound(view, self.must), _bound(view, self.should))

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """The sum of ``must`` and ``should``; without any clause, as ``match_all``; with filters only, zero."""
        self._check_size()
        boost = self.boosted(boost)
        must = [clause.bind_scored(view, boost) for clause in self.must]
        should = [_remembered(clause.bind_scored(view, boost)) for clause in self.should]
        matcher = self._combined(view, tuple([each.matcher for each in must]), tuple([each.matcher for each in should]))
        if matcher.finds_all:
            return Scored(matcher, Uniform(boost, "*:*"))
        sometimes = [each for each in should if not each.matcher.finds_nothing]
        if not (must or self.filter or self.must_not) and sometimes and self._least(0) == 1:
            return Scored(matcher, AnyOf((), sometimes))
        always, filters = [each.scorer for each in must], [partial(each.written, view) for each in self.filter]
        if len(must) == 1 and not should and isinstance(matcher, Combined):
            return Scored(matcher, Filtered(always, (), filters, matcher.all_of[1:], matcher.none_of))
        return Scored(matcher, Sum(always, sometimes, filters))

    def described(self, view: IndexView) -> str:
        """``+must should -must_not #filter`` (``BooleanQuery.toString``)."""
        parts = [f"{sign}{_inside(clause, view)}" for sign, clauses in self._by_sign() for clause in clauses]
        if self.must_not and not (self.must or self.should or self.filter) and self.adjust_pure_negative:
            parts.append("#*:*")
        least = self._least(len(self.must) + len(self.filter))
        shown = " ".join(parts)
        return f"({shown})~{least}" if self.minimum_should_match is not None and least else shown

    def unmatched(self, view: IndexView, ordinal: int) -> Explanation:
        """The clauses that fail (``BooleanWeight.explain``)."""
        failed = []
        for clause in (*self.must, *self.filter):
            if not clause.bind(view).run()[ordinal]:
                inner = (clause.unmatched(view, ordinal),)
                failed.append(Explanation(0.0, f"no match on required clause ({clause.written(view)})", inner, match=False))
        for clause in self.must_not:
            if clause.bind(view).run()[ordinal]:
                inner = (_why(clause, view, ordinal),)
                failed.append(Explanation(0.0, f"match on prohibited clause ({clause.written(view)})", inner, match=False))
        if failed:
            return Explanation(0.0, "Failure to meet condition(s) of required/prohibited clause(s)", failed, match=False)
        matched = sum(bool(clause.bind(view).run()[ordinal]) for clause in self.should)
        if not matched:
            return Explanation(0.0, "No matching clauses", match=False)
        least = self._least(len(self.must) + len(self.filter))
        return Explanation(0.0, f"Failure to match minimum number of optional clauses: {least}", match=False)

    def _by_sign(self) -> tuple[tuple[str, Clauses], ...]:
        return ("+", self.must), ("-", self.must_not), ("", self.should), ("#", self.filter)

    def clauses(self) -> tuple[Query, ...]:
        """All of them."""
        return self.must + self.filter + self.should + self.must_not

    def _check_size(self) -> None:
        """:raises TooManyClausesError: there are more clauses than there may be."""
        if len(self.must) + len(self.filter) + len(self.should) + len(self.must_not) > MAX_CLAUSES:
            raise too_many_clauses()

    def _combined(self, view: IndexView, must: tuple[Matcher, ...], some_of: tuple[Matcher, ...]) -> Matcher:
        all_of = must + _bound(view, self.filter)
        none_of = _bound(view, self.must_not)
        if not (all_of or none_of or some_of):
            return MatchesAll(view)
        least = self._least(len(all_of))
        if least > len(some_of) or any(part.finds_nothing for part in all_of):
            return MatchesNone(view)
        if not (all_of or some_of) and not self.adjust_pure_negative:
            return MatchesNone(view)
        return Combined(view, all_of, none_of, some_of if least else (), least, () if least else some_of)

    def _least(self, required: int) -> int:
        """How many optional clauses must match: one when nothing else must (``Queries.applyMinimumShouldMatch``,
        ``BooleanQuery``).
        """
        explicit = 0
        if self.minimum_should_match is not None:
            explicit = minimum_should_match(len(self.should), self.minimum_should_match)
        return explicit or int(bool(self.should) and not required)


def _inside(clause: Query, view: IndexView) -> str:
    simple = clause
    while isinstance(simple, Rewriting):
        simple = simple.rewritten(view)
    written = clause.written(view)
    return f"({written})" if isinstance(simple, Bool) and clause.boost == 1 else written


def _why(clause: Query, view: IndexView, ordinal: int) -> Explanation:
    return clause.bind_scored(view).scorer.explain(ordinal)


def _remembered(scored: Scored) -> Scored:
    known = scored.matcher.finds_nothing or scored.matcher.finds_all
    return scored if known else Scored(Remembered(scored.matcher), scored.scorer)


def _bound(view: IndexView, clauses: Clauses) -> tuple[Matcher, ...]:
    return tuple([clause.bind(view) for clause in clauses])


@frozen
class Combined(Matcher):
    """All of some, none of others, and at least so many of the rest."""

    view: IndexView
    all_of: tuple[Matcher, ...]
    none_of: tuple[Matcher, ...]
    some_of: tuple[Matcher, ...]
    least: int
    optional: tuple[Matcher, ...] = ()
    """What need not match, and is marked where it does."""

    def run(self) -> Mask:
        """Stops when nothing is left."""
        mask = np.ones(self.view.count, dtype=np.bool_)
        for step in self._steps():
            mask &= step
            if not mask.any():
                break
        return mask

    def marks(self) -> Sequence[Mark]:
        """Those of what may match, in the documents that match as a whole."""
        return [Where(self, [mark for part in (*self.all_of, *self.some_of, *self.optional) for mark in part.marks()])]

    def few(self) -> Ints | None:
        """Begins with the shortest list of a clause that must match, and asks the others only about its ordinals."""
        some = united_few(self.view, self.some_of) if self.some_of else None
        lists = [(found, part) for part in in_time(self.all_of) if (found := part.few()) is not None]
        if lists:
            found, shortest = min(lists, key=lambda pair: len(pair[0]))
            if some is not None and self.least == 1 and len(some) < len(found):
                found, shortest = some, self
        elif some is not None:
            found, shortest = some, self
        else:
            return None
        return self._kept(found, shortest)

    def _kept(self, ordinals: Ints, known: Matcher) -> Ints:
        """Those of some ordinals that match; that one clause matches them is ``known`` (the object itself: an optional one does)."""
        for part in in_time(self.all_of):
            if part is not known and len(ordinals):
                ordinals = ordinals[part.among(ordinals)]
        if self.some_of and len(ordinals) and not (known is self and self.least == 1):
            ordinals = ordinals[self._enough_among(ordinals)]
        for part in in_time(self.none_of):
            if len(ordinals):
                ordinals = ordinals[~part.among(ordinals)]
        return ordinals

    def among(self, ordinals: Ints) -> Mask:
        """Clause by clause, each asked only about what is left."""
        mask = np.zeros(len(ordinals), dtype=np.bool_)
        kept = self._kept(ordinals, self) if not self.some_of else self._kept(ordinals[self._enough_among(ordinals)], self)
        mask[np.searchsorted(ordinals, kept)] = True
        return mask

    def _enough_among(self, ordinals: Ints) -> Mask:
        hits = np.zeros(len(ordinals), dtype=np.int32)
        for part in in_time(self.some_of):
            hits += part.among(ordinals)
        return hits >= self.least

    def _steps(self) -> Iterator[Mask]:
        for part in in_time(self.all_of):
            yield part.run()
        if self.some_of:
            yield self._enough()
        for part in in_time(self.none_of):
            yield ~part.run()

    def _enough(self) -> Mask:
        if self.least == 1:
            mask = self.some_of[0].run().copy()
            for part in in_time(self.some_of[1:]):
                mask |= part.run()
            return mask
        hits = np.zeros(self.view.count, dtype=np.int32)
        for part in in_time(self.some_of):
            hits += part.run()
        return hits >= self.least
