"""Many texts as the terms at their positions, where a text can be cut into parts that are analyzed alone (``Tokenizer.inside``).

The same parts come again and again. They are found, and told apart, without a Python object for each: by their bytes in UTF-8, 32 at
most, as one number or four.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from docstore.analysis.analyzer import Analyzer
from docstore.analysis.component import Inside
from docstore.columns.part_table import Keys, PartTable
from docstore.columns.rows import Ints, Mask

Letters = npt.NDArray[np.uint8]

DROPPED = -1
"""The number of a term that a filter has dropped."""

_SIZE = 8
_NUMBERS = 4
_LONGEST = _SIZE * _NUMBERS
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(_SIZE + 1)], dtype=np.uint64)

_END = "\0"
_OUTSIDE, _ALWAYS, _BETWEEN, _BESIDE = range(4)
_ASCII = 128

_BREAK = "\n"
_WORDS = re.compile(r"^(?:([A-Za-z0-9\xc0-\xd6\xd8-\xf6\xf8-\u02af]+)|.+)$", re.MULTILINE)
"""Of parts, a line each: those that are one word, and may be analyzed together with others; nothing for the others."""

_MOST_PARTS = 1_000_000
_MOST_LETTERS = 16_000_000
"""Beyond so many parts, or letters of long ones, what is known is forgotten."""


class Parts:
    """Knows the terms of all parts that it has met."""

    def __init__(self, inside: Inside, analyzer: Analyzer, number: Callable[[str], int]) -> None:
        """``number`` is that of a term."""
        kinds = bytearray([_OUTSIDE] * _ASCII + [_ALWAYS] * (256 - _ASCII))
        for kind, characters in ((_ALWAYS, inside.always), (_BETWEEN, inside.between), (_BESIDE, inside.beside)):
            for character in characters:
                kinds[ord(character)] = kind
        self._kinds = bytes(kinds)
        self._analyzer, self._number = analyzer, number
        self._forget()

    def _forget(self) -> None:
        self._short, self._middle, self._long = _Known(1), _Known(_NUMBERS), dict[str, int]()
        self._letters = 0
        self._starts, self._terms = array("q", [0]), array("q")

    def read(self, texts: list[str]) -> tuple[Ints, Ints]:
        """How many positions each text takes, and the numbers of the terms at all of them, one text after the other."""
        if self._letters > _MOST_LETTERS or len(self._starts) > _MOST_PARTS:
            self._forget()
        content = self._content(texts)
        begins, ends = self._cut(content)
        lengths = np.diff(np.searchsorted(begins, _ends_of(content)), prepend=0)
        places = self._places(content, begins, ends)
        starts, terms = np.frombuffer(self._starts, dtype=np.int64), np.frombuffer(self._terms, dtype=np.int64)
        begins = starts[places]
        widths = starts[places + 1] - begins
        ends = np.concatenate([[0], np.cumsum(widths)])
        slots = np.arange(ends[-1]) + np.repeat(begins - ends[:-1], widths)
        return np.diff(ends[np.cumsum(lengths)], prepend=0), terms[slots]

    def _content(self, texts: list[str]) -> bytes:
        """All texts, a space before the first and an end behind each."""
        together = _END.join(texts)
        if together.count(_END) >= len(texts):
            together = _END.join([text.replace(_END, " ") for text in texts])
        content = f" {together}{_END if texts else ''}".encode("utf-8", "surrogatepass")
        return content.lower() if self._analyzer.ignores_case else content

    def _cut(self, content: bytes) -> tuple[Ints, Ints]:
        """Where the parts begin and end."""
        kinds: Letters = np.frombuffer(bytearray(content.translate(self._kinds)), dtype=np.uint8)
        letters: Letters = np.frombuffer(content, dtype=np.uint8)
        some = np.flatnonzero(kinds > _ALWAYS)
        kind, before, after = kinds[some], kinds[some - 1], kinds[some + 1]
        between = (kind == _BETWEEN) & (before == _ALWAYS) & (after == _ALWAYS)
        beside = (kind == _BESIDE) & ((letters[some - 1] >= _ASCII) | (letters[some + 1] >= _ASCII))
        kinds[some] = between | beside
        edges = np.flatnonzero(kinds[1:] != kinds[:-1]) + 1
        return edges[::2], edges[1::2]

    def _places(self, content: bytes, begins: Ints, ends: Ints) -> Ints:
        """Where the terms of each part stand."""
        sizes = ends - begins
        places = np.zeros(len(begins), dtype=np.int64)
        padded = content + bytes(_LONGEST)
        at = np.ndarray(len(content) + 1, dtype="<u8", buffer=padded, strides=(1,))
        for known, chosen in ((self._short, sizes <= _SIZE), (self._middle, (sizes > _SIZE) & (sizes <= _LONGEST))):
            these = np.flatnonzero(chosen)
            found, fresh = known.table.numbers(_keys(at, begins[these], sizes[these], known.width))
            if len(fresh):
                news = these[fresh]
                known.places = np.append(known.places, self._learned(content, begins[news].tolist(), ends[news].tolist()))
            places[these] = known.places[found]
        for long in np.flatnonzero(sizes > _LONGEST).tolist():
            places[long] = self._place_of(content[begins[long] : ends[long]].decode("utf-8", "surrogatepass"))
        return places

    def _place_of(self, part: str) -> int:
        """Where the terms of a long part stand."""
        place = self._long.get(part)
        if place is None:
            place = self._long[part] = self._add(part)
            self._letters += len(part)
        return place

    def _learned(self, content: bytes, begins: list[int], ends: list[int]) -> Ints:
        """Where the terms of parts that come for the first time stand. Most are one word, and are analyzed together."""
        text = content.decode("latin-1")
        lines = _BREAK.join([text[begin:end] for begin, end in zip(begins, ends, strict=True)])
        lines = lines.encode("latin-1").decode("utf-8", "surrogatepass")
        parts = lines.split(_BREAK)
        whole = _WORDS.findall(lines)
        words = [word for word in whole if word]
        slots = self._analyzer.slots(" ".join(words))
        if len(slots) != len(words):
            return np.array(list(map(self._add, parts)), dtype=np.int64)
        first, term_place = len(self._starts) - 1, len(self._terms)
        self._starts.extend(range(term_place + 1, term_place + 1 + len(words)))
        self._terms.extend([DROPPED if term is None else self._number(term) for term in slots])
        places = np.zeros(len(parts), dtype=np.int64)
        are_words: Mask = np.fromiter(map(bool, whole), dtype=np.bool_, count=len(whole))
        places[are_words] = first + np.arange(len(words))
        places[~are_words] = [self._add(part) for part, word in zip(parts, whole, strict=True) if not word]
        return places

    def _add(self, part: str) -> int:
        self._terms.extend([DROPPED if term is None else self._number(term) for term in self._analyzer.slots(part)])
        self._starts.append(len(self._terms))
        return len(self._starts) - 2


class _Known:
    """Parts that are told apart by so many numbers, and where their terms stand."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.table = PartTable(width)
        self.places: Ints = np.zeros(0, dtype=np.int64)


def _ends_of(content: bytes) -> Ints:
    return np.flatnonzero(np.frombuffer(content, dtype=np.uint8) == ord(_END))


def _keys(at: Keys, begins: Ints, sizes: Ints, width: int) -> Keys:
    """The bytes of parts as numbers, so that different parts have different ones: no part has a byte of zero."""
    keys: Keys = np.zeros((width, len(begins)), dtype=np.uint64)
    for number in range(width):
        left = sizes - _SIZE * number
        longer = np.flatnonzero(left > 0)
        keys[number, longer] = at[begins[longer] + _SIZE * number] & _MASKS[np.minimum(left[longer], _SIZE)]
    return keys
