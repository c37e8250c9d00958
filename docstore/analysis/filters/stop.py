"""stop: tokens that are too common go (``StopTokenFilterFactory``)."""

from __future__ import annotations

from docstore.analysis.component import TermFilter, TokenFilter
from docstore.analysis.definition import Definition
from docstore.analysis.registry import Scope, token_filter
from docstore.analysis.stop_words import ENGLISH, stop_words
from docstore.analysis.token import Token


class Stop(TermFilter):
    """Drops the terms of a set."""

    def __init__(self, words: frozenset[str], *, ignore_case: bool = False) -> None:
        self._words = words
        self._ignore_case = ignore_case

    def term(self, term: str) -> str | None:
        """What a term becomes."""
        return None if (term.lower() if self._ignore_case else term) in self._words else term


class SuggestStop(TokenFilter):
    """As ``Stop``, but the last token stays when nothing stands behind it: it may be the beginning of another word."""

    def __init__(self, stop: Stop) -> None:
        self._stop = stop

    def apply(self, tokens: list[Token]) -> list[Token]:
        """The tokens as they become."""
        return self._stop.apply(tokens[:-1]) + tokens[-1:]


@token_filter("stop")
def stop(definition: Definition, scope: Scope) -> Stop | SuggestStop:
    """``stopwords`` (``_english_``), ``ignore_case`` (false), ``remove_trailing`` (true)."""
    ignore_case = definition.flag("ignore_case", False)
    made = Stop(stop_words(definition, default=ENGLISH, ignore_case=ignore_case), ignore_case=ignore_case)
    return made if definition.flag("remove_trailing", True) else SuggestStop(made)
