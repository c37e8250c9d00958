"""mapping: strings become others, the longest that matches first (``MappingCharFilterFactory``)."""

from __future__ import annotations

import re

from docstore.analysis.component import CharFilter
from docstore.analysis.definition import Definition
from docstore.analysis.offsets import Offsets, Rewriting
from docstore.analysis.registry import Scope, char_filter
from docstore.errors import IllegalArgumentError

_RULE = re.compile(r"(.*)\s*=>\s*(.*)\s*\Z", re.DOTALL)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPES = {"\\": "\\", "n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


class MappingCharFilter(CharFilter):
    """From each key to its replacement, left to right."""

    normalizes = True

    def __init__(self, rules: dict[str, str]) -> None:
        self._rules = rules
        longest_first = sorted(filter(None, rules), key=len, reverse=True)
        self._keys = re.compile("|".join(map(re.escape, longest_first)) or "(?!)")

    def apply(self, text: str) -> tuple[str, Offsets]:
        """The text as it becomes, and where its parts came from."""
        made, at = Rewriting(), 0
        for match in self._keys.finditer(text):
            made.keep(text[at : match.start()])
            made.replace(match.end(), self._rules[match[0]])
            at = match.end()
        made.keep(text[at:])
        return made.text(), made.offsets


def _parsed(rule: str) -> tuple[str, str]:
    found = _RULE.fullmatch(rule)
    if found is None:
        raise IllegalArgumentError(f"Invalid Mapping Rule : [{rule}]")
    return _unescaped(found[1].strip()), _unescaped(found[2].strip())


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1][1:], 16)) if len(found[1]) == 5 else _escape(found[1]), text)


def _escape(letter: str) -> str:
    if letter == "u":
        raise IllegalArgumentError("Invalid escaped char in [\\u]")
    return _ESCAPES.get(letter, letter)


@char_filter("mapping", configured=True)
def mapping(definition: Definition, scope: Scope) -> MappingCharFilter:
    """``mappings``: ``["ä => ae"]``.

    :raises IllegalArgumentError: no rules, one that cannot be read, or two for the same string.
    """
    rules = definition.words("mappings")
    if rules is None:
        raise IllegalArgumentError("mapping requires either `mappings` or `mappings_path` to be configured")
    read: dict[str, str] = {}
    for rule in rules:
        key, value = _parsed(rule)
        if key in read:
            raise IllegalArgumentError(f'match "{key}" was already added')
        read[key] = value
    return MappingCharFilter(read)
