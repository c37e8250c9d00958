"""unique, remove_duplicates: each term once, in the text or at a position."""

from __future__ import annotations

from docstore.analysis.component import TokenFilter
from docstore.analysis.definition import Definition
from docstore.analysis.registry import Scope, token_filter
from docstore.analysis.token import Token


class Unique(TokenFilter):
    """The first token of each term. ``everywhere``: in the whole text, and positions close up; else at one position."""

    def __init__(self, *, everywhere: bool) -> None:
        self._everywhere = everywhere
        self.alone = not everywhere

    def apply(self, tokens: list[Token]) -> list[Token]:
        """The tokens as they become."""
        seen: set[tuple[str, int]] = set()
        kept: list[Token] = []
        last, moved = -1, -1
        for token in tokens:
            place, step = token.position, token.position - last
            last = place
            key = (token.term, 0 if self._everywhere else place)
            if key in seen:
                continue
            seen.add(key)
            kept.append(token)
            if self._everywhere:
                moved += step
                token.position = moved
        return kept


@token_filter("unique")
def unique(definition: Definition, scope: Scope) -> Unique:
    """``only_on_same_position`` (false)."""
    return Unique(everywhere=not definition.flag("only_on_same_position", False))


@token_filter("remove_duplicates")
def remove_duplicates(definition: Definition, scope: Scope) -> Unique:
    """No parameters."""
    return Unique(everywhere=False)
