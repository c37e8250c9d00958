"""``fuzzy``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from docstore.columns.view import IndexView
from docstore.mapping.java_text import java_string
from docstore.query.fulltext.clause import Rewriting
from docstore.query.fulltext.fuzziness import AUTO, Fuzziness
from docstore.query.fulltext.near import BLENDED, Near
from docstore.query.fulltext.rewrite import Rewrite
from docstore.query.fulltext.wire import integer
from docstore.query.kinds.match_none import unmapped
from docstore.query.query import Json, Query
from docstore.query.registry import query
from docstore.query.targets import target_of
from docstore.query.wire import Readers, boolean, long_or_short, number, scalar, text, text_or_null

_KEYS: Readers = {
    "value": ("value", scalar),
    "term": ("value", scalar),
    "boost": ("boost", number),
    "fuzziness": ("fuzziness", Fuzziness.parse),
    "prefix_length": ("prefix_length", integer),
    "max_expansions": ("max_expansions", integer),
    "transpositions": ("transpositions", boolean),
    "rewrite": ("rewrite", text_or_null),
    "_name": ("name", text),
}
_MISSING = ("field name cannot be null or empty", "query value cannot be null")


@query("fuzzy")
@dataclass(frozen=True, slots=True)
class Fuzzy(Rewriting):
    """Documents whose field holds a term that differs from another in a few letters."""

    field: str
    value: Any
    fuzziness: Fuzziness = AUTO
    prefix_length: int = 0
    max_expansions: int = 50
    transpositions: bool = True
    rewrite: str | None = None
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"f": "ab"}`` and ``{"f": {"value": "ab", "fuzziness": 1}}`` (``FuzzyQueryBuilder.fromXContent``)."""
        return cls(**long_or_short("fuzzy", body, _KEYS, _MISSING))

    def rewritten(self, view: IndexView) -> Query:
        """The nearest terms of the dictionary.

        :raises IllegalArgumentError: a number is out of its range.
        """
        target = target_of(view, self.field)
        if target is None:
            return unmapped(self.field)
        term = target.dictionary("fuzzy").normal(java_string(self.value))
        return near(self.field, term, self.fuzziness, self.prefix_length, self.max_expansions, self.transpositions, self.rewrite)


def near(
    field: str, term: str, fuzziness: Fuzziness, prefix_length: int, most: int, transpositions: bool, rewrite: str | None
) -> Near:
    """A fuzzy term (``StringFieldType.fuzzyQuery``)."""
    return Near(field, term, fuzziness.distance(term), prefix_length, most, transpositions, Rewrite.parse(rewrite, BLENDED))
