"""Percent-encoded text, as paths and query strings have it."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from docstore.errors import IllegalArgumentError

_ESCAPE = re.compile("%(?:%|.{0,2})", re.DOTALL)
_BYTE = re.compile("%[0-9a-fA-F]{2}")


def decoded(text: str, *, plus: bool = False) -> str:
    """The text that is meant; ``%%`` is a percent sign, and bytes that are no UTF-8 are replaced.

    >>> decoded("a%2Fb+c%%"), decoded("a+b", plus=True)
    ('a/b+c%', 'a b')

    :param plus: whether ``+`` is a space.
    :raises IllegalArgumentError: a percent sign that begins no byte (``RestUtils``).
    """
    if plus and "+" in text:
        text = text.replace("+", " ")
    if "%" not in text:
        return text
    escaped = _ESCAPE.sub(lambda found: _escape(found, text), text)
    return unquote_to_bytes(escaped).decode("utf-8", "replace")


def _escape(found: re.Match[str], text: str) -> str:
    escape = found[0]
    if escape == "%%":
        return "%25"
    if len(escape) == 1:
        raise IllegalArgumentError(f"unterminated escape sequence at end of string: {text}")
    if len(escape) == 2:
        raise IllegalArgumentError(f"partial escape sequence at end of string: {text}")
    if _BYTE.fullmatch(escape) is None:
        raise IllegalArgumentError(f"invalid escape sequence `{escape}' at index {found.start()} of: {text}")
    return escape
