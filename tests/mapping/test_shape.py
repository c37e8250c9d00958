from __future__ import annotations

import pickle
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docstore.mapping import ForeignValueError, Kind, Shape, Shapes

NUL, BOO, INT, FLO, STR, OBJ, ARR = (
    Kind.NULL,
    Kind.BOOLEAN,
    Kind.INTEGER,
    Kind.FLOAT,
    Kind.STRING,
    Kind.OBJECT,
    Kind.ARRAY,
)


@pytest.mark.parametrize(
    ("source", "entries"),
    [
        ({}, {}),
        ({"a": None, "b": True, "c": 1, "d": 1.5, "e": "x"}, {"a": NUL, "b": BOO, "c": INT, "d": FLO, "e": STR}),
        (
            {"a": 2**63 - 1, "b": 2**63, "c": -(2**63), "d": -(2**63) - 1},
            {"a": INT, "b": Kind.BIG_INTEGER, "c": INT, "d": Kind.BIG_INTEGER},
        ),
        (
            {"a": 1e39, "b": float("nan"), "c": float("-inf")},
            {"a": Kind.WIDE_FLOAT, "b": Kind.NON_FINITE, "c": Kind.NON_FINITE},
        ),
        ({"a": []}, {"a": ARR}),
        ({"a": [1, 2.5, "x", None, [True]]}, {"a": ARR | INT | FLO | STR | NUL | BOO}),
        ({"a": {}, "b": {"c": {"d": 1}}}, {"a": OBJ, "b": OBJ, "b.c": OBJ, "b.c.d": INT}),
        ({"a": [{"b": 1}, {"b": "x", "c": None}]}, {"a": ARR | OBJ, "a.b": INT | STR, "a.c": NUL}),
        ({"a": {"b": [{"c": 2**70}]}}, {"a": OBJ, "a.b": ARR | OBJ, "a.b.c": Kind.BIG_INTEGER}),
    ],
)
def test_entries(source: dict[str, Any], entries: dict[str, Kind]) -> None:
    assert dict(Shapes().of(source).entries) == entries


def test_dotted_names_are_objects_and_their_spelling_is_kept() -> None:
    dotted = Shapes().of({"a.b": 1})
    assert dotted.entries == (("a", OBJ), ("a.b", INT), ("a.b", Kind.SPELLING))
    assert Shapes().of({"a": {"b": 1}}).entries == dotted.entries[:2]
    assert Shapes().of({"a.": 1}).entries == (("a", INT), ("a.", Kind.SPELLING))


@pytest.mark.parametrize("key", ["", " ", ".", ".a", "a..b", "a. .b"])
def test_a_malformed_name_marks_its_object(key: str) -> None:
    assert Shapes().of({key: 1, "b": {key: {"x": 1}}}).entries == (("", Kind.MALFORMED), ("b", OBJ | Kind.MALFORMED))


def test_the_not_finite_is_seen_behind_a_malformed_name() -> None:
    assert Shapes().of({"": [{"x": float("nan")}]}).entries == (("", Kind.MALFORMED | Kind.NON_FINITE),)


def test_order_and_memo_do_not_matter() -> None:
    first, second = Shapes(), Shapes()
    assert first.of({"a": 1, "b": "x"}) is second.of({"b": "y", "a": 2})
    assert first.of({"a": 1, "b": "x"}) is not first.of({"a": 2**63, "b": "x"})
    assert first.of({"a": 1, "b": "x"}) is second.of({"a": 3, "b": "z"})


@pytest.mark.parametrize("value", [date(2020, 1, 1), (1, 2), b"x", {1}, [b"x"], {"b": [date(2020, 1, 1)]}])
def test_foreign_values_are_refused_every_time(value: Any) -> None:
    shapes = Shapes()
    for _ in range(2):
        with pytest.raises(ForeignValueError):
            shapes.of({"a": value})


def test_foreign_keys_are_refused() -> None:
    with pytest.raises(ForeignValueError):
        Shapes().of({1: "x"})  # type: ignore[dict-item]


def test_the_memo_is_bounded() -> None:
    shapes = Shapes(limit=10)
    for number in range(100):
        shapes.of({f"f{number}": number})
        shapes.of({"a": {f"f{number}": number}})
    assert len(shapes._entries) <= 10


def test_a_shape_cannot_be_changed() -> None:
    with pytest.raises(AttributeError, match="immutable"):
        Shapes().of({"a": 1}).entries = ()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab. ", max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text("ab. ", max_size=3), VALUES, max_size=4))
def test_bytes_and_pickles_come_back_as_the_same_object(source: dict[str, Any]) -> None:
    shapes = Shapes()
    shape = shapes.of(source)
    assert shapes.of(source) is shape
    assert Shapes().of(dict(reversed(source.items()))) is shape
    assert Shape.from_bytes(shape.to_bytes()) is shape
    assert pickle.loads(pickle.dumps(shape)) is shape
    assert list(shape.entries) == sorted(shape.entries)
