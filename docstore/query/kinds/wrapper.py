"""``wrapper``."""

from __future__ import annotations

import base64
import binascii
import re
import string
from dataclasses import dataclass
from typing import Any, Self

from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError, JsonParseError, ParsingError, Token, XContentParseError
from docstore.json_body import read_strictly
from docstore.query.matcher import Matcher
from docstore.query.query import Json, Query
from docstore.query.registry import parse, query
from docstore.query.scorer import NO_BOOST, Boost, Scored
from docstore.query.wire import at_key, token_of


@query("wrapper")
@dataclass(frozen=True, slots=True)
class Wrapper(Query):
    """Another query, as JSON in Base64."""

    inner: Query
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"query": "eyJ0ZXJtIiA6IHsgInVzZXIiIDogIktpbWNoeSIgfX0="}`` (``WrapperQueryBuilder.fromXContent``)."""
        if not body:
            raise ParsingError("[wrapper] query malformed")
        key, value = next(iter(body.items()))
        if key != "query":
            raise ParsingError(f"[wrapper] query malformed, expected `query` but was {key}")
        if value is None:
            raise at_key(ParsingError("wrapper query has no [query] specified"), "query", Token.END, body)
        if value == "":
            raise IllegalArgumentError("query source text cannot be null or empty")
        if len(body) > 1:
            raise ParsingError("[wrapper] malformed query, expected [END_OBJECT] but found [FIELD_NAME]")
        try:
            inner = _decoded(value)
        except XContentParseError as error:
            raise at_key(error, key, within=body) from None
        return cls(parse(_json(inner)))

    def bind(self, view: IndexView) -> Matcher:
        """The inner query's."""
        return self.inner.bind(view)

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """The inner query's."""
        return self.inner.bind_scored(view, boost)

    def clauses(self) -> tuple[Query, ...]:
        """The inner query."""
        return (self.inner,)


_ALPHABET = frozenset(string.ascii_letters + string.digits + "+/")
_BETWEEN_UNITS = re.compile(r"((?:\S{4})+)\s*")
_PADDING = (
    "Unexpected end of base64-encoded String: base64 variant 'MIME-NO-LINEFEEDS' expects padding (one or more '=' characters) at the end."
    " This Base64Variant might have been incorrectly configured"
)


def _decoded(value: Any) -> bytes:
    """Base64 as Jackson reads it (``JsonParser.getBinaryValue``).

    :raises XContentParseError: it is none.
    """
    if not isinstance(value, str):
        raise _unread(f"Current token ({token_of(value)}) not VALUE_STRING or VALUE_EMBEDDED_OBJECT, can not access as binary")
    joined = _BETWEEN_UNITS.sub(r"\1", value.lstrip())
    try:
        return base64.b64decode(joined, validate=True)
    except (binascii.Error, ValueError):
        at, wrong = next(((at, one) for at, one in enumerate(joined.rstrip("=")) if one not in _ALPHABET), (0, ""))
        if not wrong:
            why = _PADDING
        elif wrong.isspace():
            place = f"as character #{at % 4 + 1} of 4-char base64 unit: can only used between units"
            why = f"Illegal white space character (code 0x{ord(wrong):x}) {place}"
        else:
            why = f"Illegal character '{wrong}' (code 0x{ord(wrong):x}) in base64 content"
        raise _unread(f"Failed to decode VALUE_STRING as base64 (MIME-NO-LINEFEEDS): {why}") from None


def _unread(reason: str) -> XContentParseError:
    return XContentParseError(reason, caused_by=JsonParseError(reason))


def _json(body: bytes) -> Any:
    """The query; where it is wrong is told of a place in it, and not in the request.

    :raises XContentParseError: no JSON.
    """
    try:
        if not body.lstrip().startswith(b"{"):
            raise XContentParseError("Failed to derive xcontent")
        return read_strictly(body)
    except XContentParseError as error:
        raise at_key(error, None, within=body) from None
