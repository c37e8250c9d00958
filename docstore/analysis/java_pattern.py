"""Regular expressions of ``java.util.regex`` as Python's."""

from __future__ import annotations

import re
from functools import lru_cache

from docstore.errors import IllegalArgumentError

_FLAGS = {
    "CASE_INSENSITIVE": re.IGNORECASE,
    "MULTILINE": re.MULTILINE,
    "DOTALL": re.DOTALL,
    "COMMENTS": re.VERBOSE,
    "UNICODE_CASE": re.IGNORECASE,
    "CANON_EQ": re.NOFLAG,
    "UNIX_LINES": re.NOFLAG,
    "LITERAL": re.NOFLAG,
    "UNICODE_CHAR_CLASS": re.UNICODE,
    "UNICODE_CHARACTER_CLASS": re.UNICODE,
}
_PROPERTIES = {
    "L": "a-zA-ZªµºÀ-ÖØ-öø-\u02c1\u0370-\u0373\u0376\u0377\u037b-\u037d\u0386-\u0481\u048a-\u0559\u0561-\u0587\u05d0-\u05ea"
    "\u0620-\u064a\u0671-\u06d3\u0904-\u0939\u0e01-\u0e30\u10a0-\u10ff\u1100-\u11ff\u1e00-\u1fff\u3041-\u3096\u30a1-\u30fa"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff",
    "Lu": "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽΆΈ-ΏΑ-ΫЀ-Я",
    "Ll": "a-zß-öø-ÿāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįıĳĵķĸĺļľŀłńņňŉŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷźżžſά-ώа-џ",
    "N": r"\d",
    "Nd": r"\d",
    "Punct": r"!-/:-@\[-`{-~",
    "P": r"!-#%-*,-/:;?@\[-\]_{}¡§«¶·»¿\u2010-\u2027\u2030-\u205e\u3001-\u3003\u3008-\u3011",
    "S": r"$+<=>\^`|~¢-©¬®-±´×÷\u20a0-\u20bf\u2100-\u214f\u2190-\u23ff\u2500-\u27bf",
    "Z": r"\x20\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000",
    "Alpha": "a-zA-Z",
    "Digit": "0-9",
    "Alnum": "a-zA-Z0-9",
    "Upper": "A-Z",
    "Lower": "a-z",
    "Space": r"\x20\t-\r",
    "ASCII": r"\x00-\x7f",
    "XDigit": "0-9a-fA-F",
    "M": r"\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u20d0-\u20ff\ufe20-\ufe2f",
    "InCombiningDiacriticalMarks": r"\u0300-\u036f",
}
_ALIASES = {"IsAlphabetic": "L", "IsLetter": "L", "IsL": "L", "IsDigit": "Nd", "IsPunctuation": "P", "Mn": "M", "Sc": "S", "Zs": "Z"}
_POSIX = re.compile(r"\\([pP])(?:\{(\^?\w+)\}|(\w))")


@lru_cache(maxsize=512)
def pattern_of(text: str, flags: str | None = None) -> re.Pattern[str]:
    r"""The pattern. As in Java, ``\w``, ``\d`` and ``\s`` are of ASCII unless a flag says otherwise.

    >>> pattern_of(r"\W+").split("café au lait")
    ['caf', 'au', 'lait']

    :raises IllegalArgumentError: not a regular expression, or one that Python has not; an unknown flag.
    """
    chosen, literal = _flags_of(flags)
    python = re.escape(text) if literal else _translated(text)
    if "UNICODE_CHAR" not in (flags or ""):
        python = _ascii_classes(python)
    try:
        return re.compile(python, chosen)
    except (re.error, OverflowError, RecursionError) as error:
        raise IllegalArgumentError(f"{str(error).capitalize()}: [{text}]") from None


def _flags_of(flags: str | None) -> tuple[re.RegexFlag, bool]:
    chosen, literal = re.NOFLAG, False
    for flag in (flags or "").split("|"):
        name = flag.strip().upper()
        if name:
            if name not in _FLAGS:
                raise IllegalArgumentError(f"Unknown regex flag [{flag}]")
            chosen |= _FLAGS[name]
            literal |= name == "LITERAL"
    return chosen, literal


_IN_CLASS = {"w": "a-zA-Z0-9_", "d": "0-9", "s": r"\x20\t-\r"}


def _ascii_classes(text: str) -> str:
    r"""``\w`` and the like spelled out."""
    made, inside, at = [], 0, 0
    while at < len(text):
        char = text[at]
        pair = text[at + 1 : at + 2]
        if char == "\\" and pair:
            made.append(_class_of(pair, bool(inside)))
            at += 2
            continue
        inside += (char == "[" and not inside) - (char == "]" and bool(inside))
        made.append(char)
        at += 1
    return "".join(made)


def _class_of(letter: str, inside: bool) -> str:
    spelled = _IN_CLASS.get(letter.lower())
    if spelled is None or (inside and letter.isupper()):
        return "\\" + letter
    if inside:
        return spelled
    return f"[^{spelled}]" if letter.isupper() else f"[{spelled}]"


def _translated(text: str) -> str:
    r"""``\p{..}``, ``(?<name>)``, ``\Q..\E``, ``\h``, ``\z`` and ``\R`` in Python's words."""
    text = re.sub(r"\\Q(.*?)(?:\\E|\Z)", lambda found: re.escape(found[1]), text, flags=re.DOTALL)
    text = re.sub(r"\(\?<([A-Za-z]\w*)>", r"(?P<\1>", text)
    text = re.sub(r"\\k<(\w+)>", r"(?P=\1)", text)
    text = text.replace(r"\z", r"\Z").replace(r"\h", r"[\x20\t\xa0]").replace(r"\R", r"(?:\r\n|[\n-\r\x85\u2028\u2029])")
    return _properties(text)


def _properties(text: str) -> str:
    made, at = [], 0
    for found in _POSIX.finditer(text):
        name = found[2] or found[3]
        characters = _PROPERTIES.get(_ALIASES.get(name, name)) or _PROPERTIES.get(name.removeprefix("Is"))
        if characters is None:
            raise IllegalArgumentError(f"Unknown character property name {{{name}}} near index {found.end() - 1}")
        before = text[: found.start()]
        inside = before.rfind("[") > before.rfind("]")
        negated = found[1] == "P"
        if inside and negated:
            raise IllegalArgumentError(f"docstore does not support [{found[0]}] inside a character class")
        made += [text[at : found.start()], characters if inside else f"[{'^' if negated else ''}{characters}]"]
        at = found.end()
    return "".join(made) + text[at:]


_REFERENCE = re.compile(r"\\(.)|\$(?:\{(\w+)\}|(\d+))?", re.DOTALL)


def replacement_of(text: str, pattern: re.Pattern[str]) -> str:
    r"""A replacement of ``Matcher.replaceAll`` as a template of ``Match.expand``.

    >>> replacement_of(r"$1-\$", pattern_of("(a)"))
    '\\g<1>-$'

    :raises IllegalArgumentError: a group that the pattern has not, or a lone ``$``.
    """

    def reference(found: re.Match[str]) -> str:
        if found[1] is not None:
            return found[1].replace("\\", "\\\\")
        if found[2] is not None:
            if found[2] not in pattern.groupindex:
                raise IllegalArgumentError(f"No group with name {{{found[2]}}}")
            return f"\\g<{found[2]}>"
        if found[3] is None:
            raise IllegalArgumentError("Illegal group reference")
        digits = found[3]
        while len(digits) > 1 and int(digits) > pattern.groups:
            digits = digits[:-1]
        if int(digits) > pattern.groups:
            raise IllegalArgumentError(f"No group {digits}")
        return f"\\g<{digits}>{found[3][len(digits) :]}"

    return _REFERENCE.sub(reference, text)
