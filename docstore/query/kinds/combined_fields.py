"""``combined_fields``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from docstore.analysis.token import Token
from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError
from docstore.frozen import frozen
from docstore.query.fulltext.clause import Rewriting
from docstore.query.fulltext.combined import Combined
from docstore.query.fulltext.fields import Weights, resolved, weighted, weights_of
from docstore.query.fulltext.options import Options
from docstore.query.fulltext.phrase import Phrase, Positions
from docstore.query.fulltext.text import NothingLeft, TextReader
from docstore.query.fulltext.wire import operator
from docstore.query.kinds.bool import Bool
from docstore.query.kinds.match_all import MatchAll
from docstore.query.kinds.match_none import no_terms, unmapped
from docstore.query.query import Json, Query
from docstore.query.registry import query
from docstore.query.targets import target_of
from docstore.query.targets.mapped import TextTarget
from docstore.query.wire import Declared, boolean, declared, text, text_or_null, with_standard_keys

_STRING = frozenset({"VALUE_STRING"})
_TEXTS = frozenset({"text", "match_only_text"})


def _fields(value: Any) -> tuple[tuple[str, float], ...]:
    fields = weights_of(value if isinstance(value, list) else [value])
    if any(weight < 1 for weight in fields.values()):
        raise IllegalArgumentError("[combined_fields] requires field boosts to be >= 1.0")
    return tuple(fields.items())


def _zero_terms(value: Any) -> bool:
    if value.lower() not in ("none", "all"):
        raise IllegalArgumentError(f"Unsupported [zero_terms_query] value [{value}]")
    return bool(value.lower() == "all")


_KEYS = {
    "query": Declared(_STRING, text),
    "fields": Declared(_STRING | {"START_ARRAY"}, _fields),
    "operator": Declared(_STRING, operator),
    "minimum_should_match": Declared(frozenset({"VALUE_NUMBER", "VALUE_STRING", "VALUE_NULL"}), text_or_null),
    "auto_generate_synonyms_phrase_query": Declared(frozenset({"VALUE_BOOLEAN", "VALUE_STRING"}), boolean),
    "zero_terms_query": Declared(_STRING, _zero_terms),
}


@query("combined_fields")
@dataclass(frozen=True, slots=True)
class CombinedFields(Rewriting):
    """Documents of which several texts, read as if they were one, hold terms of a text."""

    value: str
    fields: tuple[tuple[str, float], ...] = ()
    all_terms: bool = False
    minimum_should_match: str | None = None
    synonyms_phrase: bool = True
    zero_terms_all: bool = False
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"query": "a b", "fields": ["title^2", "body"]}`` (``CombinedFieldsQueryBuilder.PARSER``)."""
        found = declared("combined_fields", body, with_standard_keys("combined_fields", body, _KEYS))
        if "query" not in found:
            raise IllegalArgumentError("Required [query]")
        return cls(
            found["query"],
            found.get("fields", ()),
            found.get("operator", False),
            found.get("minimum_should_match"),
            found.get("auto_generate_synonyms_phrase_query", True),
            found.get("zero_terms_query", False),
            found.get("boost", 1.0),
            found.get("_name"),
        )

    def rewritten(self, view: IndexView) -> Query:
        """The terms, any or all.

        :raises IllegalArgumentError: fields that do not go together.
        """
        if not self.fields:
            raise IllegalArgumentError("In [combined_fields] query, at least one field must be provided")
        weights = resolved(view, dict(self.fields))
        if not weights:
            return unmapped(*dict(self.fields))
        target = _checked(view, weights)
        options = Options(
            all_terms=self.all_terms, minimum_should_match=self.minimum_should_match, synonyms_phrase=self.synonyms_phrase
        )
        try:
            return _CombinedReader(view, target.name, target, options, weights=tuple(weights.items())).read(self.value)
        except NothingLeft:
            return MatchAll() if self.zero_terms_all else no_terms()


def _checked(view: IndexView, weights: Weights) -> TextTarget:
    """One of the fields, of which each is a text that is cut as the others are."""
    targets = [target for name in weights if (target := target_of(view, name)) is not None]
    found: list[TextTarget] = []
    for target in targets:
        if isinstance(target, TextTarget) and target.field.type.values.get("similarity") is not None:
            raise IllegalArgumentError("[combined_fields] queries cannot be used with per-field similarities")
    for target in targets:
        if not isinstance(target, TextTarget) or target.type_name not in _TEXTS:
            raise IllegalArgumentError(f"Field [{target.name}] of type [{target.type_name}] does not support [combined_fields] queries")
        found.append(target)
        if _analyzer(target) is not _analyzer(found[0]):
            raise IllegalArgumentError("All fields in [combined_fields] query must have the same search analyzer")
    if len({target.dictionary("combined_fields").norms for target in found}) > 1:
        raise IllegalArgumentError(
            "CombinedFieldQuery requires norms to be consistent across fields: some fields cannot  have norms enabled, while others"
            " have norms disabled"
        )
    return found[0]


def _analyzer(target: TextTarget) -> object:
    analyzers = getattr(target.field.type, "analyzers", None)
    return None if analyzers is None else analyzers.search


@frozen
class _CombinedReader(TextReader):
    """A text on fields that are one."""

    weights: tuple[tuple[str, float], ...] = ()

    def _term(self, term: str) -> Query:
        return Combined(self.weights, (term,))

    def _same_place(self, tokens: Sequence[Token]) -> Query:
        return Combined(self.weights, tuple(dict.fromkeys(token.term for token in tokens)))

    def _in_order(self, positions: Positions, expands: int | None = None) -> Query:
        return Bool(should=tuple(weighted(Phrase(name, positions), weight) for name, weight in self.weights))
