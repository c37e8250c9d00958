"""Which value belongs to which ordinal: the part of a column that is the same for numbers, keywords and tokens.

A column keeps its values in one flat array of *slots*. Where every document has at most one value there is a slot for
each ordinal (``SingleRows``: a document without the field has an idle slot); otherwise the values of ordinal ``i`` are
the slots ``offsets[i]`` to ``offsets[i + 1]`` (``MultiRows``).
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

import numpy as np
import numpy.typing as npt

from docstore.columns.growing import cut, grown
from docstore.columns.unique import unique
from docstore.frozen import frozen

Mask = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Slots = npt.NDArray[Any]


class Rows:
    """The ordinals of a column and the slots of their values. Immutable."""

    count: int

    @property
    @abstractmethod
    def slots(self) -> int:
        """How many slots the values array of this column has."""

    @property
    @abstractmethod
    def nbytes(self) -> int:
        """Memory of the arrays, for the bound of the cache."""

    @abstractmethod
    def exists(self) -> Mask:
        """The ordinals that have a value."""

    def exists_of(self, ordinals: Ints) -> Mask:
        """Which of some ordinals have a value."""
        return self.exists()[ordinals]

    @abstractmethod
    def any(self, hits: Mask) -> Mask:
        """The ordinals of which at least one value is hit; ``hits`` has one flag for each slot."""

    @abstractmethod
    def counts(self) -> Ints:
        """The number of values of each ordinal."""

    @abstractmethod
    def prefix(self, count: int) -> Rows:
        """The first ``count`` ordinals; their slots are the first ``slots`` of the values."""

    @abstractmethod
    def take(self, ordinals: Ints) -> tuple[Rows, Ints]:
        """Some ordinals (ascending), renumbered from 0, and the slots that they keep."""

    @abstractmethod
    def without(self, ordinals: Ints) -> tuple[Rows, Ints]:
        """All but these ordinals (ascending), renumbered from 0, and the slots that go."""

    @abstractmethod
    def behind(self, count: int) -> tuple[Rows, int]:
        """All but the first ``count`` ordinals, and the first of their slots, which are the last."""

    @abstractmethod
    def flat(self, values: Slots) -> Slots:
        """The values without idle slots, in the order of the ordinals."""

    @abstractmethod
    def least(self, values: Slots) -> Slots:
        """The smallest value of each ordinal; anything where there is none."""

    @abstractmethod
    def greatest(self, values: Slots) -> Slots:
        """The greatest value of each ordinal; anything where there is none."""


@frozen(eq=False)
class SingleRows(Rows):
    """At most one value each; ``present`` is None when every ordinal has one."""

    count: int
    present: Mask | None = None

    @property
    def slots(self) -> int:
        """One for each ordinal."""
        return self.count

    @property
    def nbytes(self) -> int:
        """The presence mask."""
        return 0 if self.present is None else self.present.nbytes

    def exists(self) -> Mask:
        """The presence mask."""
        return np.ones(self.count, dtype=np.bool_) if self.present is None else self.present

    def exists_of(self, ordinals: Ints) -> Mask:
        """Their flags."""
        return np.ones(len(ordinals), dtype=np.bool_) if self.present is None else self.present[ordinals]

    def any(self, hits: Mask) -> Mask:
        """The hits that are not idle."""
        return hits if self.present is None else hits & self.present

    def counts(self) -> Ints:
        """0 or 1."""
        return self.exists().astype(np.int64)

    def prefix(self, count: int) -> Rows:
        """A view."""
        return SingleRows(count, None if self.present is None else self.present[:count])

    def take(self, ordinals: Ints) -> tuple[Rows, Ints]:
        """The ordinals are the slots."""
        present = None if self.present is None else self.present[ordinals]
        return SingleRows(len(ordinals), present), ordinals

    def without(self, ordinals: Ints) -> tuple[Rows, Ints]:
        """The ordinals are the slots."""
        return SingleRows(self.count - len(ordinals), None if self.present is None else cut(self.present, ordinals)), ordinals

    def behind(self, count: int) -> tuple[Rows, int]:
        """A view."""
        return SingleRows(self.count - count, None if self.present is None else self.present[count:]), count

    def flat(self, values: Slots) -> Slots:
        """The present slots."""
        return values if self.present is None else values[self.present]

    def least(self, values: Slots) -> Slots:
        """The only value."""
        return values

    def greatest(self, values: Slots) -> Slots:
        """The only value."""
        return values


@frozen(eq=False)
class MultiRows(Rows):
    """Any number of values each, in compressed row form."""

    count: int
    offsets: Ints

    @property
    def slots(self) -> int:
        """One for each value."""
        return int(self.offsets[-1])

    @property
    def nbytes(self) -> int:
        """The offsets."""
        return self.offsets.nbytes

    def exists(self) -> Mask:
        """Rows that are not empty."""
        return self.offsets[1:] > self.offsets[:-1]

    def exists_of(self, ordinals: Ints) -> Mask:
        """Whether their rows are not empty."""
        return self.offsets[ordinals + 1] > self.offsets[ordinals]

    def any(self, hits: Mask) -> Mask:
        """The rows in which the hit slots lie."""
        out = np.zeros(self.count, dtype=np.bool_)
        out[np.searchsorted(self.offsets, np.flatnonzero(hits), side="right") - 1] = True
        return out

    def counts(self) -> Ints:
        """The lengths of the rows."""
        return np.diff(self.offsets)

    def prefix(self, count: int) -> Rows:
        """A view."""
        return MultiRows(count, self.offsets[: count + 1])

    def take(self, ordinals: Ints) -> tuple[Rows, Ints]:
        """The slots of the rows that stay."""
        starts, counts = self.offsets[ordinals], self.counts()[ordinals]
        offsets = offsets_of(counts)
        slots = np.arange(offsets[-1], dtype=np.int64) + np.repeat(starts - offsets[:-1], counts)
        return MultiRows(len(ordinals), offsets), slots

    def without(self, ordinals: Ints) -> tuple[Rows, Ints]:
        """The slots of these rows go."""
        starts, counts = self.offsets[ordinals], self.offsets[ordinals + 1] - self.offsets[ordinals]
        offsets = cut(self.offsets, ordinals)
        for number, count in enumerate(counts.tolist()):
            offsets[ordinals[number] - number :] -= count
        slots = np.arange(int(counts.sum()), dtype=np.int64) + np.repeat(starts - (np.cumsum(counts) - counts), counts)
        return MultiRows(self.count - len(ordinals), offsets), slots

    def behind(self, count: int) -> tuple[Rows, int]:
        """A copy of the offsets."""
        offsets = self.offsets[count:]
        return MultiRows(self.count - count, offsets - offsets[0]), int(offsets[0])

    def flat(self, values: Slots) -> Slots:
        """All slots."""
        return values

    def least(self, values: Slots) -> Slots:
        """A reduction over each row."""
        return self._reduced(values, np.minimum)

    def greatest(self, values: Slots) -> Slots:
        """A reduction over each row."""
        return self._reduced(values, np.maximum)

    def _reduced(self, values: Slots, ufunc: np.ufunc) -> Slots:
        out = np.zeros(self.count, dtype=values.dtype)
        exists = self.exists()
        if exists.any():
            out[exists] = ufunc.reduceat(values, self.offsets[:-1][exists])
        return out


def offsets_of(counts: Ints) -> Ints:
    """The offsets of rows with so many values each: one element more than ``counts``."""
    offsets = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=offsets[1:])
    return offsets


def lay_out(counts: Ints, flat: Slots) -> tuple[Rows, Slots]:
    """The narrowest rows for so many values each, and the values at their slots."""
    count = len(counts)
    if count and counts.max() > 1:
        return MultiRows(count, offsets_of(counts)), flat
    if len(flat) == count:
        return SingleRows(count), flat
    present = counts > 0
    values = np.zeros(count, dtype=flat.dtype)
    values[present] = flat
    return SingleRows(count, present), values


def join(first: Rows, values: Slots, second: Rows, more: Slots) -> tuple[Rows, Slots]:
    """The rows of two columns one after the other, and their values."""
    rows = joined_rows(first, second)
    if isinstance(rows, SingleRows):
        return rows, grown(values, more)
    return rows, grown(first.flat(values), second.flat(more))


def joined_rows(first: Rows, second: Rows) -> Rows:
    """The rows of two columns one after the other."""
    if isinstance(first, SingleRows) and isinstance(second, SingleRows):
        count = first.count + second.count
        dense = first.present is None and second.present is None
        return SingleRows(count, None if dense else grown(first.exists(), second.exists()))
    offsets = first.offsets if isinstance(first, MultiRows) else offsets_of(first.counts())
    return MultiRows(first.count + second.count, grown(offsets, offsets[-1] + np.cumsum(second.counts())))


def distinct_pairs(rows: Rows, values: Slots) -> int:
    """How many different (ordinal, value) pairs there are; the values are small numbers from 0 on."""
    if not isinstance(rows, MultiRows) or not len(values):
        return int(np.count_nonzero(rows.exists()))
    owners = np.repeat(np.arange(rows.count, dtype=np.int64), rows.counts())
    return len(unique(owners * (int(values.max()) + 1) + values))


def expand(rows: Rows, docs: Ints) -> tuple[Ints, Ints]:
    """The slots of all values of these ordinals, and which of the ordinals each belongs to."""
    if isinstance(rows, SingleRows):
        if rows.present is None:
            return np.arange(len(docs), dtype=np.int64), docs
        places = np.flatnonzero(rows.present[docs])
        return places, docs[places]
    assert isinstance(rows, MultiRows)
    starts, counts = rows.offsets[docs], rows.offsets[docs + 1] - rows.offsets[docs]
    places = np.repeat(np.arange(len(docs), dtype=np.int64), counts)
    begins = np.cumsum(counts) - counts
    slots = np.arange(len(places), dtype=np.int64) + np.repeat(starts - begins, counts)
    return places, slots


def distinct(places: Ints, codes: Ints) -> tuple[Ints, Ints]:
    """Each pair once; the places ascend."""
    if not len(places) or (len(places) > 0 and bool((np.diff(places) > 0).all())):
        return places, codes
    width = int(codes.max()) + 1
    pairs = unique(places * width + codes)
    return pairs // width, pairs % width


def lacking(count: int, places: Ints) -> Ints:
    """The numbers below ``count`` that are not among these."""
    found = np.ones(count, dtype=np.bool_)
    found[places] = False
    return np.flatnonzero(found)
