"""What of a text a query matches: asked for by ``highlight``, of bound queries."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from docstore.columns.rows import Mask
from docstore.frozen import frozen

Positions = tuple[tuple[int, tuple[str, ...]], ...]


class Runs(Protocol):
    """What is used of a ``Matcher``."""

    def run(self) -> Mask:
        """One flag for each ordinal."""


@frozen
class TermMark:
    """The terms of a field for which a predicate holds. Marks with the same ``label`` count as one word in a passage."""

    field: str
    label: Hashable
    holds: Callable[[str], bool] = dataclasses.field(compare=False)


@frozen
class PhraseMark:
    """Terms in order. ``expands``: the last one is the beginning of a term."""

    field: str
    positions: Positions
    slop: int = 0
    expands: bool = False

    def holds(self, place: int, term: str) -> bool:
        """Whether a term may stand at the n-th place of the phrase."""
        terms = self.positions[place][1]
        if self.expands and place == len(self.positions) - 1:
            return term.startswith(terms)
        return term in terms


Leaf = TermMark | PhraseMark


@dataclass(frozen=True)
class Where:
    """Marks that count only in documents that a matcher finds."""

    matcher: Runs
    marks: Sequence[Mark]

    @cached_property
    def _mask(self) -> Any:
        return self.matcher.run()

    def at(self, ordinal: int) -> bool:
        """Whether they count in this document."""
        return bool(self._mask[ordinal])


@dataclass(frozen=True)
class Elsewhere:
    """Marks of a query on other documents, whose texts stand in this one too: the objects in it. While there is one, terms are marked
    one by one (``CustomUnifiedHighlighter``).
    """

    marks: Sequence[Mark]


Mark = TermMark | PhraseMark | Where | Elsewhere


def marks_at(marks: Sequence[Mark], ordinal: int | None) -> Iterator[Leaf]:
    """The marks that count in one document; all, for None."""
    for mark in marks:
        if isinstance(mark, Elsewhere):
            yield from marks_at(mark.marks, None)
        elif not isinstance(mark, Where):
            yield mark
        elif ordinal is None or mark.at(ordinal):
            yield from marks_at(mark.marks, ordinal)


def reach_elsewhere(marks: Sequence[Mark]) -> bool:
    """Whether there are marks of a query on other documents."""
    return any(isinstance(mark, Elsewhere) or (isinstance(mark, Where) and reach_elsewhere(mark.marks)) for mark in marks)
