"""How the words of a query string become queries: what both of its languages can be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from docstore.analysis.analyzer import Analyzer
from docstore.columns.view import IndexView
from docstore.query.fulltext.fields import weighted
from docstore.query.fulltext.fuzziness import AUTO, Fuzziness
from docstore.query.fulltext.near import Near
from docstore.query.fulltext.synonyms import Synonyms
from docstore.query.fulltext.text import leniently
from docstore.query.kinds.bool import Bool
from docstore.query.kinds.dis_max import DisMax
from docstore.query.kinds.match_none import unmapped
from docstore.query.kinds.multi_match import Kind
from docstore.query.kinds.prefix import Prefix
from docstore.query.patterns.automaton import DEFAULT_LIMIT
from docstore.query.query import Query
from docstore.query.targets import target_of
from docstore.query.targets.mapped import StringTarget, TextTarget
from docstore.query.targets.target import refusal


@dataclass(frozen=True, slots=True)
class Settings:
    """The parameters; the defaults are those of ``query_string``."""

    all_terms: bool = False
    analyzer: str | None = None
    quote_analyzer: str | None = None
    quote_field_suffix: str | None = None
    allow_leading_wildcard: bool = True
    analyze_wildcard: bool = False
    lenient: bool = False
    phrase_slop: int = 0
    fuzziness: Fuzziness = field(default=AUTO)
    prefix_length: int = 0
    max_expansions: int = 50
    transpositions: bool = True
    rewrite: str | None = None
    kind: Kind = Kind.BEST_FIELDS
    tie_breaker: float | None = None
    time_zone: str | None = None
    most_states: int = DEFAULT_LIMIT
    synonyms_phrase: bool = True
    holes: bool = True

    @property
    def tie(self) -> float:
        """The share of the fields that are not the best."""
        return self.kind.tie_breaker if self.tie_breaker is None else self.tie_breaker


def in_each(fields: Mapping[str, float], tie: float, make: Callable[[str], Query | None]) -> Query | None:
    """A query on each of several fields, of which the best counts; None where nothing is left of it."""
    made = [(make(name), weight) for name, weight in fields.items()]
    queries = [weighted(query, weight) for query, weight in made if query is not None]
    if not fields:
        return unmapped()
    if not queries:
        return None
    return queries[0] if len(queries) == 1 else DisMax(tuple(queries), tie)


def named_analyzer(view: IndexView, name: str | None, kind: str, parameter: str = "analyzer") -> Analyzer | None:
    """An analyzer of the index.

    :raises QueryShardError: it has none of this name.
    """
    if name is None:
        return None
    found = view.analyzers.analyzer(name)
    if found is None:
        raise refusal(view, f"[{kind}] {parameter} [{name}] not found")
    return found


@dataclass(frozen=True, slots=True)
class Terms:
    """Single terms, and beginnings of them, on one field at a time: normalized as the field's values are."""

    view: IndexView
    settings: Settings
    analyzer: Analyzer | None = None
    """Instead of the fields' own."""

    def normal(self, name: str, text: str) -> str:
        """A text as one term of a field."""
        target = target_of(self.view, name)
        if self.analyzer is not None:
            return self.analyzer.normalized(text)
        if isinstance(target, TextTarget):
            own = search_analyzer_of(target)
            return text if own is None else own.normalized(text)
        return target.normal(text) if isinstance(target, StringTarget) and type(target) is StringTarget else text

    def near(self, name: str, text: str, edits: int) -> Query:
        """Terms that differ a little."""
        target = target_of(self.view, name)
        if target is None:
            return unmapped(name)
        settings, term = self.settings, self.normal(name, text)
        query = Near(name, term, edits, settings.prefix_length, settings.max_expansions, settings.transpositions)
        return leniently(self.view, query, lenient=settings.lenient)

    def beginning(self, name: str, text: str) -> Query | None:
        """Terms that begin so; with ``analyze_wildcard`` all terms of the text, the last as a beginning."""
        target = target_of(self.view, name)
        if target is None:
            return unmapped(name)
        if isinstance(target, TextTarget) and self.settings.analyze_wildcard:
            return self._analyzed(name, target, text)
        term = self.normal(name, text) if isinstance(target, TextTarget) else text
        return leniently(self.view, self._prefix(name, term), lenient=self.settings.lenient)

    def _prefix(self, name: str, term: str) -> Prefix:
        return Prefix(name, term, rewrite=self.settings.rewrite)

    def _analyzed(self, name: str, target: TextTarget, text: str) -> Query | None:
        analyzer = self.analyzer or search_analyzer_of(target)
        places: dict[int, list[str]] = {}
        for token in analyzer.tokens(text) if analyzer is not None else ():
            places.setdefault(token.position, []).append(token.term)
        clauses: list[Query] = []
        for place, terms in places.items():
            if place != max(places):
                clauses.append(Synonyms(name, tuple(terms)))
            elif len(terms) == 1:
                clauses.append(self._prefix(name, terms[0]))
            else:
                clauses.append(Bool(should=tuple(self._prefix(name, term) for term in terms)))
        if len(clauses) < 2:
            return clauses[0] if clauses else None
        return Bool(must=tuple(clauses)) if self.settings.all_terms else Bool(should=tuple(clauses))


def search_analyzer_of(target: TextTarget) -> Analyzer | None:
    """What cuts the texts of queries on a field."""
    analyzers = getattr(target.field.type, "analyzers", None)
    return None if analyzers is None else analyzers.search
