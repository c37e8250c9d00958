"""common_grams: common words joined with their neighbours (``CommonGramsTokenFilterFactory``)."""

from __future__ import annotations

from docstore.analysis.component import TokenFilter
from docstore.analysis.definition import Definition
from docstore.analysis.registry import Scope, token_filter
from docstore.analysis.token import Token
from docstore.errors import IllegalArgumentError

TYPE = "gram"


class CommonGrams(TokenFilter):
    """``the fox`` gives ``the``, ``the_fox``, ``fox``; in ``query_mode`` only ``the_fox``."""

    def __init__(self, words: frozenset[str], *, ignore_case: bool, query_mode: bool) -> None:
        self._words = words
        self._ignore_case = ignore_case
        self._query_mode = query_mode

    def _common(self, token: Token) -> bool:
        return (token.term.lower() if self._ignore_case else token.term) in self._words

    def apply(self, tokens: list[Token]) -> list[Token]:
        """The tokens as they become."""
        made: list[Token] = []
        before = False
        for at, token in enumerate(tokens):
            following = tokens[at + 1] if at + 1 < len(tokens) else None
            joins = following is not None and (self._common(token) or self._common(following))
            if not (self._query_mode and (joins or (before and following is None))):
                made.append(token)
            if joins and following is not None:
                length = 1 if self._query_mode else 2
                made.append(token.with_(f"{token.term}_{following.term}", end=following.end, type=TYPE, length=length))
            before = joins
        return made


@token_filter("common_grams", configured=True)
def common_grams(definition: Definition, scope: Scope) -> CommonGrams:
    """``common_words``, ``ignore_case`` (false), ``query_mode`` (false).

    :raises IllegalArgumentError: no words.
    """
    words = definition.words("common_words")
    if not words:
        raise IllegalArgumentError("missing or empty [common_words] or [common_words_path] configuration for common_grams token filter")
    ignore_case = definition.flag("ignore_case", False)
    given = frozenset(word.lower() for word in words) if ignore_case else frozenset(words)
    return CommonGrams(given, ignore_case=ignore_case, query_mode=definition.flag("query_mode", False))
