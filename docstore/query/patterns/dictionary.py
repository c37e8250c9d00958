"""Running an automaton over all terms of a field at once: one step for all of them, letter by letter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from docstore.columns.deadline import CHECKED, check_time, in_time
from docstore.columns.dictionary import Base, beginning
from docstore.columns.keyword_column import KeywordColumn
from docstore.columns.rows import Ints, offsets_of
from docstore.columns.unique import unique
from docstore.query.patterns.automaton import Automaton

States = npt.NDArray[np.int32]

_FEW = 64
"""So few terms are read one by one."""


class Letters:
    """The letters of all terms of a dictionary, as numbers of an alphabet, and as one text."""

    def __init__(self, terms: Sequence[str]) -> None:
        self._terms = terms
        lengths = np.fromiter(map(len, terms), dtype=np.int64, count=len(terms))
        self.begins = offsets_of(lengths)
        points = np.frombuffer("".join(terms).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        used = np.zeros(int(points.max()) + 1 if len(points) else 0, dtype=np.bool_)
        used[points] = True
        self.alphabet = np.flatnonzero(used)
        self.letters = (np.cumsum(used) - 1).astype(np.int32)[points]

    @cached_property
    def _text(self) -> str:
        return "\n".join(self._terms)

    def having(self, literal: str, low: int, high: int) -> Ints:
        """Codes, of those between two, whose term has a text in it; a few more where terms have line ends."""
        begins = self.begins[:-1] + np.arange(len(self._terms))
        places, at = [], int(begins[low])
        end = int(begins[high]) if high < len(begins) else len(self._text)
        while (at := self._text.find(literal, at, end)) >= 0:
            places.append(at)
            at += len(literal)
        return unique(np.searchsorted(begins, np.array(places, dtype=np.int64), side="right") - 1)


_known: WeakKeyDictionary[Base, Letters] = WeakKeyDictionary()


def letters_of(base: Base) -> Letters:
    """The letters of a dictionary, made once."""
    found = _known.get(base)
    if found is None:
        found = _known[base] = Letters(base.terms)
    return found


def accepted(column: KeywordColumn, found: Automaton, literal: str = "") -> Ints:
    """The codes of the terms that an automaton accepts, ascending.

    Only terms are looked at that begin as all its strings do, and that have ``literal`` in them, which all its strings have.
    """
    codes = [codes_of(_accepted(base, found, literal)) for base, codes_of in column.terms.parts()]
    return codes[0] if len(codes) == 1 else np.sort(np.concatenate(codes))


def _accepted(base: Base, found: Automaton, literal: str) -> Ints:
    prefix, state = found.beginning()
    low, high = beginning(base.terms, prefix)
    places = np.arange(low, high, dtype=np.int64)
    if high - low > _FEW:
        letters = letters_of(base)
        if len(literal) > 1 and "\n" not in literal and literal not in prefix:
            places = letters.having(literal, low, high)
        if len(places) > _FEW:
            return _run(letters, found, places, state, len(prefix))
    return np.array([place for place in in_time(places.tolist(), CHECKED) if found.matches(base.terms[place])], dtype=np.int64)


def _run(letters: Letters, found: Automaton, codes: Ints, state: int, skip: int) -> Ints:
    """Advances all terms together; those that can only fail, or only match, leave."""
    classes = (np.searchsorted(np.array(found.bounds), letters.alphabet, side="right") - 1).astype(np.int32)
    table, certain = found.table, _certain(found)
    at = letters.begins[codes] + skip
    ends = letters.begins[codes + 1]
    states = np.full(len(codes), state, dtype=np.int32)
    hits: list[npt.NDArray[np.int64]] = []
    while len(codes):
        check_time()
        over = (at == ends) | certain[states]
        if over.any():
            hits.append(codes[over & found.accepts[states]])
            going = ~over
            codes, at, ends, states = codes[going], at[going], ends[going], states[going]
        states = advanced(table, states, classes[letters.letters[at]])
        alive = states >= 0
        if not alive.all():
            codes, at, ends, states = codes[alive], at[alive], ends[alive], states[alive]
        at = at + 1
    return np.sort(np.concatenate(hits)) if hits else codes


def advanced(table: States, states: States, classes: States) -> States:
    """The next state of many terms, each with a letter of one of the classes."""
    return table[states, classes]


def _certain(found: Automaton) -> npt.NDArray[np.bool_]:
    """The accepting states that nothing leaves."""
    own = np.arange(len(found.table), dtype=np.int32)[:, None]
    certain: npt.NDArray[np.bool_] = found.accepts & (found.table == own).all(axis=1)
    return certain
