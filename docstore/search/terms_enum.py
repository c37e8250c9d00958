"""``_terms_enum``: the terms of a field that begin so, for suggestions while somebody types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from docstore.columns.dictionary import Terms
from docstore.columns.fields import Field
from docstore.columns.keyword_column import KeywordColumn
from docstore.columns.unique import unique
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.mapping.field_type import FieldType
from docstore.mapping.types.flattened import FlattenedKey
from docstore.query.strings import ascii_lower

_TYPES = frozenset({"keyword", "constant_keyword", "version", "ip"})
"""Types of fields that can be looked up quickly; others have no terms here (``MappedFieldType.getTerms``)."""

_VARIANTS = 64
"""A beginning that is written in more ways is looked for in all terms."""


@dataclass(frozen=True, slots=True)
class TermsEnum:
    """What is asked for."""

    field: str
    string: str = ""
    after: str | None = None
    ignore_case: bool = False

    def of(self, view: IndexView) -> Iterator[str]:
        """The terms of one index, in no order that matters."""
        field = view.field(self.field)
        if field is None or not (field.type_name in _TYPES or isinstance(field.type, FlattenedKey)):
            return
        wanted = ascii_lower(self.string) if self.ignore_case else self.string
        for term in self._terms(view, field):
            begins = (ascii_lower(term) if self.ignore_case else term).startswith(wanted)
            if begins and (self.after is None or term > self.after):
                yield term

    def _terms(self, view: IndexView, field: Field) -> list[str]:
        """Those in use; where the column has them as they are shown, only those that begin so."""
        if field.type.constant is not None:
            return [str(field.type.constant)]
        if not (field.indexed or field.doc_values):
            return []
        column = view.column(view.need(Want(field)))
        if not isinstance(column, KeywordColumn):
            return []
        codes = column.rows.flat(column.codes)
        if type(field.type).from_column is FieldType.from_column and (ways := self._ways(column.terms)) is not None:
            spans = [(codes >= low) & (codes < high) for low, high in map(column.terms.beginning, ways)]
            codes = codes[np.logical_or.reduce(spans)] if spans else codes[:0]
        return [str(field.type.from_column(column.terms[code])) for code in unique(codes).tolist()]

    def _ways(self, terms: Terms) -> list[str] | None:
        return terms.beginnings(self.string, _VARIANTS) if self.ignore_case else [self.string]
