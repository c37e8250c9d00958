"""pattern, simple_pattern, simple_pattern_split: what a regular expression matches, or leaves (``PatternTokenizerFactory`` and others)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docstore.analysis.definition import Definition
from docstore.analysis.java_pattern import pattern_of
from docstore.analysis.registry import Scope, tokenizer
from docstore.analysis.token import WORD
from docstore.analysis.tokenizers.spans import SpanTokenizer
from docstore.errors import IllegalArgumentError


class PatternTokenizer(SpanTokenizer):
    """The text between matches (group -1), the matches (0), or one of their groups; nothing empty."""

    def __init__(self, pattern: re.Pattern[str], group: int) -> None:
        super().__init__()
        self._pattern = pattern
        self._group = group

    def spans(self, text: str) -> Iterator[tuple[int, int, str]]:
        """The pieces."""
        at = 0
        for match in self._pattern.finditer(text):
            start, end = (at, match.start()) if self._group < 0 else match.span(self._group)
            if end > start:
                yield start, end, WORD
            at = match.end()
        if self._group < 0 and at < len(text):
            yield at, len(text), WORD


@tokenizer("pattern")
def pattern(definition: Definition, scope: Scope) -> PatternTokenizer:
    r"""``pattern`` (``\W+``), ``flags``, ``group`` (-1).

    :raises IllegalArgumentError: a wrong pattern or group.
    """
    compiled = pattern_of(definition.text("pattern", r"\W+") or "", definition.text("flags"))
    group = definition.integer("group", -1)
    if group >= 0 and group > compiled.groups:
        raise IllegalArgumentError(f"invalid group specified: pattern only has: {compiled.groups} capturing groups")
    return PatternTokenizer(compiled, group)


@tokenizer("simple_pattern")
def simple_pattern(definition: Definition, scope: Scope) -> PatternTokenizer:
    """``pattern``, the matches are the tokens; without one, there are none."""
    return PatternTokenizer(pattern_of(definition.text("pattern") or "(?!)", None), 0)


@tokenizer("simple_pattern_split")
def simple_pattern_split(definition: Definition, scope: Scope) -> PatternTokenizer:
    """``pattern``, the tokens are between the matches."""
    return PatternTokenizer(pattern_of(definition.text("pattern") or "(?!)", None), -1)
