"""A template cut into text and tags.

A tag of a kind that shows nothing takes its whole line with it, when it stands alone on one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

TEMPLATE = "query-template"
"""The name that Elasticsearch gives every template."""


class MustacheError(Exception):
    """A template that is none; the text is that of mustache.java."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(f"{reason} @[{TEMPLATE}:{line}]")


@dataclass(frozen=True, slots=True)
class Tag:
    """``kind`` is the sign behind the opening braces: one of ``#^/{&>`` or nothing for a variable."""

    kind: str
    name: str
    line: int


Part = str | Tag

_SHOWS_NOTHING = frozenset("#^/!=>")


def parts_of(source: str) -> Iterator[Part]:
    """Text and tags in their order; comments and changes of the delimiters are gone.

    :raises MustacheError: a tag that is not closed.
    """
    opening, closing = "{{", "}}"
    at, line = 0, 1
    while True:
        begin = source.find(opening, at)
        if begin < 0:
            break
        text = source[at:begin]
        line += text.count("\n")
        kind, inner = "", begin + len(opening)
        if inner < len(source) and source[inner] in "#^/{&>!=":
            kind = source[inner]
            inner += 1
        ending = {"{": "}" + closing, "=": "=" + closing}.get(kind, closing)
        end = source.find(ending, inner)
        if end < 0:
            raise MustacheError(f"Improperly closed variable in {TEMPLATE}:{line}", line)
        name, after = source[inner:end].strip(), end + len(ending)
        if kind in _SHOWS_NOTHING and kind and (alone := _alone(source, begin, after)) is not None:
            text, after = source[at : max(alone[0], at)], alone[1]
        if text:
            yield text
        if kind == "=":
            opening, closing = _delimiters(name, line)
        elif kind != "!":
            if not name:
                raise MustacheError(f"Empty mustache in {TEMPLATE}:{line}", line)
            yield Tag(kind, name, line)
        line += source.count("\n", begin, after)
        at = after
    if source[at:]:
        yield source[at:]


def _delimiters(name: str, line: int) -> tuple[str, str]:
    found = name.split()
    if len(found) != 2:
        raise MustacheError(f"Invalid delimiter string: {name}", line)
    return found[0], found[1]


_BLANK = re.compile(r"[ \t]*(?:\r?\n|\Z)")


def _alone(source: str, begin: int, after: int) -> tuple[int, int] | None:
    """The extent of the line of a tag that stands alone on it."""
    start = source.rfind("\n", 0, begin) + 1
    rest = _BLANK.match(source, after)
    if source[start:begin].strip(" \t") or rest is None:
        return None
    if start == 0 and rest.end() == len(source):
        return None
    return start, rest.end()
