from __future__ import annotations

from typing import Any

import pytest

from docstore.query import parse
from docstore.query.kinds.range import Range
from docstore.query.targets import Bounds, Relation
from tests.query.cases import Json, bind_error, matches, parse_error


@pytest.mark.parametrize(
    ("body", "bounds"),
    [
        ({}, Bounds()),
        ({"gte": 1, "lte": 2}, Bounds(1, 2)),
        ({"gt": 1, "lt": "2"}, Bounds(1, "2", with_low=False, with_high=False)),
        ({"gt": 1, "gte": 2}, Bounds(2)),
        ({"gte": 2, "gt": 1}, Bounds(1, with_low=False)),
        ({"gte": None, "lt": 3}, Bounds(None, 3, with_high=False)),
        ({"gte": "2024", "format": "yyyy", "time_zone": "+01:00"}, Bounds("2024", format="yyyy", time_zone="+01:00")),
        ({"gte": 1, "relation": "WITHIN"}, Bounds(1, relation=Relation.WITHIN)),
    ],
)
def test_wire_forms(body: Json, bounds: Bounds) -> None:
    assert parse({"range": {"f": body}}) == Range("f", bounds)


def test_boost_and_name() -> None:
    assert parse({"range": {"f": {"gte": 1, "boost": 2, "_name": "n"}}}) == Range("f", Bounds(1), boost=2.0, name="n")


@pytest.mark.parametrize("legacy", ["from", "to", "include_lower", "include_upper"])
def test_keys_that_version_9_removed(legacy: str) -> None:
    assert parse_error({"range": {"f": {legacy: 1}}}) == {
        "type": "parsing_exception",
        "reason": f"[range] query does not support [{legacy}]",
    }


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        ({}, "illegal_argument_exception", "field name is null or empty"),
        ({"f": None}, "illegal_argument_exception", "field name is null or empty"),
        ({"f": 5}, "parsing_exception", "[range] query does not support [f]"),
        (
            {"f": {"gte": 1}, "g": {"gte": 1}},
            "parsing_exception",
            "[range] query doesn't support multiple fields, found [f] and [g]",
        ),
        ({"f": {"gte": [1]}}, "illegal_argument_exception", "Expected text but found START_ARRAY"),
        ({"f": {"relation": "x"}}, "illegal_argument_exception", "x is not a valid relation"),
        (
            {"f": {"relation": "disjoint"}},
            "illegal_argument_exception",
            "[range] query does not support relation [disjoint]",
        ),
        (
            {"f": {"time_zone": "No/Where"}},
            "illegal_argument_exception",
            "java.time.zone.ZoneRulesException: Unknown time-zone ID: No/Where",
        ),
    ],
)
def test_wire_errors(body: Json, kind: str, reason: str) -> None:
    assert parse_error({"range": body}) == {"type": kind, "reason": reason}


@pytest.mark.parametrize(
    ("type_name", "values", "bounds", "seqs"),
    [
        ("long", [1, 2, 3, None, [0, 9]], {"gte": 2, "lte": 3}, [1, 2]),
        ("long", [1, 2, 3], {"gt": 1, "lt": 3}, [1]),
        ("long", [1, 2, 3], {"gte": 1.5}, [1, 2]),
        ("long", [1, 2, 3], {"gt": 1.5}, [1, 2]),
        ("long", [-2, -1, 0], {"gte": -1.5}, [1, 2]),
        ("long", [1, 2, 3], {"lt": 2.5}, [0, 1]),
        ("long", [1, 2, 3], {"lte": "2"}, [0, 1]),
        ("long", [-(2**63), 2**63 - 1], {"gt": 2**63 - 1}, []),
        ("long", [-(2**63), 2**63 - 1], {"lt": -(2**63)}, []),
        ("long", [-(2**63), 2**63 - 1], {"gte": -(2**63), "lte": 2**63 - 1}, [0, 1]),
        ("long", [1, None, "3"], {}, [0, 2]),
        ("unsigned_long", [0, 2**63, 2**64 - 1], {"gt": 2**63 - 1}, [1, 2]),
        ("double", [0.5, 1.5], {"gt": 0.5}, [1]),
        ("double", [0.5, 1.5], {"gte": 0.5, "lt": 1.5}, [0]),
        ("float", [0.1, 0.2], {"lte": 0.1}, [0]),
        ("keyword", ["a", "b", "c", None], {"gte": "b"}, [1, 2]),
        ("keyword", ["a", "b", "c"], {"gt": "a", "lt": "c"}, [1]),
        ("keyword", ["a", "b", "é", "\U0001f600"], {"gt": "b"}, [2, 3]),
        ("keyword", ["b", ["a", "z"]], {"gte": "m"}, [1]),
        ("text", ["big city", "small town"], {"gte": "s"}, [1]),
        ("boolean", [True, False], {"gt": False}, [0]),
        ("ip", ["10.0.0.1", "10.0.0.9", "11.0.0.1"], {"gt": "10.0.0.1", "lt": "11.0.0.1"}, [1]),
        (
            "date",
            ["2024-01-01", "2024-01-31T23:00:00Z", "2024-02-01"],
            {"gte": "2024-01-01", "lt": "2024-02-01"},
            [0, 1],
        ),
        ("date", ["2024-01-01", "2024-01-31T23:00:00Z", "2024-02-01"], {"lte": "2024-01-31"}, [0, 1]),
        ("date", ["2024-01-01", "2024-01-31T23:00:00Z", "2024-02-01"], {"gt": "2024-01-31"}, [2]),
        (
            "date",
            ["2024-01-01", "2024-01-31T23:00:00Z", "2024-02-01"],
            {"gte": "2024-02-01||-1M/M", "lt": "2024-02-01||/M"},
            [0, 1],
        ),
        ("date", ["1990-01-01", "2999-01-01"], {"lt": "now"}, [0]),
        (
            "date",
            ["2023-12-31T23:30:00Z", "2024-01-01T00:30:00Z"],
            {"gte": "2024-01-01", "time_zone": "+01:00"},
            [0, 1],
        ),
        ("date", ["2024-01-01", "2024-02-01"], {"gte": "01.02.2024", "format": "dd.MM.yyyy"}, [1]),
        ("date", ["2024-01-01", "2024-02-01"], {"gte": 1706745600000}, [1]),
        ("date_nanos", ["2024-01-01T00:00:00.000000001Z", "2024-01-01"], {"gt": "2024-01-01T00:00:00.000000000Z"}, [0]),
    ],
)
def test_values(type_name: str, values: list[Any], bounds: Json, seqs: list[int]) -> None:
    assert matches({"f": {"type": type_name}}, [{"f": value} for value in values], {"range": {"f": bounds}}) == seqs


@pytest.mark.parametrize("type_name", ["double", "float", "half_float"])
@pytest.mark.parametrize(
    ("bounds", "count"),
    [
        ({"gte": "-Infinity"}, 3),
        ({"gt": "Infinity"}, 0),
        ({"lt": "Infinity"}, 3),
        ({"lte": "-Infinity"}, 0),
        ({"gte": "NaN"}, 0),
        ({"gt": "NaN"}, 0),
        ({"lte": "NaN"}, 3),
        ({"gte": 1, "lt": "NaN"}, 2),
    ],
)
def test_ends_that_are_not_finite(type_name: str, bounds: Json, count: int) -> None:
    """Such ends are taken; not-a-number is above all numbers, as in Lucene's points."""
    found = matches({"f": {"type": type_name}}, [{"f": value} for value in (-1.5, 1, 2)], {"range": {"f": bounds}})
    assert len(found) == count


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"range": {"f": {"gte": "1e999999999"}}}, 0),
        ({"range": {"f": {"lte": "1e999999999"}}}, 2),
        ({"range": {"f": {"gt": "-1e999999999"}}}, 2),
        ({"range": {"f": {"lt": "-1e999999999"}}}, 0),
        ({"range": {"f": {"gt": "1e-999999999"}}}, 1),
        ({"term": {"f": "1e999999999"}}, 0),
        ({"term": {"f": "1e-999999999"}}, 0),
        ({"term": {"f": "18446744073709551615.0"}}, 1),
    ],
)
def test_unsigned_numbers_with_many_digits(query: Json, count: int) -> None:
    assert len(matches({"f": {"type": "unsigned_long"}}, [{"f": 0}, {"f": 2**64 - 1}], query)) == count


@pytest.mark.parametrize(
    ("bounds", "seqs"),
    [
        ({"gte": -1e308, "lt": 1.25}, [0, 1]),
        ({"gt": 0, "lte": "Infinity"}, [2]),
        ({"gt": "Infinity"}, []),
        ({"lte": "-Infinity"}, []),
        ({"gte": "NaN"}, [1, 2]),
        ({"gt": 1.244, "lte": 1.251}, [2]),
        ({"gt": 1.25}, []),
        ({"lt": 0, "gte": -1}, [0]),
    ],
)
def test_numbers_that_a_factor_makes_whole(bounds: Json, seqs: list[int]) -> None:
    """``Math.round``: an end that no ``long`` can be is the end of the longs, and NaN is 0."""
    field = {"type": "scaled_float", "scaling_factor": 100}
    assert matches({"f": field}, [{"f": value} for value in (-1, 0, 1.25)], {"range": {"f": bounds}}) == seqs


@pytest.mark.parametrize("type_name", ["double", "float", "half_float"])
@pytest.mark.parametrize(
    ("query", "seqs"),
    [
        ({"term": {"f": 0.0}}, [1]),
        ({"term": {"f": -0.0}}, [0]),
        ({"terms": {"f": [-0.0, 1]}}, [0, 3]),
        ({"range": {"f": {"gte": 0.0}}}, [1, 3]),
        ({"range": {"f": {"gt": -0.0}}}, [1, 3]),
        ({"range": {"f": {"gte": -0.0}}}, [0, 1, 3]),
        ({"range": {"f": {"lt": 0.0}}}, [0, 2]),
        ({"range": {"f": {"lte": -0.0}}}, [0, 2]),
        ({"range": {"f": {"lt": -0.0}}}, [2]),
    ],
)
def test_the_negative_zero_is_less_than_the_other(type_name: str, query: Json, seqs: list[int]) -> None:
    """As in ``DoublePoint``, which compares bits."""
    documents: list[Json] = [{"f": -0.0}, {"f": 0.0}, {"f": -1.5}, {"f": 1}]
    assert matches({"f": {"type": type_name}}, documents, query) == seqs
    assert matches({"f": {"type": type_name}}, [*documents[1:], {}], query) == [seq - 1 for seq in seqs if seq > 0]


def test_unmapped_fields_match_nothing() -> None:
    assert matches({}, [{"f": 1}], {"range": {"f": {"gte": 0}}}) == []


@pytest.mark.parametrize(
    ("bounds", "seqs"),
    [({"gt": 0, "lte": "2"}, [1, 2]), ({"gte": 1, "lt": 2}, [1]), ({"lt": 2}, [0, 1]), ({"gt": 1}, [2, 3]), ({"gt": 2**63 - 1}, [])],
)
def test_seq_no(bounds: Json, seqs: list[int]) -> None:
    assert matches({}, [{}] * 4, {"range": {"_seq_no": bounds}}) == seqs


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        (1.5, "Value [1.5] has a decimal part"),
        (2**63, "Value [9223372036854775808] is out of range for a long"),
        (-1e30, "Value [-1.0E30] is out of range for a long"),
        ("1.0", 'For input string: "1.0"'),
        (True, 'For input string: "true"'),
        ("9223372036854775808", 'For input string: "9223372036854775808"'),
    ],
)
def test_seq_no_is_a_long(end: Any, reason: str) -> None:
    assert bind_error({}, {"range": {"_seq_no": {"gte": end}}})["reason"] == f"failed to create query: {reason}"


@pytest.mark.parametrize(
    ("type_name", "bounds", "kind", "reason"),
    [
        ("long", {"gte": "x"}, "query_shard_exception", 'failed to create query: For input string: "x"'),
        (
            "integer",
            {"gte": 3000000000},
            "query_shard_exception",
            "failed to create query: Value [3000000000] is out of range for an integer",
        ),
        (
            "unsigned_long",
            {"lt": "-Infinity"},
            "query_shard_exception",
            'failed to create query: Character I is neither a decimal digit number, decimal point, nor "e" notation exponential mark.',
        ),
        (
            "binary",
            {"gte": "x"},
            "query_shard_exception",
            "failed to create query: Field [f] of type [binary] does not support range queries",
        ),
        (
            "date",
            {"gte": "x"},
            "parse_exception",
            "failed to parse date field [x] with format [strict_date_optional_time||epoch_millis]:"
            " [failed to parse date field [x] with format [strict_date_optional_time||epoch_millis]]",
        ),
    ],
)
def test_refusals(type_name: str, bounds: Json, kind: str, reason: str) -> None:
    error = bind_error({"f": {"type": type_name}}, {"range": {"f": bounds}})
    assert (error["type"], error["reason"]) == (kind, reason)


def test_ids_and_index_names_have_no_order() -> None:
    for name in ("_id", "_index"):
        assert bind_error({}, {"range": {name: {"gte": "a"}}})["reason"] == (
            f"failed to create query: Field [{name}] of type [{name}] does not support range queries"
        )
