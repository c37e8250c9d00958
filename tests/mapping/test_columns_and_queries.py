"""What a column holds for a value, and what a query means in a column's domain."""

from __future__ import annotations

import math
from typing import Any

import pytest

from docstore.errors import ApiError
from docstore.mapping import ColumnKind, FieldType, Mapping

DAY = 86_400_000


def field(kind: str, **spec: Any) -> FieldType:
    found = Mapping.parse({"properties": {"f": {"type": kind, **spec}}}).field("f")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("kind", "spec", "value", "expected"),
    [
        ("long", {}, "12.9", 12),
        ("long", {}, -1.9, -1),
        ("long", {}, "", None),
        ("long", {"null_value": 7}, None, 7),
        ("long", {"ignore_malformed": True}, "x", None),
        ("integer", {}, "1e3", 1000),
        ("double", {}, 0.1, 0.1),
        ("float", {}, 0.1, 0.10000000149011612),
        ("half_float", {}, 0.1, 0.0999755859375),
        ("scaled_float", {"scaling_factor": 100}, 1.234, 1.23),
        ("scaled_float", {"scaling_factor": 100}, -1.234, -1.23),
        ("unsigned_long", {}, 2**64 - 1, 2**63 - 1),
        ("boolean", {}, "true", 1),
        ("boolean", {}, "", 0),
        ("boolean", {"null_value": True}, None, 1),
        ("date", {}, "1970-01-02", DAY),
        ("date", {}, 5 * DAY, 5 * DAY),
        ("date", {}, 1971, 365 * DAY),
        ("date", {}, "1970-01-01T00:00:00.0019999Z", 1),
        ("date", {}, "1969-12-31T23:59:59.9999Z", -1),
        ("date", {"format": "epoch_second"}, 1, 1000),
        ("date", {"null_value": "1970-01-02"}, None, DAY),
        ("date_nanos", {}, "1970-01-01T00:00:00.123456789Z", 123456789),
        ("ip", {}, "10.0.0.1", "00000000000000000000ffff0a000001"),
        ("ip", {}, "::1", "0" * 31 + "1"),
        ("keyword", {}, "x", "x"),
        ("keyword", {}, 1.0, "1.0"),
        ("keyword", {}, True, "true"),
        ("keyword", {"ignore_above": 2}, "xyz", None),
        ("keyword", {"ignore_above": 2}, "😀x", None),
        ("keyword", {"null_value": "N"}, None, "N"),
        ("text", {}, 12, "12"),
        ("binary", {}, "eA==", None),
    ],
)
def test_column_values(kind: str, spec: dict[str, Any], value: Any, expected: Any) -> None:
    assert field(kind, **spec).column_value(value) == expected


def test_column_kinds() -> None:
    kinds = {
        kind: field(kind).column for kind in ("long", "double", "boolean", "date", "ip", "keyword", "text", "binary")
    }
    assert [kind.name for kind in kinds.values()] == [
        "INTEGER",
        "FLOAT",
        "INTEGER",
        "INTEGER",
        "KEYWORD",
        "KEYWORD",
        "TEXT",
        "NONE",
    ]
    assert field("unsigned_long").column is ColumnKind.INTEGER


def test_values_come_back_from_columns() -> None:
    assert field("ip").from_column("00000000000000000000ffff0a000001") == "10.0.0.1"
    assert field("ip").from_column("0" * 31 + "1") == "::1"
    assert field("unsigned_long").from_column(2**63 - 1) == 2**64 - 1
    assert field("boolean").from_column(1) == 1


@pytest.mark.parametrize(
    ("kind", "value", "bound", "expected"),
    [
        ("long", "12", None, 12),
        ("long", 2**63 - 1, None, 2**63 - 1),
        ("long", "9223372036854775807", "upper", 2**63 - 1),
        ("long", 1.5, "lower", 2),
        ("long", 1.5, "upper", 1),
        ("long", -1.5, "lower", -1),
        ("long", -1.5, "upper", -2),
        ("integer", "7.0", None, 7),
        ("float", 0.1, None, 0.10000000149011612),
        ("boolean", "true", None, 1),
        ("boolean", False, None, 0),
        ("keyword", 1, None, "1"),
        ("keyword", True, None, "true"),
        ("ip", "10.0.0.1", None, "00000000000000000000ffff0a000001"),
        ("date", 1000, None, 1000),
        ("date", "1970-01-02", "upper", 2 * DAY - 1),
        ("date", "1970-01-02||/M", "upper", 31 * DAY - 1),
        ("scaled_float", 1.239, "upper", 1.23),
    ],
)
def test_query_values(kind: str, value: Any, bound: str | None, expected: Any) -> None:
    spec = {"scaling_factor": 100} if kind == "scaled_float" else {}
    assert field(kind, **spec).query_value(value, bound=bound) == expected


def test_a_term_that_no_value_equals_is_not_an_error() -> None:
    assert field("long").query_value(1.5) == 1.5
    assert field("byte").query_value(1000) == 1000
    assert math.isnan(field("unsigned_long").query_value(-1))  # type: ignore[arg-type]
    assert field("float").query_value(1e39) == math.inf


@pytest.mark.parametrize(
    ("kind", "value", "type_", "reason"),
    [
        ("long", "x", "number_format_exception", 'For input string: "x"'),
        ("integer", "x", "number_format_exception", 'For input string: "x"'),
        ("double", "x", "number_format_exception", 'For input string: "x"'),
        ("boolean", "x", "illegal_argument_exception", "Can't parse boolean value [x], expected [true] or [false]"),
        ("ip", "x", "illegal_argument_exception", "'x' is not an IP string literal."),
        (
            "date",
            "x",
            "parse_exception",
            "failed to parse date field [x] with format [strict_date_optional_time||epoch_millis]: "
            "[failed to parse date field [x] with format [strict_date_optional_time||epoch_millis]]",
        ),
    ],
)
def test_query_values_that_cannot_be_read(kind: str, value: Any, type_: str, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        field(kind).query_value(value)
    assert (caught.value.type, caught.value.reason) == (type_, reason)


@pytest.mark.parametrize(
    ("kind", "lower", "upper", "inclusive", "expected"),
    [
        ("long", 1, 5, True, (1, 5)),
        ("long", 1, 5, False, (2, 4)),
        ("long", 1.5, 4.5, False, (2, 4)),
        ("long", None, 4, True, (None, 4)),
        ("long", 2**63 - 1, None, False, None),
        ("double", 1, 2, False, (math.nextafter(1, 2), math.nextafter(2, 1))),
        ("date", "1970-01-02", "1970-01-03", True, (DAY, 3 * DAY - 1)),
        ("date", "1970-01-02", "1970-01-03", False, (2 * DAY, 2 * DAY - 1)),
        ("boolean", False, True, False, (1, 0)),
        ("ip", "10.0.0.1", "10.0.0.3", False, ("00000000000000000000ffff0a000002",) * 2),
        ("unsigned_long", 0, 2**64 - 1, False, (1 - 2**63, 2**63 - 2)),
    ],
)
def test_ranges(kind: str, lower: Any, upper: Any, inclusive: bool, expected: Any) -> None:
    assert field(kind).range_values(lower, upper, include_lower=inclusive, include_upper=inclusive) == expected


def test_ranges_of_dates_know_zones_formats_and_now() -> None:
    date = field("date")
    assert date.range_values("1970-01-02", None, time_zone="+01:00") == (DAY - 3_600_000, None)
    assert date.range_values("02.01.1970", None, format="dd.MM.yyyy") == (DAY, None)
    assert date.range_values("now-1d/d", "now/d", now=10 * DAY + 5) == (9 * DAY, 11 * DAY - 1)


def test_networks() -> None:
    ip: Any = field("ip")
    assert ip.network("10.0.0.0/8") == ("00000000000000000000ffff0a000000", "00000000000000000000ffff0affffff")
