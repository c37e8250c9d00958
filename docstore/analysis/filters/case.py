"""lowercase, uppercase, reverse, trim, apostrophe, decimal_digit: a change of each character or term."""

from __future__ import annotations

import unicodedata

from docstore.analysis.casing import lower, upper
from docstore.analysis.definition import Definition
from docstore.analysis.filters.mapped import Mapped
from docstore.analysis.registry import Scope, token_filter
from docstore.errors import IllegalArgumentError

_TURKISH = str.maketrans({"I": "ı", "İ": "i"})
_GREEK = str.maketrans("άΆέΈήΉίΊϊΪΐόΌύΎϋΫΰώΏς", "ααεεηηιιιιιοουυυυυωωσ")


def _turkish(term: str) -> str:
    return lower(term.replace("I\u0307", "i").translate(_TURKISH))


def _greek(term: str) -> str:
    return lower(term).translate(_GREEK)


def _irish(term: str) -> str:
    """t-prothesis and n-prothesis get a hyphen."""
    if len(term) > 1 and term[0] in "nt" and term[1] in "AEIOUÁÉÍÓÚ":
        return f"{term[0]}-{lower(term[1:])}"
    return lower(term)


_LOWER = {None: lower, "greek": _greek, "irish": _irish, "turkish": _turkish}


@token_filter("lowercase")
def lowercase(definition: Definition, scope: Scope) -> Mapped:
    """``language``: greek, irish, turkish.

    :raises IllegalArgumentError: another language.
    """
    language = definition.text("language")
    if language not in _LOWER:
        raise IllegalArgumentError(f"language [{language}] not support for lower case")
    return Mapped(_LOWER[language], normalizes=True)


@token_filter("uppercase")
def uppercase(definition: Definition, scope: Scope) -> Mapped:
    """No parameters."""
    return Mapped(upper, normalizes=True)


@token_filter("reverse")
def reverse(definition: Definition, scope: Scope) -> Mapped:
    """No parameters."""
    return Mapped(lambda term: term[::-1])


@token_filter("trim")
def trim(definition: Definition, scope: Scope) -> Mapped:
    """No parameters."""
    return Mapped(lambda term: term.strip("".join(map(chr, range(33))) + "\u2028\u2029\u3000\u2003"), normalizes=True)


@token_filter("apostrophe")
def apostrophe(definition: Definition, scope: Scope) -> Mapped:
    """All from an apostrophe on goes."""
    return Mapped(lambda term: term.replace("\u2019", "'").partition("'")[0] if "'" in term or "\u2019" in term else term)


@token_filter("decimal_digit")
def decimal_digit(definition: Definition, scope: Scope) -> Mapped:
    """Digits of all scripts become 0-9."""
    return Mapped(digits, normalizes=True)


def digits(term: str) -> str:
    """``DecimalDigitFilter``."""
    if term.isascii():
        return term
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in term)
