"""join."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError
from docstore.mapping import Mapping
from tests.mapping.types.cases import accepts, changed, conflict, direct, found, index_of, refused, round_trip, wrong

SPEC: dict[str, Any] = {"type": "join", "relations": {"question": ["answer", "comment"], "answer": "vote"}}


def test_bodies() -> None:
    assert round_trip(SPEC) == {**SPEC, "eager_global_ordinals": True}
    assert wrong({"type": "join", "relations": "x"}) == "relations should be a hash but was of type: class java.lang.String"
    assert wrong({"type": "join", "relations": {"a": "c", "b": "c"}}) == "[c] cannot have multiple parents"
    with pytest.raises(ApiError, match=r"join field \[o.f\] cannot be added inside an object or in a multi-field"):
        Mapping.parse({"properties": {"o": {"properties": {"f": SPEC}}}})
    with pytest.raises(ApiError, match=r"Only one \[parent-join\] field can be defined per index, got \[f, g\]"):
        Mapping.parse({"properties": {"f": SPEC, "g": SPEC}})


@pytest.mark.parametrize(
    ("relations", "text"),
    [
        ({"question": ["answer", "comment"]}, "Cannot remove parent [answer]"),
        ({"question": "answer", "answer": "vote"}, "Cannot remove child [comment]"),
        ({"question": ["answer", "comment"], "answer": "vote", "vote": "x"}, "Cannot create parent [vote] from an existing child"),
        ({"question": "answer", "answer": ["vote", "comment"]}, "Cannot change parent of [comment]"),
        ({**SPEC["relations"], "top": "question"}, "Cannot create child [question] from an existing root"),
    ],
)
def test_relations_only_grow(relations: dict[str, Any], text: str) -> None:
    assert f"Conflict in parameter [relations]: {text}" in conflict(SPEC, {"type": "join", "relations": relations})


def test_relations_grow() -> None:
    more = {**SPEC["relations"], "other": "child"}
    assert changed(SPEC, {"type": "join", "relations": more})["relations"] == more


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("nobody", "unknown join name [nobody] for field [f]"),
        ({"parent": "1"}, "null join name in field [f]"),
        ({"name": "answer"}, "[parent] is missing for join field [f]"),
        ("answer", "[parent] is missing for join field [f]"),
        ({"name": "question", "x": "y"}, "unknown field name [x] in join field [f]"),
        ({"name": 5}, "unknown field name [name] in join field [f]"),
        (5, "[f] expected START_OBJECT or VALUE_STRING but was: VALUE_NUMBER"),
        (None, "[f] expected START_OBJECT or VALUE_STRING but was: VALUE_NULL"),
    ],
)
def test_refused(value: Any, reason: str) -> None:
    assert direct(SPEC, value) == f"failed to parse: {reason}"


def test_documents(store: docstore.Store) -> None:
    accepts(SPEC, "question", {"name": "question"}, {"name": "vote", "parent": 7})
    index_of(store, SPEC, "question", {"name": "question"})
    error = refused(store, {"f": {"name": "answer", "parent": "0"}})
    assert error["reason"].endswith("failed to parse: [routing] is missing for join field [f]")
    assert error["caused_by"]["type"] == "illegal_argument_exception"
    store.index(index="i", id="2", routing="0", document={"f": {"name": "answer", "parent": "0"}})
    store.index(index="i", id="3", routing="0", document={"f": {"name": "vote", "parent": 2}})
    assert found(store, {"term": {"f": "question"}}) == 2
    assert found(store, {"exists": {"field": "f"}}) == 4
    assert found(store, {"term": {"f#question": "0"}}) == 1
    assert found(store, {"term": {"f#answer": "2"}}) == 1
    assert found(store, {"term": {"f#answer": "0"}}) == 0
    assert "appears more than once" in refused(store, {"f": ["question", "question"]})["reason"]


def test_a_reindex_wants_routing(store: docstore.Store) -> None:
    index_of(store, SPEC)
    for number, routing in enumerate((None, "x")):
        store.index(index="free", id=str(number), routing=routing, document={"f": {"name": "answer", "parent": "0"}})
    with pytest.raises(ApiError) as caught:
        store.reindex(source={"index": "free"}, dest={"index": "i"})
    assert [failure["id"] for failure in caught.value.body["failures"]] == ["0"]
    assert found(store, {"match_all": {}}) == 1


def test_field_caps_tell_of_parents(store: docstore.Store) -> None:
    index_of(store, SPEC)
    caps = store.field_caps(index="i", fields="f*")["fields"]
    shown = {name: [(kind, one["searchable"], one["aggregatable"]) for kind, one in kinds.items()] for name, kinds in caps.items()}
    parent = [("parent", True, True)]
    assert shown == {"f": [("join", True, True)], "f#question": parent, "f#answer": parent}
