"""Matchers over columns of keywords and tokens: each decides on the dictionary, then reads codes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import field

import numpy as np

from docstore.columns.column import Column
from docstore.columns.keyword_column import KeywordColumn
from docstore.columns.rows import Ints, Mask
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.frozen import frozen
from docstore.query.marks import TermMark
from docstore.query.matcher import Matcher, united

_ASCII_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


_VARIANTS = 256
"""In more ways than this a beginning is not looked for; all terms are looked at instead."""

_LISTED = 16
"""So many lists of documents are put together even where there are few documents."""


@frozen
class HasTerm(Matcher):
    """Documents with one of these terms."""

    view: IndexView
    want: Want
    terms: tuple[str, ...]
    _known: list[list[int]] = field(default_factory=list, compare=False)

    def run(self) -> Mask:
        """A binary search for each term."""
        return keywords(self.view.column(self.want)).with_any_code(self._codes())

    def few(self) -> Ints | None:
        """The union of the postings of the terms; of very many terms it takes longer than a look at all documents."""
        column, codes = keywords(self.view.column(self.want)), self._codes()
        if len(codes) > _LISTED and len(codes) << 10 > column.count:
            return None
        return united([column.few_with_codes(code, code + 1) for code in codes])

    def _codes(self) -> list[int]:
        if not self._known:
            code_of = keywords(self.view.column(self.want)).terms.code
            self._known.append(sorted({code for term in self.terms if (code := code_of(term)) is not None}))
        return self._known[0]

    def marks(self) -> Sequence[TermMark]:
        """These terms."""
        return [TermMark(self.want.field.path, self.terms, frozenset(self.terms).__contains__)]


@frozen
class TermBetween(Matcher):
    """Documents with a term between two others, in the order of their UTF-8 bytes; None is an open end."""

    view: IndexView
    want: Want
    low: str | None
    high: str | None
    with_low: bool = True
    with_high: bool = True

    def run(self) -> Mask:
        """Two binary searches: the terms of an interval are neighbours in the dictionary."""
        column = keywords(self.view.column(self.want))
        return column.with_codes(*self._codes(column))

    def few(self) -> Ints | None:
        """A stretch of the postings."""
        column = keywords(self.view.column(self.want))
        return column.few_with_codes(*self._codes(column))

    def _codes(self, column: KeywordColumn) -> tuple[int, int]:
        low, high = 0, len(column.terms)
        if self.low is not None:
            low = (bisect_left if self.with_low else bisect_right)(column.terms, self.low)
        if self.high is not None:
            high = (bisect_right if self.with_high else bisect_left)(column.terms, self.high)
        return low, max(low, high)

    def marks(self) -> Sequence[TermMark]:
        """All terms between."""
        return [TermMark(self.want.field.path, (self.low, self.high, self.with_low, self.with_high), self._holds)]

    def _holds(self, term: str) -> bool:
        if self.low is not None and (term < self.low or (term == self.low and not self.with_low)):
            return False
        return self.high is None or term < self.high or (term == self.high and self.with_high)


@frozen
class TermStartsWith(Matcher):
    """Documents with a term that begins so."""

    view: IndexView
    want: Want
    prefix: str
    by_beginnings: bool = False
    """Whether Lucene would look for the beginning in a field of its own, of which a text shows nothing."""

    def run(self) -> Mask:
        """Terms with one prefix are neighbours in the dictionary."""
        column = keywords(self.view.column(self.want))
        return column.with_codes(*column.terms.beginning(self.prefix))

    def few(self) -> Ints | None:
        """A stretch of the postings."""
        column = keywords(self.view.column(self.want))
        return column.few_with_codes(*column.terms.beginning(self.prefix))

    def marks(self) -> Sequence[TermMark]:
        """All terms that begin so."""
        prefix = self.prefix
        return [] if self.by_beginnings else [TermMark(self.want.field.path, (prefix, "*"), lambda term: term.startswith(prefix))]


@frozen
class TermIgnoringCase(Matcher):
    """Documents with a term that is another one, or begins with it, but for the case of the letters A to Z."""

    view: IndexView
    want: Want
    folded: str
    """In lower case."""
    whole: bool

    def run(self) -> Mask:
        """Where each of the ways to write it is in the dictionary."""
        column = keywords(self.view.column(self.want))
        spans = self._spans(column)
        if spans is None:
            return column.with_any_code([code for code, term in enumerate(column.terms) if self._holds(term)])
        mask = np.zeros(self.view.count, dtype=np.bool_)
        for span in spans:
            mask |= column.with_codes(*span)
        return mask

    def few(self) -> Ints | None:
        """Stretches of the postings."""
        column = keywords(self.view.column(self.want))
        spans = self._spans(column)
        return None if spans is None else united([column.few_with_codes(*span) for span in spans])

    def _spans(self, column: KeywordColumn) -> list[tuple[int, int]] | None:
        ways = column.terms.beginnings(self.folded, _VARIANTS)
        if ways is None or not self.whole:
            return None if ways is None else [column.terms.beginning(way) for way in ways]
        codes = [column.code(way) for way in ways]
        return [(code, code + 1) for code in codes if code is not None]

    def marks(self) -> Sequence[TermMark]:
        """All such terms."""
        return [TermMark(self.want.field.path, (type(self), self.folded, self.whole), self._holds)]

    def _holds(self, term: str) -> bool:
        lower = ascii_lower(term)
        return lower == self.folded if self.whole else lower.startswith(self.folded)


@frozen
class TermIs(Matcher):
    """Documents with a term for which a predicate holds: every distinct term is looked at."""

    view: IndexView
    want: Want
    holds: Callable[[str], bool]

    def run(self) -> Mask:
        """Linear in the distinct terms."""
        column = keywords(self.view.column(self.want))
        return column.with_any_code([code for code, term in enumerate(column.terms) if self.holds(term)])

    def marks(self) -> Sequence[TermMark]:
        """All terms for which it holds."""
        return [TermMark(self.want.field.path, self.holds, self.holds)]


def ascii_lower(text: str) -> str:
    """Letters A to Z in lower case: what ``case_insensitive`` compares (``AutomatonQueries`` leaves other letters as
    they are).
    """
    return text.translate(_ASCII_LOWER)


def keywords(column: Column) -> KeywordColumn:
    """A column of which the field type promised strings."""
    assert isinstance(column, KeywordColumn)
    return column
