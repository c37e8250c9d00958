"""fingerprint: all terms of a text, sorted, each once, as one token (``FingerprintTokenFilterFactory``)."""

from __future__ import annotations

from docstore.analysis.component import TokenFilter
from docstore.analysis.definition import Definition
from docstore.analysis.registry import Scope, token_filter
from docstore.analysis.token import Token

TYPE = "fingerprint"


class Fingerprint(TokenFilter):
    """One token, or none when it would be too long."""

    def __init__(self, separator: str = " ", longest: int = 255) -> None:
        self._separator = separator
        self._longest = longest

    def apply(self, tokens: list[Token]) -> list[Token]:
        """The tokens as they become."""
        if not tokens:
            return []
        term = self._separator.join(sorted({token.term for token in tokens}))
        if len(term) > self._longest:
            return []
        return [Token(term, 0, max(token.end for token in tokens), 0, type=TYPE)]


@token_filter("fingerprint")
def fingerprint(definition: Definition, scope: Scope) -> Fingerprint:
    """``separator`` (a space), ``max_output_size`` (255)."""
    return Fingerprint(definition.one_char("separator", " "), definition.integer("max_output_size", 255))
