"""uax_url_email and classic: words, with addresses kept in one piece (``UAX29URLEmailTokenizerFactory``, ``ClassicTokenizerFactory``)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docstore.analysis.definition import Definition
from docstore.analysis.registry import Scope, tokenizer
from docstore.analysis.tokenizers.spans import ScanningTokenizer, SpanTokenizer, longest_of
from docstore.analysis.words import typed_words

_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,24}\b"
_ADDRESSES = re.compile(
    rf"(?P<EMAIL>[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_HOST})"
    rf"|(?P<URL>(?:(?:https?|ftp|file)://(?:[^\s/?#@]+@)?(?:{_HOST}|localhost|\d{{1,3}}(?:\.\d{{1,3}}){{3}})|{_HOST})"
    r"(?::\d+)?(?:/[^\s<>\"'{}|\\^`]*[^\s<>\"'{}|\\^`.,;:!?)\]])?/?(?:\?[^\s<>\"#]*[^\s<>\"#.,;:!?)\]])?(?:#[^\s<>\"]*[^\s<>\".,;:!?)\]])?)"
)


class UrlEmailTokenizer(ScanningTokenizer):
    """Words as ``standard`` has them, around addresses."""

    def spans(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Each word or address with its type."""
        at = 0
        for match in _ADDRESSES.finditer(text):
            yield from _shifted(text, at, match.start())
            yield match.start(), match.end(), f"<{match.lastgroup}>"
            at = match.end()
        yield from _shifted(text, at, len(text))


def _shifted(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    return ((start + a, start + b, kind) for a, b, kind in typed_words(text[start:end]))


_WORD = r"[^\W_](?:[^\W_])*"
_CLASSIC = re.compile(
    rf"(?P<EMAIL>{_WORD}(?:[._-]{_WORD})*@{_WORD}(?:[.-]{_WORD})+)"
    rf"|(?P<ACRONYM>[^\W\d_]\.(?:[^\W\d_]\.)+)"
    rf"|(?P<COMPANY>[^\W\d_]+[&@][^\W\d_]+)"
    rf"|(?P<NUM>(?=[\w.,/_-]*\d)(?:{_WORD}(?:[_\-/.,]{_WORD})+)(?<!\.))"
    rf"|(?P<HOST>{_WORD}(?:\.{_WORD})+)"
    rf"|(?P<APOSTROPHE>[^\W\d_]+(?:'[^\W\d_]+)+)"
    rf"|(?P<ALPHANUM>{_WORD})"
)


class ClassicTokenizer(SpanTokenizer):
    """The grammar of Lucene's early ``StandardTokenizer``, for English."""

    def spans(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Each word with its type."""
        return ((match.start(), match.end(), f"<{match.lastgroup}>") for match in _CLASSIC.finditer(text))


@tokenizer("uax_url_email")
def uax_url_email(definition: Definition, scope: Scope) -> UrlEmailTokenizer:
    """``max_token_length``."""
    return UrlEmailTokenizer(longest_of(definition))


@tokenizer("classic")
def classic(definition: Definition, scope: Scope) -> ClassicTokenizer:
    """``max_token_length``."""
    return ClassicTokenizer(longest_of(definition))
