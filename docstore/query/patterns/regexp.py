"""Regular expressions as Lucene writes them (``org.apache.lucene.util.automaton.RegExp``).

An expression is anchored at both ends. Beside the usual ``. ? + * {n,m} | ( ) [ ]`` it knows ``"text as it is"``, and where the flags
allow it ``~`` (not), ``&`` (both), ``<1-100>`` (a number), ``@`` (anything), ``#`` (nothing).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntFlag

from docstore.errors import IllegalArgumentError
from docstore.query.patterns.nodes import (
    ANY_CHAR,
    ANY_STRING,
    Both,
    Chars,
    Either,
    Node,
    Not,
    Nothing,
    Ranges,
    Repeat,
    Sequence,
    char,
    number_between,
    outside,
    string,
)


class Flag(IntFlag):
    """The optional parts of the syntax (``RegexpFlag``)."""

    NONE = 0
    INTERSECTION = 0x1
    EMPTY = 0x4
    ANYSTRING = 0x8
    AUTOMATON = 0x10
    INTERVAL = 0x20
    COMPLEMENT = 0x10000
    ALL = 0x100FF

    @classmethod
    def parse(cls, text: str | None) -> Flag:
        """``"INTERSECTION|COMPLEMENT|EMPTY"``.

        :raises IllegalArgumentError: a flag that there is not.
        """
        if not text:
            return cls.ALL
        found = cls.NONE
        for part in filter(None, text.split("|")):
            name = part.upper()
            if name == "AUTOMATON" or name not in cls.__members__:
                raise IllegalArgumentError(f"Unknown regexp flag [{part}]")
            if name == "ALL":
                return cls.ALL
            found |= cls[name]
        return found


_MOST_GROUPS = 250
"""How deep groups may lie in each other."""

_CLASSES: dict[str, Ranges] = {
    "d": ((48, 57),),
    "s": ((9, 10), (13, 13), (32, 32)),
    "w": ((48, 57), (65, 90), (95, 95), (97, 122)),
}
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_MAX_INT = 2**31 - 1


def regexp(text: str, flags: Flag = Flag.ALL, *, ignore_case: bool = False) -> Node:
    """The strings that an expression means.

    :raises IllegalArgumentError: it is none.
    """
    return _Parser(text, flags, ignore_case).parse() if text else Sequence()


@dataclass(slots=True)
class _Group:
    """What stands between two parentheses, as far as it was read."""

    either: list[Node] = field(default_factory=list)
    both: list[Node] = field(default_factory=list)
    parts: list[Node] = field(default_factory=list)
    nots: int = 0
    """How many ``~`` wait for the next part."""

    def end_sequence(self, at: int) -> None:
        """:raises IllegalArgumentError: it is empty."""
        if not self.parts or self.nots:
            raise IllegalArgumentError("unexpected end-of-string" if at < 0 else f"end-of-string expected at position {at}")
        self.both.append(self.parts[0] if len(self.parts) == 1 else Sequence(tuple(self.parts)))
        self.parts = []

    def end_both(self, at: int) -> None:
        """The end of an alternative."""
        self.end_sequence(at)
        self.either.append(self.both[0] if len(self.both) == 1 else Both(tuple(self.both)))
        self.both = []

    def node(self, at: int) -> Node:
        """All of it."""
        self.end_both(at)
        return self.either[0] if len(self.either) == 1 else Either(tuple(self.either))


@dataclass(slots=True)
class _Parser:
    text: str
    flags: Flag
    ignore_case: bool
    at: int = 0

    def parse(self) -> Node:
        groups = [_Group()]
        while self.at < len(self.text):
            group = groups[-1]
            if self._take("|"):
                group.end_both(self.at - 1)
            elif self.flags & Flag.INTERSECTION and self._take("&"):
                group.end_sequence(self.at - 1)
            elif self.flags & Flag.COMPLEMENT and self._take("~"):
                group.nots += 1
            elif self.text.startswith("()", self.at):
                self.at += 2
                self._add(group, Sequence())
            elif self._take("("):
                if len(groups) > _MOST_GROUPS:
                    raise IllegalArgumentError(f"more than {_MOST_GROUPS} groups in each other at position {self.at - 1}")
                groups.append(_Group())
            elif self._take(")"):
                if len(groups) == 1:
                    raise IllegalArgumentError(f"end-of-string expected at position {self.at - 1}")
                node = groups.pop().node(self.at - 1)
                self._add(groups[-1], node)
            else:
                self._add(group, self._class() if self._take("[") else self._simple())
        if len(groups) > 1:
            if groups[-1].parts:
                raise IllegalArgumentError(f"expected ')' at position {self.at}")
            raise IllegalArgumentError("unexpected end-of-string")
        return groups[0].node(-1)

    def _add(self, group: _Group, node: Node) -> None:
        for _ in range(group.nots):
            node = Not(node)
        group.nots = 0
        group.parts.append(self._repeated(node))

    def _repeated(self, node: Node) -> Node:
        while self.at < len(self.text):
            if self._take("?"):
                node = Repeat(node, 0, 1)
            elif self._take("*"):
                node = node if isinstance(node, Repeat) and node.most is None and not node.least else Repeat(node)
            elif self._take("+"):
                node = node if isinstance(node, Repeat) and node.most is None and node.least < 2 else Repeat(node, 1)
            elif self._take("{"):
                node = self._counted(node)
            else:
                break
        return node

    def _counted(self, node: Node) -> Node:
        least = self._digits()
        if least is None:
            raise IllegalArgumentError(f"integer expected at position {self.at}")
        most: int | None = least
        if self._take(","):
            most = self._digits()
        if not self._take("}"):
            raise IllegalArgumentError(f"expected '}}' at position {self.at}")
        if most is not None and least > most:
            raise IllegalArgumentError(f"invalid repetition range(out of order): {least}..{most}")
        return Repeat(node, least, most)

    def _digits(self) -> int | None:
        begin = self.at
        while self.at < len(self.text) and self.text[self.at] in "0123456789":
            self.at += 1
        digits = self.text[begin : self.at]
        if len(digits) > 10 or (digits and int(digits) > _MAX_INT):
            raise IllegalArgumentError(f'For input string: "{digits}"')
        return int(digits) if digits else None

    # one part

    def _simple(self) -> Node:
        if self._take("."):
            return ANY_CHAR
        if self.flags & Flag.EMPTY and self._take("#"):
            return Nothing()
        if self.flags & Flag.ANYSTRING and self._take("@"):
            return ANY_STRING
        if self._take('"'):
            return string(self._until('"', "expected '\"'"), ignore_case=self.ignore_case)
        if self.flags & (Flag.AUTOMATON | Flag.INTERVAL) and self._take("<"):
            return self._interval(self._until(">", "expected '>'"))
        return self._named() or char(self._letter(), ignore_case=self.ignore_case)

    def _until(self, mark: str, problem: str) -> str:
        end = self.text.find(mark, self.at)
        if end < 0:
            raise IllegalArgumentError(f"{problem} at position {len(self.text)}")
        begin, self.at = self.at, end + 1
        return self.text[begin:end]

    def _interval(self, inner: str) -> Node:
        low, dash, high = inner.partition("-")
        if not dash:
            if self.flags & Flag.AUTOMATON:
                raise IllegalArgumentError(f"'{inner}' not found")
            raise IllegalArgumentError(f"interval syntax error at position {self.at - 1}")
        if not self.flags & Flag.INTERVAL:
            raise IllegalArgumentError(f"illegal identifier at position {self.at - 1}")
        if not all(end.isascii() and end.isdecimal() and int(end[:11]) <= _MAX_INT for end in (low, high)):
            raise IllegalArgumentError(f"interval syntax error at position {self.at - 1}")
        first, last = sorted((int(low), int(high)))
        return number_between(first, last, len(low) if len(low) == len(high) else 0)

    def _class(self) -> Node:
        negated = self._take("^")
        ranges: list[tuple[int, int]] = []
        while True:
            ranges += self._class_part()
            if self.at >= len(self.text) or self.text[self.at] == "]":
                break
        if not self._take("]"):
            raise IllegalArgumentError(f"expected ']' at position {self.at}")
        return outside(tuple(ranges)) if negated else Chars(tuple(ranges))

    def _class_part(self) -> Ranges:
        if (named := self._named()) is not None:
            return named.ranges
        first = self._letter()
        if not self._take("-"):
            return char(first, ignore_case=self.ignore_case).ranges
        last = self._letter()
        if ord(first) > ord(last):
            raise IllegalArgumentError(f"invalid range: from ({ord(first)}) cannot be > to ({ord(last)})")
        return ((ord(first), ord(last)),)

    def _named(self) -> Chars | None:
        """``\\d`` and its like."""
        letter = self.text[self.at + 1 : self.at + 2]
        if self.text[self.at : self.at + 1] != "\\" or letter not in _LETTERS:
            return None
        self.at += 2
        if letter.lower() not in _CLASSES:
            raise IllegalArgumentError(f"invalid character class \\{letter}")
        ranges = _CLASSES[letter.lower()]
        return outside(ranges) if letter.isupper() else Chars(ranges)

    def _letter(self) -> str:
        self._take("\\")
        if self.at >= len(self.text):
            raise IllegalArgumentError("unexpected end-of-string")
        self.at += 1
        return self.text[self.at - 1]

    def _take(self, letter: str) -> bool:
        if self.text[self.at : self.at + 1] != letter:
            return False
        self.at += 1
        return True
