"""``simple_query_string``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Self

from docstore.columns.view import IndexView
from docstore.errors import ParsingError
from docstore.query.fulltext.clause import Rewriting
from docstore.query.fulltext.fields import default_weights, means_all, resolved
from docstore.query.fulltext.options import Options
from docstore.query.kinds.multi_match import Kind, in_fields
from docstore.query.query import Json, Query
from docstore.query.query_strings.settings import Settings, Terms, in_each, named_analyzer
from docstore.query.query_strings.simple import Flag, Makers, SimpleParser
from docstore.query.query_strings.wire import COMMON, read, with_minimum
from docstore.query.registry import query
from docstore.query.wire import Readers, text


def _flags(value: Any) -> Flag:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Flag.ALL if value < 0 else Flag(int(value) & Flag.ALL)
    return Flag.parse(text(value))


_KEYS: Readers = {**COMMON, "flags": ("flags", _flags)}


def _unknown(key: str) -> ParsingError:
    return ParsingError(f"[simple_query_string] unsupported field [{key}]")


@query("simple_query_string")
@dataclass(frozen=True, slots=True)
class SimpleQueryString(Rewriting):
    """Documents that match a text in a little query language, in which nothing is wrong."""

    value: str
    fields: tuple[tuple[str, float], ...] = ()
    analyzer: str | None = None
    all_terms: bool = False
    flags: Flag = Flag.ALL
    lenient: bool | None = None
    analyze_wildcard: bool = False
    minimum_should_match: str | None = None
    quote_field_suffix: str | None = None
    synonyms_phrase: bool = True
    prefix_length: int = 0
    max_expansions: int = 50
    transpositions: bool = True
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"query": "a + b* | \\"c d\\"~2", "fields": ["x^2"]}`` (``SimpleQueryStringBuilder.fromXContent``).

        :raises ParsingError: no query, an unknown key.
        """
        return cls(**read("simple_query_string", body, _KEYS, unknown=_unknown, missing="query text missing"))

    def rewritten(self, view: IndexView) -> Query:
        """The queries that the text means on this index."""
        weights = dict(self.fields) or default_weights(view)
        lenient = means_all(weights) if self.lenient is None else self.lenient
        fields = resolved(view, weights)
        analyzer = named_analyzer(view, self.analyzer, "simple_query_string")
        quoted = fields if self.quote_field_suffix is None else resolved(view, fields, self.quote_field_suffix)
        settings = Settings(
            self.all_terms,
            analyze_wildcard=self.analyze_wildcard,
            lenient=lenient,
            prefix_length=self.prefix_length,
            max_expansions=self.max_expansions,
            transpositions=self.transpositions,
        )
        terms = Terms(view, settings, analyzer)
        options = Options(
            all_terms=self.all_terms,
            analyzer=self.analyzer,
            zero_terms_null=True,
            lenient=lenient,
            synonyms_phrase=self.synonyms_phrase,
        )
        makers = Makers(
            lambda word: in_fields(view, fields, word, Kind.MOST_FIELDS, options),
            lambda word: in_each(fields, 1.0, partial(terms.beginning, text=word)),
            lambda word, edits: in_each(fields, 1.0, partial(terms.near, text=word, edits=edits)),
            lambda words, slop: in_fields(view, quoted, words, Kind.PHRASE, replace(options, slop=slop)),
        )
        found = SimpleParser(self.value, self.flags, "must" if self.all_terms else "should", makers).parse()
        return with_minimum(found, self.minimum_should_match)
