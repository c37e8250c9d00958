"""pattern_replace: the matches of a regular expression become something else (``PatternReplaceCharFilterFactory``)."""

from __future__ import annotations

import re

from docstore.analysis.component import CharFilter
from docstore.analysis.definition import Definition
from docstore.analysis.java_pattern import pattern_of, replacement_of
from docstore.analysis.offsets import Offsets, Rewriting
from docstore.analysis.registry import Scope, char_filter
from docstore.errors import IllegalArgumentError


class PatternReplace(CharFilter):
    """``$1`` in the replacement is the first group."""

    normalizes = True

    def __init__(self, pattern: re.Pattern[str], replacement: str) -> None:
        self._pattern = pattern
        self._replacement = replacement

    def apply(self, text: str) -> tuple[str, Offsets]:
        """The text as it becomes, and where its parts came from."""
        made, at = Rewriting(), 0
        for match in self._pattern.finditer(text):
            made.keep(text[at : match.start()])
            made.replace(match.end(), match.expand(self._replacement))
            at = match.end()
        made.keep(text[at:])
        return made.text(), made.offsets


@char_filter("pattern_replace", configured=True)
def pattern_replace(definition: Definition, scope: Scope) -> PatternReplace:
    """``pattern``, ``replacement`` (nothing), ``flags``.

    :raises IllegalArgumentError: no pattern, or a wrong one.
    """
    text = definition.text("pattern")
    if not text:
        raise IllegalArgumentError(f"pattern is missing for [{definition.name}] char filter of type 'pattern_replace'")
    pattern = pattern_of(text, definition.text("flags"))
    return PatternReplace(pattern, replacement_of(definition.text("replacement", "") or "", pattern))
