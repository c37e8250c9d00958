"""Aliases, one by one and many at once."""

from __future__ import annotations

import pytest

from docstore.api.indices import aliases
from docstore.api.indices.create import create
from docstore.api.indices.create import exists as index_exists
from docstore.errors import (
    AliasesNotFoundError,
    CatalogConflictError,
    ClusterBlockError,
    IllegalArgumentError,
    IndexNotFoundError,
    InvalidAliasNameError,
    NotFoundError,
    ResourceNotFoundError,
    ValidationError,
    XContentParseError,
)

DONE = {"acknowledged": True, "errors": False}


@pytest.fixture(autouse=True)
def three(node):
    for name in ("one", "two", "three"):
        create(node, index=name)


def shown(node):
    """Index -> its aliases, without indices that have none."""
    listed = aliases.get(node)
    return {name: entry["aliases"] for name, entry in listed.items() if entry["aliases"]}


def test_put_and_delete(node):
    query = {"term": {"a": 1}}
    assert aliases.put(node, index="one,two", name="al", filter=query, routing="r") == DONE
    body = {"filter": query, "index_routing": "r", "search_routing": "r"}
    assert shown(node) == {"one": {"al": body}, "two": {"al": body}}
    assert aliases.put(node, index="one", name="al") == DONE
    assert shown(node) == {"one": {"al": {}}, "two": {"al": body}}
    assert aliases.delete(node, index="*", name="a*") == DONE
    assert shown(node) == {}
    with pytest.raises(AliasesNotFoundError) as caught:
        aliases.delete(node, index="one", name="al")
    assert caught.value.cause == {
        "type": "aliases_not_found_exception",
        "reason": "aliases [al] missing",
        "resource.type": "aliases",
        "resource.id": "al",
    }
    assert caught.value.status == 404


def test_put_with_wildcards(node):
    aliases.put(node, index="t*", name="al")
    assert list(shown(node)) == ["three", "two"]
    with pytest.raises(IndexNotFoundError, match=r"no such index \[x\*\]"):
        aliases.put(node, index="x*", name="al")
    with pytest.raises(IllegalArgumentError, match=r"The provided expression \[al\] matches an alias"):
        aliases.put(node, index="al", name="other")


def test_swap(node):
    aliases.put(node, index="one", name="al", is_write_index=True)
    actions = [
        {"add": {"index": "two", "alias": "al", "is_write_index": True}},
        {"remove": {"index": "one", "alias": "al"}},
    ]
    assert aliases.update(node, actions=actions) == DONE
    assert shown(node) == {"two": {"al": {"is_write_index": True}}}


def test_an_alias_takes_the_name_of_an_index(node):
    actions = [{"add": {"index": "two", "alias": "one"}}, {"remove_index": {"index": "one"}}]
    assert aliases.update(node, actions=actions) == DONE
    assert shown(node) == {"two": {"one": {}}}
    assert list(aliases.get(node)) == ["three", "two"]


def test_lists(node):
    aliases.update(node, actions=[{"add": {"indices": ["one", "t*"], "aliases": ["a", "b"], "routing": 1}}])
    both = {"index_routing": "1", "search_routing": "1"}
    assert shown(node) == {name: {"a": both, "b": both} for name in ("one", "three", "two")}


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        ({"add": {"index": "gone", "alias": "x"}}, IndexNotFoundError),
        ({"add": {"index": "one", "alias": "two"}}, InvalidAliasNameError),
        ({"add": {"index": "one", "alias": "_x"}}, InvalidAliasNameError),
        ({"add": {"index": "two", "alias": "w", "is_write_index": True}}, CatalogConflictError),
        ({"add": {"index": "two", "alias": "w", "is_hidden": True}}, CatalogConflictError),
        ({"remove": {"index": "one", "alias": "no", "must_exist": True}}, ResourceNotFoundError),
        ({"remove_index": {"index": "gone"}}, IndexNotFoundError),
    ],
)
def test_all_or_none(node, bad, error):
    good = [{"add": {"index": "one", "alias": "w", "is_write_index": True}}, {"remove_index": {"index": "three"}}]
    with pytest.raises(error):
        aliases.update(node, actions=[*good, bad])
    assert shown(node) == {}
    assert index_exists(node, index="three")


def test_must_exist(node):
    with pytest.raises(ResourceNotFoundError, match=r"required alias \[no\] does not exist"):
        aliases.update(node, actions=[{"remove": {"index": "one", "alias": "no", "must_exist": True}}])


def test_a_removal_that_finds_nothing_among_others(node):
    actions = [{"add": {"index": "one", "alias": "a"}}, {"remove": {"index": "two", "alias": "no"}}]
    assert aliases.update(node, actions=actions) == {
        "acknowledged": True,
        "errors": True,
        "action_results": [
            {"action": {"type": "add", "indices": ["one"], "aliases": ["a"]}, "status": 200},
            {
                "action": {"type": "remove", "indices": ["two"], "aliases": ["no"]},
                "status": 404,
                "error": {
                    "type": "aliases_not_found_exception",
                    "reason": "aliases [no] missing",
                    "resource.type": "aliases",
                    "resource.id": "no",
                },
            },
        ],
    }
    assert shown(node) == {"one": {"a": {}}}


@pytest.mark.parametrize(
    ("actions", "error", "text"),
    [
        (None, IllegalArgumentError, "No action specified"),
        ([], ValidationError, "Validation Failed: 1: Must specify at least one alias action;"),
        ([{"ad": {}}], XContentParseError, "[alias_action] unknown field [ad]"),
        ([{"add": {"index": "one"}}], IllegalArgumentError, "One of [alias] or [aliases] is required"),
        ([{"add": {"alias": "a"}}], IllegalArgumentError, "One of [index] or [indices] is required"),
        (
            [{"add": {"index": "one", "indices": ["one"], "alias": "a"}}],
            IllegalArgumentError,
            "Only one of [index] and [indices] is supported",
        ),
        ([{"add": {"indices": [], "alias": "a"}}], IllegalArgumentError, "[indices] can't be empty"),
        ([{"add": {"index": "", "alias": "a"}}], IllegalArgumentError, "[index] can't be empty string"),
        (
            [{"remove": {"index": "one", "alias": "a", "filter": {}}}],
            XContentParseError,
            "[remove] unknown field [filter]",
        ),
        (
            [{"remove_index": {"index": "one", "alias": "a"}}],
            IllegalArgumentError,
            "[alias] is unsupported for [REMOVE_INDEX]",
        ),
        (
            [{"add": {"index": "one", "alias": "a"}, "remove": {"index": "one", "alias": "a"}}],
            IllegalArgumentError,
            "Too many operations declared on operation entry",
        ),
    ],
)
def test_wrong_actions(node, actions, error, text):
    with pytest.raises(error) as caught:
        aliases.update(node, actions=actions)
    assert caught.value.reason == text


def test_hidden_on_all_indices_or_none(node):
    aliases.put(node, index="one", name="h", is_hidden=True)
    with pytest.raises(CatalogConflictError) as caught:
        aliases.put(node, index="two", name="h")
    assert caught.value.reason == (
        "alias [h] has is_hidden set to true on indices [one] "
        "but does not have is_hidden set to true on indices [two]; "
        "alias must have the same is_hidden setting on all indices"
    )


def test_blocked_index(node):
    create(node, index="locked", settings={"blocks.read_only": True})
    with pytest.raises(ClusterBlockError, match=r"index \[locked\] blocked by"):
        aliases.put(node, index="locked", name="a")


def test_get(node):
    aliases.update(node, actions=[{"add": {"index": "one", "aliases": ["a", "ab"]}}])
    aliases.put(node, index="two", name="b")
    one, two = {"aliases": {"a": {}, "ab": {}}}, {"aliases": {"b": {}}}
    assert aliases.get(node) == {"one": one, "three": {"aliases": {}}, "two": two}
    assert aliases.get(node, index="one") == {"one": one}
    assert aliases.get(node, name="a*") == {"one": one}
    assert aliases.get(node, name="a*,-ab") == {"one": {"aliases": {"a": {}}}}
    assert aliases.get(node, name="_all") == {"one": one, "two": two}
    assert aliases.get(node, index="three", name="a*") == {}
    with pytest.raises(IndexNotFoundError):
        aliases.get(node, index="gone")


@pytest.mark.parametrize(
    ("name", "text"), [("b,no", "alias [no] missing"), (["x", "no", "b"], "aliases [no,x] missing")]
)
def test_get_what_is_missing(node, name, text):
    aliases.put(node, index="two", name="b")
    with pytest.raises(NotFoundError) as caught:
        aliases.get(node, name=name)
    assert caught.value.body == {"error": text, "status": 404, "two": {"aliases": {"b": {}}}}


def test_exists(node):
    aliases.put(node, index="two", name="b")
    assert aliases.exists(node, name="b")
    assert not aliases.exists(node, name="b", index="one")
    assert not aliases.exists(node, name="b", index="gone")
    assert not aliases.exists(node, name=["b", "no"])


@pytest.mark.parametrize("way", ["create", "put"])
def test_a_filter_is_a_query(node, way):
    wrong = {"nonsense": {}}
    act = {
        "create": lambda: create(node, index="new", aliases={"al": {"filter": wrong}}),
        "put": lambda: aliases.put(node, index="one", name="al", filter=wrong),
    }[way]
    with pytest.raises(IllegalArgumentError, match=r"failed to parse filter for alias \[al\]") as caught:
        act()
    assert "nonsense" in caught.value.cause["caused_by"]["reason"]
    assert not index_exists(node, index="new")


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ({"add": {"index": "one", "alias": "al", "must_exist": True}}, "ADD"),
        ({"remove_index": {"index": "one", "must_exist": True}}, "REMOVE_INDEX"),
    ],
)
def test_only_a_removal_knows_must_exist(node, action, kind):
    with pytest.raises(IllegalArgumentError, match=rf"\[must_exist\] is unsupported for \[{kind}\]"):
        aliases.update(node, actions=[action])


def test_results_show_the_indices_that_were_meant(node):
    answer = aliases.update(node, actions=[{"add": {"index": "t*", "alias": "al"}}, {"remove": {"index": "o*", "alias": "no"}}])
    assert [sorted(result["action"]["indices"]) for result in answer["action_results"]] == [["three", "two"], ["one"]]
    assert sorted(shown(node)) == ["three", "two"]


def test_a_new_alias_may_be_date_math(node):
    aliases.put(node, index="one", name="<al-{2024-05||/M{yyyy-MM}}>")
    create(node, index="four", aliases={"<be-{2024.05.06||/d{yyyy.MM.dd}}>": {"is_write_index": True}})
    assert shown(node) == {"one": {"al-2024-05": {}}, "four": {"be-2024.05.06": {"is_write_index": True}}}
