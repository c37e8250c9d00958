"""Lists of words as they are written in this package: a text with spaces between them."""

from __future__ import annotations


def word_list(text: str) -> tuple[str, ...]:
    """The words of a text in their order."""
    return tuple(text.split())


def word_set(text: str) -> frozenset[str]:
    """The words of a text.

    >>> sorted(word_set("l m t"))
    ['l', 'm', 't']
    """
    return frozenset(text.split())
