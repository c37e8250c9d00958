"""``multi_match``."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import Any, Self

from docstore.columns.view import IndexView
from docstore.errors import ElasticsearchParseError, ParsingError
from docstore.frozen import frozen
from docstore.mapping.java_text import java_string
from docstore.query.fulltext.clause import Rewriting
from docstore.query.fulltext.cross import cross_fields
from docstore.query.fulltext.fields import Weights, checked_weights, default_weights, means_all, resolved, weighted, weights_of
from docstore.query.fulltext.options import Form, Options, gathered
from docstore.query.fulltext.rewrite import CONSTANT, Rewrite
from docstore.query.fulltext.text import text_query
from docstore.query.fulltext.wire import BOOLEAN, COMMON, FUZZY, LENIENT, integer, read_keys
from docstore.query.kinds.dis_max import DisMax
from docstore.query.kinds.match_none import no_terms, unmapped
from docstore.query.query import Json, LeafCounter, Query
from docstore.query.registry import query
from docstore.query.targets.target import refusal
from docstore.query.wire import Readers, checked_boost, is_scalar, number, text, text_or_null, unsupported


class Kind(Enum):
    """How the fields go together (``MultiMatchQueryBuilder.Type``)."""

    BEST_FIELDS = "best_fields"
    MOST_FIELDS = "most_fields"
    CROSS_FIELDS = "cross_fields"
    PHRASE = "phrase"
    PHRASE_PREFIX = "phrase_prefix"
    BOOL_PREFIX = "bool_prefix"

    @property
    def form(self) -> Form:
        """What is made of the text in one field."""
        return _FORMS.get(self, Form.BOOLEAN)

    @property
    def tie_breaker(self) -> float:
        """The share of the fields that are not the best."""
        return 1.0 if self in (Kind.MOST_FIELDS, Kind.BOOL_PREFIX) else 0.0


_FORMS = {Kind.PHRASE: Form.PHRASE, Kind.PHRASE_PREFIX: Form.PHRASE_PREFIX, Kind.BOOL_PREFIX: Form.BOOLEAN_PREFIX}
_NO_FUZZINESS = (Kind.CROSS_FIELDS, Kind.PHRASE, Kind.PHRASE_PREFIX)


def kind_of(value: Any) -> Kind:
    """:raises ElasticsearchParseError: there is no such type."""
    name = text(value)
    try:
        return Kind(name)
    except ValueError:
        raise ElasticsearchParseError(f"failed to parse [multi_match] query type [{name}]. unknown type.") from None


_KEYS: Readers = {
    **COMMON,
    **FUZZY,
    **BOOLEAN,
    **LENIENT,
    "type": ("type", kind_of),
    "slop": ("slop", integer),
    "minimum_should_match": ("minimum_should_match", text_or_null),
    "tie_breaker": ("tie_breaker", number),
}


@query("multi_match")
@frozen
class MultiMatch(Rewriting):
    """Documents of which several fields hold terms of a text."""

    value: Any
    fields: tuple[tuple[str, float], ...] = ()
    type: Kind = Kind.BEST_FIELDS
    tie_breaker: float | None = None
    options: Options = Options()
    is_lenient: bool | None = None
    """As it was said; else it is lenient where all fields are meant."""

    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"query": "a b", "fields": ["title^3", "*_name"], "type": "best_fields"}`` (``MultiMatchQueryBuilder.fromXContent``).

        :raises ParsingError: no text, an unknown key, something that the type does not go with.
        """
        fields: Weights = {}
        if (given := body.get("fields")) is not None:
            if not (isinstance(given, list) or is_scalar(given)):
                raise unsupported("multi_match", "fields")
            fields = weights_of(given if isinstance(given, list) else [given])
        found = read_keys("multi_match", {key: value for key, value in body.items() if key != "fields"}, _KEYS)
        made = cls(fields=tuple(fields.items()), is_lenient=found.get("lenient"), **gathered({"value": None, **found}))
        if made.value is None:
            raise ParsingError("No text specified for multi_match query")
        checked_weights("multi_match", fields, made.value)
        if made.options.fuzziness is not None and made.type in _NO_FUZZINESS:
            raise ParsingError(f"Fuzziness not allowed for type [{made.type.value}]")
        if made.options.slop and made.type is Kind.BOOL_PREFIX:
            raise ParsingError(f"[slop] not allowed for type [{made.type.value}]")
        checked_boost(made.boost, "multi_match", body)
        return made

    def rewritten(self, view: IndexView) -> Query:
        """A query for each field, of which the best counts."""
        analyzer = self.options.analyzer
        if analyzer is not None and view.analyzers.analyzer(analyzer) is None:
            raise refusal(view, f"[multi_match] analyzer [{analyzer}] not found")
        Rewrite.parse(self.options.fuzzy_rewrite, CONSTANT)
        weights = dict(self.fields) or default_weights(view)
        options = self.options if self.is_lenient is not None else replace(self.options, lenient=means_all(weights))
        return in_fields(view, resolved(view, weights), self.value, self.type, options, self.tie_breaker) or no_terms()


def in_fields(
    view: IndexView, weights: Weights, value: Any, kind: Kind, options: Options, tie_breaker: float | None = None
) -> Query | None:
    """A text in several fields (``MultiMatchQueryParser.parse``); None where nothing is left of it and the options say so."""
    tie = kind.tie_breaker if tie_breaker is None else tie_breaker
    options = replace(options, form=kind.form)
    if not weights:
        return unmapped()
    if kind is Kind.CROSS_FIELDS:
        queries = cross_fields(view, weights, java_string(value), options, tie)
    else:
        queries, counter = [], LeafCounter()
        for name, weight in weights.items():
            found = text_query(view, name, value, options)
            if found is not None:
                counter.add(found)
                queries.append(weighted(found, weight))
    if not queries:
        return None
    return queries[0] if len(queries) == 1 else DisMax(tuple(queries), tie)
