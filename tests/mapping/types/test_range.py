"""The range types."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError
from tests.mapping.types.cases import accepts, cause, changed, conflict, found, index_of, round_trip, wrong

IAE = "illegal_argument_exception"
TYPES = ["integer_range", "long_range", "float_range", "double_range", "date_range", "ip_range"]
ENDS = {"date_range": ("2020-01-01", "2021"), "ip_range": ("10.0.0.1", "::ffff:10.0.0.9")}


@pytest.mark.parametrize("kind", TYPES)
def test_bodies(kind: str) -> None:
    spec = {"type": kind, "index": False, "doc_values": False, "store": True, "coerce": False, "meta": {"a": "b"}}
    assert round_trip(spec) == spec
    assert changed({"type": kind}, {"type": kind, "coerce": False})["coerce"] is False
    assert "Cannot update parameter [index] from [true] to [false]" in conflict({"type": kind}, {"type": kind, "index": False})
    if kind == "date_range":
        assert round_trip({"type": kind, "format": "yyyy"}) == {"type": kind, "format": "yyyy"}
    else:
        assert wrong({"type": kind, "format": "yyyy"}) == (
            "field [f] of type [range] should not define a dateTimeFormatter unless it is a DATE type"
        )


@pytest.mark.parametrize("kind", TYPES)
def test_accepted(kind: str) -> None:
    low, high = ENDS.get(kind, (1, "5"))
    accepts(
        {"type": kind},
        {"gte": low, "lte": high},
        {"gt": low, "lt": high},
        {"gte": low},
        {"lt": high},
        {"gte": None, "lte": None},
        {},
        None,
        [{"gte": low}, None],
    )
    assert cause({"type": kind}, {"from": low}) == (
        "document_parsing_exception",
        "[1:6] error parsing field [f], with unknown parameter [from]",
    )
    assert cause({"type": kind}, 5) == (
        "document_parsing_exception",
        "[1:6] error parsing field [f], expected an object but got f",
    )


@pytest.mark.parametrize(
    ("kind", "value", "type_", "reason"),
    [
        ("integer_range", {"gte": 5, "lte": 1}, IAE, "min value (5) is greater than max value (1)"),
        ("long_range", {"gt": 5, "lt": 6}, IAE, "min value (6) is greater than max value (5)"),
        ("double_range", {"gte": 1.5, "lte": -1}, IAE, "min value (1.5) is greater than max value (-1.0)"),
        ("float_range", {"gte": 0.1, "lte": 0}, IAE, "min value (0.1) is greater than max value (0.0)"),
        ("date_range", {"gte": 5, "lte": 1}, "parse_exception", None),
        ("date_range", {"gte": 99999, "lte": 11111}, IAE, "min value (99999) is greater than max value (11111)"),
        ("date_range", {"gte": "now"}, "parse_exception", "could not read the current timestamp"),
        (
            "ip_range",
            {"gte": "::2", "lte": "::1"},
            IAE,
            "min value cannot be greater than max value for InetAddressRange field",
        ),
        ("ip_range", "10.0.0.0/33", IAE, None),
        ("ip_range", "10.0.0.0", IAE, "Expected [ip/prefix] but was [10.0.0.0]"),
        ("ip_range", {"gte": "x"}, IAE, "'x' is not an IP string literal."),
        ("integer_range", {"gte": "x"}, "number_format_exception", 'For input string: "x"'),
    ],
)
def test_refused(kind: str, value: Any, type_: str, reason: str | None) -> None:
    if kind == "date_range" and value == {"gte": 5, "lte": 1}:
        accepts({"type": kind}, {"gte": 1, "lte": 5})
        return
    got = cause({"type": kind}, value)
    assert got[0] == type_
    assert reason is None or got[1] == reason


def test_coerce() -> None:
    accepts({"type": "integer_range"}, {"gte": "1", "lte": 5.9})
    assert cause({"type": "integer_range", "coerce": False}, {"gte": "1"}) == (IAE, "Integer value passed as String")
    accepts({"type": "integer_range", "index": False}, {"gte": 5, "lte": 1})


def test_relations(store: docstore.Store) -> None:
    index_of(
        store,
        {"type": "integer_range"},
        {"gte": 1, "lte": 5},
        [{"gte": 1, "lt": 3}, {"gt": 10, "lte": 20}],
        {"gte": 100},
        None,
        [],
    )
    assert found(store, {"term": {"f": 5}}) == 1
    assert found(store, {"term": {"f": 3}}) == 1
    assert found(store, {"term": {"f": 10}}) == 0
    assert found(store, {"terms": {"f": [2, 2**31 - 1]}}) == 3
    assert found(store, {"exists": {"field": "f"}}) == 3

    def relating(relation: str, low: Any, high: Any) -> int:
        return found(store, {"range": {"f": {"gte": low, "lte": high, "relation": relation}}})

    assert relating("intersects", 4, 12) == 2
    assert relating("within", 1, 5) == 2
    assert relating("within", 2, 50) == 1
    assert relating("contains", 12, 18) == 1
    assert relating("CONTAINS", 2, 12) == 0
    assert found(store, {"range": {"f": {"gt": 5, "lt": 11}}}) == 0
    assert found(store, {"range": {"f": {"gt": 5, "lt": 12}}}) == 1
    assert found(store, {"range": {"f": {"gt": 1, "lt": 2}}}) == 0
    for relation in ("intersects", "within", "contains"):
        assert found(store, {"range": {"f": {"gt": 3, "lt": 4, "relation": relation}}}) == 0
    with pytest.raises(ApiError) as caught:
        relating("within", 9, 1)
    assert "Range query `from` value (9) is greater than `to` value (1)" in str(caught.value.body)


def test_dates_round(store: docstore.Store) -> None:
    index_of(store, {"type": "date_range", "format": "yyyy-MM-dd"}, {"gte": "2020-01-01", "lte": "2020-01-02"})

    def dates(low: str, high: str, relation: str = "intersects") -> int:
        bounds = {"gte": low, "lte": high, "relation": relation, "format": "strict_date_optional_time"}
        return found(store, {"range": {"f": bounds}})

    assert dates("2020-01-02T23:59:59.999", "2021") == 1
    assert dates("2020-01-03", "2021") == 0
    assert dates("2020-01-01", "2020-01-02", "contains") == 1
    assert dates("2020-01-01", "2020-01-03", "contains") == 0
    assert found(store, {"term": {"f": "2020-01-02"}}) == 1
    assert found(store, {"range": {"f": {"gt": "2020-01-02"}}}) == 0


def test_networks(store: docstore.Store) -> None:
    index_of(store, {"type": "ip_range"}, "10.0.0.0/24", {"gt": "2001:db8::", "lte": "2001:db8::ff"}, ["192.168.0.0/16"])
    assert found(store, {"term": {"f": "10.0.0.255"}}) == 1
    assert found(store, {"term": {"f": "2001:db8::"}}) == 0
    assert found(store, {"range": {"f": {"gte": "10.0.0.0", "lte": "192.168.255.255", "relation": "within"}}}) == 2


def test_floats(store: docstore.Store) -> None:
    index_of(store, {"type": "float_range"}, {"gt": 0.1, "lt": 0.2})
    assert found(store, {"term": {"f": 0.1}}) == 0
    assert found(store, {"term": {"f": 0.15}}) == 1
    assert found(store, {"range": {"f": {"gt": 0.1, "lt": 0.2, "relation": "contains"}}}) == 1


def test_not_indexed(store: docstore.Store) -> None:
    index_of(store, {"type": "long_range", "index": False}, {"gte": 1})
    with pytest.raises(ApiError) as caught:
        found(store, {"term": {"f": 1}})
    assert "Cannot search on field [f] since it is not indexed." in str(caught.value.body)


def test_an_end_that_is_null_is_left_out_where_it_is_excluded(store: docstore.Store) -> None:
    below, above = ({"gt": None, "lte": 5}, {"gte": None, "lte": 5}), ({"gte": 10, "lt": None}, {"gte": 10, "lte": None})
    index_of(store, {"type": "long_range"}, *below, *above)
    for number, count in ((-(2**63), 1), (-(2**63) + 1, 2), (2**63 - 1, 1), (2**63 - 2, 2)):
        assert found(store, {"term": {"f": number}}) == count
