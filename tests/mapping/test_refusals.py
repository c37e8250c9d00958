"""What Elasticsearch says of documents that do not fit, word for word."""

from __future__ import annotations

from typing import Any

import pytest

from docstore.errors import ApiError
from docstore.mapping import Mapping

IAE = "illegal_argument_exception"
JACKSON = "\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: {}]"


def cause_of(mapping: Mapping, source: dict[str, Any]) -> Any:
    with pytest.raises(ApiError) as caught:
        mapping.validate(source, "1")
    assert caught.value.status == 400
    return caught.value.cause


def field_error(spec: dict[str, Any], value: Any) -> Any:
    cause = cause_of(Mapping.parse({"properties": {"f": spec}}), {"f": value})
    start = f"failed to parse field [f] of type [{spec['type']}] in document with id '1'. Preview of field's value: "
    assert cause["type"] == "document_parsing_exception"
    assert start in cause["reason"]
    return cause["caused_by"]


@pytest.mark.parametrize(
    ("spec", "value", "kind", "reason"),
    [
        ({"type": "long"}, "abc", IAE, 'For input string: "abc"'),
        ({"type": "long"}, " ", IAE, 'For input string: " "'),
        ({"type": "long"}, "1e30", IAE, "Value [1e30] is out of range for a long"),
        ({"type": "long"}, "9223372036854775808", IAE, "Value [9223372036854775808] is out of range for a long"),
        ({"type": "long", "coerce": False}, "1", IAE, "Long value passed as String"),
        ({"type": "long", "coerce": False}, 1.5, IAE, "1.5 cannot be converted to Long without data loss"),
        ({"type": "long"}, {"a": 1}, IAE, "Cannot parse object as number"),
        ({"type": "integer"}, "abc", "number_format_exception", 'For input string: "abc"'),
        ({"type": "integer"}, "2147483648", IAE, "Value [2147483648] is out of range for an integer"),
        ({"type": "integer", "coerce": False}, "1", IAE, "Integer value passed as String"),
        ({"type": "short"}, "32768", IAE, "Value [32768] is out of range for a short"),
        ({"type": "byte"}, 128, IAE, "Value [128] is out of range for a byte"),
        ({"type": "byte"}, "-129", IAE, "Value [-129] is out of range for a byte"),
        ({"type": "double"}, "x", "number_format_exception", 'For input string: "x"'),
        ({"type": "double"}, "NaN", IAE, "[double] supports only finite values, but got [NaN]"),
        ({"type": "float"}, 1e39, IAE, "[float] supports only finite values, but got [Infinity]"),
        ({"type": "half_float"}, 70000, IAE, "[half_float] supports only finite values, but got [70000.0]"),
        ({"type": "unsigned_long"}, -1, IAE, "Value [-1] is out of range for unsigned long"),
        ({"type": "unsigned_long"}, "1.5", IAE, 'For input string: "1.5"'),
        ({"type": "boolean"}, "yes", IAE, "Failed to parse value [yes] as only [true] or [false] are allowed."),
        (
            {"type": "date"},
            "x",
            IAE,
            "failed to parse date field [x] with format [strict_date_optional_time||epoch_millis]",
        ),
        ({"type": "date"}, "", IAE, "cannot parse empty datetime"),
        ({"type": "ip"}, "300.1.1.1", IAE, "'300.1.1.1' is not an IP string literal."),
        ({"type": "keyword"}, {"a": 1}, "illegal_argument_exception", "Expected text at 1:6 but found START_OBJECT"),
        ({"type": "text"}, {"a": 1}, "illegal_argument_exception", "Expected text at 1:6 but found START_OBJECT"),
    ],
)
def test_causes(spec: dict[str, Any], value: Any, kind: str, reason: str) -> None:
    caused_by = field_error(spec, value)
    assert (caused_by["type"], caused_by["reason"]) == (kind, reason)


@pytest.mark.parametrize(
    ("spec", "value", "inner", "column", "text"),
    [
        (
            {"type": "long"},
            2**63,
            "input_coercion_exception",
            25,
            "Numeric value (9223372036854775808) out of range of long (-9223372036854775808 - 9223372036854775807)",
        ),
        (
            {"type": "integer"},
            2**31,
            "input_coercion_exception",
            16,
            "Numeric value (2147483648) out of range of int (-2147483648 - 2147483647)",
        ),
        ({"type": "short"}, 32768, "input_coercion_exception", 11, "Numeric value (32768) out of range of Java short"),
        (
            {"type": "long"},
            True,
            "json_parse_exception",
            10,
            "Current token (VALUE_TRUE) not numeric, can not use numeric value accessors",
        ),
        ({"type": "boolean"}, 1, "json_parse_exception", 7, "Current token (VALUE_NUMBER_INT) not of boolean type"),
    ],
)
def test_causes_in_the_json_parser(spec: dict[str, Any], value: Any, inner: str, column: int, text: str) -> None:
    reason = text + JACKSON.format(column)
    assert field_error(spec, value) == {
        "type": "x_content_parse_exception",
        "reason": f"[1:{column}] {reason}",
        "caused_by": {"type": inner, "reason": reason},
    }


def test_the_whole_body() -> None:
    mapping = Mapping.parse({"properties": {"n": {"type": "long"}}})
    with pytest.raises(ApiError) as caught:
        mapping.validate({"name": "x", "n": "abc"}, "1")
    reason = "[1:17] failed to parse field [n] of type [long] in document with id '1'. Preview of field's value: 'abc'"
    assert caught.value.body == {
        "error": {
            "root_cause": [{"type": "document_parsing_exception", "reason": reason}],
            "type": "document_parsing_exception",
            "reason": reason,
            "caused_by": {"type": IAE, "reason": 'For input string: "abc"'},
        },
        "status": 400,
    }


def test_a_date_has_two_causes() -> None:
    assert field_error({"type": "date"}, "x")["caused_by"] == {
        "type": "date_time_parse_exception",
        "reason": "Failed to parse with all enclosed parsers",
    }
    caused_by = field_error({"type": "date", "format": "yyyy-MM-dd"}, "2020-01-x")
    assert caused_by["caused_by"]["reason"] == "Text '2020-01-x' could not be parsed at index 8"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ({"": 1}, "[1:2] failed to parse: field name cannot be an empty string"),
        ({" ": 1}, "[1:2] Field name cannot contain only whitespace: [ ]"),
        ({"o": {" ": 1}}, "[1:7] Field name cannot contain only whitespace: [o. ]"),
        ({".": 1}, "[1:2] failed to parse: field name cannot contain only dots"),
        ({"x": 1, ".a": 1}, "[1:8] failed to parse: field name cannot contain only whitespace: ['.a']"),
        (
            {"a. .b": 1},
            "[1:2] failed to parse: field name starting or ending with a [.] makes object resolution ambiguous: [a. .b]",
        ),
        ({"o": 3}, "[1:6] object mapping for [o] tried to parse field [o] as object, but found a concrete value"),
        (
            {"o": [{}, "x"]},
            "[1:10] object mapping for [o] tried to parse field [null] as object, but found a concrete value",
        ),
        ({"al": 1}, "[1:7] Cannot write to a field alias [al]."),
        ({"two": 1}, "[1:8] failed to parse: Limit of total fields [5] has been exceeded while adding new fields [1]"),
    ],
)
def test_structure(source: dict[str, Any], reason: str) -> None:
    properties = {
        "o": {"properties": {}},
        "n": {"type": "long"},
        "al": {"type": "alias", "path": "n"},
        "x": {"type": "long"},
    }
    mapping = Mapping.parse(
        {"properties": {**properties, "y": {"type": "long"}}}, settings={"index.mapping.total_fields.limit": 5}
    )
    assert cause_of(mapping, source)["reason"] == reason


def test_metadata_fields_are_no_fields_of_documents() -> None:
    mapping = Mapping.parse({})
    text = (
        "Field [_id] is a metadata field and cannot be added inside a document. Use the index API request parameters."
    )
    with pytest.raises(ApiError) as caught:
        mapping.validate({"_id": "x"}, "7")
    assert caught.value.cause == {
        "type": "document_parsing_exception",
        "reason": "[1:8] failed to parse field [_id] of type [_id] in document with id '7'. Preview of field's value: 'x'",
        "caused_by": {"type": "document_parsing_exception", "reason": f"[1:8] {text}"},
    }
    assert caught.value.body["error"]["root_cause"] == [
        {"type": "document_parsing_exception", "reason": f"[1:8] {text}"}
    ]
    mapping.validate({"_id": [], "a": {"_id": 1}, "_doc_count": 3}, "7")


def test_objects_are_shown_as_java_shows_them_and_located_at_their_end() -> None:
    mapping = Mapping.parse({"properties": {"n": {"type": "long"}}})
    reason = "failed to parse field [n] of type [long] in document with id '1'. Preview of field's value: "
    assert (
        cause_of(mapping, {"n": {"x": 1.0, "b": [True, None]}})["reason"]
        == f"[1:30] {reason}'{{b=[true, null], x=1.0}}'"
    )
    assert cause_of(mapping, {"n.x": 1})["reason"] == f"[1:8] {reason}'{{x=1}}'"


def test_multi_fields_and_copies_refuse_too() -> None:
    spec = {"type": "keyword", "fields": {"n": {"type": "long"}}, "copy_to": "d"}
    mapping = Mapping.parse({"properties": {"f": spec, "d": {"type": "date"}}})
    assert "failed to parse field [f.n] of type [long]" in cause_of(mapping, {"f": "x"})["reason"]
    assert "[1:6] failed to parse field [d] of type [date]" in cause_of(mapping, {"f": "1.5e3"})["reason"]


def test_an_immense_term() -> None:
    mapping = Mapping.parse({"properties": {"f": {"type": "keyword"}, "g": {"type": "keyword", "ignore_above": 100}}})
    mapping.validate({"f": "x" * 32766, "g": "x" * 40000}, "1")
    cause = cause_of(mapping, {"f": "ü" + "x" * 32766})["caused_by"]
    assert cause["reason"] == (
        'Document contains at least one immense term in field="f" (whose UTF8 encoding is longer than the max length '
        "32766), all of which were skipped. Please correct the analyzer to not produce such terms. The prefix of the "
        "first immense term is: '[-61, -68, " + ", ".join(["120"] * 28) + "]...'"
    )


@pytest.mark.parametrize(("value", "text", "after"), [(float("nan"), "NaN", 9), (float("-inf"), "-Infinity", 15)])
def test_numbers_that_json_has_not(value: float, text: str, after: int) -> None:
    for source in ({"f": value}, {"o": {"f": value}}):
        mapping = Mapping.parse({"properties": {"o": {"enabled": False}}})
        reason = cause_of(mapping, source)["reason"]
        assert f"Non-standard token '{text}': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow" in reason
    assert f"[1:{after}] Non-standard" in cause_of(Mapping.parse({}), {"f": value})["reason"]


@pytest.mark.parametrize(
    "spec",
    [
        {"type": "long"},
        {"type": "date"},
        {"type": "ip"},
        {"type": "boolean"},
        {"type": "scaled_float", "scaling_factor": 2},
    ],
)
def test_ignore_malformed_takes_scalars_and_refuses_objects(spec: dict[str, Any]) -> None:
    mapping = Mapping.parse({"properties": {"f": {**spec, "ignore_malformed": True}}})
    mapping.validate({"f": ["x", True, 1.5, 10**30, None]}, "1")
    assert mapping.fields()["f"].column_value("x") is None
    cause_of(mapping, {"f": {"a": 1}})


def test_nested_objects_are_counted() -> None:
    mapping = Mapping.parse(
        {"properties": {"n": {"type": "nested"}}}, settings={"index.mapping.nested_objects.limit": 2}
    )
    mapping.validate({"n": [{"a": 1}, {"a": 2}]}, "1")
    reason = cause_of(mapping, {"n": [{}, {}, {}]})["reason"]
    assert reason.startswith("[1:13] The number of nested documents has exceeded the allowed limit of [2].")
