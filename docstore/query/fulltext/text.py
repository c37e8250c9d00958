"""From a text to a query on one field (``MatchQueryParser``, Lucene's ``QueryBuilder``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from docstore.analysis.analyzer import Analyzer, Slots
from docstore.analysis.token import Token
from docstore.columns.view import IndexView
from docstore.errors import ApiError, IllegalArgumentError, IllegalStateError
from docstore.frozen import frozen
from docstore.mapping.field_type import FieldType
from docstore.mapping.java_text import java_string
from docstore.mapping.parameter import NO_LIMIT
from docstore.mapping.types.text import TextField
from docstore.query.fulltext.fuzziness import Fuzziness
from docstore.query.fulltext.near import BLENDED, Near
from docstore.query.fulltext.options import Form, Options
from docstore.query.fulltext.phrase import Phrase, Positions
from docstore.query.fulltext.phrase_graph import PhraseGraph
from docstore.query.fulltext.rewrite import Rewrite
from docstore.query.fulltext.synonyms import Synonyms
from docstore.query.kinds.bool import Bool
from docstore.query.kinds.match_all import MatchAll
from docstore.query.kinds.match_none import no_terms, refused, unmapped
from docstore.query.kinds.prefix import Prefix
from docstore.query.kinds.term import Term
from docstore.query.limits import MAX_CLAUSES, too_many_clauses
from docstore.query.query import Query
from docstore.query.targets import target_of
from docstore.query.targets.mapped import MappedTarget, StringTarget, TextTarget
from docstore.query.targets.target import refusal


class NothingLeft(Exception):
    """Analysis left no term."""


def text_query(view: IndexView, name: str, value: Any, options: Options) -> Query | None:
    """The query of a text on one field; None where nothing is left of it and the caller says what that means.

    :raises QueryShardError: an analyzer that the index has not, a query that the field cannot answer.
    """
    target = target_of(view, name)
    rewrite = BLENDED if options.fuzzy_rewrite is None else Rewrite.parse(options.fuzzy_rewrite, BLENDED)
    if target is None:
        return unmapped(name)
    if not isinstance(target, StringTarget):
        if options.analyzer is not None:
            _named(view, options.analyzer)
        if options.form is Form.PHRASE_PREFIX and isinstance(target, MappedTarget):
            return _no_phrase_prefix(name, target, lenient=options.lenient)
        return leniently(view, Term(name, value), lenient=options.lenient)
    reader = TextReader(view, name, target, options, rewrite)
    try:
        query = reader.read(value if type(value) is str else java_string(value))
        return leniently(view, query, lenient=True) if options.lenient else query
    except NothingLeft:
        if options.zero_terms_null:
            return None
        return MatchAll() if options.zero_terms_all else no_terms()


def _no_phrase_prefix(name: str, target: MappedTarget, *, lenient: bool) -> Query:
    error = IllegalArgumentError(
        f"Can only use phrase prefix queries on text fields - not on [{name}] which is of type [{target.field.type_name}]"
    )
    if not lenient:
        raise error
    return refused(name, error)


def search_analyzer(view: IndexView, field: FieldType, options: Options) -> Analyzer | None:
    """What cuts the text; None where it is one term as it is.

    :raises QueryShardError: the index has no analyzer of the name that the query gives.
    """
    quoted = options.form in (Form.PHRASE, Form.PHRASE_PREFIX)
    if options.analyzer is not None:
        return _named(view, options.analyzer)
    if isinstance(field, TextField):
        return field.analyzers.quote if quoted else field.analyzers.search
    if field.has("split_queries_on_whitespace"):
        return field.settings.analyzers.analyzer("whitespace")
    return None


def _named(view: IndexView, name: str) -> Analyzer:
    found = view.analyzers.analyzer(name)
    if found is None:
        raise refusal(view, f"[match] analyzer [{name}] not found")
    return found


def leniently(view: IndexView, query: Query, *, lenient: bool) -> Query:
    """A query that the field refuses matches nothing, where the request is lenient."""
    if lenient:
        try:
            query.bind(view)
        except ApiError as error:
            return refused(getattr(query, "field", ""), error)
    return query


@frozen
class TextReader:
    """One text on one field of strings."""

    view: IndexView
    name: str
    target: StringTarget
    options: Options
    rewrite: Rewrite = BLENDED

    def read(self, text: str) -> Query:
        """:raises NothingLeft: no term is left."""
        analyzer = search_analyzer(self.view, self.target.field.type, self.options)
        form = self.options.form
        if analyzer is None or analyzer.keeps_all:
            if form is Form.BOOLEAN_PREFIX:
                return Prefix(self.name, text)
            if form is not Form.PHRASE_PREFIX:
                return self._term(text)
        elif analyzer.plain and (form is Form.BOOLEAN or (form is Form.PHRASE and not self._has_shingles)):
            return self._placed(analyzer.slots(text))
        if analyzer is None:
            tokens = [Token(text, 0, len(text), 0)]
        else:
            tokens = analyzer.tokens(text) if form is Form.BOOLEAN_PREFIX else analyzer.placed(text)
            tokens = tokens if analyzer.graphs else [token.with_(token.term, length=1) for token in tokens]
        if not tokens:
            raise NothingLeft
        if len(tokens) > MAX_CLAUSES and form in (Form.BOOLEAN, Form.BOOLEAN_PREFIX):
            raise too_many_clauses()
        if form is Form.BOOLEAN:
            return self._boolean(tokens)
        if form is Form.BOOLEAN_PREFIX:
            return self._boolean(tokens, prefixed=tokens[-1].end == len(text))
        return self._phrase(tokens)

    @property
    def _has_shingles(self) -> bool:
        field = self.target.field.type
        return isinstance(field, TextField) and field.has_shingles and not self.options.slop

    def _placed(self, slots: Slots) -> Query:
        """Of terms that each have a position of their own."""
        positions = [(at, (term,)) for at, term in enumerate(slots) if term is not None]
        if not positions:
            raise NothingLeft
        if self.options.form is Form.PHRASE and len(positions) > 1:
            return self._in_order(tuple(positions))
        if len(positions) > MAX_CLAUSES:
            raise too_many_clauses()
        return self._together([self._term(term) for _, (term,) in positions])

    # single terms

    def _term(self, term: str) -> Query:
        if self.options.fuzziness is not None:
            return self._near(term, self.options.fuzziness)
        if isinstance(self.target, TextTarget):
            return Synonyms(self.name, (term,))
        return Term(self.name, term)

    def _near(self, term: str, fuzziness: Fuzziness) -> Query:
        options, edits = self.options, fuzziness.distance(term)
        term = self.target.normal(term)
        return Near(self.name, term, edits, options.prefix_length, options.max_expansions, options.transpositions, self.rewrite)

    def _same_place(self, tokens: Sequence[Token]) -> Query:
        terms = tuple(dict.fromkeys(token.term for token in tokens))
        return self._term(terms[0]) if len(terms) == 1 else Synonyms(self.name, terms)

    # several

    def _boolean(self, tokens: Sequence[Token], *, prefixed: bool = False) -> Query:
        """``prefixed``: the last is the beginning of a word, for nothing stands behind it."""
        segments = segments_of(tokens)
        clauses = [self._segment(segment) for segment in segments]
        if prefixed:
            if len(segments[-1]) == 1:
                clauses[-1] = Prefix(self.name, segments[-1][0].term)
            if len(clauses) == 1:
                return clauses[0]
        return self._together(clauses)

    def _together(self, clauses: list[Query]) -> Query:
        if len(clauses) == 1:
            only = clauses[0]
            return replace(only, minimum_should_match=self.options.minimum_should_match) if isinstance(only, Bool) else only
        if self.options.all_terms:
            return Bool(must=tuple(clauses))
        return Bool(should=tuple(clauses), minimum_should_match=self.options.minimum_should_match)

    def _segment(self, tokens: Sequence[Token]) -> Query:
        """What stands between two places that all ways pass."""
        if all(token.length == 1 for token in tokens):
            return self._same_place(tokens)
        ways = ways_of(tokens)
        return Bool(should=tuple(self._way(way) for way in ways)) if len(ways) > 1 else self._way(ways[0])

    def _way(self, way: Sequence[Token]) -> Query:
        if len(way) == 1:
            return self._same_place(way)
        if self.options.synonyms_phrase and isinstance(self.target, TextTarget):
            return self._in_order(tuple((at, (token.term,)) for at, token in enumerate(way)))
        return Bool(must=tuple(self._same_place([token]) for token in way))

    def _phrase(self, tokens: Sequence[Token]) -> Query:
        if (by_shingles := self._by_shingles(tokens)) is not None:
            return by_shingles
        expands = self.options.max_expansions if self.options.form is Form.PHRASE_PREFIX else None
        if any(token.length > 1 for token in tokens):
            return self._phrase_graph(tokens, expands)
        places: dict[int, list[str]] = {}
        for token in tokens:
            places.setdefault(token.position, []).append(token.term)
        if len(places) == 1 and expands is None:
            return self._same_place(tokens)
        return self._in_order(tuple((at, tuple(dict.fromkeys(terms))) for at, terms in places.items()), expands)

    def _phrase_graph(self, tokens: Sequence[Token], expands: int | None) -> Query:
        """Exactly, all ways at once, segment by segment; within a distance, each way is a phrase of its own."""
        if self.options.slop:
            phrases = [self._in_order(_positions(way), expands) for way in ways_of(tokens)]
            return phrases[0] if len(phrases) == 1 else Bool(should=tuple(phrases))
        segments = [[renumbered(way) for way in ways_of(segment)] for segment in segments_of(tokens)]
        positions = tuple((at, tuple(token.term for way in ways for token in way)) for at, ways in enumerate(segments))
        ways = tuple(tuple(tuple((token.position - way[0].position, token.term) for token in way) for way in ways) for ways in segments)
        graph = PhraseGraph(self.name, positions, 0, expands, segments=ways)
        return self._leniently(graph) if self.options.lenient else graph

    def _by_shingles(self, tokens: Sequence[Token]) -> Query | None:
        """An exact phrase, answered by the shingles that are indexed; their beginnings are all looked at."""
        field = self.target.field.type
        if not self._has_shingles or not isinstance(field, TextField):
            return None
        found = field.phrase(tokens, prefixed=self.options.form is Form.PHRASE_PREFIX)
        if found is None:
            return None
        path, shingles = found
        target = target_of(self.view, path)
        assert isinstance(target, StringTarget)
        return replace(self, name=path, target=target, options=replace(self.options, max_expansions=NO_LIMIT))._phrase(shingles)

    def _in_order(self, positions: Positions, expands: int | None = None) -> Query:
        if not isinstance(self.target, TextTarget) and expands is not None and len(positions) == 1:
            return _no_phrase_prefix(self.name, self.target, lenient=self.options.lenient)
        if not self.options.holes:
            positions = tuple((at, terms) for at, (_, terms) in enumerate(positions))
        phrase = Phrase(self.name, positions, self.options.slop, expands)
        return self._leniently(phrase) if self.options.lenient else phrase

    def _leniently(self, phrase: Phrase) -> Query:
        try:
            phrase.bind(self.view)
        except (IllegalArgumentError, IllegalStateError) as error:
            return refused(self.name, error)
        return phrase


def _positions(way: Sequence[Token]) -> Positions:
    return tuple((token.position, (token.term,)) for token in renumbered(way))


def segments_of(tokens: Sequence[Token]) -> list[list[Token]]:
    """The tokens between places that every way through the graph passes (articulation points)."""
    ordered = sorted(tokens, key=lambda token: token.position)
    segments: list[list[Token]] = []
    reach = -1
    for token in ordered:
        if token.position >= reach or not segments:
            segments.append([token])
        else:
            segments[-1].append(token)
        reach = max(reach, token.position + token.length)
    return segments


def ways_of(tokens: Sequence[Token]) -> list[list[Token]]:
    """All ways through a graph of tokens, a hole stepped over.

    :raises TooManyClausesError: there are too many.
    """
    starts = sorted({token.position for token in tokens})
    by_start = {start: [token for token in tokens if token.position == start] for start in starts}
    ways: list[list[Token]] = []
    pending: list[list[Token]] = [[token] for token in reversed(by_start[starts[0]])]
    while pending:
        way = pending.pop()
        end = way[-1].position + way[-1].length
        following = next((start for start in starts if start >= end), None)
        if following is None:
            ways.append(way)
        else:
            pending += [[*way, token] for token in reversed(by_start[following])]
        if len(ways) + len(pending) > MAX_CLAUSES:
            raise too_many_clauses()
    return ways


def renumbered(way: Sequence[Token]) -> list[Token]:
    """The tokens of a way, each a place behind the last, holes kept."""
    made, place = [], 0
    for before, token in zip([None, *way], way, strict=False):
        if before is not None:
            place += 1 + max(token.position - before.position - before.length, 0)
        made.append(token.with_(token.term, position=place))
    return made
