"""path_hierarchy: a path, and the paths above it (``PathHierarchyTokenizerFactory``)."""

from __future__ import annotations

from docstore.analysis.component import Tokenizer
from docstore.analysis.definition import Definition
from docstore.analysis.registry import Scope, tokenizer
from docstore.analysis.token import WORD, Token


class PathHierarchyTokenizer(Tokenizer):
    """``/a/b`` gives ``/a`` and ``/a/b``; reversed, ``/a/b``, ``a/b`` and ``b``."""

    def __init__(self, delimiter: str, replacement: str, skip: int, reverse: bool) -> None:
        self._delimiter = delimiter
        self._replacement = replacement
        self._skip = skip
        self._reverse = reverse

    def tokens(self, text: str) -> list[Token]:
        """One token a level."""
        spans = self._reversed(text) if self._reverse else self._forward(text)
        return [
            Token(text[start:end].replace(self._delimiter, self._replacement), start, end, at, type=WORD)
            for at, (start, end) in enumerate(spans)
        ]

    def _ends(self, text: str) -> list[int]:
        return [at for at, char in enumerate(text) if char == self._delimiter]

    def _forward(self, text: str) -> list[tuple[int, int]]:
        ends = [at for at in self._ends(text) if at > 0]
        if text and (not ends or ends[-1] != len(text) - 1 or len(text) == 1):
            ends.append(len(text))
        begin = 0
        if self._skip:
            if len(ends) <= self._skip:
                return []
            begin = ends[self._skip - 1]
            ends = ends[self._skip :]
        return [(begin, end) for end in ends]

    def _reversed(self, text: str) -> list[tuple[int, int]]:
        starts = [0, *(at + 1 for at in self._ends(text))]
        if starts and starts[-1] == len(text):
            starts.pop()
        if self._skip:
            if len(starts) <= self._skip:
                return []
            end = starts[-self._skip]
            return [(start, end) for start in starts[: -self._skip]]
        return [(start, len(text)) for start in starts]


@tokenizer("path_hierarchy", "PathHierarchy")
def path_hierarchy(definition: Definition, scope: Scope) -> PathHierarchyTokenizer:
    """``delimiter`` (/), ``replacement`` (the delimiter), ``skip`` (0), ``reverse`` (false).

    :raises IllegalArgumentError: a delimiter of several characters.
    """
    delimiter = definition.one_char("delimiter", "/")
    replacement = definition.one_char("replacement", delimiter)
    return PathHierarchyTokenizer(delimiter, replacement, definition.integer("skip", 0), definition.flag("reverse", False))
