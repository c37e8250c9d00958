"""The values of a field as bytes, which is how a hash sees them (``LeafFieldData.getBytesValues``)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from docstore.columns.column import Column
from docstore.columns.fields import Field
from docstore.columns.keyword_column import KeywordColumn
from docstore.columns.rows import Ints, SingleRows
from docstore.mapping.java_text import java_double
from docstore.query.numbers import numeric

_MILLI = 1_000_000

_TERMS: dict[str, Callable[[str], bytes]] = {"ip": bytes.fromhex, "version": lambda term: term.encode("latin-1")}
"""Of terms that are no UTF-8, by the type of the field."""

_TEXTS: dict[str, Callable[[Any], str]] = {
    "date_nanos": lambda value: str(value // _MILLI),
    "unsigned_long": lambda value: java_double(float(value)),
}
"""Of numbers that are not written as they are."""


def first_bytes(field: Field, column: Column, ordinals: Ints) -> tuple[list[bytes], Ints]:
    """The first value of each ordinal by its bytes, equal ones once, and which of them it is; anything where there is none.

    So -1 comes before -3, and 10 before 9: they are texts.
    """
    if isinstance(column, KeywordColumn):
        codes, places = np.unique(column.rows.least(column.codes)[ordinals], return_inverse=True)
        encode = _TERMS.get(field.type_name, _utf8)
        return [encode(column.terms[code]) if column.terms else b"" for code in codes.tolist()], places
    found = numeric(column)
    write = _TEXTS.get(field.type_name, str if found.values.dtype == np.int64 else java_double)

    def texts(values: Ints) -> list[bytes]:
        return [write(field.type.from_column(value)).encode() for value in values.tolist()]

    if isinstance(found.rows, SingleRows) or not len(found.values):
        distinct, places = np.unique(found.rows.least(found.values)[ordinals], return_inverse=True)
        return texts(distinct), places
    distinct, codes = np.unique(found.values, return_inverse=True)
    written = texts(distinct)
    ascending = sorted(range(len(written)), key=written.__getitem__)
    ranks = np.empty(len(ascending), dtype=np.int64)
    ranks[ascending] = np.arange(len(ascending))
    chosen, places = np.unique(found.rows.least(ranks[codes])[ordinals], return_inverse=True)
    return [written[ascending[rank]] for rank in chosen.tolist()], places


def _utf8(term: str) -> bytes:
    return term.encode("utf-8", "surrogatepass")
