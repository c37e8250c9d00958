"""From the tree of a query string to queries on one index (``QueryStringQueryParser``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from docstore.columns.view import IndexView
from docstore.query.fulltext.fields import Weights, matching, resolved, weighted
from docstore.query.fulltext.fuzziness import Fuzziness
from docstore.query.fulltext.options import Options
from docstore.query.fulltext.synonyms import Synonyms
from docstore.query.fulltext.text import leniently
from docstore.query.kinds.bool import Bool
from docstore.query.kinds.exists import Exists
from docstore.query.kinds.match_all import MatchAll
from docstore.query.kinds.match_none import unmapped
from docstore.query.kinds.multi_match import Kind as MatchKind
from docstore.query.kinds.multi_match import in_fields
from docstore.query.kinds.range import Range
from docstore.query.kinds.regexp import Regexp
from docstore.query.kinds.term import Term
from docstore.query.kinds.wildcard import Wildcard
from docstore.query.limits import MAX_CLAUSES, check_regex_length, too_many_fields
from docstore.query.patterns.wildcard import normalized
from docstore.query.query import LeafCounter, Query
from docstore.query.query_strings.grammar import (
    Beginning,
    Expression,
    Group,
    Interval,
    Item,
    Nearly,
    Node,
    Pattern,
    Quoted,
    Weighted,
    Words,
)
from docstore.query.query_strings.settings import Settings, Terms, in_each, named_analyzer
from docstore.query.query_strings.tokens import Kind, QuerySyntaxError
from docstore.query.targets import Bounds, target_of
from docstore.query.targets.mapped import DateTarget, StringTarget


@dataclass(frozen=True, slots=True)
class _Clause:
    occur: str
    """``must``, ``should`` or ``must_not``."""
    query: Query


@dataclass(slots=True)
class Builder:
    """``default``: the field that is meant where none is named, if it is one; ``fields`` are those it stands for."""

    view: IndexView
    settings: Settings
    default: str | None
    fields: Weights
    terms: Terms = field(init=False)
    counter: LeafCounter = field(default_factory=LeafCounter)

    def __post_init__(self) -> None:
        analyzer = named_analyzer(self.view, self.settings.analyzer, "query_string")
        named_analyzer(self.view, self.settings.quote_analyzer, "query_string", "quote_analyzer")
        self.terms = Terms(self.view, self.settings, analyzer)

    def build(self, node: Node) -> Query | None:
        """The query of a tree; None where nothing is left of it.

        :raises QuerySyntaxError: something that the parameters do not allow.
        :raises ApiError: something that a field does not.
        """
        make: Callable[..., Query | None] = getattr(self, f"_{type(node).__name__.lower()}")
        query = make(node)
        if query is not None and not isinstance(node, Group | Weighted):
            self.counter.add(query)
        return query

    # groups

    def _group(self, group: Group) -> Query | None:
        clauses: list[_Clause] = []
        first: Query | None = None
        for at, item in enumerate(group.items):
            query = self.build(item.node)
            if isinstance(item.node, Words) and item.node.several:
                self._add_several(clauses, query)
            else:
                self._add(clauses, item, query)
            if at == 0 and item.modifier is None:
                first = query
            if len(clauses) > MAX_CLAUSES:
                raise QuerySyntaxError("too many boolean clauses")
        if len(clauses) == 1 and first is not None:
            return first
        return _combined(clauses)

    def _add(self, clauses: list[_Clause], item: Item, query: Query | None) -> None:
        if clauses and clauses[-1].occur != "must_not":
            if item.conjunction is Kind.AND:
                clauses[-1] = _Clause("must", clauses[-1].query)
            elif item.conjunction is Kind.OR and self.settings.all_terms:
                clauses[-1] = _Clause("should", clauses[-1].query)
        if query is None:
            return
        if item.modifier in (Kind.MINUS, Kind.NOT):
            occur = "must_not"
        elif self.settings.all_terms:
            occur = "should" if item.conjunction is Kind.OR else "must"
        else:
            occur = "must" if item.modifier is Kind.PLUS or item.conjunction is Kind.AND else "should"
        clauses.append(_Clause(occur, query))

    def _add_several(self, clauses: list[_Clause], query: Query | None) -> None:
        """Single terms keep how they must match; all else goes with the default operator."""
        if query is None:
            return
        occur = "must" if self.settings.all_terms else "should"
        if not isinstance(query, Bool) or query.boost != 1:
            clauses.append(_Clause(occur, query))
            return
        inner = [_Clause(name, each) for name in ("must", "should") for each in getattr(query, name)]
        plain = all(isinstance(each.query, Term) or (isinstance(each.query, Synonyms) and len(each.query.terms) == 1) for each in inner)
        clauses += inner if plain else [_Clause(occur, each.query) for each in inner]

    def _weighted(self, node: Weighted) -> Query | None:
        query = self.build(node.inner)
        return None if query is None else weighted(query, node.boost)

    # leaves

    def _meant(self, name: str | None, *, quoted: bool = False) -> Weights:
        suffix = self.settings.quote_field_suffix if quoted else None
        if name is None or (name == "*" and name == self.default):
            return self.fields if suffix is None else resolved(self.view, self.fields, suffix)
        found = dict.fromkeys(matching(self.view, name, suffix), 1.0)
        if len(found) > MAX_CLAUSES:
            raise too_many_fields(len(found), name)
        return found

    def _words(self, node: Words) -> Query | None:
        name, text = node.field, node.text
        if name == "_exists_":
            return self._exists(text)
        if name is not None and len(text) > 1:
            for mark, with_bound in ((">=", True), (">", False), ("<=", True), ("<", False)):
                if text.startswith(mark) and len(text) > len(mark):
                    bound = text[len(mark) :]
                    if mark[0] == ">":
                        return self._interval(Interval(name, bound, None, with_bound, True))
                    return self._interval(Interval(name, None, bound, True, with_bound))
            if self.settings.time_zone is not None and isinstance(target_of(self.view, name), DateTarget):
                return self._interval(Interval(name, text, text, True, True))
        return self._text(name, text, self.settings.kind, self.settings.analyzer, self.settings.phrase_slop)

    def _quoted(self, node: Quoted) -> Query | None:
        if node.field == "_exists_":
            return self._exists(node.text)
        slop = self.settings.phrase_slop
        if node.slop is not None:
            with suppress(ValueError, OverflowError):
                slop = int(float(node.slop))
        analyzer = self.settings.quote_analyzer or self.settings.analyzer
        return self._text(node.field, node.text, MatchKind.PHRASE, analyzer, slop, quoted=True)

    def _text(
        self, name: str | None, text: str, kind: MatchKind, analyzer: str | None, slop: int, *, quoted: bool = False
    ) -> Query | None:
        options = Options(
            all_terms=self.settings.all_terms,
            analyzer=analyzer,
            slop=slop,
            zero_terms_null=True,
            lenient=self.settings.lenient,
            synonyms_phrase=self.settings.synonyms_phrase,
            holes=self.settings.holes,
        )
        return in_fields(self.view, self._meant(name, quoted=quoted), text, kind, options, self.settings.tie)

    def _interval(self, node: Interval) -> Query | None:
        def one(name: str) -> Query:
            low, high = (None if end is None or end == "*" else self.terms.normal(name, end) for end in (node.low, node.high))
            bounds = Bounds(low, high, node.with_low, node.with_high, time_zone=self.settings.time_zone)
            return leniently(self.view, Range(name, bounds), lenient=self.settings.lenient)

        return in_each(self._meant(node.field), self.settings.tie, one)

    def _nearly(self, node: Nearly) -> Query | None:
        fuzziness = Fuzziness.parse(node.edits) if node.edits else self.settings.fuzziness
        near = partial(self.terms.near, text=node.text, edits=fuzziness.distance(node.text))
        return in_each(self._meant(node.field), self.settings.tie, near)

    def _beginning(self, node: Beginning) -> Query | None:
        return in_each(self._meant(node.field), self.settings.tie, partial(self.terms.beginning, text=node.text))

    def _pattern(self, node: Pattern) -> Query | None:
        name = self.default if node.field is None else node.field
        if node.text == "*" and name is not None:
            return MatchAll() if set(name) == {"*"} else self._exists(name)
        return in_each(self._meant(node.field), self.settings.tie, partial(self._wildcard, text=node.text))

    def _wildcard(self, name: str, text: str) -> Query:
        if text == "*":
            return self._exists(name)
        if target_of(self.view, name) is None:
            return unmapped(name)
        if not self.settings.allow_leading_wildcard and text[0] in "*?":
            raise QuerySyntaxError("'*' or '?' not allowed as first character in WildcardQuery")
        pattern = normalized(text, partial(self.terms.normal, name))
        return leniently(self.view, Wildcard(name, pattern, rewrite=self.settings.rewrite), lenient=self.settings.lenient)

    def _expression(self, node: Expression) -> Query | None:
        check_regex_length(self.view, node.text, "[query_string]")

        def one(name: str) -> Query:
            text = node.text
            if self.terms.analyzer is not None and isinstance(target_of(self.view, name), StringTarget):
                text = self.terms.analyzer.normalized(text)
            query = Regexp(name, text, most_states=self.settings.most_states, rewrite=self.settings.rewrite)
            return leniently(self.view, query, lenient=self.settings.lenient)

        return in_each(self._meant(node.field), self.settings.tie, one)

    def _exists(self, name: str) -> Query:
        return Exists(name)


def _combined(clauses: Sequence[_Clause]) -> Query | None:
    if not clauses:
        return None
    must, should, must_not = (
        tuple(each.query for each in clauses if each.occur == occur) for occur in ("must", "should", "must_not")
    )
    return Bool(must, should, must_not)
