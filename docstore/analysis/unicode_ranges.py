"""Sets of characters as ranges of code points, by what Unicode says of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import chain, groupby

Ranges = tuple[tuple[int, int], ...]
"""First and last of each range, ascending, with a gap between them."""

LAST = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)

_EMPTY = range(0x40000, 0xE0000)
"""Planes without characters."""

_FILLED = (range(_EMPTY.start), range(_EMPTY.stop, LAST + 1))


def of_codes(codes: Iterable[int]) -> Ranges:
    """Ascending code points."""
    found: list[tuple[int, int]] = []
    for code in codes:
        if found and found[-1][1] == code - 1:
            found[-1] = (found[-1][0], code)
        else:
            found.append((code, code))
    return tuple(found)


def of_text(characters: str) -> Ranges:
    """These characters."""
    return of_codes(sorted(set(map(ord, characters))))


def union(*sets: Ranges) -> Ranges:
    """What is in one of them.

    >>> union(((1, 3),), ((4, 5), (9, 9)))
    ((1, 5), (9, 9))
    """
    found: list[tuple[int, int]] = []
    for first, last in sorted(pair for each in sets for pair in each):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


def without(ranges: Ranges) -> Ranges:
    """All others.

    >>> without(((1, 0x10FFFF),))
    ((0, 0),)
    """
    found, begin = [], 0
    for first, last in ranges:
        if begin < first:
            found.append((begin, first - 1))
        begin = last + 1
    return (*found, (begin, LAST)) if begin <= LAST else tuple(found)


def both(one: Ranges, other: Ranges) -> Ranges:
    """What is in both."""
    return without(union(without(one), without(other)))


def in_brackets(ranges: Ranges) -> str:
    """As it stands inside of a character class of a regular expression."""
    return "".join(f"\\U{first:08x}-\\U{last:08x}" if first < last else f"\\U{first:08x}" for first, last in ranges)


@lru_cache(maxsize=1)
def _by_category() -> dict[str, Ranges]:
    found = {"Cn": [(_EMPTY[0], _EMPTY[-1])]}
    for codes in _FILLED:
        begin = codes[0]
        for name, run in groupby(map(unicodedata.category, map(chr, codes))):
            end = begin + sum(1 for _ in run)
            found.setdefault(name, []).append((begin, end - 1))
            begin = end
    return {name: union(tuple(ranges)) for name, ranges in found.items()}


@lru_cache(maxsize=256)
def category(*names: str) -> Ranges:
    """The characters of general categories: two letters, or the first of them for all that begin so."""
    known = _by_category()
    return union(*(found for name, found in known.items() if any(name.startswith(each) for each in names)))


@lru_cache(maxsize=64)
def where(holds: Callable[[str], bool]) -> Ranges:
    """The characters for which a predicate holds."""
    return of_codes(code for code in chain(*_FILLED) if code not in _SURROGATES and holds(chr(code)))


@lru_cache(maxsize=64)
def named(prefix: str) -> Ranges:
    """The characters whose name begins so: nearly those of a script."""
    return where(_NamedSo(prefix))


class _NamedSo:
    """A predicate that is equal for equal beginnings."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def __call__(self, character: str) -> bool:
        return unicodedata.name(character, "").startswith(self.prefix)


def categories() -> frozenset[str]:
    """The general categories that there are."""
    return frozenset(_by_category())
