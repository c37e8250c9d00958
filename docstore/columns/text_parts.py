"""Many texts as the terms at their positions, where a text can be cut into parts that are analysed alone (``Tokenizer.ascii_inside``).

The same parts come again and again. Those of ASCII texts are found, and told apart, without a Python object for each: by the bytes that
they are made of, 32 at most, as four numbers.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from itertools import chain

import numpy as np
import numpy.typing as npt

from docstore.analysis.analyzer import Slots
from docstore.columns.rows import Ints, Mask

Numbers = npt.NDArray[np.uint64]

DROPPED = -1
"""The number of a term that a filter has dropped."""

_SIZE = 8
_NUMBERS = 4
_LONGEST = _SIZE * _NUMBERS
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(_SIZE + 1)], dtype=np.uint64)
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], dtype=np.uint64)
"""Odd: parts of eight bytes have different sums."""

_END = "\0"
_SPACE = ord(" ")
_MOST_LETTERS = 16_000_000
"""Beyond so many letters what is known is forgotten."""


class Parts:
    """Knows the terms of all parts that it has met."""

    def __init__(self, inside: str, slots: Callable[[str], Slots], number: Callable[[str], int]) -> None:
        """``inside``: the ASCII characters of which parts are made. ``number`` is that of a term."""
        self._table = bytes(code if code == ord(_END) or chr(code) in inside else _SPACE for code in range(256))
        self._slots, self._number = slots, number
        self._forget()

    def _forget(self) -> None:
        self._known: dict[str, int] = {}
        self._letters = 0
        self._starts, self._terms = array("q", [0]), array("q")

    def read(self, texts: list[str]) -> tuple[Ints, Ints]:
        """How many positions each text takes, and the numbers of the terms at all of them, one text after the other."""
        if self._letters > _MOST_LETTERS:
            self._forget()
        plain: Mask = np.fromiter((text.isascii() and _END not in text for text in texts), dtype=np.bool_, count=len(texts))
        if plain.all():
            lengths, parts = self._of_ascii(texts)
        else:
            lengths, parts = self._together(plain, texts)
        starts, terms = np.frombuffer(self._starts, dtype=np.int64), np.frombuffer(self._terms, dtype=np.int64)
        begins = starts[parts]
        widths = starts[parts + 1] - begins
        ends = np.concatenate([[0], np.cumsum(widths)])
        slots = np.arange(ends[-1]) + np.repeat(begins - ends[:-1], widths)
        return np.diff(ends[np.cumsum(lengths)], prepend=0), terms[slots]

    def _together(self, plain: Mask, texts: list[str]) -> tuple[Ints, Ints]:
        """How many parts each text has, and all of them."""
        cut = [text.split() for text, is_plain in zip(texts, plain.tolist(), strict=True) if not is_plain]
        others = np.fromiter(map(self._place, chain.from_iterable(cut)), dtype=np.int64)
        lengths = np.zeros(len(texts), dtype=np.int64)
        lengths[~plain] = list(map(len, cut))
        lengths[plain], known = self._of_ascii([text for text, is_plain in zip(texts, plain.tolist(), strict=True) if is_plain])
        is_known = np.repeat(plain, lengths)
        parts = np.zeros(len(is_known), dtype=np.int64)
        parts[is_known], parts[~is_known] = known, others
        return lengths, parts

    def _of_ascii(self, texts: list[str]) -> tuple[Ints, Ints]:
        content = f" {_END.join(texts)}{_END if texts else ' '}".encode("ascii").translate(self._table)
        letters = np.frombuffer(content, dtype=np.uint8)
        inside = letters > _SPACE
        edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
        begins, ends = edges[::2], edges[1::2]
        lengths = np.diff(np.searchsorted(begins, np.flatnonzero(letters == 0)), prepend=0)
        places = np.zeros(len(begins), dtype=np.int64)
        short = ends - begins <= _LONGEST
        for at in np.flatnonzero(~short).tolist():
            places[at] = self._place(content[begins[at] : ends[at]].decode("ascii"))
        places[short] = self._alike(content, begins[short], ends[short])
        return lengths, places

    def _alike(self, content: bytes, begins: Ints, ends: Ints) -> Ints:
        """The places of short parts, looked up once for all that are alike."""
        numbers = _numbers(content, begins, ends)
        sums = (numbers * _FACTORS[:, None]).sum(axis=0, dtype=np.uint64)
        distinct, alike = np.unique(sums, return_inverse=True)
        one = np.zeros(len(distinct), dtype=np.int64)
        one[alike] = np.arange(len(alike))
        same = (numbers == numbers[:, one[alike]]).all(axis=0)
        text = content.decode("ascii")
        names = [text[low:high] for low, high in zip(begins[one].tolist(), ends[one].tolist(), strict=True)]
        self._learn([name for name in dict.fromkeys(names) if name not in self._known])
        places = np.fromiter(map(self._known.__getitem__, names), dtype=np.int64, count=len(names))[alike]
        for at in np.flatnonzero(~same).tolist():
            places[at] = self._place(content[begins[at] : ends[at]].decode("ascii"))
        return places

    def _learn(self, fresh: list[str]) -> None:
        """ASCII parts that are not known; most are one word, and are analyzed together."""
        whole = [part for part in fresh if part.isalnum()]
        slots = self._slots(" ".join(whole))
        if len(slots) == len(whole):
            first = len(self._terms)
            self._known.update(zip(whole, range(len(self._known), len(self._known) + len(whole)), strict=True))
            self._letters += sum(map(len, whole))
            self._terms.extend([DROPPED if term is None else self._number(term) for term in slots])
            self._starts.extend(range(first + 1, first + 1 + len(whole)))
        for part in fresh:
            self._place(part)

    def _place(self, part: str) -> int:
        """Where its terms stand."""
        place = self._known.get(part)
        if place is None:
            place = self._known[part] = len(self._known)
            self._letters += len(part)
            self._terms.extend(DROPPED if term is None else self._number(term) for term in self._slots(part))
            self._starts.append(len(self._terms))
        return place


def _numbers(content: bytes, begins: Ints, ends: Ints) -> Numbers:
    """The bytes of parts as numbers, so that different parts have different ones: no part has a byte of zero."""
    at = np.ndarray(len(content) + 1, dtype="<u8", buffer=content + bytes(_LONGEST), strides=(1,))
    found = np.zeros((_NUMBERS, len(begins)), dtype=np.uint64)
    for number in range(_NUMBERS):
        left = ends - begins - _SIZE * number
        longer = np.flatnonzero(left > 0)
        if len(longer):
            found[number, longer] = at[begins[longer] + _SIZE * number] & _MASKS[np.minimum(left[longer], _SIZE)]
    return found
