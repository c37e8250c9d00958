"""Causes of refusals that come from Elasticsearch's JSON parser and so carry positions."""

from __future__ import annotations

from docstore.errors import (
    ApiError,
    InputCoercionError,
    JsonParseError,
    NotTextError,
    ParsingError,
    XContentParseError,
)
from docstore.json_token import token_of
from docstore.mapping.field_type import LocatedCause

_SOURCE = "REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)"


def jackson(cause: type[ApiError], text: str) -> LocatedCause:
    """An exception of the JSON parser, wrapped as ``JsonXContentParser.newXContentParseException`` does."""

    def at(_start: int, after: int) -> ApiError:
        reason = f"{text}\n at [Source: {_SOURCE}; line: 1, column: {after}]"
        return XContentParseError(f"[1:{after}] {reason}", caused_by=cause(reason))

    return LocatedCause(at)


def not_numeric(token: str) -> LocatedCause:
    """A token that is no number where a number must be."""
    return jackson(JsonParseError, f"Current token ({token}) not numeric, can not use numeric value accessors")


def not_boolean(token: str) -> LocatedCause:
    """A token that is no boolean where a boolean must be."""
    return jackson(JsonParseError, f"Current token ({token}) not of boolean type")


def out_of_range(number: str, of: str) -> LocatedCause:
    """A number that its Java type cannot hold."""
    return jackson(InputCoercionError, f"Numeric value ({number}) out of range of {of}")


def no_text() -> LocatedCause:
    """An object where a string, a number or a boolean must be (``AbstractXContentParser.text``)."""
    return LocatedCause(lambda start, _after: NotTextError("START_OBJECT", f"1:{start}"))


def token_name(value: object) -> str:
    """Jackson's name of the token that a JSON value starts with."""
    if value is True:
        return "VALUE_TRUE"
    if value is False:
        return "VALUE_FALSE"
    if isinstance(value, int):
        return "VALUE_NUMBER_INT"
    if isinstance(value, float):
        return "VALUE_NUMBER_FLOAT"
    return "START_OBJECT" if isinstance(value, dict) else "VALUE_STRING"


def expected_token(token: str, value: object) -> ParsingError:
    """Another token than the only one that may stand there (``XContentParserUtils.ensureExpectedToken``)."""
    return ParsingError(f"Failed to parse object: expecting token of type [{token}] but found [{token_of(value)}]")
