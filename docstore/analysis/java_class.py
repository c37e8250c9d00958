r"""Character classes of ``java.util.regex``: ``\p{..}``, nested ones, intersections."""

from __future__ import annotations

import re
from collections.abc import Callable

from docstore.analysis import unicode_ranges as ranges
from docstore.analysis.unicode_ranges import Ranges, both, category, named, of_codes, union, where, without
from docstore.errors import IllegalArgumentError, PatternSyntaxError

_POSIX: dict[str, str] = {
    "Lower": "a-z",
    "Upper": "A-Z",
    "ASCII": "\0-\x7f",
    "Alpha": "a-zA-Z",
    "Digit": "0-9",
    "Alnum": "a-zA-Z0-9",
    "Graph": "!-~",
    "Print": " -~",
    "Blank": " \t",
    "Cntrl": "\0-\x1f\x7f",
    "XDigit": "0-9a-fA-F",
    "Space": " \t-\r",
}
_BINARY: dict[str, Callable[[], Ranges]] = {
    "alphabetic": lambda: category("L", "Nl"),
    "letter": lambda: category("L"),
    "digit": lambda: category("Nd"),
    "punctuation": lambda: category("P"),
    "uppercase": lambda: category("Lu"),
    "lowercase": lambda: category("Ll"),
    "titlecase": lambda: category("Lt"),
    "control": lambda: category("Cc"),
    "white_space": lambda: union(category("Z"), of_codes([*range(9, 14), 0x85])),
    "assigned": lambda: without(category("Cn")),
    "ideographic": lambda: named("CJK UNIFIED IDEOGRAPH"),
}
_JAVA: dict[str, Callable[[], Ranges]] = {
    "LowerCase": lambda: where(str.islower),
    "UpperCase": lambda: where(str.isupper),
    "Letter": lambda: category("L"),
    "Digit": lambda: category("Nd"),
    "LetterOrDigit": lambda: category("L", "Nd"),
    "Alphabetic": lambda: category("L", "Nl"),
    "Whitespace": lambda: both(
        union(category("Z"), of_codes([*range(9, 14), *range(0x1C, 0x20)])), without(of_codes([0xA0, 0x2007, 0x202F]))
    ),
}
_SCRIPTS = {
    "han": "CJK UNIFIED IDEOGRAPH",
    "latin": "LATIN",
    "greek": "GREEK",
    "cyrillic": "CYRILLIC",
    "arabic": "ARABIC",
    "hebrew": "HEBREW",
    "hiragana": "HIRAGANA",
    "katakana": "KATAKANA",
    "hangul": "HANGUL",
    "thai": "THAI",
    "devanagari": "DEVANAGARI",
    "armenian": "ARMENIAN",
    "georgian": "GEORGIAN",
    "bengali": "BENGALI",
    "tamil": "TAMIL",
}
_BLOCKS = {
    "combiningdiacriticalmarks": (0x300, 0x36F),
    "basiclatin": (0x0, 0x7F),
    "latin1supplement": (0x80, 0xFF),
    "greek": (0x370, 0x3FF),
    "cyrillic": (0x400, 0x4FF),
    "hebrew": (0x590, 0x5FF),
    "arabic": (0x600, 0x6FF),
    "thai": (0xE00, 0xE7F),
    "hiragana": (0x3040, 0x309F),
    "katakana": (0x30A0, 0x30FF),
    "cjkunifiedideographs": (0x4E00, 0x9FFF),
    "hangulsyllables": (0xAC00, 0xD7AF),
}
_PUNCT = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_SETS = {
    "d": "0-9",
    "w": "a-zA-Z0-9_",
    "s": " \t-\r",
    "h": " \t\xa0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000",
    "v": "\n-\r\x85\u2028\u2029",
}
_HEX = {"x": re.compile("[0-9a-fA-F]{2}"), "u": re.compile("[0-9a-fA-F]{4}")}
_CONTROLS = {"t": 9, "n": 10, "r": 13, "f": 12, "a": 7, "e": 27, "0": 0}


def property_of(name: str, at: int) -> Ranges:
    """The characters of a property as it stands between the braces of ``\\p{..}``.

    :raises IllegalArgumentError: there is no such property.
    """
    key, equals, value = name.partition("=")
    if equals:
        kinds = {"script": "Is", "sc": "Is", "block": "In", "blk": "In", "general_category": "", "gc": ""}
        name = kinds.get(key.lower(), "?") + value
    if name in _POSIX:
        return _spelled(_POSIX[name])
    if name == "Punct":
        return ranges.of_text(_PUNCT)
    if name == "L1":
        return ((0, 255),)
    if name.startswith("java") and name[4:] in _JAVA:
        return _JAVA[name[4:]]()
    if name.startswith("In") and (block := _BLOCKS.get(re.sub(r"[\s_-]", "", name[2:].lower()))) is not None:
        return (block,)
    bare = name[2:] if name.startswith("Is") else name
    if bare in {each[:length] for each in ranges.categories() for length in (1, 2)}:
        return category(bare)
    if bare == "LC":
        return category("Lu", "Ll", "Lt")
    if name.startswith("Is") and bare.lower() in _BINARY:
        return _BINARY[bare.lower()]()
    if name.startswith("Is") and bare.lower() in _SCRIPTS:
        return named(_SCRIPTS[bare.lower()])
    raise PatternSyntaxError(f"Unknown character property name {{{name}}} near index {at}")


def _spelled(text: str) -> Ranges:
    found, at = [], 0
    while at < len(text):
        if text[at + 1 : at + 2] == "-":
            found.append((ord(text[at]), ord(text[at + 2])))
            at += 3
        else:
            found.append((ord(text[at]), ord(text[at])))
            at += 1
    return union(tuple(sorted(found)))


class ClassReader:
    r"""One character class of a pattern.

    >>> reader = ClassReader(r"[a-f&&[^bc]\d]+", 0)
    >>> reader.read(), reader.at
    (((97, 97), (100, 102)), 14)
    """

    def __init__(self, text: str, at: int) -> None:
        self.text = text
        self.at = at

    def read(self) -> Ranges:
        """The characters of the class that begins here; moves behind it.

        :raises IllegalArgumentError: it does not end.
        """
        self.at += 1
        negated = self._takes("^")
        found: Ranges | None = None
        current: Ranges = ()
        first = True
        while first or not self.text.startswith("]", self.at):
            if self.at >= len(self.text):
                raise PatternSyntaxError.at("Unclosed character class", self.text, len(self.text) - 1)
            if self._takes("&&"):
                found = current if found is None else both(found, current)
                current = ()
            else:
                current = union(current, self._item())
            first = False
        self.at += 1
        whole = current if found is None else both(found, current)
        return without(whole) if negated else whole

    def _takes(self, text: str) -> bool:
        if self.text.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def _item(self) -> Ranges:
        if self.text[self.at] == "[":
            return self.read()
        low = self._single()
        if isinstance(low, tuple):
            return low
        ahead = self.text[self.at + 1 : self.at + 2]
        if self.text.startswith("-", self.at) and ahead not in ("]", "[", ""):
            self.at += 1
            high = self._single()
            if isinstance(high, tuple) or high < low:
                raise PatternSyntaxError.at("Illegal character range", self.text, self.at - 1)
            return ((low, high),)
        return ((low, low),)

    def _single(self) -> int | Ranges:
        """A code point, or a set that an escape means."""
        char = self.text[self.at]
        self.at += 1
        return self.escape() if char == "\\" else ord(char)

    def escape(self) -> int | Ranges:
        """What stands behind a backslash."""
        letter = self.text[self.at : self.at + 1]
        self.at += 1
        if letter in ("p", "P"):
            return self._property(negated=letter == "P")
        if letter.lower() in _SETS:
            found = _spelled(_SETS[letter.lower()])
            return without(found) if letter.isupper() else found
        if letter in ("x", "u") and (code := _HEX[letter].match(self.text, self.at)):
            self.at = code.end()
            return int(code[0], 16)
        if letter == "Q":
            raise IllegalArgumentError("docstore does not support \\Q inside a character class")
        return _CONTROLS.get(letter, ord(letter) if letter else 92)

    def _property(self, *, negated: bool) -> Ranges:
        found = re.compile(r"\{(\^?[\w\s=-]+)\}|(\w)").match(self.text, self.at)
        if found is None:
            raise PatternSyntaxError.at("Unclosed character family", self.text, len(self.text) - 1)
        self.at = found.end()
        name = found[1] or found[2]
        known = property_of(name.removeprefix("^"), found.end() - 1)
        return without(known) if negated != name.startswith("^") else known


def is_special(text: str, at: int) -> bool:
    r"""Whether Python would read the class that begins here in another way: there is a property, a class or ``&&`` in it."""
    inside = re.compile(r"\[\^?\]?((?:\\.|[^\]\\])*)", re.DOTALL).match(text, at)
    found = "" if inside is None else inside[1]
    return bool(re.search(r"\\[pPhHvVDWS]|&&|(?<!\\)\[", found))

