"""Where the characters of a changed text came from (Lucene's ``BaseCharFilter``)."""

from __future__ import annotations

from bisect import bisect_right


class Offsets:
    """Corrections of one char filter: from an offset in its output to one in its input."""

    __slots__ = ("_at", "_difference")

    def __init__(self) -> None:
        self._at: list[int] = []
        self._difference: list[int] = []

    def add(self, at: int, difference: int) -> None:
        """From the output's offset ``at`` on, the input is ``difference`` characters further (in all). Offsets ascend."""
        if self._at and self._at[-1] == at:
            self._difference[-1] = difference
        else:
            self._at.append(at)
            self._difference.append(difference)

    def correct(self, offset: int) -> int:
        """The offset in the input."""
        found = bisect_right(self._at, offset)
        return offset + self._difference[found - 1] if found else offset


class Rewriting:
    """A text being made of another: pieces are kept or replaced, in order."""

    __slots__ = ("_length", "_pieces", "offsets")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self.offsets = Offsets()

    def keep(self, text: str) -> None:
        """The next piece of the input, unchanged."""
        self._pieces.append(text)
        self._length += len(text)

    def replace(self, end: int, text: str) -> None:
        """The input up to ``end`` becomes ``text``."""
        before = self.offsets.correct(self._length) - self._length
        difference = end - (self._length + len(text))
        replaced = end - (self._length + before)
        if difference > before:
            self.offsets.add(self._length + len(text), difference)
        elif difference < before:
            for extra in range(replaced, len(text)):
                self.offsets.add(self._length + extra, before - (extra - replaced + 1))
        self.keep(text)

    def text(self) -> str:
        """The output."""
        return "".join(self._pieces)
