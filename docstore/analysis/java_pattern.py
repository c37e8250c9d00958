"""Regular expressions of ``java.util.regex`` as Python's."""

from __future__ import annotations

import re
from functools import lru_cache

from docstore.analysis.java_class import ClassReader, is_special
from docstore.analysis.unicode_ranges import in_brackets
from docstore.errors import IllegalArgumentError, PatternSyntaxError

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
    except re.error as error:
        raise _in_java(error, text, exact=python == text) from None
    except (OverflowError, RecursionError) as error:
        raise PatternSyntaxError.at(str(error).capitalize(), text) from None


def _in_java(error: re.error, text: str, *, exact: bool) -> PatternSyntaxError:
    """``exact``: the pattern was not translated, so places in it are those of the text."""
    at = error.pos if exact and error.pos is not None else -1
    if error.msg.startswith("missing )"):
        return PatternSyntaxError.at("Unclosed group", text, len(text))
    if error.msg in ("nothing to repeat", "multiple repeat"):
        return PatternSyntaxError.at(f"Dangling meta character '{text[at] if at >= 0 else '*'}'", text, at)
    if error.msg == "unbalanced parenthesis":
        return PatternSyntaxError.at("Unmatched closing ')'", text, max(at - 1, -1))
    if error.msg == "min repeat greater than max repeat":
        return PatternSyntaxError.at("Illegal repetition range", text, text.find("}", at) - 1 if at >= 0 else -1)
    return PatternSyntaxError.at(error.msg.capitalize(), text, at)


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
    return _classes(text)


def _classes(text: str) -> str:
    r"""``\p{..}`` and classes that Python has not, spelled out."""
    made, at = [], 0
    while at < len(text):
        reader = ClassReader(text, at + 1)
        if text[at] == "\\" and text[at + 1 : at + 2] in ("p", "P"):
            found = reader.escape()
            made.append(f"[{in_brackets(found)}]" if isinstance(found, tuple) and found else "(?!)")
            at = reader.at
        elif text[at] == "\\":
            made.append(text[at : at + 2])
            at += 2
        elif text[at] == "[":
            reader.at = at
            special = is_special(text, at)
            found = reader.read()
            made.append((f"[{in_brackets(found)}]" if found else "(?!)") if special else text[at : reader.at])
            at = reader.at
        else:
            made.append(text[at])
            at += 1
    return "".join(made)


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
