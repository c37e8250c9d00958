"""Building the column of a text field: values in, postings out."""

from __future__ import annotations

from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from docstore.analysis.analyzer import Analyzer
from docstore.columns.builder import StringBuilder
from docstore.columns.dictionary import Terms
from docstore.columns.drift import Owners
from docstore.columns.fields import Field
from docstore.columns.kept import stable_order
from docstore.columns.norms import encode_lengths
from docstore.columns.rows import Ints, Mask, lay_out, offsets_of
from docstore.columns.text_column import Places, TextColumn, Tokens
from docstore.columns.tokens import analyzer_of
from docstore.mapping.text_options import gap_between_values


class _Numbers(dict[str, int]):
    """A number for each term, in the order in which they are first asked for."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


class _Analyzed(NamedTuple):
    """The tokens of many values, one after the other."""

    terms: list[str]
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
        self._codes: list[Ints] = []
        self._places: list[Places] = []

    def add(self, raw: list[Any]) -> None:
        """The values of one document are one text, with a gap between them."""
        counts, values = self._strings(raw)
        found = _analyzed(self._analyzer, values)
        numbers = map(self._numbers.__getitem__, found.terms)
        self._codes.append(np.fromiter(numbers, dtype=np.int64, count=len(found.terms)))
        owners = np.repeat(np.arange(len(counts)), counts)
        places = found.places
        if len(counts) and counts.max() > 1:
            ends = np.cumsum(found.widths + self._gap)
            begins = ends - (found.widths + self._gap)
            first = np.minimum(np.cumsum(counts) - counts, max(len(begins) - 1, 0))
            places = (places + np.repeat(begins - begins[first][owners], found.counts)).astype(np.int32)
        self._places.append(places)
        self._counts.append(np.bincount(owners, weights=found.counts, minlength=len(counts)).astype(np.int64))

    def build(self) -> TextColumn:
        """The sorted dictionary, tokens by term, lengths."""
        terms = sorted(self._numbers)
        order = np.zeros(len(terms), dtype=np.int32)
        order[np.fromiter((self._numbers[term] for term in terms), dtype=np.int64, count=len(terms))] = np.arange(len(terms))
        codes = order[np.concatenate(self._codes)] if self._codes and len(terms) else np.zeros(0, dtype=np.int32)
        places = np.concatenate(self._places) if self._places else np.zeros(0, dtype=np.int32)
        counts = self._all_counts()
        owners = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
        by_term = stable_order(codes)
        tokens = Tokens(offsets_of(np.bincount(codes, minlength=len(terms))), owners[by_term], places[by_term])
        rows = lay_out(counts, np.zeros(len(codes), dtype=np.bool_))[0]
        return TextColumn(rows, Terms(terms), tokens, encode_lengths(_lengths(counts, owners, places)))


def _lengths(counts: Ints, owners: Owners, places: Places) -> Ints:
    """The number of tokens of each document, without those that stand where another stands."""
    stacked = (places[1:] == places[:-1]) & (owners[1:] == owners[:-1])
    return counts - np.bincount(owners[1:][stacked], minlength=len(counts)) if stacked.any() else counts


def _analyzed(analyzer: Analyzer, values: list[str]) -> _Analyzed:
    if not analyzer.plain:
        return _stacked(analyzer, values)
    slots = list(map(analyzer.slots, values))
    widths = np.fromiter(map(len, slots), dtype=np.int64, count=len(slots))
    flat = list(chain.from_iterable(slots))
    places = np.arange(len(flat)) - np.repeat(np.cumsum(widths) - widths, widths)
    if None not in flat:
        return _Analyzed(flat, places.astype(np.int32), widths, widths)  # type: ignore[arg-type]
    kept: Mask = np.fromiter((term is not None for term in flat), dtype=np.bool_, count=len(flat))
    owners = np.repeat(np.arange(len(slots)), widths)[kept]
    counts = np.bincount(owners, minlength=len(slots)).astype(np.int64)
    return _Analyzed([term for term in flat if term is not None], places[kept].astype(np.int32), counts, widths)


def _stacked(analyzer: Analyzer, values: list[str]) -> _Analyzed:
    """The general way, token by token."""
    streams = [analyzer.tokens(value) for value in values]
    counts = np.fromiter(map(len, streams), dtype=np.int64, count=len(streams))
    places = np.fromiter((token.position for stream in streams for token in stream), dtype=np.int32, count=int(counts.sum()))
    widths = [max((token.position for token in stream), default=-1) + 1 for stream in streams]
    return _Analyzed([token.term for stream in streams for token in stream], places, counts, np.array(widths, dtype=np.int64))
