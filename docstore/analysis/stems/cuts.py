"""What most light stemmers are made of: lists of endings, the longest first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Cut(NamedTuple):
    """A term longer than ``over`` that ends so loses ``cut`` letters and gets ``tail``."""

    over: int
    suffixes: tuple[str, ...]
    cut: int
    tail: str = ""


def cut(over: int, suffixes: str, length: int | None = None, tail: str = "") -> Cut:
    """Endings with spaces between them; without a length all of the ending goes, and so all must be of one length."""
    parts = tuple(suffixes.split())
    if length is None:
        (length,) = {len(part) for part in parts}
    return Cut(over, parts, length, tail)


def first_cut(cuts: Iterable[Cut], term: str) -> str:
    """The term behind the first rule that knows its ending.

    >>> first_cut([cut(4, "ies", tail="y"), cut(3, "s")], "queries")
    'query'
    """
    for over, suffixes, length, tail in cuts:
        if len(term) > over and term.endswith(suffixes):
            return term[: len(term) - length] + tail
    return term


def every_cut(cuts: Iterable[Cut], term: str) -> str:
    """The term behind all rules that know its ending, one after the other."""
    for each in cuts:
        term = first_cut((each,), term)
    return term
