"""A query bound to an index: what runs."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from docstore.columns.rows import Ints, Mask
from docstore.columns.view import IndexView
from docstore.query.marks import Mark


class Matcher(ABC):
    """Which documents of one view match. ``run`` looks at columns only, never at JSON or the mapping.

    Scores are another question with another object: a kind that scores offers a scorer next to its matcher, made only
    for searches that sort by score, and asked only for the ordinals that ``run`` found.
    """

    view: IndexView

    @abstractmethod
    def run(self) -> Mask:
        """One flag for each ordinal. The caller may not write to it."""

    def seqs(self) -> Ints:
        """The ``_seq_no`` of the matching documents, ascending."""
        return self.view.position.seqs[self.run()]

    def marks(self) -> Sequence[Mark]:
        """Which terms it matches, for ``highlight``; nothing, for what is no text."""
        return ()


class Remembered(Matcher):
    """A matcher that runs once: matching and scoring both ask it."""

    def __init__(self, matcher: Matcher) -> None:
        self.view = matcher.view
        self._matcher = matcher
        self._mask: Mask | None = None

    def run(self) -> Mask:
        """The first answer, kept."""
        if self._mask is None:
            self._mask = self._matcher.run()
        return self._mask

    def marks(self) -> Sequence[Mark]:
        """Those of the matcher."""
        return self._matcher.marks()


@dataclass(frozen=True, slots=True)
class MatchesAll(Matcher):
    """Every document; needs no column."""

    view: IndexView

    def run(self) -> Mask:
        """All set."""
        return np.ones(self.view.count, dtype=np.bool_)

    def seqs(self) -> Ints:
        """All of them, in log order."""
        return self.view.position.seqs


@dataclass(frozen=True, slots=True)
class MatchesNone(Matcher):
    """No document; reads nothing."""

    view: IndexView

    def run(self) -> Mask:
        """None set."""
        return np.zeros(self.view.count, dtype=np.bool_)

    def seqs(self) -> Ints:
        """Nothing."""
        return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class MatchesIds(Matcher):
    """The documents with these ids, looked up by key."""

    view: IndexView
    ids: tuple[str, ...]

    def run(self) -> Mask:
        """The ordinals of what the look-up finds."""
        mask = np.zeros(self.view.count, dtype=np.bool_)
        mask[self.view.position.ordinals_of(self.seqs())] = True
        return mask

    def seqs(self) -> Ints:
        """The look-up itself: no ordinals are needed."""
        return np.asarray(self.view.documents.lookup(self.ids), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class MatchesAny(Matcher):
    """The documents that at least one of several matchers finds."""

    view: IndexView
    parts: tuple[Matcher, ...]

    def run(self) -> Mask:
        """The union."""
        mask = np.zeros(self.view.count, dtype=np.bool_)
        for part in self.parts:
            mask |= part.run()
        return mask

    def marks(self) -> Sequence[Mark]:
        """Those of all."""
        return [mark for part in self.parts for mark in part.marks()]


def any_of(view: IndexView, parts: Sequence[Matcher]) -> Matcher:
    """The union of matchers, without those that are known to match nothing."""
    useful = tuple(part for part in parts if not isinstance(part, MatchesNone))
    if not useful:
        return MatchesNone(view)
    return useful[0] if len(useful) == 1 else MatchesAny(view, useful)
