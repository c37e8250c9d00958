"""What each API that takes indices says of names: missing ones, patterns that match nothing, closed indices, other clusters.

The defaults are those of ``IndicesOptions`` in the request classes of Elasticsearch and their REST actions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

Call = Callable[..., Any]
OK = "answers"
MISSING = (404, "index_not_found_exception")
CLOSED = (400, "index_closed_exception")
ILLEGAL = (400, "illegal_argument_exception")
REMOTE = (404, "no_such_remote_cluster_exception")

SEARCHES: dict[str, Call] = {
    "search": lambda store, index, **how: store.search(index=index, **how),
    "count": lambda store, index, **how: store.count(index=index, **how),
    "field_caps": lambda store, index, **how: store.field_caps(index=index, fields="*", **how),
    "open_point_in_time": lambda store, index, **how: store.open_point_in_time(index=index, keep_alive="1m", **how),
    "delete_by_query": lambda store, index, **how: store.delete_by_query(index=index, query={"match_all": {}}, **how),
    "update_by_query": lambda store, index, **how: store.update_by_query(index=index, **how),
}
"""Named closed indices are refused, other clusters would be asked."""

MAINTENANCE: dict[str, Call] = {
    "refresh": lambda store, index, **how: store.indices.refresh(index=index, **how),
    "flush": lambda store, index, **how: store.indices.flush(index=index, **how),
    "segments": lambda store, index, **how: store.indices.segments(index=index, **how),
    "clear_cache": lambda store, index, **how: store.indices.clear_cache(index=index, **how),
    "disk_usage": lambda store, index, **how: store.indices.disk_usage(index=index, run_expensive_tasks=True, **how),
    "forcemerge": lambda store, index, **how: store.indices.forcemerge(index=index, **how),
}
SHOWING: dict[str, Call] = {
    "get": lambda store, index, **how: store.indices.get(index=index, **how),
    "get_settings": lambda store, index, **how: store.indices.get_settings(index=index, **how),
    "get_mapping": lambda store, index, **how: store.indices.get_mapping(index=index, **how),
    "get_field_mapping": lambda store, index, **how: store.indices.get_field_mapping(index=index, fields="*", **how),
    "get_alias": lambda store, index, **how: store.indices.get_alias(index=index, **how),
    "recovery": lambda store, index, **how: store.indices.recovery(index=index, **how),
    "shard_stores": lambda store, index, **how: store.indices.shard_stores(index=index, **how),
    "search_shards": lambda store, index, **how: store.search_shards(index=index, **how),
    "add_block": lambda store, index, **how: store.indices.add_block(index=index, block="write", **how),
    "remove_block": lambda store, index, **how: store.indices.remove_block(index=index, block="write", **how),
    "close": lambda store, index, **how: store.indices.close(index=index, **how),
    "open": lambda store, index, **how: store.indices.open(index=index, **how),
}
CHANGING: dict[str, Call] = {
    "put_settings": lambda store, index, **how: store.indices.put_settings(index=index, settings={"priority": 2}, **how),
    "put_mapping": lambda store, index, **how: store.indices.put_mapping(index=index, properties={"a": {"type": "long"}}, **how),
}
"""A pattern has to match something."""

ALIASES: dict[str, Call] = {
    "put_alias": lambda store, index: store.indices.put_alias(index=index, name="also"),
    "update_aliases": lambda store, index: store.indices.update_aliases(actions=[{"add": {"index": index, "alias": "also"}}]),
}
"""Only indices have aliases."""

STATS: dict[str, Call] = {"stats": lambda store, index, **how: store.indices.stats(index=index, **how)}
DELETING: dict[str, Call] = {"delete": lambda store, index, **how: store.indices.delete(index=index, **how)}


@pytest.fixture(scope="module")
def closed_store() -> Iterator[docstore.Store]:
    """An open index, a closed and a hidden one, and an alias of both of the first."""
    with docstore.open() as store:
        store.cluster.put_settings(persistent={"action.destructive_requires_name": False})
        yield store


@pytest.fixture
def names(closed_store: docstore.Store) -> docstore.Store:
    closed_store.indices.delete(index="gone", ignore_unavailable=True)
    for name in ("one", "shut", "veiled"):
        if not closed_store.indices.exists(index=name):
            closed_store.indices.create(index=name, settings={"hidden": name == "veiled"}, aliases={} if name == "veiled" else {"both": {}})
    closed_store.indices.put_settings(index="*", settings={"blocks.write": None}, expand_wildcards="all")
    closed_store.indices.open(index="one")
    closed_store.indices.close(index="shut")
    return closed_store


def outcome(call: Call, store: docstore.Store, index: str, **how: Any) -> Any:
    try:
        call(store, index, **how)
    except ApiError as error:
        return error.status, error.type
    return OK


def table(calls: dict[str, Call], **cases: Any) -> list[Any]:
    return [
        pytest.param(call, _CASES[case], expected, id=f"{name}-{case}") for name, call in calls.items() for case, expected in cases.items()
    ]


_CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "missing": ("gone", {}),
    "missing_beside": ("one,gone", {}),
    "missing_ignored": ("gone", {"ignore_unavailable": True}),
    "nothing": ("none*", {}),
    "nothing_forbidden": ("none*", {"allow_no_indices": False}),
    "missing_ignored_nothing_forbidden": ("gone", {"ignore_unavailable": True, "allow_no_indices": False}),
    "closed": ("shut", {}),
    "closed_by_alias": ("both", {}),
    "closed_ignored": ("shut", {"ignore_unavailable": True}),
    "closed_pattern": ("shut*", {}),
    "no_patterns": ("on*", {"expand_wildcards": "none"}),
    "underscore": ("_bad", {}),
    "other_cluster": ("far:one", {}),
    "bad_word": ("*", {"expand_wildcards": "most"}),
}
EVERYWHERE = {"missing": MISSING, "missing_beside": MISSING, "underscore": (400, "invalid_index_name_exception"), "bad_word": ILLEGAL}
LENIENT = {"missing_ignored": OK, "nothing": OK, "no_patterns": MISSING}
STRICT = {"nothing_forbidden": MISSING, "missing_ignored_nothing_forbidden": MISSING}
NEVER_CLOSED = {"closed": CLOSED, "closed_by_alias": CLOSED, "closed_ignored": OK, "closed_pattern": OK}
CLOSED_TOO = {"closed": OK, "closed_by_alias": OK, "closed_ignored": OK, "closed_pattern": OK}
BY_QUERY = ("delete_by_query", "update_by_query")
NO_STRICT = ("open_point_in_time",)
"""APIs without ``allow_no_indices``."""


@pytest.mark.parametrize(
    ("call", "case", "expected"),
    [
        *table(SEARCHES, **EVERYWHERE, **LENIENT, **NEVER_CLOSED),
        *table({name: call for name, call in SEARCHES.items() if name not in BY_QUERY}, other_cluster=REMOTE),
        *table({name: SEARCHES[name] for name in BY_QUERY}, other_cluster=(400, "action_request_validation_exception")),
        *table({name: call for name, call in SEARCHES.items() if name not in NO_STRICT}, **STRICT),
        *table(MAINTENANCE, **EVERYWHERE, **LENIENT, **STRICT, **NEVER_CLOSED, other_cluster=ILLEGAL),
        *table(SHOWING, **EVERYWHERE, **LENIENT, **STRICT, **CLOSED_TOO, other_cluster=ILLEGAL),
        *table(CHANGING, **EVERYWHERE, **STRICT, **CLOSED_TOO, missing_ignored=MISSING, nothing=MISSING, no_patterns=MISSING),
        *table(DELETING, **EVERYWHERE, **LENIENT, **STRICT, closed=OK, closed_by_alias=ILLEGAL, closed_pattern=OK, other_cluster=ILLEGAL),
        *table(ALIASES, missing=MISSING, missing_beside=MISSING, nothing=MISSING, closed=OK, closed_by_alias=ILLEGAL),
        *table(STATS, missing=MISSING, nothing=OK, closed=CLOSED, closed_pattern=OK, no_patterns=MISSING, other_cluster=ILLEGAL),
    ],
)
def test_outcome(names: docstore.Store, call: Call, case: tuple[str, dict[str, Any]], expected: Any) -> None:
    expression, how = case
    assert outcome(call, names, expression, **how) == expected


SINGLE: dict[str, Call] = {
    "get": lambda store, index: store.get(index=index, id="1"),
    "get_source": lambda store, index: store.get_source(index=index, id="1"),
    "explain": lambda store, index: store.explain(index=index, id="1", query={"match_all": {}}),
    "index": lambda store, index: store.index(index=index, id="1", document={}),
    "create": lambda store, index: store.create(index=index, id="1", document={}),
    "analyze": lambda store, index: store.indices.analyze(index=index, text="a"),
}


INVALID = (400, "invalid_index_name_exception")
READING = {"gone": MISSING, "shut": CLOSED, "both": ILLEGAL, "on*": MISSING, "far:one": ILLEGAL, "_bad": INVALID, "one,one": MISSING}
WRITING = {"gone": OK, "shut": CLOSED, "both": ILLEGAL, "on*": INVALID, "far:one": INVALID, "_bad": INVALID, "one,one": INVALID}


@pytest.mark.parametrize(
    ("call", "expression", "expected"),
    [
        pytest.param(call, expression, expected, id=f"{name}-{expression}")
        for name, call in SINGLE.items()
        for expression, expected in (WRITING if name in ("index", "create") else READING).items()
    ],
)
def test_one_index(names: docstore.Store, call: Call, expression: str, expected: Any) -> None:
    assert outcome(call, names, expression) == expected


def test_one_index_by_date_math(names: docstore.Store) -> None:
    names.index(index="<day-{2024.03||/M{yyyy.MM}}>", id="1", document={"a": 1})
    assert names.get(index="<day-{2024.02||+1M{yyyy.MM}}>", id="1")["_index"] == "day-2024.03"


OTHERS: dict[str, tuple[Call, Any]] = {
    "explain_data_lifecycle": (lambda store, index: store.indices.explain_data_lifecycle(index=index), OK),
    "terms_enum": (lambda store, index: store.terms_enum(index=index, field="a"), CLOSED),
    "validate_query": (lambda store, index: store.indices.validate_query(index=index), CLOSED),
    "cluster.state": (lambda store, index: store.cluster.state(index=index), OK),
    "cat.indices": (lambda store, index: store.cat.indices(index=index), OK),
    "cat.shards": (lambda store, index: store.cat.shards(index=index), OK),
    "cat.segments": (lambda store, index: store.cat.segments(index=index), CLOSED),
    "cat.count": (lambda store, index: store.cat.count(index=index), CLOSED),
    "clone": (lambda store, index: store.indices.clone(index=index, target="copy"), (500, "illegal_state_exception")),
    "reindex": (lambda store, index: store.reindex(source={"index": index}, dest={"index": "two"}), CLOSED),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_others_say_of_missing_and_closed(names: docstore.Store, name: str) -> None:
    call, closed = OTHERS[name]
    assert [outcome(call, names, "gone"), outcome(call, names, "shut")] == [MISSING, closed]
