"""A text over several fields as if they were one: each term may stand in any of them (``cross_fields``)."""

from __future__ import annotations

from collections.abc import Sequence

from docstore.analysis.analyzer import Analyzer
from docstore.analysis.token import Token
from docstore.columns.view import IndexView
from docstore.frozen import frozen
from docstore.query.fulltext.blended import Blended
from docstore.query.fulltext.fields import Weights, weighted
from docstore.query.fulltext.options import Options
from docstore.query.fulltext.phrase import Phrase, Positions
from docstore.query.fulltext.text import NothingLeft, TextReader, leniently, search_analyzer
from docstore.query.kinds.dis_max import DisMax
from docstore.query.kinds.match_all import MatchAll
from docstore.query.kinds.match_none import MatchNone, no_terms
from docstore.query.kinds.term import Term
from docstore.query.query import Query
from docstore.query.targets import target_of
from docstore.query.targets.mapped import MappedTarget, StringTarget


def cross_fields(view: IndexView, weights: Weights, text: str, options: Options, tie_breaker: float) -> list[Query]:
    """A query for each group of fields that cut the text alike."""
    groups: dict[int, tuple[Analyzer | None, Weights]] = {}
    for name, weight in weights.items():
        target = target_of(view, name)
        if target is not None:
            analyzer = search_analyzer(view, target.field.type, options) if isinstance(target, MappedTarget) else None
            groups.setdefault(id(analyzer), (analyzer, {}))[1][name] = weight
    found = []
    for analyzer, fields in groups.values():
        query = _group(view, analyzer, fields, text, options, tie_breaker)
        if query is None and not options.zero_terms_null:
            query = MatchAll() if options.zero_terms_all else no_terms()
        if query is not None:
            found.append(weighted(query, next(iter(fields.values()))) if len(fields) == 1 else query)
    return found


def _group(
    view: IndexView, analyzer: Analyzer | None, fields: Weights, text: str, options: Options, tie_breaker: float
) -> Query | None:
    first = next(iter(fields))
    target = target_of(view, first)
    if len(fields) == 1 and not isinstance(target, StringTarget):
        return _lenient_term(view, first, text, lenient=options.lenient)
    if not isinstance(target, StringTarget):
        return _blended(view, fields, (text,), tie_breaker, lenient=options.lenient)
    reader = TextReader(view, first, target, options)
    if len(fields) > 1:
        reader = CrossReader(view, first, target, options, fields=fields, tie_breaker=tie_breaker)
    try:
        return reader.read(text)
    except NothingLeft:
        return None


@frozen
class CrossReader(TextReader):
    """A text on fields that cut it alike."""

    fields: Weights | None = None
    tie_breaker: float = 0.0

    def _term(self, term: str) -> Query:
        return _blended(self.view, self.fields or {}, (term,), self.tie_breaker, lenient=self.options.lenient)

    def _same_place(self, tokens: Sequence[Token]) -> Query:
        terms = tuple(dict.fromkeys(token.term for token in tokens))
        return _blended(self.view, self.fields or {}, terms, self.tie_breaker, lenient=self.options.lenient)

    def _in_order(self, positions: Positions, expands: int | None = None) -> Query:
        phrases = [weighted(Phrase(name, positions), weight) for name, weight in (self.fields or {}).items()]
        return DisMax(tuple(phrases), self.tie_breaker)


def _blended(view: IndexView, fields: Weights, terms: tuple[str, ...], tie_breaker: float, *, lenient: bool) -> Query:
    parts = [
        (name, term, weight)
        for name, weight in fields.items()
        for term in terms
        if not isinstance(_lenient_term(view, name, term, lenient=lenient), MatchNone)
    ]
    return Blended(tuple(parts), tie_breaker)


def _lenient_term(view: IndexView, name: str, value: str, *, lenient: bool) -> Query:
    """A value that the field refuses is in no document, where the request is lenient."""
    return leniently(view, Term(name, value), lenient=lenient)
