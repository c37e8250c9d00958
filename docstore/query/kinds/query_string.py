"""``query_string``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, Self

from docstore.columns.view import IndexView
from docstore.errors import ParsingError, QueryTextError, QueryValidationError
from docstore.mapping.dates.zone import zone_of
from docstore.query.fulltext.clause import Rewriting
from docstore.query.fulltext.fields import default_weights, means_all, resolved
from docstore.query.fulltext.fuzziness import AUTO, Fuzziness
from docstore.query.fulltext.rewrite import CONSTANT, Rewrite
from docstore.query.fulltext.wire import integer
from docstore.query.kinds.match_none import no_terms
from docstore.query.kinds.multi_match import Kind, kind_of
from docstore.query.patterns.automaton import DEFAULT_LIMIT
from docstore.query.query import Json, Query
from docstore.query.query_strings.builder import Builder
from docstore.query.query_strings.grammar import parse
from docstore.query.query_strings.settings import Settings
from docstore.query.query_strings.tokens import QuerySyntaxError, escape
from docstore.query.query_strings.wire import COMMON, read, with_minimum
from docstore.query.registry import query
from docstore.query.targets.target import refusal
from docstore.query.wire import Readers, boolean, number, text, text_or_null, unsupported

Fields = tuple[tuple[str, float], ...]


def _time_zone(value: Any) -> str:
    name = text(value)
    try:
        zone_of(name)
    except ValueError:
        raise ParsingError(f"[query_string] time_zone [{name}] is unknown") from None
    return name


_KEYS: Readers = {
    **COMMON,
    "default_field": ("default_field", text),
    "quote_analyzer": ("quote_analyzer", text),
    "allow_leading_wildcard": ("allow_leading_wildcard", boolean),
    "max_determinized_states": ("most_states", integer),
    "enable_position_increments": ("holes", boolean),
    "escape": ("escape", boolean),
    "fuzzy_rewrite": ("fuzzy_rewrite", text_or_null),
    "phrase_slop": ("phrase_slop", integer),
    "fuzziness": ("fuzziness", Fuzziness.parse),
    "type": ("type", kind_of),
    "tie_breaker": ("tie_breaker", number),
    "rewrite": ("rewrite", text_or_null),
    "time_zone": ("time_zone", _time_zone),
}


@query("query_string")
@dataclass(frozen=True, slots=True)
class QueryString(Rewriting):
    """Documents that match a text in Lucene's query language."""

    value: str
    default_field: str | None = None
    fields: Fields = ()
    all_terms: bool = False
    analyzer: str | None = None
    quote_analyzer: str | None = None
    allow_leading_wildcard: bool = True
    most_states: int = DEFAULT_LIMIT
    holes: bool = True
    escape: bool = False
    prefix_length: int = 0
    max_expansions: int = 50
    fuzzy_rewrite: str | None = None
    phrase_slop: int = 0
    fuzziness: Fuzziness = AUTO
    type: Kind = Kind.BEST_FIELDS
    tie_breaker: float | None = None
    analyze_wildcard: bool = False
    rewrite: str | None = None
    minimum_should_match: str | None = None
    quote_field_suffix: str | None = None
    lenient: bool | None = None
    time_zone: str | None = None
    synonyms_phrase: bool = True
    transpositions: bool = True
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"query": "title:(a OR b) AND c*", "fields": ["x^2"]}`` (``QueryStringQueryBuilder.fromXContent``).

        :raises ParsingError: no query, an unknown key.
        """
        unknown = partial(unsupported, "query_string")
        return cls(**read("query_string", body, _KEYS, unknown=unknown, missing="must be provided with a [query]"))

    def rewritten(self, view: IndexView) -> Query:
        """The queries that the text means on this index.

        :raises QueryShardError: it means none.
        """
        if self.fields and self.default_field is not None:
            problem = QueryValidationError("cannot use [fields] parameter in conjunction with [default_field]")
            raise refusal(view, f"failed to create query: {problem.reason}", problem)
        builder = self._builder(view)
        for name in (self.rewrite, self.fuzzy_rewrite):
            Rewrite.parse(name, CONSTANT)
        if not self.value.strip():
            return no_terms()
        try:
            found = builder.build(parse(escape(self.value) if self.escape else self.value, builder.default))
        except QuerySyntaxError as error:
            cause = QueryTextError(f"Cannot parse '{self.value}': {error}")
            raise refusal(view, f"Failed to parse query [{self.value}]", cause) from None
        return with_minimum(found, self.minimum_should_match)

    def _builder(self, view: IndexView) -> Builder:
        """Which fields are meant where none is named, and whether all of them are, which makes the query lenient."""
        default, weights = self.default_field, dict(self.fields)
        if default is None and not weights:
            weights = default_weights(view)
            if means_all(weights):
                default = "*"
        elif default is not None:
            weights = {default: 1.0}
        lenient = view.limits.lenient if self.lenient is None else self.lenient
        if self.lenient is None and means_all(weights):
            lenient = True
        settings = Settings(
            self.all_terms,
            self.analyzer,
            self.quote_analyzer,
            self.quote_field_suffix,
            self.allow_leading_wildcard,
            self.analyze_wildcard,
            lenient,
            self.phrase_slop,
            self.fuzziness,
            self.prefix_length,
            self.max_expansions,
            self.transpositions,
            self.rewrite,
            self.type,
            self.tie_breaker,
            self.time_zone,
            self.most_states,
            self.synonyms_phrase,
            self.holes,
        )
        return Builder(view, settings, default, resolved(view, weights))
