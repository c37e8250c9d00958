"""The shapes in which clauses come: tokens, values read leniently, one-field maps, declared objects.

Each function does what one piece of Elasticsearch's parsers does, with its error texts (``XContentParser``,
``ObjectParser``); positions in the request body are not known here and left out.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from docstore.errors import (
    ApiError,
    IllegalArgumentError,
    InputCoercionError,
    NotTextError,
    NumberFormatError,
    ParsingError,
    Place,
    Token,
    XContentParseError,
)
from docstore.frozen import frozen
from docstore.json_token import TOKENS as TOKENS
from docstore.json_token import token_of as token_of
from docstore.spelling import did_you_mean

Json = dict[str, Any]

SCALARS = frozenset({"VALUE_STRING", "VALUE_NUMBER", "VALUE_BOOLEAN"})


def is_scalar(value: Any) -> bool:
    """Whether a value is a string, a number or a boolean (``Token.isValue``: null is none)."""
    return TOKENS[type(value)] in SCALARS


def text(value: Any) -> str:
    """A scalar as text; anything else cannot be read as one."""
    if not is_scalar(value):
        error = NotTextError(token_of(value))
        if value is not None:
            error.place = Place(Token.VALUE, within=value)
        raise error
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def text_or_null(value: Any) -> str | None:
    """A scalar as text, or null."""
    return None if value is None else text(value)


def scalar(value: Any) -> Any:
    """A scalar as it is, or null (``XContentParser.objectBytes``)."""
    return value if value is None or is_scalar(value) else text(value)


def number(value: Any) -> float:
    """A number, also one in a string."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise XContentParseError(f"Current token ({token_of(value)}) not numeric, can not use numeric value accessors")
    try:
        return float(value)
    except (ValueError, OverflowError):
        raise NumberFormatError.of(value) from None


def integer(value: Any) -> int:
    """A whole number of 32 bits, also one in a string; a fraction is cut off (``AbstractXContentParser.intValue``)."""
    if type(value) is int and -(1 << 31) <= value < 1 << 31:
        return value
    return _whole(value, 31, "an integer", "int")


def long(value: Any) -> int:
    """A whole number of 64 bits, in the same ways."""
    if type(value) is int and -(1 << 63) <= value < 1 << 63:
        return value
    return _whole(value, 63, "a long", "long")


def _whole(value: Any, bits: int, kind: str, short: str) -> int:
    found = number(value)
    if math.isnan(found):
        return 0
    whole = int(value) if isinstance(value, int) else int(found) if math.isfinite(found) else found
    if -(1 << bits) <= whole < 1 << bits:
        return int(whole)
    if isinstance(value, str):
        raise IllegalArgumentError(f"Value [{value}] is out of range for {kind}")
    raise InputCoercionError(f"Numeric value ({value}) out of range of {short} ({-(1 << bits)} - {(1 << bits) - 1})")


def boolean(value: Any) -> bool:
    """A boolean, also ``"true"`` and ``"false"``."""
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return bool(value == "true")
    raise IllegalArgumentError.not_boolean(value)


def checked_boost(boost: float, kind: str, body: Json) -> float:
    """A boost; scores are never negative (``AbstractQueryBuilder.checkNegativeBoost``)."""
    if boost < 0:
        clause = json.dumps({kind: _without_boost(body)}, indent=2, separators=(",", " : "), default=str)
        raise IllegalArgumentError(
            f"negative [boost] are not allowed in [{clause}], use a value between 0 and 1 to deboost"
        )
    return boost


def _without_boost(body: Any) -> Any:
    if not isinstance(body, dict):
        return body
    return {key: _without_boost(value) for key, value in body.items() if key != "boost"}


def checked_field(name: str | None, reason: str = "field name is null or empty") -> str:
    """A field name that is there."""
    if not name:
        raise IllegalArgumentError(reason)
    return name


Readers = Mapping[str, tuple[str, Callable[[Any], Any]]]
"""For each key of a clause, the attribute that it becomes, and how its value is read."""


_MISSING = ("field name is null or empty", "value cannot be null")


def long_or_short(kind: str, body: Json, keys: Readers, missing: tuple[str, str] = _MISSING) -> Json:
    """The attributes of ``{"field": value}`` or ``{"field": {"value": value, ...}}``; the field is one of them.

    :raises IllegalArgumentError: the field or the value is not there, with one of two texts.
    """
    found: Json = {"field": None, "value": None}
    for key, value in body.items():
        found["field"] = only_field(kind, found["field"], key)
        if not isinstance(value, dict):
            found["value"] = keys["value"][1](value)
            continue
        for name, inner in value.items():
            if name not in keys:
                raise unsupported(kind, name)
            attribute, read = keys[name]
            found[attribute] = read(inner)
    checked_field(found["field"], missing[0])
    if found["value"] is None:
        raise IllegalArgumentError(missing[1])
    checked_boost(found.get("boost", 1.0), kind, body)
    return found


def only_field(kind: str, first: str | None, second: str) -> str:
    """The one field of a clause (``throwParsingExceptionOnMultipleFields``)."""
    if first is not None:
        raise at_key(ParsingError(f"[{kind}] query doesn't support multiple fields, found [{first}] and [{second}]"), second)
    return second


E = TypeVar("E", bound=ApiError)


def at_key(error: E, key: str | int | None, token: Token = Token.VALUE, within: Any = None) -> E:
    """An error found at a key of a clause, or behind it."""
    error.place = Place(token, key, within)
    return error


def unsupported(kind: str, key: str) -> ParsingError:
    """A key that a hand-written parser does not know."""
    return at_key(ParsingError(f"[{kind}] query does not support [{key}]"), key)


@frozen
class Declared:
    """One key of a declared object: the tokens its value may begin with, and how it is read."""

    tokens: frozenset[str]
    read: Callable[[Any], Any]


def with_standard_keys(kind: str, body: Json, keys: Mapping[str, Declared]) -> Mapping[str, Declared]:
    """The declared keys of a kind, and those that all kinds have, where the body has others than its own."""
    return keys if isinstance(body, dict) and body.keys() <= keys.keys() else {**keys, **standard_keys(kind, body)}


def standard_keys(kind: str, body: Json) -> dict[str, Declared]:
    """``boost`` and ``_name`` (``AbstractQueryBuilder.declareStandardFields``)."""
    return {
        "boost": Declared(frozenset({"VALUE_NUMBER", "VALUE_STRING"}), lambda v: checked_boost(number(v), kind, body)),
        "_name": Declared(frozenset({"VALUE_STRING"}), text),
    }


@contextmanager
def as_parsing_error() -> Iterator[None]:
    """What is wrong with an argument becomes a ``parsing_exception`` with the same text, in the kinds that do so."""
    try:
        yield
    except (IllegalArgumentError, NumberFormatError, XContentParseError) as error:
        found = ParsingError(error.reason, caused_by=error)
        if error.place is not None and isinstance(error.place.key, str):
            at_key(found, error.place.key, within=error.place.within)
        raise found from error


def declared(kind: str, body: Json, keys: Mapping[str, Declared]) -> Json:
    """The values of an object whose keys are declared (``ObjectParser``)."""
    if not isinstance(body, dict):
        raise XContentParseError(f"[{kind}] Expected START_OBJECT but was: {token_of(body)}")
    found: Json = {}
    for key, value in body.items():
        if key not in keys:
            raise at_key(XContentParseError(f"[{kind}] unknown field [{key}]{did_you_mean(key, keys)}"), key, Token.KEY, body)
        declaration = keys[key]
        if TOKENS[type(value)] not in declaration.tokens:
            raise at_key(XContentParseError(f"[{kind}] {key} doesn't support values of type: {token_of(value)}"), key, within=body)
        try:
            found[key] = declaration.read(value)
        except ApiError as error:
            raise refused_value(kind, key, body, error) from error
    return found


def by_hand(body: Json, keys: Mapping[str, Declared], unknown: Callable[[str, str], str]) -> Json:
    """The values of an object that a hand-written parser reads; ``unknown`` is what it says of a token and a key that do not go together.

    :raises ParsingError: there are such.
    """
    found: Json = {}
    for key, value in body.items():
        token = token_of(value)
        if key not in keys or token not in keys[key].tokens:
            raise at_key(ParsingError(unknown(token, key)), key, within=body)
        try:
            found[key] = keys[key].read(value)
        except ParsingError as error:
            raise at_key(error, key, within=body) if error.place is None else error from error
    return found


def refused_value(kind: str, key: str, body: Json, error: ApiError) -> XContentParseError:
    """What an object parser makes of a failure with the value of one of its keys (``ObjectParser.throwFailedToParse``). Where nobody
    below says where it is, it was found at the end of the value.
    """
    failed = failed_to_parse(kind, key, error)
    if is_scalar(body[key]):
        return at_key(failed, key, within=body)
    return failed if _has_place(error) else at_key(failed, key, Token.END, body)


def last_of(body: Json, *keys: str) -> str:
    """Of some keys of a clause the one that stands behind the others."""
    return [key for key in body if key in keys][-1]


def _has_place(error: ApiError | None) -> bool:
    while error is not None:
        if error.place is not None:
            return True
        error = error.caused_by
    return False


def failed_to_parse(kind: str, key: str, error: ApiError) -> XContentParseError:
    """What an object parser makes of a failure below one of its keys; the root cause stays the innermost parsing
    failure.
    """
    root: ApiError | None = error if isinstance(error, ParsingError | XContentParseError) else None
    while isinstance(root, XContentParseError) and isinstance(root.caused_by, ParsingError | XContentParseError):
        root = root.caused_by
    return XContentParseError(f"[{kind}] failed to parse field [{key}]", caused_by=error, root_cause=root)
