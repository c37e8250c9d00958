"""The parts of a text around its matches, and how good each is (Lucene's ``FieldHighlighter``, ``PassageScorer``)."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from docstore.columns.deadline import CHECKED, in_time
from docstore.search.highlight.breaks import Breaks
from docstore.search.highlight.encoder import Encode
from docstore.search.highlight.texts import Match

_K1, _B, _PIVOT = 1.2, 0.75, 87.0


@dataclass(slots=True)
class Passage:
    """A part of a text with the matches in it."""

    start: int
    end: int
    matches: list[Match] = field(default_factory=list)
    score: float = 0.0

    def scored(self, length: int) -> float:
        """BM25, as if each passage were a document; the earlier it stands, the better. ``length`` is that of the whole text."""
        counts = Counter(match.label for match in self.matches)
        norm = _K1 * ((1 - _B) + _B * ((self.end - self.start) / _PIVOT))
        total = 0.0
        for at, freq in enumerate(counts.values()):
            documents = 1 + length / _PIVOT
            weight = (_K1 + 1) * math.log(1 + (documents + 0.5) / (self.matches[at].freq + 0.5))
            total += freq / (freq + norm) * weight
        self.score = float(np.float32(total * (1 + 1 / math.log(_PIVOT + self.start))))
        return self.score

    def marked(self, text: str, tags: tuple[str, str], encode: Encode) -> str:
        """Its text with tags around matches; matches that overlap are one (``CustomPassageFormatter``), white space kept."""
        parts, at, number = [], self.start, 0
        while number < len(self.matches):
            start, end = self.matches[number][:2]
            number += 1
            while number < len(self.matches) and self.matches[number].start < end:
                end = max(end, self.matches[number].end)
                number += 1
            end = min(end, self.end)
            parts += [encode(text[at:start]), tags[0], encode(text[start:end]), tags[1]]
            at = end
        parts.append(encode(text[at : max(at, self.end)]))
        return "".join(parts).removesuffix("\0")


def passages(matches: Sequence[Match], breaks: Breaks, length: int, most: int) -> list[Passage]:
    """The best passages, in the order of the text."""
    best: list[tuple[float, int, Passage]] = []
    current: Passage | None = None
    last_end = 0

    def done(passage: Passage | None) -> None:
        if passage is not None:
            heapq.heappush(best, (passage.scored(length), passage.start, passage))
            if len(best) > most:
                heapq.heappop(best)

    for match in in_time(matches, CHECKED):
        start, end = match[:2]
        if start < length < end:
            continue
        if current is None or start >= current.end:
            done(current)
            current = None
            if start >= length:
                break
            center = start + (end - start) // 2
            begin = min(start, max(breaks.preceding(max(start + 1, center)), last_end))
            following = breaks.following(min(end - 1, center))
            last_end = max(end, min(following, length))
            current = Passage(begin, last_end)
        current.matches.append(match)
    done(current)
    return [passage for _, _, passage in sorted(best, key=lambda each: each[1])]
