"""Parameters that come as text: from a query string, or from a program that does not convert."""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import Any, Union, get_args, get_origin

from docstore.api.registry import Parameter
from docstore.errors import IllegalArgumentError, NumberFormatError

_INTEGER = 2**31
_LONG = 2**63
_LONGS = ("if_primary_term", "if_seq_no", "version", "wait_for_metadata_version")
"""Parameters that are read as a ``long`` where others are an ``int``, as errors tell."""


def converter(parameter: Parameter) -> Callable[[str], Any] | None:
    """What makes of text the one type besides ``None`` that is declared; None for text, and for several types."""
    hint = parameter.type
    options = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    kinds = [option for option in options if option is not types.NoneType]
    if len(kinds) != 1 or kinds[0] not in (bool, int, float):
        return None
    kind, name = kinds[0], parameter.wire_name
    return {bool: boolean, int: lambda text: integer(name, text), float: lambda text: decimal(name, text)}[kind]


def boolean(text: str) -> bool:
    """A boolean; the presence of a parameter alone says true.

    :raises IllegalArgumentError: something else.
    """
    if text in ("true", ""):
        return True
    if text == "false":
        return False
    raise IllegalArgumentError.not_boolean(text)


def integer(name: str, text: str) -> int | None:
    """A whole number; empty is not given.

    :raises IllegalArgumentError: something else.
    """
    if not text:
        return None
    try:
        found = int(text) if text.lstrip("+-").isascii() and text.lstrip("+-").isdigit() else None
    except ValueError:
        found = None
    if found is None or not -_LONG <= found < _LONG:
        is_long = name in _LONGS or (found is not None and abs(found) >= _INTEGER)
        raise _unparsed("long" if is_long else "int", name, text)
    return found


def decimal(name: str, text: str) -> float | None:
    """A number; empty is not given.

    :raises IllegalArgumentError: something else.
    """
    if not text:
        return None
    try:
        return float(text.replace("_", "x"))
    except ValueError:
        raise _unparsed("float", name, text) from None


def _unparsed(kind: str, name: str, text: str) -> IllegalArgumentError:
    return IllegalArgumentError(f"Failed to parse {kind} parameter [{name}] with value [{text}]", caused_by=NumberFormatError.of(text))
