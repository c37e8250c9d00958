"""The syntax of regular expressions, against Python's where both say the same."""

from __future__ import annotations

import re
from random import Random

import pytest

from docstore.errors import IllegalArgumentError
from docstore.query.patterns.automaton import TooComplex, automaton
from docstore.query.patterns.regexp import Flag, regexp

WORDS = ["", "a", "b", "ab", "abc", "abbc", "ac", "axc", "<1-3>", "2", "12", "012", "100", "~a", "a&b", "aa", "A", "_", " "]
WORDS += ["@", "#", "a.b"]


def accepted(expression: str, flags: Flag = Flag.ALL, *, ignore_case: bool = False) -> list[str]:
    found = automaton(regexp(expression, flags, ignore_case=ignore_case))
    return [word for word in WORDS if found.matches(word)]


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("", [""]),
        ("()", [""]),
        ("a.?c", ["abc", "ac", "axc"]),
        ("a~bc", ["abbc", "ac", "axc"]),
        ("~(.{0,2})&~(.*[b0].*)", ["axc", "<1-3>"]),
        ("ab.*&.*bc", ["abc", "abbc"]),
        ("<1-12>", ["2", "12", "012"]),
        ("<001-012>", ["012"]),
        ("a@c", ["abc", "abbc", "ac", "axc"]),
        ("#", []),
        ("a|#", ["a"]),
        ('"a&b"', ["a&b"]),
        ("a\\&b", ["a&b"]),
        ("a\\.b", ["a.b"]),
        ("[^a-z\\d]", ["A", "_", " ", "@", "#"]),
        ("\\w", ["a", "b", "2", "A", "_"]),
        ("\\s|\\d+", ["2", "12", "012", "100", " "]),
        ("[a-b]{2,}", ["ab", "aa"]),
        ("(a|b){1}", ["a", "b"]),
    ],
)
def test_syntax(expression: str, words: list[str]) -> None:
    assert accepted(expression) == words


def test_flags() -> None:
    assert accepted("<1-3>", Flag.NONE) == ["<1-3>"]
    assert accepted("a&b", Flag.NONE) == ["a&b"]
    assert accepted("~a", Flag.INTERSECTION) == ["~a"]
    assert accepted("@|#", Flag.NONE) == ["@", "#"]
    assert accepted("a|A", Flag.NONE, ignore_case=True) == ["a", "A"]
    assert Flag.parse("INTERSECTION|COMPLEMENT|EMPTY") == Flag.INTERSECTION | Flag.COMPLEMENT | Flag.EMPTY
    assert (Flag.parse("none"), Flag.parse("ANYSTRING|ALL"), Flag.parse(None)) == (Flag.NONE, Flag.ALL, Flag.ALL)


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("(a", "expected ')' at position 2"),
        ("(", "unexpected end-of-string"),
        ("a)", "end-of-string expected at position 1"),
        ("[a", "expected ']' at position 2"),
        ("a{x}", "integer expected at position 2"),
        ("a{1", "expected '}' at position 3"),
        ("a{3,1}", "invalid repetition range(out of order): 3..1"),
        ('"a', "expected '\"' at position 2"),
        ("<1", "expected '>' at position 2"),
        ("<1->", "interval syntax error at position 3"),
        ("<abc>", "'abc' not found"),
        ("a\\", "unexpected end-of-string"),
        ("\\p", "invalid character class \\p"),
        ("[z-a]", "invalid range: from (122) cannot be > to (97)"),
        ("(" * 300, "more than 250 groups in each other at position 250"),
    ],
)
def test_errors(expression: str, reason: str) -> None:
    with pytest.raises(IllegalArgumentError) as raised:
        regexp(expression)
    assert raised.value.reason == reason


def test_against_python() -> None:
    random = Random(7)

    def some(depth: int) -> str:
        kind = random.random()
        if not depth or kind < 0.3:
            return random.choice(["a", "b", "c", ".", "[ab]", "[^a]", "\\d"])
        if kind < 0.6:
            return some(depth - 1) + some(depth - 1)
        if kind < 0.75:
            return f"({some(depth - 1)}|{some(depth - 1)})"
        return f"({some(depth - 1)}){random.choice(['*', '?', '+', '{2}', '{1,2}', '{1,}'])}"

    words = ["".join(random.choice("abc1") for _ in range(random.randrange(7))) for _ in range(60)]
    for _ in range(150):
        expression = some(4)
        found = automaton(regexp(expression))
        for word in words:
            assert found.matches(word) == bool(re.fullmatch(expression, word, re.DOTALL)), (expression, word)


@pytest.mark.parametrize("expression", ["(((((a{10}){10}){10}){10}){10})", "a{1000000}", "[ab]*a[ab]{20}", "~(a{1,30000})"])
def test_what_takes_too_much_work_is_refused(expression: str) -> None:
    with pytest.raises(TooComplex):
        automaton(regexp(expression), 2_000)


@pytest.mark.parametrize("expression", ["(a*)*b", "(a|aa)+$", "(.*a){20}", "((((a?){9}){3}){2}b)*c"])
def test_what_would_backtrack_for_ever_is_linear(expression: str) -> None:
    assert not automaton(regexp(expression)).matches("a" * 10_000 + "!")
