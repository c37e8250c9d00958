"""A JSON body: read fast, and where it is malformed, refused with the place and the words of Elasticsearch's parser (Jackson)."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from docstore.errors import EndOfBodyError, JsonEndError, JsonParseError, XContentParseError
from docstore.exact import decode_exactly, exact, may_hold

_SOURCE = "(byte[])"
_WORD = re.compile(r"[^\s,:\[\]{}\"]*")
_NOTHING = "No content to map due to end-of-input"


def read(body: bytes, *, exactly: bool = False) -> Any:
    """The value of a body; ``exactly``: decimals that no double is remember their digits.

    :raises XContentParseError: it is not JSON; or it holds a key twice.
    """
    exactly = exactly and may_hold(body)
    try:
        return decode_exactly(body) if exactly else msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _read_slowly(body, exactly=exactly)
    except RecursionError:
        raise XContentParseError.too_deep() from None


def read_strictly(body: bytes, *, exactly: bool = False) -> Any:
    """As ``read``, and an object that holds a key twice is refused; for requests, which are small."""
    if body.count(b":") < 2:
        return read(body, exactly=exactly)
    return _read_slowly(body, exactly=exactly)


def _read_slowly(body: bytes, *, exactly: bool) -> Any:
    try:
        text = body.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise _refused(body[: error.start].decode("utf-8", "replace"), f"Invalid UTF-8 start byte 0x{body[error.start]:02x}") from None
    try:
        found = (_EXACTLY if exactly else _DECODER).decode(text)
    except _Duplicate as error:
        at = text.rfind(f'"{error.key}"')
        raise _refused(text[: at + 1], f"Duplicate field '{error.key}'") from None
    except json.JSONDecodeError as error:
        raise _malformed(text, error) from None
    except ValueError as error:
        raise _refused(text, str(error)) from None
    except RecursionError:
        raise XContentParseError.too_deep() from None
    return found


class _Duplicate(Exception):
    def __init__(self, key: str) -> None:
        self.key = key


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _Duplicate(key)
            seen.add(key)
    return found


def _constant(word: str) -> Any:
    raise ValueError(f"Non-standard token '{word}': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow")


def _float(digits: str) -> float:
    return float(exact(digits))


_EXACTLY = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant, parse_float=exact)
_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant, parse_float=_float)


def _malformed(text: str, error: json.JSONDecodeError) -> XContentParseError:
    at = error.pos
    while "control character" not in error.msg and at < len(text) and text[at] in " \t\r\n":
        at += 1
    if at >= len(text) or error.msg.startswith("Unterminated string"):
        return _ended(text, error)
    if "control character" in error.msg:
        code = ord(text[at])
        return _refused(
            text[: at + 1],
            f"Illegal unquoted character ((CTRL-CHAR, code {code})): has to be escaped using backslash to be included in string value",
        )
    if error.msg == "Expecting value" and (word := _WORD.match(text, at)) and word[0] and (text[at].isalpha() or text[at] == "_"):
        return _refused(
            text[: at + len(word[0]) + 1],
            f"Unrecognized token '{word[0]}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
        )
    return _refused(text[: at + 1], f"Unexpected character ('{text[at]}' (code {ord(text[at])})): {_expected(error)}")


def _ended(text: str, error: json.JSONDecodeError) -> XContentParseError:
    if error.msg.startswith("Unterminated string"):
        return _refused(text + " ", "Unexpected end-of-input in VALUE_STRING", JsonEndError)
    if not text.strip():
        return _refused(text, _NOTHING)
    opened = [char for char in re.sub(r'"(?:\\.|[^"\\])*"', "", text) if char in "[{"]
    kind = "Array" if opened and opened[-1] == "[" else "Object"
    line, column = _position(text[: max(text.rfind("{"), text.rfind("[")) + 1])
    start = f"start marker at [Source: {_SOURCE}; line: {line}, column: {column}]"
    cause = _refused(text + " ", f"Unexpected end-of-input: expected close marker for {kind} ({start})", JsonEndError).caused_by
    line, column = _position(text + " ")
    return EndOfBodyError(f"[{line}:{column}] Unexpected end of file", caused_by=cause)


def _expected(error: json.JSONDecodeError) -> str:
    if error.msg.startswith("Expecting property name"):
        return "was expecting double-quote to start field name"
    if error.msg == "Expecting ':' delimiter":
        return "was expecting a colon to separate field name and value"
    if error.msg == "Expecting ',' delimiter":
        return "was expecting comma to separate entries"
    if error.msg == "Extra data":
        return "expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
    if error.msg.startswith("Invalid \\escape") or error.msg.startswith("Invalid \\u"):
        return "expected a hex-digit for character escape sequence" if "\\u" in error.msg else "Unrecognized character escape"
    return "expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"


def _position(before: str) -> tuple[int, int]:
    line = before.count("\n") + 1
    return line, len(before) - (before.rfind("\n") + 1)


def _refused(before: str, reason: str, kind: type[JsonParseError] = JsonParseError) -> XContentParseError:
    """The refusal of what stands at the end of ``before``."""
    line, column = _position(before)
    told = f"{reason}\n at [Source: {_SOURCE}; line: {line}, column: {column}]"
    return XContentParseError(f"[{line}:{column}] {told}", caused_by=kind(told))
