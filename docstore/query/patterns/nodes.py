"""What a pattern says, as a tree: the common form of wildcards and regular expressions."""

from __future__ import annotations

from docstore.frozen import frozen

LAST = 0x10FFFF
"""The last character of all."""

Ranges = tuple[tuple[int, int], ...]
"""Code points, both ends included."""


@frozen
class Node:
    """A set of strings."""


@frozen
class Chars(Node):
    """One character of these ranges."""

    ranges: Ranges


@frozen
class Nothing(Node):
    """No string at all."""


@frozen
class Sequence(Node):
    """One part after the other; without parts, the empty string."""

    parts: tuple[Node, ...] = ()


@frozen
class Either(Node):
    """Any of the parts."""

    parts: tuple[Node, ...]


@frozen
class Both(Node):
    """What all parts have in common."""

    parts: tuple[Node, ...]


@frozen
class Repeat(Node):
    """A part several times; ``most`` None: as often as you like."""

    part: Node
    least: int = 0
    most: int | None = None


@frozen
class Not(Node):
    """Every other string."""

    part: Node


ANY_CHAR = Chars(((0, LAST),))
ANY_STRING = Repeat(ANY_CHAR)


def char(letter: str, *, ignore_case: bool = False) -> Chars:
    """One character; in both cases, where it is an ASCII letter and that is wanted."""
    if ignore_case and letter.isascii() and letter.isalpha():
        return Chars(tuple((ord(each), ord(each)) for each in (letter.upper(), letter.lower())))
    return Chars(((ord(letter), ord(letter)),))


def string(text: str, *, ignore_case: bool = False) -> Node:
    """Exactly this string."""
    return Sequence(tuple(char(letter, ignore_case=ignore_case) for letter in text))


def outside(ranges: Ranges) -> Chars:
    """The characters that are in none of the ranges."""
    found, begin = [], 0
    for low, high in sorted(ranges):
        if low > begin:
            found.append((begin, low - 1))
        begin = max(begin, high + 1)
    if begin <= LAST:
        found.append((begin, LAST))
    return Chars(tuple(found))


def literal_of(node: Node) -> str:
    """The longest text that all strings of a sequence have in them; empty where nothing is known."""
    best = run = ""
    pending = [node]
    while pending:
        part = pending.pop()
        if isinstance(part, Sequence):
            pending += reversed(part.parts)
        elif isinstance(part, Chars) and len(part.ranges) == 1 and part.ranges[0][0] == part.ranges[0][1]:
            run += chr(part.ranges[0][0])
            best = max(best, run, key=len)
        else:
            run = ""
    return best


def number_between(low: int, high: int, digits: int) -> Node:
    """A decimal number of an interval: with so many digits, or (0) with any zeros before it (``Automata.makeDecimalInterval``)."""
    width = len(str(high))
    size = max(digits, width)
    body = _numbers(str(low).zfill(size), str(high).zfill(size))
    if digits:
        return body
    shorter = [body]
    zero = char("0")
    for length in range(width - 1, 0, -1):  # the same numbers without the zeros that fill them up
        least, most = max(low, 0), min(high, 10**length - 1)
        if least <= most:
            shorter.append(_numbers(str(least).zfill(length), str(most).zfill(length)))
    return Sequence((Repeat(zero), Either(tuple(shorter))))


def _numbers(low: str, high: str) -> Node:
    """The strings of one length between two others."""
    if not low:
        return Sequence()
    if low == "0" * len(low) and high == "9" * len(high):
        return Repeat(Chars(((48, 57),)), len(low), len(low))
    first, last = low[0], high[0]
    if first == last:
        return Sequence((char(first), _numbers(low[1:], high[1:])))
    rest = len(low) - 1
    parts = [
        Sequence((char(first), _numbers(low[1:], "9" * rest))),
        Sequence((char(last), _numbers("0" * rest, high[1:]))),
    ]
    if ord(last) - ord(first) > 1:
        between = Chars(((ord(first) + 1, ord(last) - 1),))
        parts.append(Sequence((between, _numbers("0" * rest, "9" * rest))))
    return Either(tuple(parts))
