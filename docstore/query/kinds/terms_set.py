"""``terms_set``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from docstore.columns.rows import Mask
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.errors import IllegalArgumentError, IllegalStateError, NotImplementedByDocstoreError, ParsingError
from docstore.mapping.field_type import ColumnKind
from docstore.query.kinds.term import Term
from docstore.query.limits import MAX_CLAUSES, too_many_clauses
from docstore.query.marks import Mark, Where
from docstore.query.matcher import Matcher, MatchesNone, Remembered
from docstore.query.minimum_should_match import minimum_should_match
from docstore.query.numbers import numeric
from docstore.query.query import Json, Query
from docstore.query.registry import query
from docstore.query.scorer import NO_BOOST, Boost, Scored, Sum, Uniform
from docstore.query.targets.target import refusal
from docstore.query.wire import checked_boost, checked_field, is_scalar, number, scalar, text, token_of, unsupported

_SCALARS = {
    "minimum_should_match_field": ("count_field", text),
    "minimum_should_match": ("minimum_should_match", text),
    "boost": ("boost", number),
    "_name": ("name", text),
}


@query("terms_set")
@dataclass(frozen=True, slots=True)
class TermsSet(Query):
    """Documents whose field holds at least so many of these values; each document says how many."""

    field: str
    terms: tuple[Any, ...] = ()
    count_field: str | None = None
    minimum_should_match: str | None = None
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"f": {"terms": ["a", "b"], "minimum_should_match_field": "n"}}`` (``TermsSetQueryBuilder.fromXContent``).

        :raises NotImplementedByDocstoreError: a script says how many.
        """
        if not body:
            raise ParsingError("[terms_set] unknown token [END_OBJECT]")
        (field, inner), *more = body.items()
        if not isinstance(inner, dict):
            raise ParsingError(f"[terms_set] unknown token [{token_of(inner)}]")
        if more:
            raise ParsingError("[terms_set] unknown token [FIELD_NAME]")
        found: Json = {}
        for key, value in inner.items():
            if isinstance(value, list) and key == "terms":
                found["terms"] = tuple(map(scalar, value))
            elif key == "minimum_should_match_script":
                raise NotImplementedByDocstoreError("[minimum_should_match_script] is not supported: docstore does not support scripts")
            elif not is_scalar(value) or key not in _SCALARS:
                raise unsupported("terms_set", key)
            else:
                attribute, read = _SCALARS[key]
                found[attribute] = read(value)
        if "terms" not in found:
            raise IllegalArgumentError("No terms are specified")
        checked_boost(found.get("boost", 1.0), "terms_set", body)
        return cls(checked_field(field), **found)

    def bind(self, view: IndexView) -> Matcher:
        """The matcher alone."""
        return self.bind_scored(view).matcher

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """The sum of the terms that a document has.

        :raises QueryShardError: nothing says how many must match, or a field that is not there.
        """
        boost = self.boosted(boost)
        if not self.terms:
            return Scored(MatchesNone(view), Uniform(boost, "MatchNoDocsQuery"))
        if len(self.terms) > MAX_CLAUSES:
            raise too_many_clauses()
        scored = [Term(self.field, term).bind_scored(view, boost) for term in self.terms]
        parts = [Scored(Remembered(each.matcher), each.scorer) for each in scored if not isinstance(each.matcher, MatchesNone)]
        matcher = Covering(view, tuple(part.matcher for part in parts), self._needed(view))
        return Scored(matcher, Sum((), parts))

    def _needed(self, view: IndexView) -> Want | int:
        if self.count_field is None and self.minimum_should_match is not None:
            return minimum_should_match(len(self.terms), self.minimum_should_match)
        if self.count_field is None:
            raise IllegalStateError("No minimum should match has been specified")
        field = view.field(self.count_field)
        if field is None:
            raise refusal(view, f"failed to find minimum_should_match field [{self.count_field}]")
        if field.type.column not in (ColumnKind.INTEGER, ColumnKind.FLOAT):
            raise IllegalArgumentError(f"minimum_should_match_field [{self.count_field}] of type [{field.type_name}] is no number")
        return view.need(Want(field))

    @property
    def text(self) -> str:
        """As Lucene writes it."""
        return f"CoveringQuery({self.field}:{' '.join(map(str, self.terms))})"


@dataclass(frozen=True, slots=True)
class Covering(Matcher):
    """Documents that match as many parts as a number says: one for all, or the least of a column."""

    view: IndexView
    parts: tuple[Matcher, ...]
    needed: Want | int

    def run(self) -> Mask:
        """A document without the number does not match, and at least one part must."""
        hits = np.zeros(self.view.count, dtype=np.int64)
        for part in self.parts:
            hits += part.run()
        if isinstance(self.needed, int):
            return hits >= max(self.needed, 1)
        column = numeric(self.view.column(self.needed))
        enough: Mask = hits >= np.maximum(column.rows.least(column.values).astype(np.int64), 1)
        return enough & column.exists()

    def marks(self) -> Sequence[Mark]:
        """Those of all parts, in the documents that match."""
        return [Where(self, [mark for part in self.parts for mark in part.marks()])]
