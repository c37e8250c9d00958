"""The language of ``simple_query_string``, which finds a meaning in every text (Lucene's ``SimpleQueryParser``).

``+`` and, ``|`` or, ``-`` not, ``"..."`` a phrase, ``*`` at the end a beginning, ``~2`` a fuzzy word or a slop, parentheses. What cannot
be an operator where it stands is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntFlag

from docstore.errors import IllegalArgumentError
from docstore.query.kinds.bool import Bool
from docstore.query.kinds.match_all import MatchAll
from docstore.query.limits import MAX_CLAUSES, too_many_clauses, too_many_nested_clauses
from docstore.query.query import LeafCounter, Query


class Flag(IntFlag):
    """The operators that mean something (``SimpleQueryStringFlag``)."""

    NONE = 0
    AND = 1
    NOT = 2
    OR = 4
    PREFIX = 8
    PHRASE = 16
    PRECEDENCE = 32
    ESCAPE = 64
    WHITESPACE = 128
    FUZZY = 256
    NEAR = 512
    SLOP = 512
    ALL = 1023

    @classmethod
    def parse(cls, text: str) -> Flag:
        """``"OR|AND|PREFIX"``.

        :raises IllegalArgumentError: there is no such flag.
        """
        found = cls.NONE
        for part in filter(None, text.split("|")):
            name = part.upper()
            if name not in cls.__members__:
                raise IllegalArgumentError(f"Unknown simple_query_string flag [{part}]")
            if name in ("NONE", "ALL"):
                return cls[name]
            found |= cls[name]
        return found


MOST_GROUPS = 100
"""How deep groups, and changes of the operator, may lie in each other."""

_SPACE = " \t\n\r"


@dataclass(frozen=True, slots=True)
class Makers:
    """What becomes of words, of a beginning, of a word with so many edits, of a phrase with a slop; None for nothing."""

    words: Callable[[str], Query | None]
    beginning: Callable[[str], Query | None]
    near: Callable[[str, int], Query | None]
    phrase: Callable[[str, int], Query | None]


@dataclass(slots=True)
class _Group:
    """What stands between two parentheses, as far as it was read."""

    end: int
    top: Query | None = None
    clauses: list[Query] = field(default_factory=list)
    """Of ``top``, where it was put together here."""
    before: str | None = None
    operator: str | None = None
    depth: int = 0

    def query(self) -> Query | None:
        """All of it."""
        if self.before is None:
            return self.top
        return Bool(must=tuple(self.clauses)) if self.before == "must" else Bool(should=tuple(self.clauses))


@dataclass(slots=True)
class SimpleParser:
    """One text. ``operator`` is ``must`` or ``should``."""

    text: str
    flags: Flag
    operator: str
    makers: Makers
    at: int = 0
    _closing: dict[int, int] = field(default_factory=dict)
    _counter: LeafCounter = field(default_factory=LeafCounter)

    def parse(self) -> Query | None:
        """The query; None where nothing is left of it.

        :raises TooManyClausesError: there are too many words.
        """
        self._closing = self._pairs()
        return self._group(len(self.text), 0)

    def _pairs(self) -> dict[int, int]:
        """Where each parenthesis that is closed is closed."""
        found: dict[int, int] = {}
        opened: list[int] = []
        at = 0
        while at < len(self.text):
            letter = self.text[at]
            if letter == "\\" and self.flags & Flag.ESCAPE:
                at += 1
            elif letter == "(":
                opened.append(at)
            elif letter == ")" and opened:
                found[opened.pop()] = at
            at += 1
        return found

    def _group(self, end: int, depth: int) -> Query | None:
        group, negations = _Group(end), 0
        while self.at < end:
            letter = self.text[self.at]
            if letter == "-" and self.flags & Flag.NOT:
                negations += 1
                self.at += 1
                continue
            if letter in "()" and self.flags & Flag.PRECEDENCE:
                self._parenthesis(group, letter, depth, negations)
            elif letter == '"' and self.flags & Flag.PHRASE:
                self._phrase(group, negations)
            elif (letter == "+" and self.flags & Flag.AND) or (letter == "|" and self.flags & Flag.OR):
                if group.operator is None and group.top is not None:
                    group.operator = "must" if letter == "+" else "should"
                self.at += 1
            elif letter in _SPACE and self.flags & Flag.WHITESPACE:
                self.at += 1
            else:
                self._word(group, negations)
            negations = 0
        return group.query()

    def _parenthesis(self, group: _Group, letter: str, depth: int, negations: int) -> None:
        closing = self._closing.get(self.at) if letter == "(" and depth < MOST_GROUPS else None
        self.at += 1
        if closing is None or closing > group.end:
            return
        if closing == self.at:
            group.operator = None
        else:
            self._add(group, self._group(closing, depth + 1), negations, leaf=False)
        self.at = closing + 1

    def _phrase(self, group: _Group, negations: int) -> None:
        begin, at, letters, closed = self.at + 1, self.at + 1, [], False
        while at < group.end:
            letter = self.text[at]
            if letter == "\\" and self.flags & Flag.ESCAPE and at + 1 < group.end:
                letters.append(self.text[at + 1])
                at += 2
                continue
            if letter == '"':
                closed = True
                break
            letters.append(letter)
            at += 1
        self.at = begin
        if not closed:
            return
        self.at = at + 1
        if at == begin:
            group.operator = None
            return
        slop = 0
        if self.flags & Flag.NEAR and self.at + 1 < group.end and self.text[self.at] == "~":
            slop = self._number(group.end)
        self._add(group, self.makers.phrase("".join(letters), slop), negations)

    def _word(self, group: _Group, negations: int) -> None:
        letters: list[str] = []
        prefix = fuzzy = escaped = False
        while self.at < group.end:
            letter = self.text[self.at]
            if not escaped:
                if letter == "\\" and self.flags & Flag.ESCAPE:
                    escaped, prefix = True, False
                    self.at += 1
                    continue
                if self._ends_word(letter):
                    break
                if letters and letter == "~" and self.flags & Flag.FUZZY:
                    fuzzy = True
                    break
                prefix = bool(letters) and letter == "*" and bool(self.flags & Flag.PREFIX)
            escaped = False
            letters.append(letter)
            self.at += 1
        if not letters:
            return
        word = "".join(letters)
        if fuzzy:
            edits = min(self._number(group.end), 2)
            self._add(group, self.makers.near(word, edits) if edits else self.makers.words(word), negations)
        else:
            self._add(group, self.makers.beginning(word[:-1]) if prefix else self.makers.words(word), negations)

    def _number(self, end: int) -> int:
        """What follows a ``~``; 0 for what is no number."""
        self.at += 1
        begin = self.at
        while self.at < end and not self._ends_word(self.text[self.at]):
            self.at += 1
        digits = self.text[begin : self.at]
        return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else 0

    def _ends_word(self, letter: str) -> bool:
        return bool(
            (letter == '"' and self.flags & Flag.PHRASE)
            or (letter == "|" and self.flags & Flag.OR)
            or (letter == "+" and self.flags & Flag.AND)
            or (letter in "()" and self.flags & Flag.PRECEDENCE)
            or (letter in _SPACE and self.flags & Flag.WHITESPACE)
        )

    def _add(self, group: _Group, query: Query | None, negations: int, *, leaf: bool = True) -> None:
        if query is not None:
            if leaf:
                self._counter.add(query)
            if negations % 2:
                query = Bool(must_not=(query,), should=(MatchAll(),))
            if group.top is None:
                group.top = query
            else:
                self._join(group, query, group.operator or self.operator)
        group.operator = None

    def _join(self, group: _Group, query: Query, operator: str) -> None:
        if group.before != operator:
            group.depth += 1
            if group.depth > MOST_GROUPS:
                raise too_many_nested_clauses()
            whole = group.query()
            assert whole is not None
            group.clauses = [whole]
            group.before = operator
        group.clauses.append(query)
        if len(group.clauses) > MAX_CLAUSES:
            raise too_many_clauses()
