"""Automata: from a tree to a table that reads a string letter by letter, with a bound on the work of making it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from docstore.columns.deadline import CHECKED, check_cancelled, in_time
from docstore.errors import TooComplexToDeterminizeError
from docstore.frozen import frozen
from docstore.query.patterns.nodes import LAST, Both, Chars, Either, Node, Not, Nothing, Repeat, Sequence

DEFAULT_LIMIT = 10_000
"""``Operations.DEFAULT_DETERMINIZE_WORK_LIMIT``."""

_MOST = 50_000
"""No limit is above this."""

_CELLS = 20_000_000
"""The size of the largest table."""

_PIECES = 400
"""How many parts of sets of states may be put together for each unit of effort."""

States = frozenset[int]
Piece = tuple[int, int]
"""Where a part of a pattern begins and ends."""


class TooComplex(Exception):
    """More work than the limit allows."""


@frozen
class Automaton:
    """A deterministic automaton. State 0 is the first; -1 is where nothing matches any more.

    ``bounds`` are the first characters of the classes that it tells apart.
    """

    bounds: list[int]
    table: npt.NDArray[np.int32]
    accepts: npt.NDArray[np.bool_]

    def matches(self, text: str) -> bool:
        """Whether one string is accepted."""
        state = 0
        for letter in text:
            state = int(self.table[state, bisect_right(self.bounds, ord(letter)) - 1])
            if state < 0:
                return False
        return bool(self.accepts[state])

    def beginning(self) -> tuple[str, int]:
        """What all strings begin with, and the state behind it."""
        state = 0
        letters: list[str] = []
        while not self.accepts[state] and len(letters) <= len(self.table):
            ways = [(at, to) for at, to in enumerate(self.table[state].tolist()) if to >= 0]
            if len(ways) != 1:
                break
            at, to = ways[0]
            following = self.bounds[at + 1] if at + 1 < len(self.bounds) else LAST + 1
            if following - self.bounds[at] != 1:
                break
            letters.append(chr(self.bounds[at]))
            state = to
        return "".join(letters), state


def automaton(node: Node, limit: int = DEFAULT_LIMIT) -> Automaton:
    """The automaton of a tree.

    :raises TooComplex: the work would be above the limit.
    """
    maker = _Maker(min(limit, _MOST))
    begin, end = maker.piece(node)
    return maker.determinized(begin, end)


def determinized(node: Node, shown: str, limit: int = DEFAULT_LIMIT) -> Automaton:
    """The automaton of a pattern that a request names; ``shown`` is how an error shows it.

    :raises TooComplexToDeterminizeError: the work would be above the limit.
    """
    try:
        return automaton(node, limit)
    except TooComplex:
        raise TooComplexToDeterminizeError(f"Determinizing {shown} would require more than {limit} effort.") from None


@dataclass(slots=True)
class _Maker:
    """States with arcs, which read a letter, and jumps, which read nothing."""

    limit: int
    arcs: list[list[tuple[int, int, int]]] = field(default_factory=list)
    jumps: list[list[int]] = field(default_factory=list)
    effort: int = 0
    pieces: int = 0

    def state(self) -> int:
        """A new one."""
        if len(self.arcs) > 10 * self.limit:
            raise TooComplex
        self.arcs.append([])
        self.jumps.append([])
        return len(self.arcs) - 1

    def piece(self, node: Node) -> Piece:
        """A node as states."""
        begin, end = self.state(), self.state()
        if isinstance(node, Chars):
            self.arcs[begin] += [(low, high, end) for low, high in node.ranges]
        elif isinstance(node, Sequence):
            at = begin
            for part in node.parts:
                first, last = self.piece(part)
                self.jumps[at].append(first)
                at = last
            self.jumps[at].append(end)
        elif isinstance(node, Either):
            for part in node.parts:
                first, last = self.piece(part)
                self.jumps[begin].append(first)
                self.jumps[last].append(end)
        elif isinstance(node, Repeat):
            self._repeat(node, begin, end)
        elif not isinstance(node, Nothing):
            self._insert(self._complex(node), begin, end)
        return begin, end

    def _repeat(self, node: Repeat, begin: int, end: int) -> None:
        at = begin
        for _ in range(node.least):
            first, last = self.piece(node.part)
            self.jumps[at].append(first)
            at = last
        if node.most is None:
            first, last = self.piece(node.part)
            loop = self.state()
            self.jumps[at].append(loop)
            self.jumps[loop] += [first, end]
            self.jumps[last].append(loop)
            return
        for _ in range(node.most - node.least):
            first, last = self.piece(node.part)
            self.jumps[at] += [first, end]
            at = last
        self.jumps[at].append(end)

    def _complex(self, node: Node) -> Automaton:
        """What only deterministic automata can do."""
        if isinstance(node, Not):
            return _total(self.determinized(*self.piece(node.part)), flipped=True)
        assert isinstance(node, Both)
        found = self.determinized(*self.piece(node.parts[0]))
        for part in node.parts[1:]:
            found = self._common(found, self.determinized(*self.piece(part)))
        return found

    def _common(self, one: Automaton, other: Automaton) -> Automaton:
        """What both accept."""
        bounds = sorted({*one.bounds, *other.bounds})
        tables = [each.table[:, _classes(each.bounds, bounds)].tolist() for each in (one, other)]
        numbers = {(0, 0): 0}
        pending, table = [(0, 0)], []
        for left, right in in_time(pending, CHECKED):
            row = []
            for pair in zip(tables[0][left], tables[1][right], strict=True):
                if min(pair) < 0:
                    row.append(-1)
                    continue
                if pair not in numbers:
                    numbers[pair] = len(numbers)
                    pending.append(pair)
                row.append(numbers[pair])
            self._spend(1, len(bounds))
            table.append(row)
        accepts = [bool(one.accepts[left] and other.accepts[right]) for left, right in pending]
        return Automaton(bounds, np.array(table, dtype=np.int32), np.array(accepts))

    def _insert(self, found: Automaton, begin: int, end: int) -> None:
        states = [self.state() for _ in found.table]
        self.jumps[begin].append(states[0])
        uppers = [bound - 1 for bound in found.bounds[1:]] + [LAST]
        for state, row, accepting in zip(states, found.table.tolist(), found.accepts.tolist(), strict=True):
            self.arcs[state] = [
                (low, high, states[to]) for low, high, to in zip(found.bounds, uppers, row, strict=True) if to >= 0
            ]
            if accepting:
                self.jumps[state].append(end)

    def _spend(self, states: int, pieces: int) -> None:
        check_cancelled()
        self.effort += states
        self.pieces += pieces
        if self.effort >= 10 * self.limit or self.pieces >= _PIECES * 10 * self.limit:
            raise TooComplex

    def determinized(self, begin: int, end: int) -> Automaton:
        """The automaton between two states (``Operations.determinize``)."""
        closures: dict[int, States] = {}
        first = self._closure(begin, end, closures)
        numbers = {first: 0}
        pending, rows = [first], []
        for states in in_time(pending, CHECKED):
            row = []
            for bound, to in self._segments(states, end, closures):
                if to and to not in numbers:
                    numbers[to] = len(numbers)
                    pending.append(to)
                row.append((bound, numbers[to] if to else -1))
            rows.append(row)
        bounds = sorted({bound for row in rows for bound, _ in row} | {0})
        if len(rows) * len(bounds) > _CELLS:
            raise TooComplex
        table = [_spread(row, bounds) for row in rows]
        return Automaton(bounds, np.array(table, dtype=np.int32), np.array([end in states for states in pending]))

    def _segments(self, states: States, end: int, closures: dict[int, States]) -> list[tuple[int, States]]:
        """From which character on a set of states leads to which."""
        targets: dict[tuple[int, int], set[int]] = {}
        for state in states:
            for low, high, to in self.arcs[state]:
                targets.setdefault((low, high), set()).update(self._closure(to, end, closures))
        bounds = sorted({0} | {low for low, _ in targets} | {high + 1 for _, high in targets if high < LAST})
        self._spend(len(states), sum(map(len, targets.values())))
        opening = sorted(targets, reverse=True)
        active: list[tuple[int, int]] = []
        found = []
        for bound in bounds:
            while opening and opening[-1][0] <= bound:
                active.append(opening.pop())
            active = [each for each in active if each[1] >= bound]
            sets = [targets[each] for each in active]
            self._spend(0, 1 + sum(map(len, sets)))
            found.append((bound, frozenset().union(*sets)))
        return found

    def _closure(self, state: int, end: int, closures: dict[int, States]) -> States:
        """The states that count among those that are reached without a letter."""
        known = closures.get(state)
        if known is None:
            seen, pending, kept = {state}, [state], set()
            while pending:
                at = pending.pop()
                if self.arcs[at] or at == end:
                    kept.add(at)
                for to in self.jumps[at]:
                    if to not in seen:
                        seen.add(to)
                        pending.append(to)
            self._spend(0, len(seen))
            known = closures[state] = frozenset(kept)
        return known


def _classes(own: list[int], bounds: list[int]) -> npt.NDArray[np.int64]:
    """For each of many bounds, the class of some of them in which it lies."""
    found: npt.NDArray[np.int64] = np.searchsorted(np.array(own), np.array(bounds), side="right") - 1
    return found


def _spread(row: list[tuple[int, int]], bounds: list[int]) -> npt.NDArray[np.int32]:
    """A row over its own bounds as one over more of them."""
    states = np.array([state for _, state in row], dtype=np.int32)
    found: npt.NDArray[np.int32] = states[_classes([bound for bound, _ in row], bounds)]
    return found


def _total(found: Automaton, *, flipped: bool) -> Automaton:
    """The same with a state for all that does not match; ``flipped`` accepts what was not accepted."""
    sink = len(found.table)
    table = np.vstack([found.table, np.full((1, len(found.bounds)), -1, dtype=np.int32)])
    table[table < 0] = sink
    accepts = np.append(found.accepts, False)
    return Automaton(found.bounds, table, ~accepts if flipped else accepts)
