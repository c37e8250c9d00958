"""A query bound to an index: what runs."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from docstore.columns.deadline import in_time
from docstore.columns.rows import Ints, Mask
from docstore.columns.view import IndexView
from docstore.frozen import frozen
from docstore.query.marks import Mark


class Matcher(ABC):
    """Which documents of one view match. ``run`` looks at columns only, never at JSON or the mapping.

    Scores are another question with another object: a kind that scores offers a scorer next to its matcher, made only
    for searches that sort by score, and asked only for the ordinals that ``run`` found.
    """

    view: IndexView
    finds_nothing: ClassVar[bool] = False
    """Known without running it."""
    finds_all: ClassVar[bool] = False

    @abstractmethod
    def run(self) -> Mask:
        """One flag for each ordinal. The caller may not write to it."""

    def few(self) -> Ints | None:
        """The ordinals that match, ascending, where they are to be had without a look at all documents."""
        return None

    def ordinals(self) -> Ints:
        """The ordinals that match, ascending."""
        found = self.few()
        return np.flatnonzero(self.run()) if found is None else found

    def among(self, ordinals: Ints) -> Mask:
        """Which of some ordinals (ascending) match."""
        found = self.few()
        return self.run()[ordinals] if found is None else members(found, ordinals)

    def count(self) -> int:
        """How many match."""
        found = self.few()
        return int(np.count_nonzero(self.run())) if found is None else len(found)

    def first(self, wanted: int) -> Ints:
        """The first so many of the ordinals that match."""
        return self.ordinals()[:wanted]

    def head(self, wanted: int) -> tuple[int, Ints]:
        """How many match, and the first so many of them."""
        few = self.few()
        return (self.count(), self.first(wanted)) if few is None else (len(few), few[:wanted])

    def seqs(self) -> Ints:
        """The ``_seq_no`` of the matching documents, ascending."""
        return self.view.position.seqs[self.run()]

    def marks(self) -> Sequence[Mark]:
        """Which terms it matches, for ``highlight``; nothing, for what is no text."""
        return ()


class Remembered(Matcher):
    """A matcher that runs once: matching and scoring both ask it. Of very many, those are asked again for which there is no room."""

    def __init__(self, matcher: Matcher) -> None:
        self.view = matcher.view
        self._matcher = matcher
        self._mask: Mask | None = None
        self._few: Ints | None = None
        self._asked = False

    def run(self) -> Mask:
        """The first answer, kept."""
        if self._mask is not None:
            return self._mask
        mask = self._matcher.run()
        if self.view.room_for(mask.nbytes):
            self._mask = mask
        return mask

    def marks(self) -> Sequence[Mark]:
        """Those of the matcher."""
        return self._matcher.marks()

    def few(self) -> Ints | None:
        """The first answer, kept."""
        if self._asked:
            return self._few
        few = self._matcher.few()
        if few is None or self.view.room_for(few.nbytes):
            self._few, self._asked = few, True
        return few

    def among(self, ordinals: Ints) -> Mask:
        """By what is kept, else one by one."""
        if self._mask is not None:
            return self._mask[ordinals]
        return self._matcher.among(ordinals) if self.few() is None else super().among(ordinals)


@frozen
class MatchesAll(Matcher):
    """Every document; needs no column."""

    view: IndexView
    finds_all: ClassVar[bool] = True

    def run(self) -> Mask:
        """All set."""
        return np.ones(self.view.count, dtype=np.bool_)

    def ordinals(self) -> Ints:
        """All of them."""
        return np.arange(self.view.count, dtype=np.int64)

    def among(self, ordinals: Ints) -> Mask:
        """All of them."""
        return np.ones(len(ordinals), dtype=np.bool_)

    def count(self) -> int:
        """The number of ordinals."""
        return self.view.count

    def first(self, wanted: int) -> Ints:
        """The first."""
        return np.arange(min(wanted, self.view.count), dtype=np.int64)

    def seqs(self) -> Ints:
        """All of them, in log order."""
        return self.view.position.seqs


@frozen
class MatchesNone(Matcher):
    """No document; reads nothing."""

    view: IndexView
    finds_nothing: ClassVar[bool] = True

    def run(self) -> Mask:
        """None set."""
        return np.zeros(self.view.count, dtype=np.bool_)

    def few(self) -> Ints:
        """None."""
        return np.zeros(0, dtype=np.int64)

    def seqs(self) -> Ints:
        """Nothing."""
        return np.zeros(0, dtype=np.int64)


@frozen
class MatchesIds(Matcher):
    """The documents with these ids, looked up by key."""

    view: IndexView
    ids: tuple[str, ...]

    def run(self) -> Mask:
        """The ordinals of what the look-up finds."""
        mask = np.zeros(self.view.count, dtype=np.bool_)
        mask[self.few()] = True
        return mask

    def few(self) -> Ints:
        """The same, as they are."""
        return self.view.position.ordinals_of(self.seqs())

    def seqs(self) -> Ints:
        """The look-up itself: no ordinals are needed."""
        return np.asarray(self.view.documents.lookup(self.ids), dtype=np.int64)


@frozen
class MatchesAny(Matcher):
    """The documents that at least one of several matchers finds."""

    view: IndexView
    parts: tuple[Matcher, ...]

    def run(self) -> Mask:
        """The union."""
        mask = np.zeros(self.view.count, dtype=np.bool_)
        for part in in_time(self.parts):
            mask |= part.run()
        return mask

    def marks(self) -> Sequence[Mark]:
        """Those of all."""
        return [mark for part in self.parts for mark in part.marks()]

    def few(self) -> Ints | None:
        """The union of what the parts have."""
        return united_few(self.view, self.parts)

    def among(self, ordinals: Ints) -> Mask:
        """Of any part."""
        mask = np.zeros(len(ordinals), dtype=np.bool_)
        for part in in_time(self.parts):
            mask |= part.among(ordinals)
        return mask


def members(some: Ints, ordinals: Ints) -> Mask:
    """Which of the ordinals are in ``some``; both ascend."""
    if not len(some):
        return np.zeros(len(ordinals), dtype=np.bool_)
    found: Mask = some[some[:-1].searchsorted(ordinals)] == ordinals
    return found


def united(parts: Sequence[Ints | None]) -> Ints | None:
    """What stands in any of several ascending lists; None when one of them is not known."""
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    useful = [part for part in known if len(part)]
    if len(useful) < 2:
        return useful[0] if useful else np.zeros(0, dtype=np.int64)
    together = np.sort(np.concatenate(useful))
    fresh = np.ones(len(together), dtype=np.bool_)
    np.not_equal(together[1:], together[:-1], out=fresh[1:])
    found: Ints = together[fresh]
    return found


def united_few(view: IndexView, parts: Sequence[Matcher]) -> Ints | None:
    """The union of what matchers find, where all have it and it is less than all documents would be."""
    found: list[Ints] = []
    left = max(view.count, _ALWAYS)
    for part in in_time(parts):
        few = part.few()
        if few is None or (left := left - len(few)) < 0:
            return None
        found.append(few)
    return united(found)


_ALWAYS = 100_000
"""So many ordinals are put together, however few documents there are."""


def any_of(view: IndexView, parts: Sequence[Matcher]) -> Matcher:
    """The union of matchers, without those that are known to match nothing."""
    useful = tuple(part for part in parts if not part.finds_nothing)
    if not useful:
        return MatchesNone(view)
    return useful[0] if len(useful) == 1 else MatchesAny(view, useful)
