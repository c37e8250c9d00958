"""pattern_replace, pattern_capture: regular expressions on terms."""

from __future__ import annotations

import re

from docstore.analysis.component import TokenFilter
from docstore.analysis.definition import Definition
from docstore.analysis.filters.mapped import Mapped
from docstore.analysis.java_pattern import pattern_of, replacement_of
from docstore.analysis.registry import Scope, token_filter
from docstore.analysis.token import Token
from docstore.errors import IllegalArgumentError


@token_filter("pattern_replace", configured=True)
def pattern_replace(definition: Definition, scope: Scope) -> Mapped:
    """``pattern``, ``replacement`` (nothing), ``flags``, ``all`` (true).

    :raises IllegalArgumentError: no pattern, or a wrong one.
    """
    text = definition.text("pattern")
    if text is None:
        raise IllegalArgumentError(f"pattern is missing for [{definition.name}] token filter of type 'pattern_replace'")
    pattern = pattern_of(text, definition.text("flags"))
    template = replacement_of(definition.text("replacement", "") or "", pattern)
    count = 0 if definition.flag("all", True) else 1
    return Mapped(lambda term: pattern.sub(template, term, count=count))


class Capture(TokenFilter):
    """The groups of all matches, at the position of their token."""

    alone = True

    def __init__(self, patterns: list[re.Pattern[str]], *, preserve_original: bool) -> None:
        self._patterns = patterns
        self._preserve = preserve_original

    def apply(self, tokens: list[Token]) -> list[Token]:
        """The tokens as they become."""
        made = []
        for token in tokens:
            captured = self._captured(token.term)
            if self._preserve or not captured:
                made.append(token)
            made += [token.with_(term) for term in captured]
        return made

    def _captured(self, term: str) -> list[str]:
        spans = []
        for order, pattern in enumerate(self._patterns):
            for match in pattern.finditer(term):
                for group in range(1, pattern.groups + 1):
                    start, end = match.span(group)
                    if start < end and not (self._preserve and end - start == len(term)):
                        spans.append((start, order, group, end))
        return [term[start:end] for start, _, _, end in sorted(spans)]


@token_filter("pattern_capture", configured=True)
def pattern_capture(definition: Definition, scope: Scope) -> Capture:
    """``patterns``, ``preserve_original`` (true).

    :raises IllegalArgumentError: no patterns, or a wrong one.
    """
    if "patterns" not in definition:
        raise IllegalArgumentError(f"required setting 'patterns' is missing for token filter [{definition.name}]")
    patterns = [pattern_of(text) for text in definition.texts("patterns")]
    return Capture(patterns, preserve_original=definition.flag("preserve_original", True))
