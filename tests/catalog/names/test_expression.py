"""From expressions to indices: the cases of Elasticsearch's IndexNameExpressionResolver."""

from __future__ import annotations

import pytest

from docstore.catalog.names import options
from docstore.catalog.names.options import Expand, IndicesOptions
from docstore.errors import (
    IllegalArgumentError,
    IndexClosedError,
    IndexNotFoundError,
    InvalidIndexNameError,
    NoSuchRemoteClusterError,
    UnsupportedSelectorError,
)

STRICT = IndicesOptions(allow_no_indices=False)


@pytest.fixture
def names(make, catalog):
    make("foo")
    make("foobar", aliases={"al": {}})
    make("bar", aliases={"al": {}})
    make("barbaz", closed=True)
    make("secret", settings={"hidden": True})
    make(".dot", settings={"hidden": True})

    def resolved(expression, how=options.OPEN, **request):
        return [index.name for index in catalog().resolve(expression, how.with_request(**request))]

    return resolved


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (None, ["bar", "foo", "foobar"]),
        ([], ["bar", "foo", "foobar"]),
        ("_all", ["bar", "foo", "foobar"]),
        ("*", ["bar", "foo", "foobar"]),
        ("foo", ["foo"]),
        ("foo,bar", ["foo", "bar"]),
        (["bar", "foo"], ["bar", "foo"]),
        ("foo*", ["foo", "foobar"]),
        ("*bar", ["bar", "foobar"]),
        ("f*r", ["foobar"]),
        ("*,-foo*", ["bar"]),
        ("*,-foo", ["bar", "foobar"]),
        ("foo*,bar,-*bar", ["foo"]),
        ("al", ["bar", "foobar"]),
        ("a*", ["bar", "foobar"]),
        ("*,-al", ["bar", "foo", "foobar"]),
        ("*,-a*", ["foo"]),
        ("foo,foo*", ["foo", "foobar"]),
        ("barbaz", ["barbaz"]),
        ("secret", ["secret"]),
        ("sec*", []),
        (".d*", [".dot"]),
        ("nothing*", []),
    ],
)
def test_names_patterns_lists_and_exclusions(names, expression, expected):
    assert names(expression) == expected


@pytest.mark.parametrize(
    ("expand", "expected"),
    [
        ("open", ["bar", "foo", "foobar"]),
        ("closed", ["barbaz"]),
        ("open,closed", ["bar", "barbaz", "foo", "foobar"]),
        (["open", "hidden"], [".dot", "bar", "foo", "foobar", "secret"]),
        ("all", [".dot", "bar", "barbaz", "foo", "foobar", "secret"]),
    ],
)
def test_expand_wildcards(names, expand, expected):
    assert sorted(names("*", expand_wildcards=expand)) == expected


def test_unknown_expand_wildcards(names):
    with pytest.raises(IllegalArgumentError, match=r"No valid expand wildcard value \[some\]"):
        names("*", expand_wildcards="some")


def test_missing_name(names):
    with pytest.raises(IndexNotFoundError) as caught:
        names("foo,gone")
    assert caught.value.body == {
        "error": {
            "root_cause": [
                {
                    "type": "index_not_found_exception",
                    "reason": "no such index [gone]",
                    "resource.type": "index_or_alias",
                    "resource.id": "gone",
                    "index_uuid": "_na_",
                    "index": "gone",
                }
            ],
            "type": "index_not_found_exception",
            "reason": "no such index [gone]",
            "resource.type": "index_or_alias",
            "resource.id": "gone",
            "index_uuid": "_na_",
            "index": "gone",
        },
        "status": 404,
    }
    assert names("foo,gone", ignore_unavailable=True) == ["foo"]


def test_exclusion_without_a_wildcard_before_it_is_a_name(names):
    with pytest.raises(IndexNotFoundError, match=r"no such index \[-foo\] and if you intended to exclude this index"):
        names("foo,-foo")


def test_a_name_may_not_look_like_an_api(names):
    with pytest.raises(InvalidIndexNameError, match=r"Invalid index name \[_bogus\], must not start with '_'."):
        names("_bogus")


@pytest.mark.parametrize(
    ("expression", "text"),
    [("no*", "no such index [no*]"), ("gone", "no such index [gone]"), ("foo,no*", "no such index [no*]")],
)
def test_allow_no_indices_false(names, expression, text):
    with pytest.raises(IndexNotFoundError) as caught:
        names(expression, STRICT, ignore_unavailable=expression == "gone")
    assert caught.value.reason == text


def test_no_indices_at_all(catalog):
    assert catalog().resolve(None, options.OPEN) == []
    with pytest.raises(IndexNotFoundError, match="_all"):
        catalog().resolve("_all", STRICT)


def test_forbidden_closed_index(names):
    with pytest.raises(IndexClosedError) as caught:
        names("barbaz", options.OPEN_NOT_CLOSED)
    assert caught.value.reason == "closed"
    assert caught.value.metadata["index"] == "barbaz"
    assert names("bar,barbaz", options.OPEN_NOT_CLOSED, ignore_unavailable=True) == ["bar"]
    assert names("bar*", options.OPEN_NOT_CLOSED) == ["bar"]


def test_delete_takes_no_alias(names):
    with pytest.raises(IllegalArgumentError, match="matches an alias, specify the corresponding concrete indices"):
        names("al", options.DELETE)


def test_hidden_alias_is_passed_over(make, names):
    make("behind", settings={"hidden": True}, aliases={"veil": {"is_hidden": True}, "window": {}})
    assert names("vei*") == []
    assert names("vei*", options.IndicesOptions(expand=Expand.ALL)) == ["behind"]
    assert names("win*") == ["behind"]
    assert "behind" in names("*")


def test_search_targets_carry_what_the_aliases_restrict(make, catalog):
    red, blue = {"term": {"color": "red"}}, {"term": {"color": "blue"}}
    make("one", aliases={"red": {"filter": red, "search_routing": "a,b"}, "blue": {"filter": blue}, "plain": {}})

    def target(expression):
        (found,) = catalog().search_targets(expression, options.OPEN_NOT_CLOSED)
        return found.filters, found.routing

    assert target("one") == (None, None)
    assert target("red") == ((red,), frozenset({"a", "b"}))
    assert target("red,blue") == ((blue, red), None)
    assert target("red,plain") == (None, None)
    assert target("red,one") == (None, None)
    assert target("r*") == ((red,), frozenset({"a", "b"}))
    assert target("*") == (None, None)


def test_single_index_operations(names):
    single = IndicesOptions(single=True)
    assert names("foo", single) == ["foo"]
    with pytest.raises(IllegalArgumentError) as caught:
        names("al", single)
    assert caught.value.reason == (
        "alias [al] has more than one index associated with it [bar, foobar], can't execute a single index op"
    )


def test_without_expansion_a_pattern_is_a_name(names):
    with pytest.raises(IndexNotFoundError, match=r"no such index \[foo\*\]"):
        names("foo*", expand_wildcards="none")
    with pytest.raises(IndexNotFoundError, match=r"no such index \[\*\]"):
        names("*", expand_wildcards="hidden")
    assert names("foo*,bar", expand_wildcards="none", ignore_unavailable=True) == ["bar"]
    assert names("_all", expand_wildcards="none") == []


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("foo::data", ["foo"]),
        ("fo*::data,-foo::data", ["foobar"]),
        ("_all::data", ["bar", "foo", "foobar"]),
        ("foo*::failures", []),
        ("*,-foo*::failures", ["bar", "foo", "foobar"]),
    ],
)
def test_selectors(names, expression, expected):
    assert names(expression) == expected


@pytest.mark.parametrize(
    ("expression", "error", "reason"),
    [
        ("foo::failures", IndexNotFoundError, "no such index [foo::failures]"),
        (
            "foo::all",
            InvalidIndexNameError,
            "Invalid index name [foo::all], invalid usage of :: separator, [all] is not a recognized selector",
        ),
        (
            "foo::data::data",
            InvalidIndexNameError,
            "Invalid index name [foo::data::data], Invalid usage of :: separator, only one :: separator is allowed per expression",
        ),
        ("foo,_all", InvalidIndexNameError, "Invalid index name [_all], must not start with '_'."),
        ("foo,", IndexNotFoundError, "no such index []"),
    ],
)
def test_names_that_are_none(names, expression, error, reason):
    with pytest.raises(error) as caught:
        names(expression)
    assert caught.value.reason == reason


def test_selectors_where_indices_are_meant(names):
    with pytest.raises(UnsupportedSelectorError) as caught:
        names("foo::data", options.DELETE)
    assert caught.value.body["error"] == {
        "root_cause": [{"type": "unsupported_selector_exception", "reason": caught.value.reason}],
        "type": "unsupported_selector_exception",
        "reason": "Index component selectors are not supported in this context but found selector in expression [foo::data]",
    }


def test_other_clusters(names):
    with pytest.raises(NoSuchRemoteClusterError) as remote:
        names("foo,east:logs", options.OPEN_NOT_CLOSED)
    assert (remote.value.status, remote.value.type) == (404, "no_such_remote_cluster_exception")
    assert remote.value.reason == "no such remote cluster: [east]"
    assert names("foo,*:logs", options.OPEN_NOT_CLOSED) == ["foo"]
    with pytest.raises(IllegalArgumentError) as local:
        names("foo,east:logs,west:*")
    assert local.value.reason == (
        "Cross-cluster calls are not supported in this context but remote indices were requested: [east:logs, west:*]"
    )
    assert names("foo,east:logs", ignore_unavailable=True) == ["foo"]


def test_an_excluded_name_takes_back_what_it_named(names):
    assert names("al,*baz,-al") == []
    assert names("*,-foo,foo") == ["bar", "foobar", "foo"]
    assert names("secret,*,-sec*") == ["secret", "bar", "foo", "foobar"]
