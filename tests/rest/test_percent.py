"""Percent signs in paths and query strings."""

from __future__ import annotations

import pytest

from docstore.rest.query_string import parse
from tests.rest.conftest import Ask


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("a=1;b=2&c", {"a": "1", "b": "2", "c": ""}),
        ("a=1%%2B+2&=3", {"a": "1%2B 2"}),
        ("a=%C3%A9%2B%26%3b", {"a": "é+&;"}),
        ("a=%ff", {"a": "\ufffd"}),
        ("a=1#b=2", {"a": "1"}),
        ("a=1&a=2", {"a": "2"}),
    ],
)
def test_a_query_string_is_read(query: str, found: dict[str, str]) -> None:
    assert parse(query) == found


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/%zz/_count", "invalid escape sequence `%zz' at index 0 of: %zz"),
        ("/a%/_count", "unterminated escape sequence at end of string: a%"),
        ("/books/_doc/a%2", "partial escape sequence at end of string: a%2"),
    ],
)
def test_a_path_that_cannot_be_decoded_is_refused(ask: Ask, path: str, reason: str) -> None:
    answer = ask("GET", path)
    assert (answer.status, answer.reason, answer.json["error"]["type"]) == (400, reason, "illegal_argument_exception")


def test_a_path_is_decoded_once(ask: Ask) -> None:
    for path, id in (("a%2Fb+c", "a/b+c"), ("100%%", "100%"), ("%252F", "%2F"), ("%C3%A9", "é")):
        assert ask("PUT", f"/books/_doc/{path}", {}).json["_id"] == id


def test_only_parameters_are_percent_encoded(ask: Ask) -> None:
    assert ask("PUT", "/books/%5Fdoc/1", {}).status == 400
    assert ask("PUT", "/%62ooks/_doc/1", {}).json["_index"] == "books"
