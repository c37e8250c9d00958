"""Building the column of a text field: values in, postings out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Sized
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from docstore.columns.builder import StringBuilder
from docstore.columns.dictionary import Terms
from docstore.columns.drift import Owners
from docstore.columns.fields import Field
from docstore.columns.kept import stable_order
from docstore.columns.norms import encode_lengths
from docstore.columns.rows import Ints, Mask, lay_out, offsets_of
from docstore.columns.text_column import TextColumn
from docstore.columns.text_parts import DROPPED, Parts
from docstore.columns.text_stacks import Stacks
from docstore.columns.text_tokens import Places, Tokens, spots_of
from docstore.columns.tokens import analyzer_of
from docstore.mapping.text_options import gap_between_values


class _Numbers(dict[str, int]):
    """A number for each term, in the order in which they are first asked for."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


_FEW = 16
_MANY = 20_000
"""So many texts are analyzed one by one, or together."""

_LETTERS = 1_000_000
"""Not more together."""


class _Analyzed(NamedTuple):
    """The tokens of many values, one after the other."""

    terms: Ints
    """The numbers of their terms."""
    places: Places
    """Within their value."""
    counts: Ints
    """How many tokens each value has."""
    widths: Ints
    """How many positions each value takes."""


class TextBuilder(StringBuilder[TextColumn]):
    """Terms are numbered as they come, and sorted at the end."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._analyzer = analyzer_of(field.type)
        self._gap = gap_between_values(field.type, self._analyzer)
        self._numbers = _Numbers()
        stacked = self._analyzer.stacked
        self._stacks = None if stacked is None or not stacked.filters else Stacks(stacked.terms, self._numbers.__getitem__)
        self._plain_analyzer = self._analyzer if stacked is None else stacked.plain
        self._number = self._numbers.__getitem__ if self._stacks is None else self._stacks.number
        inside = self._plain_analyzer.inside
        self._parts = None if inside is None else Parts(inside, self._plain_analyzer, self._number)
        self._letters = 0
        self._waiting: list[Ints] = []
        self._codes: list[Ints] = []
        self._places: list[Places] = []

    def add(self, raw: list[Any]) -> None:
        """Analyzed are many at a time."""
        counts, values = self._strings(raw)
        self._waiting.append(counts)
        self._values += values
        self._letters += sum(map(len, values))
        if len(self._values) > _MANY or self._letters > _LETTERS:
            self._analyze()

    def _analyze(self) -> None:
        """The values of one document are one text, with a gap between them."""
        counts, values = np.concatenate([np.zeros(0, dtype=np.int64), *self._waiting]), self._values
        self._waiting, self._values, self._letters = [], [], 0
        found = self._plain(values) if self._plain_analyzer.plain else self._general(values)
        self._codes.append(found.terms)
        owners = np.repeat(np.arange(len(counts)), counts)
        places = found.places
        if len(counts) and counts.max() > 1:
            ends = np.cumsum(found.widths + self._gap)
            begins = ends - (found.widths + self._gap)
            first = np.minimum(np.cumsum(counts) - counts, max(len(begins) - 1, 0))
            places = (places + np.repeat(begins - begins[first][owners], found.counts)).astype(np.int32)
        self._places.append(places)
        self._counts.append(np.bincount(owners, weights=found.counts, minlength=len(counts)).astype(np.int64))

    def _plain(self, values: list[str]) -> _Analyzed:
        """Each position has a term at most, or terms that follow from one."""
        if self._analyzer.char_filters:
            values = [self._analyzer.filtered(value)[0] for value in values]
        if self._parts is not None and len(values) > _FEW:
            widths, terms = self._parts.read(values)
        else:
            slots = list(map(self._plain_analyzer.slots, values))
            widths = _lengths_of(slots)
            terms = self._numbered(chain.from_iterable(slots), int(widths.sum()), self._number)
        places = (np.arange(len(terms)) - np.repeat(np.cumsum(widths) - widths, widths)).astype(np.int32)
        kept: Mask = terms != DROPPED
        if kept.all() and self._stacks is None:
            return _Analyzed(terms, places, widths, widths)
        owners = np.repeat(np.arange(len(widths)), widths)[kept]
        terms, places = terms[kept], places[kept]
        if self._stacks is not None:
            heights, terms = self._stacks.read(terms)
            owners, places = np.repeat(owners, heights), np.repeat(places, heights)
        return _Analyzed(terms, places, np.bincount(owners, minlength=len(widths)).astype(np.int64), widths)

    @staticmethod
    def _numbered(terms: Iterable[str | None], count: int, number: Callable[[str], int]) -> Ints:
        return np.fromiter((DROPPED if term is None else number(term) for term in terms), dtype=np.int64, count=count)

    def _general(self, values: list[str]) -> _Analyzed:
        """The general way, token by token."""
        streams = [self._analyzer.tokens(value) for value in values]
        counts = _lengths_of(streams)
        total = int(counts.sum())
        places = np.fromiter((token.position for stream in streams for token in stream), dtype=np.int32, count=total)
        widths = [max((token.position for token in stream), default=-1) + 1 for stream in streams]
        terms = self._numbered((token.term for stream in streams for token in stream), total, self._number)
        return _Analyzed(terms, places, counts, np.array(widths, dtype=np.int64))

    def build(self) -> TextColumn:
        """The sorted dictionary, tokens by term, lengths."""
        self._analyze()
        terms = sorted(self._numbers)
        order = np.zeros(len(terms), dtype=np.int32)
        order[np.fromiter(map(self._numbers.__getitem__, terms), dtype=np.int64, count=len(terms))] = np.arange(len(terms))
        codes = order[np.concatenate(self._codes)] if self._codes and len(terms) else np.zeros(0, dtype=np.int32)
        places = np.concatenate(self._places) if self._places else np.zeros(0, dtype=np.int32)
        counts = self._all_counts()
        owners = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
        by_term = stable_order(codes)
        tokens = Tokens(offsets_of(np.bincount(codes, minlength=len(terms))), spots_of(owners[by_term], places[by_term]))
        rows = lay_out(counts, np.zeros(len(codes), dtype=np.bool_))[0]
        return TextColumn(rows, Terms(terms), tokens, encode_lengths(_lengths(counts, owners, places)))


def _lengths(counts: Ints, owners: Owners, places: Places) -> Ints:
    """The number of tokens of each document, without those that stand where another stands."""
    stacked = (places[1:] == places[:-1]) & (owners[1:] == owners[:-1])
    return counts - np.bincount(owners[1:][stacked], minlength=len(counts)) if stacked.any() else counts


def _lengths_of(lists: Sequence[Sized]) -> Ints:
    return np.fromiter(map(len, lists), dtype=np.int64, count=len(lists))
