"""Where the walk over a document stands, and how what stands there is refused (``DocumentParserContext``, ``FieldMapper``)."""

from __future__ import annotations

from math import isfinite
from typing import Any, NoReturn

from docstore.errors import ApiError, DocumentParsingError, JsonParseError
from docstore.frozen import frozen
from docstore.mapping.causes import jackson
from docstore.mapping.field_type import LocatedCause
from docstore.mapping.java_text import java_string
from docstore.mapping.location import Token, column


@frozen
class Standing:
    """In a document, at the value that these keys and indices lead to: the walk adds steps and takes them away."""

    source: dict[str, Any]
    doc_id: str
    steps: list[str | int]

    def column(self, token: Token = Token.VALUE) -> int:
        """Of the value, or of one of its tokens, from 1."""
        return column(self.source, self.steps, token)

    def value(self) -> Any:
        """What stands here."""
        value: Any = self.source
        for step in self.steps:
            value = value[step]
        return value

    def refuse(self, text: str, *, token: Token = Token.VALUE, caused_by: ApiError | None = None) -> NoReturn:
        """With this text, behind the location."""
        root_cause = caused_by if isinstance(caused_by, DocumentParsingError) else None
        reason = f"[1:{self.column(token)}] {text}"
        raise DocumentParsingError(reason, caused_by=caused_by, root_cause=root_cause) from None

    def refuse_value(self, path: str, kind: str, value: Any, cause: ApiError | LocatedCause) -> NoReturn:
        """As the value of a field of this path and type, which does not take it."""
        if isinstance(cause, LocatedCause):
            cause = cause.of(self.doc_id).at(self.column(), self.column(Token.AFTER))
        self.refuse(
            f"failed to parse field [{path}] of type [{kind}] in document with id '{self.doc_id}'. "
            f"Preview of field's value: '{java_string(value)}'",
            token=Token.END,
            caused_by=cause,
        )

    def refuse_directly(self, cause: ApiError | LocatedCause) -> NoReturn:
        """The refusal of a type that parses documents itself (``FieldMapper.parse`` overridden)."""
        if isinstance(cause, LocatedCause):
            cause = cause.of(self.doc_id).at(self.column(), self.column(Token.AFTER))
        if isinstance(cause, DocumentParsingError):
            self.refuse(cause.reason, token=Token.END, caused_by=cause.caused_by)
        self.refuse(f"failed to parse: {cause.reason}", token=Token.END, caused_by=cause)

    def refuse_non_finite(self, value: Any) -> None:
        """A number that JSON has not."""
        if isinstance(value, float) and not isfinite(value):
            text = "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
            start, after = self.column(), self.column(Token.AFTER)
            cause = jackson(
                JsonParseError,
                f"Non-standard token '{text}': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow",
            ).at(start, after)
            self.refuse(f"failed to parse: {cause.reason}", caused_by=cause)
