"""The plain types: values that are accepted and what becomes of them, values that are refused and why; and the same ignored."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError
from docstore.mapping.registry import FIELD_TYPES
from tests.mapping.types.cases import cause

Json = dict[str, Any]
IAE, NFE, PARSE = "illegal_argument_exception", "number_format_exception", "x_content_parse_exception"
TELLS = "failed to parse date field [{}] with format [strict_date_optional_time||epoch_millis]"

ACCEPTED: list[tuple[Json, Any, list[Any]]] = [
    ({"type": "byte"}, "127", [127]),
    ({"type": "byte"}, -128.9, [-128]),
    ({"type": "short"}, [1, "2", 3.7, None], [1, 2, 3]),
    ({"type": "integer"}, "-3.9", [-3]),
    ({"type": "integer"}, "", []),
    ({"type": "integer", "null_value": -1}, [None, 4], [-1, 4]),
    ({"type": "float", "null_value": 1.9}, [None], [1.9]),
    ({"type": "long"}, 2**63 - 1, [2**63 - 1]),
    ({"type": "long"}, "1e3", [1000]),
    ({"type": "long"}, [[1], [[2]]], [1, 2]),
    ({"type": "unsigned_long"}, [0, 2**64 - 1, "18446744073709551614"], [0, 2**64 - 2, 2**64 - 1]),
    ({"type": "double"}, ["1e300", 5, -0.5], [-0.5, 5.0, 1e300]),
    ({"type": "float"}, 0.1, [0.1]),
    ({"type": "half_float"}, 0.1, [0.099976]),
    ({"type": "half_float"}, "65504", [65504.0]),
    ({"type": "scaled_float", "scaling_factor": 100}, [1.234, "7"], [1.23, 7.0]),
    ({"type": "boolean"}, [True, "false", "", None], [False, False, True]),
    ({"type": "boolean", "null_value": True}, None, [True]),
    ({"type": "date"}, "2015-01-01T12:10:30Z", ["2015-01-01T12:10:30.000Z"]),
    ({"type": "date"}, [1420070400001, "2015", "2015-01-01T00:00:00+01:00"], [
        "2014-12-31T23:00:00.000Z", "2015-01-01T00:00:00.000Z", "2015-01-01T00:00:00.001Z",
    ]),
    ({"type": "date", "format": "epoch_second"}, "1420070400", ["1420070400"]),
    ({"type": "date", "format": "dd.MM.yyyy", "null_value": "31.12.1999"}, None, ["31.12.1999"]),
    ({"type": "date_nanos"}, "2018-10-29T12:12:12.123456789Z", ["2018-10-29T12:12:12.123456789Z"]),
    ({"type": "ip"}, ["192.168.0.1", "::ffff:10.0.0.1", "2001:DB8::1"], ["10.0.0.1", "192.168.0.1", "2001:db8::1"]),
    ({"type": "ip", "null_value": "::"}, None, ["::"]),
    ({"type": "keyword"}, [5, 1.5, True, "x", "x"], ["1.5", "5", "true", "x"]),
    ({"type": "keyword", "ignore_above": 2}, ["ab", "abc", "ä😀"], ["ab"]),
    ({"type": "keyword", "null_value": "none"}, None, ["none"]),
    ({"type": "keyword", "normalizer": "lowercase"}, "ÄB", ["äb"]),
    ({"type": "version"}, ["1.10.0", "1.9.0", "1.9.0-rc1"], ["1.9.0-rc1", "1.9.0", "1.10.0"]),
    ({"type": "constant_keyword", "value": "v"}, "v", ["v"]),
]  # fmt: skip
"""The field, the value, and the values of ``docvalue_fields`` in their order."""

REFUSED: list[tuple[Json, Any, str, str]] = [
    ({"type": "byte"}, "200", IAE, "Value [200] is out of range for a byte"),
    ({"type": "short"}, 1.5e10, PARSE, "Numeric value (15000000000.0) out of range of int (-2147483648 - 2147483647)"),
    ({"type": "integer"}, "1.x", NFE, 'For input string: "1.x"'),
    ({"type": "integer", "coerce": False}, 1.5, IAE, "1.5 cannot be converted to Integer without data loss"),
    ({"type": "long"}, {"a": 1}, IAE, "Cannot parse object as number"),
    ({"type": "unsigned_long"}, "18446744073709551616", IAE, 'For input string: "18446744073709551616"'),
    ({"type": "double"}, "Infinity", IAE, "[double] supports only finite values, but got [Infinity]"),
    ({"type": "float"}, "4e38", IAE, "[float] supports only finite values, but got [Infinity]"),
    ({"type": "half_float"}, "65520", IAE, "[half_float] supports only finite values, but got [65520.0]"),
    ({"type": "scaled_float", "scaling_factor": 10}, "NaN", IAE, "[scaled_float] only supports finite values, but got [NaN]"),
    ({"type": "boolean"}, "True", IAE, "Failed to parse value [True] as only [true] or [false] are allowed."),
    ({"type": "boolean"}, {"a": 1}, PARSE, "Current token (START_OBJECT) not of boolean type"),
    ({"type": "date"}, "2015-13-01", IAE, TELLS.format("2015-13-01")),
    ({"type": "date"}, "tomorrow", IAE, TELLS.format("tomorrow")),
    ({"type": "date"}, {"a": 1}, IAE, "Expected text at 1:6 but found START_OBJECT"),
    ({"type": "date_nanos"}, "1969-12-31", IAE, (
        "date[1969-12-31T00:00:00Z] is before the epoch in 1970 and cannot be stored in nanosecond resolution"
    )),
    ({"type": "date_nanos"}, "2263-01-01", IAE, (
        "date[2263-01-01T00:00:00Z] is after 2262-04-11T23:47:16.854775807 and cannot be stored in nanosecond resolution"
    )),
    ({"type": "ip"}, "1.2.3", IAE, "'1.2.3' is not an IP string literal."),
    ({"type": "ip"}, 5, IAE, "'5' is not an IP string literal."),
    ({"type": "keyword"}, {"a": "b"}, IAE, "Expected text at 1:6 but found START_OBJECT"),
    ({"type": "text"}, {"a": "b"}, IAE, "Expected text at 1:6 but found START_OBJECT"),
    ({"type": "wildcard"}, {"a": "b"}, IAE, "Expected text at 1:6 but found START_OBJECT"),
    ({"type": "version"}, {"a": "b"}, IAE, "Expected text at 1:6 but found START_OBJECT"),
    ({"type": "match_only_text"}, {"a": "b"}, IAE, "Expected text at 1:6 but found START_OBJECT"),
    ({"type": "token_count", "analyzer": "standard"}, {"a": "b"}, IAE, "Expected text at 1:6 but found START_OBJECT"),
    ({"type": "constant_keyword", "value": "v"}, "w", IAE, (
        "[constant_keyword] field [f] only accepts values that are equal to the value defined in the mappings [v], but got [w]"
    )),
    ({"type": "binary", "doc_values": True}, "not base64", IAE, "Failed to decode VALUE_STRING as base64 (MIME-NO-LINEFEEDS)"),
]  # fmt: skip
"""The field, the value, and type and beginning of the cause."""

TYPES_WITH_TABLES_OF_THEIR_OWN = {
    "aggregate_metric_double", "alias", "completion", "counted_keyword", "dense_vector", "flattened", "geo_point", "geo_shape", "histogram",
    "join", "percolator", "point", "rank_feature", "rank_features", "search_as_you_type", "shape", "sparse_vector",
    "integer_range", "long_range", "float_range", "double_range", "date_range", "ip_range",
}  # fmt: skip
WITHOUT_DOC_VALUES = {"text", "match_only_text", "wildcard", "token_count", "binary"}


def test_every_type_is_in_a_table() -> None:
    accepted, refused = {spec["type"] for spec, *_ in ACCEPTED}, {spec["type"] for spec, *_ in REFUSED}
    assert accepted | WITHOUT_DOC_VALUES | TYPES_WITH_TABLES_OF_THEIR_OWN == set(FIELD_TYPES)
    assert refused | TYPES_WITH_TABLES_OF_THEIR_OWN == set(FIELD_TYPES)


@pytest.mark.parametrize(("spec", "value", "values"), ACCEPTED)
def test_accepted(spec: Json, value: Any, values: list[Any]) -> None:
    with docstore.open() as store:
        store.indices.create(index="i", mappings={"properties": {"f": spec}})
        store.index(index="i", id="1", document={"f": value})
        hit = store.search(index="i", docvalue_fields=["f"])["hits"]["hits"][0]
        assert hit["_source"] == {"f": value}
        shown = hit.get("fields", {}).get("f", [])
        assert shown == (pytest.approx(values, rel=1e-4) if spec["type"] == "half_float" else values)
        assert store.count(index="i", query={"exists": {"field": "f"}})["count"] == bool(values)
        for one in values:
            assert store.count(index="i", query={"term": {"f": one}})["count"] == 1, one


@pytest.mark.parametrize(("spec", "value", "kind", "reason"), REFUSED)
def test_refused(spec: Json, value: Any, kind: str, reason: str) -> None:
    found = cause(spec, value)
    assert found[0] == kind
    text = found[1].partition("] ")[2] if kind == PARSE else found[1]
    assert text.startswith(reason)


@pytest.mark.parametrize(
    ("spec", "value", "kept"),
    [
        ({"type": "integer"}, ["x", 5], [5]),
        ({"type": "double"}, ["NaN", "1.5"], [1.5]),
        ({"type": "scaled_float", "scaling_factor": 10}, ["y", 1], [1.0]),
        ({"type": "unsigned_long"}, [-1, 7], [7]),
        ({"type": "boolean"}, ["yes", True], [True]),
        ({"type": "date"}, ["soon", "2020-01-01"], ["2020-01-01T00:00:00.000Z"]),
        ({"type": "date_nanos"}, ["1960-01-01"], []),
        ({"type": "ip"}, ["x.y", "::1"], ["::1"]),
    ],
)
@pytest.mark.parametrize("by_setting", [False, True])
def test_ignored_when_malformed(spec: Json, value: list[Any], kept: list[Any], by_setting: bool) -> None:
    given = spec if by_setting else {**spec, "ignore_malformed": True}
    settings = {"index.mapping.ignore_malformed": True} if by_setting else {}
    with docstore.open() as store:
        store.indices.create(index="i", settings=settings, mappings={"properties": {"f": given}})
        store.index(index="i", id="1", document={"f": value})
        hit = store.search(index="i", docvalue_fields=["f"], fields=["f"])["hits"]["hits"][0]
        assert hit["_ignored"] == ["f"]
        assert hit["_source"] == {"f": value}
        assert hit.get("fields", {}).get("f", []) == kept
        assert store.count(index="i", query={"term": {"_ignored": "f"}})["count"] == 1
        with pytest.raises(ApiError):
            store.index(index="i", id="2", document={"f": {"an": "object"}})


def test_a_type_that_takes_arrays_says_that_it_has_several_values() -> None:
    assert [name for name in FIELD_TYPES if FIELD_TYPES[name].takes_arrays and not FIELD_TYPES[name].several] == []
