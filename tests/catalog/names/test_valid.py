"""What an index or an alias may be called."""

from __future__ import annotations

import pytest

from docstore.catalog.names.valid import check_alias_name, check_index_name
from docstore.errors import IllegalArgumentError, InvalidAliasNameError, InvalidIndexNameError

PROBLEMS = [
    ("index?name", """must not contain the following characters [' ','"','*',',','/','<','>','?','\\','|']"""),
    ("index#name", "must not contain '#'"),
    ("foo:bar", "must not contain ':'"),
    ("_indexname", "must not start with '_', '-', or '+'"),
    ("-indexname", "must not start with '_', '-', or '+'"),
    ("+indexname", "must not start with '_', '-', or '+'"),
    ("..", "must not be '.' or '..'"),
    ("ä" * 128, "index name is too long, (256 > 255)"),
]


@pytest.mark.parametrize(("name", "problem"), [*PROBLEMS, ("INDEXNAME", "must be lowercase")])
def test_index_names(name, problem):
    with pytest.raises(InvalidIndexNameError) as caught:
        check_index_name(name)
    assert caught.value.reason == f"Invalid index name [{name}], {problem}"


@pytest.mark.parametrize(("name", "problem"), PROBLEMS)
def test_alias_names(name, problem):
    with pytest.raises(InvalidAliasNameError) as caught:
        check_alias_name(name)
    assert caught.value.reason == f"Invalid alias name [{name}]: {problem}"


@pytest.mark.parametrize("name", ["a", "logs-2024.01", ".hidden", "ä", "1"])
def test_good_names(name):
    check_index_name(name)
    check_alias_name(name.upper())


def test_alias_index_routing_is_one_value():
    with pytest.raises(IllegalArgumentError, match="has several index routing values associated with it"):
        check_alias_name("a", "x,y")
