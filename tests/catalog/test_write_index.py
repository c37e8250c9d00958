"""Where a write to a name goes."""

from __future__ import annotations

import pytest

from docstore.errors import IllegalArgumentError, IndexNotFoundError

NO_WRITE_INDEX = (
    "no write index is defined for alias [al]. The write index may be explicitly disabled using is_write_index=false "
    "or the alias points to multiple indices without one being designated as a write index"
)


def test_concrete_index(make, catalog):
    make("one")
    target = catalog().write_index("one")
    assert (target.index.name, target.alias) == ("one", None)
    assert catalog().write_index("two") is None


def test_alias_of_one_index(make, catalog):
    make("one", aliases={"al": {"index_routing": "r"}})
    target = catalog().write_index("al")
    assert (target.index.name, target.alias.index_routing) == ("one", "r")


def test_alias_with_a_write_index(make, catalog):
    make("one", aliases={"al": {}})
    make("two", aliases={"al": {"is_write_index": True}})
    target = catalog().write_index("al")
    assert target.index.name == "two"


@pytest.mark.parametrize("bodies", [[{}, {}], [{"is_write_index": False}]])
def test_alias_without_a_write_index(make, catalog, bodies):
    for number, body in enumerate(bodies):
        make(f"index-{number}", aliases={"al": body})
    with pytest.raises(IllegalArgumentError) as caught:
        catalog().write_index("al")
    assert caught.value.reason == NO_WRITE_INDEX


@pytest.mark.parametrize("name", ["one", "gone"])
def test_require_alias(make, catalog, name):
    make("one")
    with pytest.raises(IndexNotFoundError) as caught:
        catalog().write_index(name, require_alias=True)
    assert caught.value.reason == (
        f"no such index [{name}] and [require_alias] request flag is [true] and [{name}] is not an alias"
    )
