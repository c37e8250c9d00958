"""The grammar of Lucene's classic query language: tokens in, a tree out (``QueryParser.jj``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docstore.query.query_strings.tokens import Kind, QuerySyntaxError, Token, syntax_error, tokens, unescaped

MOST_GROUPS = 100
"""How deep groups may lie in each other."""


@dataclass(frozen=True, slots=True)
class Node:
    """``field`` None: the default."""

    field: str | None


@dataclass(frozen=True, slots=True)
class Words(Node):
    """Words that are analyzed together; ``several``: more than one was given."""

    text: str
    several: bool = False


@dataclass(frozen=True, slots=True)
class Quoted(Node):
    """A phrase."""

    text: str
    slop: str | None = None


@dataclass(frozen=True, slots=True)
class Interval(Node):
    """From one value to another; None is an open end."""

    low: str | None
    high: str | None
    with_low: bool
    with_high: bool


@dataclass(frozen=True, slots=True)
class Nearly(Node):
    """A word with ``~`` and what follows it."""

    text: str
    edits: str


@dataclass(frozen=True, slots=True)
class Beginning(Node):
    """A word with ``*`` at its end alone."""

    text: str


@dataclass(frozen=True, slots=True)
class Pattern(Node):
    """A word with ``*`` and ``?``; escapes are kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Expression(Node):
    """A regular expression."""

    text: str


@dataclass(frozen=True, slots=True)
class Weighted(Node):
    """Something with ``^``."""

    inner: Node
    boost: float


@dataclass(frozen=True, slots=True)
class Item:
    """A clause with what stands before it: AND or OR, and ``+`` or ``-``."""

    conjunction: Kind | None
    modifier: Kind | None
    node: Node


@dataclass(frozen=True, slots=True)
class Group(Node):
    """Clauses one after the other."""

    items: tuple[Item, ...]


_CLAUSE = frozenset(
    {
        Kind.BAREOPER,
        Kind.LPAREN,
        Kind.STAR,
        Kind.QUOTED,
        Kind.TERM,
        Kind.PREFIXTERM,
        Kind.WILDTERM,
        Kind.REGEXPTERM,
        Kind.RANGEIN_START,
        Kind.RANGEEX_START,
        Kind.NUMBER,
    }
)
_MODIFIERS = frozenset({Kind.PLUS, Kind.MINUS, Kind.NOT})
_CONJUNCTIONS = frozenset({Kind.AND, Kind.OR})
_NOT_AFTER_SEVERAL = frozenset({Kind.COLON, Kind.STAR, Kind.FUZZY_SLOP, Kind.CARAT, Kind.AND, Kind.OR})
_ENDS = frozenset({Kind.RANGE_GOOP, Kind.RANGE_QUOTED, Kind.RANGE_TO})


def parse(text: str, field: str | None = None) -> Node:
    """The tree of a query.

    :raises QuerySyntaxError: the text is none.
    """
    parser = _Parser(tokens(text))
    return parser.group(field, Kind.EOF)


class _Parser:
    """Two tokens of outlook, three where several words may be one text."""

    def __init__(self, source: Iterator[Token]) -> None:
        self._source = source
        self._ahead: list[Token | QuerySyntaxError] = []
        self._depth = 0

    def _token(self, place: int = 0) -> Token:
        while len(self._ahead) <= place:
            try:
                self._ahead.append(next(self._source, Token(Kind.EOF, "", -1)))
            except QuerySyntaxError as error:
                self._ahead.append(error)
        found = self._ahead[place]
        if isinstance(found, QuerySyntaxError):
            raise found
        return found

    def _take(self) -> Token:
        found = self._token()
        self._ahead.pop(0)
        return found

    def _taken(self, kinds: frozenset[Kind], expected: frozenset[Kind] | None = None) -> Token:
        if self._token().kind not in kinds:
            raise syntax_error(self._token(), kinds if expected is None else expected)
        return self._take()

    def _maybe(self, kinds: frozenset[Kind]) -> Kind | None:
        return self._take().kind if self._token().kind in kinds else None

    def group(self, field: str | None, closed_by: Kind) -> Node:
        """Clauses up to the end of the text, or a parenthesis."""
        self._depth += 1
        if self._depth > MOST_GROUPS:
            raise QuerySyntaxError(f"more than {MOST_GROUPS} groups in each other")
        items: list[Item] = []
        going_on = _CLAUSE | _MODIFIERS
        while True:
            if (words := self._several(field)) is not None:
                items.append(Item(None, None, words))
            else:
                conjunction = self._maybe(_CONJUNCTIONS) if items else None
                modifier = self._maybe(_MODIFIERS)
                expected = _CLAUSE if modifier else _CLAUSE | _MODIFIERS
                items.append(Item(conjunction, modifier, self._clause(field, expected)))
            if self._token().kind is closed_by:
                break
            if self._token().kind not in going_on | _CONJUNCTIONS:
                raise syntax_error(self._token(), going_on | _CONJUNCTIONS | {closed_by})
        self._take()
        self._depth -= 1
        return Group(field, tuple(items))

    def _several(self, field: str | None) -> Words | None:
        """Two words or more with nothing special about them."""
        images: list[str] = []
        while self._token(0 if images else 1).kind is Kind.TERM and self._token(1 if images else 2).kind not in _NOT_AFTER_SEVERAL:
            if not images:
                if self._token().kind is not Kind.TERM:
                    return None
                images.append(self._take().image)
            images.append(self._take().image)
        return Words(field, unescaped(" ".join(images)), True) if images else None

    def _clause(self, field: str | None, expected: frozenset[Kind]) -> Node:
        if self._token().kind in (Kind.TERM, Kind.STAR) and self._token(1).kind is Kind.COLON:
            name = self._take()
            self._take()
            field = "*" if name.kind is Kind.STAR else unescaped(name.image)
            expected = _CLAUSE
        if self._token().kind is not Kind.LPAREN:
            return self._term(field, expected)
        self._take()
        inner = self.group(field, Kind.RPAREN)
        return self._boosted(inner) if self._token().kind is Kind.CARAT else inner

    def _boosted(self, inner: Node) -> Node:
        self._take()
        return Weighted(inner.field, inner, float(self._taken(frozenset({Kind.NUMBER})).image))

    def _term(self, field: str | None, expected: frozenset[Kind]) -> Node:
        token = self._taken(_CLAUSE, expected)
        if token.kind in (Kind.RANGEIN_START, Kind.RANGEEX_START):
            node = self._interval(field, with_low=token.kind is Kind.RANGEIN_START)
            return self._boosted(node) if self._token().kind is Kind.CARAT else node
        boost = tilde = None
        for _ in range(2):
            if self._token().kind is Kind.CARAT and boost is None:
                self._take()
                boost = float(self._taken(frozenset({Kind.NUMBER})).image)
            elif self._token().kind is Kind.FUZZY_SLOP and tilde is None:
                tilde = self._take().image[1:]
        node = _single(field, token, tilde)
        return node if boost is None else Weighted(field, node, boost)

    def _interval(self, field: str | None, *, with_low: bool) -> Node:
        low = self._taken(_ENDS)
        self._taken(frozenset({Kind.RANGE_TO}))
        high = self._taken(_ENDS)
        closing = self._taken(frozenset({Kind.RANGEIN_END, Kind.RANGEEX_END}))
        return Interval(field, _end(low), _end(high), with_low, closing.kind is Kind.RANGEIN_END)


def _end(token: Token) -> str | None:
    if token.kind is Kind.RANGE_QUOTED:
        return unescaped(token.image[1:-1])
    return None if token.image == "*" else unescaped(token.image)


def _single(field: str | None, token: Token, tilde: str | None) -> Node:
    image = token.image
    match token.kind:
        case Kind.QUOTED:
            return Quoted(field, unescaped(image[1:-1]), tilde)
        case Kind.STAR | Kind.WILDTERM:
            return Pattern(field, image)
        case Kind.PREFIXTERM:
            return Beginning(field, unescaped(image[:-1]))
        case Kind.REGEXPTERM:
            return Expression(field, image[1:-1])
        case Kind.BAREOPER:
            image = image[:1]
        case _:
            image = unescaped(image)
    return Words(field, image) if tilde is None else Nearly(field, image, tilde)
