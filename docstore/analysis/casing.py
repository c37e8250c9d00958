"""Upper and lower case one code point at a time, as Java's ``Character`` does (``LowerCaseFilter``, ``UpperCaseFilter``)."""

from __future__ import annotations

_LOWER = str.maketrans({"Σ": "σ", "İ": "i"})


def lower(text: str) -> str:
    """In lower case; no rule looks at neighbours.

    >>> lower("ΟΔΟΣ İzmir")
    'οδοσ izmir'
    """
    if text.isascii():
        return text.lower()
    return text.translate(_LOWER).lower() if "Σ" in text or "İ" in text else text.lower()


def upper(text: str) -> str:
    """In upper case; what would become two characters stays.

    >>> upper("straße")
    'STRAßE'
    """
    if text.isascii():
        return text.upper()
    made = text.upper()
    if len(made) == len(text):
        return made
    return "".join(c if len(u := c.upper()) != 1 else u for c in text)
