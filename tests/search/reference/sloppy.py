"""How often words stand nearly at given distances, as Lucene walks through a document.

Each word of the phrase has a finger on one of its places in the document, counted from its own place in the phrase. The finger that is
farthest behind moves on; what the fingers span before it passes the next one is a match. Words that are the same never point at one place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Float = np.float32


@dataclass
class Finger:
    """A word of the phrase in a document."""

    words: tuple[str, ...]
    own: int
    places: list[int]
    at: int = 0

    @property
    def place(self) -> int:
        """Where it points, as if the phrase began there."""
        return self.places[self.at] - self.own

    def move(self) -> bool:
        """To the next place; False where there is none."""
        self.at += 1
        return self.at < len(self.places)


def parted(moved: Finger, fingers: list[Finger]) -> bool:
    """After one has moved: of two on one place, the one that is behind moves on, until there are none. False where one cannot."""
    same = [each for each in fingers if each.words == moved.words]
    while True:
        here = moved.places[moved.at]
        other = next((each for each in same if each is not moved and each.places[each.at] == here), None)
        if other is None:
            return True
        moved = min(moved, other, key=lambda each: (each.place, each.own))
        if not moved.move():
            return False


def started(fingers: list[Finger]) -> bool:
    """The second of equal words begins at its second place, and so on."""
    seen: dict[tuple[str, ...], int] = {}
    for each in fingers:
        each.at = seen.get(each.words, 0)
        seen[each.words] = each.at + 1
        if each.at >= len(each.places):
            return False
    return True


def frequency(fingers: list[Finger], slop: int) -> float:
    """The sum over all matches; the farther off, the less one counts."""
    if not started(fingers):
        return 0.0
    found, farthest = Float(0), max(each.place for each in fingers)
    while True:
        last, second, *_ = sorted(fingers, key=lambda each: (each.place, each.own))
        length, limit, exhausted = farthest - last.place, second.place, False
        while not (exhausted := not last.move()):
            farthest = max(farthest, last.place)
            if not parted(last, fingers):
                exhausted = True
                break
            farthest = max(farthest, *(each.place for each in fingers))
            if last.place > limit:
                break
            length = min(length, farthest - last.place)
        if length <= slop:
            found += Float(1) / Float(1 + length)
        if exhausted:
            return float(found)
