"""How values are written and located in messages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docstore.mapping.java_text import java_double, java_string, parse_java_double, parse_java_long, utf16_length
from docstore.mapping.location import Token, column


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (1.0, "1.0"),
        (100.25, "100.25"),
        (0.001, "0.001"),
        (0.00012, "1.2E-4"),
        (9999999.0, "9999999.0"),
        (1e7, "1.0E7"),
        (123456789.125, "1.23456789125E8"),
        (-1.5e-10, "-1.5E-10"),
        (1.7976931348623157e308, "1.7976931348623157E308"),
        (float("nan"), "NaN"),
        (float("-inf"), "-Infinity"),
    ],
)
def test_doubles_as_java_writes_them(value: float, text: str) -> None:
    assert java_double(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_doubles_come_back(value: float) -> None:
    assert float(java_double(value)) == value


def test_maps_are_in_hash_order() -> None:
    assert java_string({"name": 1, "a": 2, "zz": [None, {"k": True}]}) == "{zz=[null, {k=true}], a=2, name=1}"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (" 1.5 ", 1.5),
        ("1e3", 1000.0),
        ("1d", 1.0),
        ("2f", 2.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("1_0", None),
        ("", None),
        ("x", None),
        ("0x1", None),
    ],
)
def test_double_parsing(text: str, value: float | None) -> None:
    assert parse_java_double(text) == value


def test_long_parsing() -> None:
    assert [
        parse_java_long(text) for text in ("+1", "-2", "9223372036854775807", "9223372036854775808", " 1", "1.0")
    ] == [1, -2, 2**63 - 1, None, None, None]


def test_utf16() -> None:
    assert utf16_length("aü😀") == 4


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=3), VALUES, min_size=1, max_size=3), st.data())
def test_a_column_points_at_the_value(source: dict[str, Any], data: st.DataObject) -> None:
    steps: list[Any] = []
    value: Any = source
    while isinstance(value, (dict, list)) and value and (not steps or data.draw(st.booleans())):
        step = data.draw(st.sampled_from(sorted(value) if isinstance(value, dict) else range(len(value))))
        steps.append(step)
        value = value[step]
    sent = json.dumps(source, ensure_ascii=False, separators=(",", ":")).encode()
    own = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    start = column(source, steps) - 1
    assert sent[start:].startswith(own)
    assert column(source, steps, Token.AFTER) == start + len(own) + 1
    assert column(source, steps, Token.END) == (start + len(own) if isinstance(value, (dict, list)) else start + 1)
    if isinstance(steps[-1], str):
        name = json.dumps(steps[-1], ensure_ascii=False).encode()
        assert sent[column(source, steps, Token.NAME) - 1 :].startswith(name + b":")
