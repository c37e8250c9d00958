"""Wildcards: ``*`` for any characters, ``?`` for one, a backslash before what stands for itself (Lucene's ``WildcardQuery``)."""

from __future__ import annotations

import re
from collections.abc import Callable

from docstore.query.patterns.nodes import ANY_CHAR, ANY_STRING, Node, Sequence, char

_PARTS = re.compile(r"(\\.)|([?*]+)", re.DOTALL)


def wildcard(pattern: str, *, ignore_case: bool = False) -> Node:
    """The strings that a pattern means."""
    parts: list[Node] = []
    letters = iter(pattern)
    for letter in letters:
        if letter == "*":
            if not parts or parts[-1] is not ANY_STRING:
                parts.append(ANY_STRING)
        elif letter == "?":
            parts.append(ANY_CHAR)
        else:
            parts.append(char(next(letters, letter) if letter == "\\" else letter, ignore_case=ignore_case))
    return Sequence(tuple(parts))


def literal(pattern: str) -> str | None:
    """The one string that a pattern means; None when it means several.

    >>> literal(r"a\\*b"), literal("a*")
    ('a*b', None)
    """
    unescaped = re.sub(r"\\(.)", "", pattern, flags=re.DOTALL)
    return None if "*" in unescaped or "?" in unescaped else re.sub(r"\\(.)", r"\1", pattern, flags=re.DOTALL)


def normalized(pattern: str, normal: Callable[[str], str]) -> str:
    """A pattern whose plain parts have been normalized (``StringFieldType.normalizeWildcardPattern``)."""
    found, at = [], 0
    for part in _PARTS.finditer(pattern):
        found += [normal(pattern[at : part.start()]) if part.start() > at else "", part.group()]
        at = part.end()
    rest = pattern[at:]
    return "".join(found) + (normal(rest) if rest else "")
