"""Bytes that stay with a token: what stands behind a delimiter (``DelimitedPayloadTokenFilterFactory``), or the token's type."""

from __future__ import annotations

import struct

from docstore.analysis.component import TokenFilter
from docstore.analysis.definition import Definition
from docstore.analysis.registry import Scope, token_filter
from docstore.analysis.token import Token
from docstore.errors import NumberFormatError


class DelimitedPayload(TokenFilter):
    """``the|0.5`` becomes ``the`` with the bytes of 0.5."""

    def __init__(self, delimiter: str, encoding: str) -> None:
        self._delimiter = delimiter
        self._encoding = encoding

    def apply(self, tokens: list[Token]) -> list[Token]:
        """The tokens as they become.

        :raises NumberFormatError: a payload that is no number where numbers are encoded.
        """
        for token in tokens:
            term, delimiter, payload = token.term.partition(self._delimiter)
            if delimiter:
                token.term, token.payload = term, self._encoded(payload)
        return tokens

    def _encoded(self, payload: str) -> bytes:
        if self._encoding == "identity":
            return payload.encode("utf-8", "surrogatepass")
        try:
            return struct.pack(">f", float(payload)) if self._encoding == "float" else struct.pack(">i", int(payload))
        except (ValueError, OverflowError, struct.error):
            raise NumberFormatError.of(payload) from None


@token_filter("delimited_payload", "delimited_payload_filter")
def delimited_payload(definition: Definition, scope: Scope) -> DelimitedPayload:
    """``delimiter`` (|), ``encoding`` (float; int, identity)."""
    encoding = definition.text("encoding", "float") or "float"
    return DelimitedPayload(definition.one_char("delimiter", "|"), encoding if encoding in ("int", "identity") else "float")


class TypeAsPayload(TokenFilter):
    """The type of each token as its payload."""

    def apply(self, tokens: list[Token]) -> list[Token]:
        """The tokens as they become."""
        for token in tokens:
            token.payload = token.type.encode("utf-8", "surrogatepass")
        return tokens


@token_filter("type_as_payload")
def type_as_payload(definition: Definition, scope: Scope) -> TypeAsPayload:
    """No parameters."""
    return TypeAsPayload()
