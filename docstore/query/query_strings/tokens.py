"""The tokens of Lucene's classic query language (``QueryParser.jj``): the longest that fits is taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """The tokens, in the order in which errors list them; the value is how errors show one."""

    EOF = "<EOF>"
    AND = "<AND>"
    OR = "<OR>"
    NOT = "<NOT>"
    PLUS = '"+"'
    MINUS = '"-"'
    BAREOPER = "<BAREOPER>"
    LPAREN = '"("'
    RPAREN = '")"'
    COLON = '":"'
    STAR = '"*"'
    CARAT = '"^"'
    QUOTED = "<QUOTED>"
    TERM = "<TERM>"
    FUZZY_SLOP = "<FUZZY_SLOP>"
    PREFIXTERM = "<PREFIXTERM>"
    WILDTERM = "<WILDTERM>"
    REGEXPTERM = "<REGEXPTERM>"
    RANGEIN_START = '"["'
    RANGEEX_START = '"{"'
    NUMBER = "<NUMBER>"
    RANGE_TO = '"TO"'
    RANGEIN_END = '"]"'
    RANGEEX_END = '"}"'
    RANGE_QUOTED = "<RANGE_QUOTED>"
    RANGE_GOOP = "<RANGE_GOOP>"


class QuerySyntaxError(Exception):
    """The text is no query; the message says where."""


@dataclass(frozen=True, slots=True)
class Token:
    """One of them and where it begins."""

    kind: Kind
    image: str
    column: int


_SPACE = " \t\n\r\u3000"
_START = rf"(?:\\.|[^{_SPACE}+\-!():^\[\]\"{{}}~*?\\/])"
_INNER = rf"(?:\\.|[^{_SPACE}!():^\[\]\"{{}}~*?\\/])"

_DEFAULT = [
    (kind, re.compile(pattern, re.DOTALL))
    for kind, pattern in (
        (Kind.AND, r"AND|&&"),
        (Kind.OR, r"OR|\|\|"),
        (Kind.NOT, r"NOT|!"),
        (Kind.PLUS, r"\+"),
        (Kind.MINUS, r"-"),
        (Kind.BAREOPER, rf"[+\-!][{_SPACE}]"),
        (Kind.LPAREN, r"\("),
        (Kind.RPAREN, r"\)"),
        (Kind.COLON, r":"),
        (Kind.STAR, r"\*"),
        (Kind.CARAT, r"\^"),
        (Kind.QUOTED, r'"(?:\\.|[^"\\])*"'),
        (Kind.TERM, rf"{_START}{_INNER}*"),
        (Kind.FUZZY_SLOP, rf"~{_INNER}*"),
        (Kind.PREFIXTERM, rf"\*|{_START}{_INNER}*\*"),
        (Kind.WILDTERM, rf"(?:{_START}|[*?])(?:{_INNER}|[*?])*"),
        (Kind.REGEXPTERM, r"/(?:\\/|[^/])*/"),
        (Kind.RANGEIN_START, r"\["),
        (Kind.RANGEEX_START, r"\{"),
    )
]
_BOOST = [(Kind.NUMBER, re.compile(r"[0-9]+(?:\.[0-9]+)?"))]
_RANGE = [
    (kind, re.compile(pattern, re.DOTALL))
    for kind, pattern in (
        (Kind.RANGE_TO, r"TO"),
        (Kind.RANGEIN_END, r"\]"),
        (Kind.RANGEEX_END, r"\}"),
        (Kind.RANGE_QUOTED, r'"(?:\\"|[^"])+"'),
        (Kind.RANGE_GOOP, r"[^ \]}]+"),
    )
]
_AFTER = {
    Kind.CARAT: _BOOST,
    Kind.NUMBER: _DEFAULT,
    Kind.RANGEIN_START: _RANGE,
    Kind.RANGEEX_START: _RANGE,
    Kind.RANGEIN_END: _DEFAULT,
    Kind.RANGEEX_END: _DEFAULT,
}


def tokens(text: str) -> Iterator[Token]:
    """The tokens, ended by EOF.

    :raises QuerySyntaxError: something that is none, when it is reached.
    """
    state, at = _DEFAULT, 0
    while True:
        while at < len(text) and text[at] in _SPACE and state is not _BOOST:
            at += 1
        if at >= len(text):
            yield Token(Kind.EOF, "", len(text))
            return
        best = max(((found.end() if (found := each.match(text, at)) else at, -place) for place, (_, each) in enumerate(state)))
        end, kind = best[0], state[-best[1]][0]
        if end == at:
            raise _lexical_error(text, at)
        yield Token(kind, text[at:end], at)
        state = _AFTER.get(kind, state)
        at = end


def _lexical_error(text: str, at: int) -> QuerySyntaxError:
    """A quote, an expression or an escape that does not end is read to the end of the text."""
    if text[at] in '"/\\':
        return QuerySyntaxError(f'Lexical error at line 1, column {len(text) + 1}.  Encountered: <EOF> after : "{_escaped(text[at:])}"')
    return QuerySyntaxError(
        f'Lexical error at line 1, column {at + 1}.  Encountered: "{_escaped(text[at])}" ({ord(text[at])}), after : ""'
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def syntax_error(token: Token, expected: frozenset[Kind]) -> QuerySyntaxError:
    """A token where it cannot be, as JavaCC words it."""
    seen = "<EOF>" if token.kind is Kind.EOF else f' {token.kind.value} "{_escaped(token.image)} "'
    lines = [f"    {kind.value} {'' if kind is Kind.EOF else '...'}\n" for kind in Kind if kind in expected]
    wanted = "Was expecting:" if len(lines) == 1 else "Was expecting one of:"
    return QuerySyntaxError(f'Encountered "{seen}" at line 1, column {token.column}.\n{wanted}\n{"".join(lines)}    ')


def unescaped(text: str) -> str:
    """A text without the backslashes that protect letters of it; ``\\u0041`` is a letter (``discardEscapeChar``).

    :raises QuerySyntaxError: an escape that is none.

    >>> unescaped(r"a\\:b\\u0043")
    'a:bC'
    """
    found, at = [], 0
    while at < len(text):
        if text[at] != "\\":
            found.append(text[at])
            at += 1
        elif at + 1 >= len(text):
            raise QuerySyntaxError("Term can not end with escape character.")
        elif text[at + 1] != "u":
            found.append(text[at + 1])
            at += 2
        else:
            digits = text[at + 2 : at + 6]
            wrong = next((digit for digit in digits if digit not in "0123456789abcdefABCDEF"), None)
            if wrong is not None:
                raise QuerySyntaxError(f"Non-hex character in Unicode escape sequence: {wrong}")
            if len(digits) < 4:
                raise QuerySyntaxError("Truncated unicode escape sequence.")
            found.append(chr(int(digits, 16)))
            at += 6
    return "".join(found)


def escape(text: str) -> str:
    """A text in which nothing is special (``QueryParserBase.escape``)."""
    return re.sub(r'([\\+\-!():^\[\]"{}~*?|&/])', r"\\\1", text)
