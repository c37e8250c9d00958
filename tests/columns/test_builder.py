from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docstore.columns import Column, ColumnCache, IndexView, KeywordColumn, NumericColumn, Want, presence
from docstore.columns.rows import SingleRows, offsets_of
from tests.columns.fake_index import FakeIndex

Json = dict[str, Any]


def column_of(field: Json, *values: Any, path: str = "f") -> Column:
    view = IndexView(FakeIndex({"f": field}, *({"f": value} for value in values)).reader(), cache=ColumnCache())
    found = view.field(path)
    assert found is not None
    return view.column(Want(found))


def lists(column: Column) -> list[list[Any]]:
    if isinstance(column, KeywordColumn):
        flat: list[Any] = [column.terms[code] for code in column.rows.flat(column.codes)]
    else:
        assert isinstance(column, NumericColumn)
        flat = column.rows.flat(column.values).tolist()
    offsets = offsets_of(column.rows.counts()).tolist()
    return [flat[low:high] for low, high in pairwise(offsets)]


@pytest.mark.parametrize(
    ("field", "values", "expected"),
    [
        ({"type": "long"}, [1, 2, -3], [[1], [2], [-3]]),
        ({"type": "long"}, [2**63 - 1, -(2**63)], [[2**63 - 1], [-(2**63)]]),
        ({"type": "long"}, [1, "2", 3.7, "4.2", None, [], [5, [6, None]]], [[1], [2], [3], [4], [], [], [5, 6]]),
        ({"type": "long", "null_value": 9}, [1, None, [None, 2], []], [[1], [9], [9, 2], []]),
        ({"type": "byte", "ignore_malformed": True}, [1, 1000, "x", True], [[1], [], [], []]),
        ({"type": "integer"}, [[1, 2], 3, [4]], [[1, 2], [3], [4]]),
        ({"type": "unsigned_long"}, [0, 2**64 - 1], [[-(2**63)], [2**63 - 1]]),
        ({"type": "double"}, [1, 2.5, -0.5], [[1.0], [2.5], [-0.5]]),
        ({"type": "double"}, ["1.5", None, [1, 2]], [[1.5], [], [1.0, 2.0]]),
        ({"type": "float"}, [0.1, 16777217], [[float(np.float32(0.1))], [16777216.0]]),
        ({"type": "half_float"}, [0.1, 3], [[float(np.float16(0.1))], [3.0]]),
        ({"type": "scaled_float", "scaling_factor": 10}, [1.23, "4"], [[1.2], [4.0]]),
        ({"type": "boolean"}, [True, False, "true", "", None], [[1], [0], [1], [0], []]),
        ({"type": "boolean"}, [True, False], [[1], [0]]),
        ({"type": "keyword"}, ["b", "a", "b"], [["b"], ["a"], ["b"]]),
        (
            {"type": "keyword"},
            ["b", None, ["a", "c"], [], 1, 1.0, True],
            [["b"], [], ["a", "c"], [], ["1"], ["1.0"], ["true"]],
        ),
        (
            {"type": "keyword", "ignore_above": 4},
            ["abcd", "abcde", "ab", "\U0001f600\U0001f600x"],
            [["abcd"], [], ["ab"], []],
        ),
        ({"type": "keyword", "null_value": "none"}, ["a", None], [["a"], ["none"]]),
        ({"type": "ip"}, ["1.2.3.4", "::1"], [["0" * 20 + "ffff01020304"], ["0" * 31 + "1"]]),
        (
            {"type": "text"},
            ["The quick the", None, ["a b", "b c"], "!", 12],
            [["the", "quick", "the"], [], ["a", "b", "b", "c"], [], ["12"]],
        ),
        ({"type": "text"}, ["b a", "c"], [["b", "a"], ["c"]]),
    ],
)
def test_values(field: Json, values: list[Any], expected: list[list[Any]]) -> None:
    assert lists(column_of(field, *values)) == expected


def millis(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    "values",
    [
        ["2024-05-01", "1969-12-31", "0001-01-01"],
        ["2024-05-01T10:11:12Z", "1969-12-31T23:59:59Z", "2024-05-01T10:11:12"],
        ["2024-05-01T10:11:12.345Z", "1969-12-31T23:59:59.999Z"],
        ["2024-05-01", "2024-05-01T10:11:12.345Z", None, ["2024-05-02", "2024-05-03"]],
        ["2024-05-01", None, ["2024-05-02", "2024-05-03"], []],
    ],
)
def test_dates(values: list[Any]) -> None:
    expected = [
        [millis(leaf.rstrip("Z")) for leaf in (value if isinstance(value, list) else [value]) if leaf]
        for value in values
    ]
    assert lists(column_of({"type": "date"}, *values)) == expected


def test_dates_in_other_forms() -> None:
    assert lists(column_of({"type": "date"}, 1714557600000, 2024, "2024", "2024-05-01T10+02:00")) == [
        [1714557600000],
        [1704067200000],
        [1704067200000],
        [1714550400000],
    ]
    malformed = {"type": "date", "ignore_malformed": True}
    assert lists(column_of(malformed, "2024-05-01", "2024-13-01", "2024-02-30", "abcd-ef-gh")) == [
        [1714521600000],
        [],
        [],
        [],
    ]
    nanos = lists(column_of({"type": "date_nanos"}, "2024-05-01", "2024-05-01T00:00:00.000000001Z"))
    assert nanos == [[1714521600000000000], [1714521600000000001]]


scalars = st.one_of(
    st.integers(-(2**31), 2**31 - 1),
    st.integers(0, 99).map(str),
    st.floats(-1e6, 1e6),
    st.none(),
)


@given(
    st.sampled_from(["long", "integer", "double", "float", "keyword"]),
    st.lists(scalars | st.lists(scalars, max_size=3), max_size=10) | st.lists(st.integers(-5, 5), max_size=10),
)
def test_every_way_through_a_batch_gives_what_the_field_type_says(type_name: str, values: list[Any]) -> None:
    column = column_of({"type": type_name}, *values)
    convert = FakeIndex({"f": {"type": type_name}}).mapping.fields()["f"].column_value
    expected = [
        [got for leaf in (value if isinstance(value, list) else [value]) if (got := convert(leaf)) is not None]
        for value in values
    ]
    assert lists(column) == expected


def test_a_batch_of_plain_values_needs_no_presence_mask() -> None:
    rows = column_of({"type": "long"}, 1, 2, 3, 4).rows
    assert isinstance(rows, SingleRows)
    assert rows.present is None


def test_absent_is_not_null() -> None:
    index = FakeIndex({"f": {"type": "long", "null_value": 7}}, {"f": None}, {}, {"f": 1})
    view = IndexView(index.reader(), cache=ColumnCache())
    field = view.field("f")
    assert field is not None
    assert lists(view.column(Want(field))) == [[7], [], [1]]


def test_a_multi_field_reads_the_values_of_its_parent() -> None:
    field = {"type": "text", "fields": {"raw": {"type": "keyword"}}}
    assert lists(column_of(field, "Big City", "x", path="f.raw")) == [["Big City"], ["x"]]


def test_copied_fields_add_to_the_target() -> None:
    properties = {
        "all": {"type": "keyword"},
        "a": {"type": "keyword", "copy_to": "all"},
        "b": {"type": "long", "copy_to": ["all"]},
    }
    index = FakeIndex(properties, {"a": "x", "b": 1}, {"all": "own", "b": [2, 3]}, {"a": None})
    view = IndexView(index.reader(), cache=ColumnCache())
    field = view.field("all")
    assert field is not None
    assert lists(view.column(Want(field))) == [["x", "1"], ["own", "2", "3"], []]


@pytest.mark.parametrize("field", [{"type": "text"}, {"type": "binary"}, {"type": "long"}, {"type": "keyword"}])
def test_presence(field: Json) -> None:
    values = {"text": "!", "binary": "AQ==", "long": 0, "keyword": ""}[field["type"]]
    index = FakeIndex({"f": field}, {"f": values}, {}, {"f": None}, {"f": []}, {"f": [None]}, {"f": [None, values]})
    view = IndexView(index.reader(), cache=ColumnCache())
    found = view.field("f")
    assert found is not None
    assert view.column(presence(found)).exists().tolist() == [True, False, False, False, False, True]
