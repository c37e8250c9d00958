"""What a field says of many values at once, against what it says of each."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import docstore
from docstore.errors import ApiError
from docstore.mapping.field_type import LocatedCause
from docstore.mapping.mapping import Mapping

FIELDS: dict[str, dict[str, Any]] = {
    "byte": {"type": "byte"},
    "integer": {"type": "integer"},
    "exact": {"type": "integer", "coerce": False},
    "long": {"type": "long"},
    "half_float": {"type": "half_float"},
    "float": {"type": "float"},
    "date": {"type": "date"},
    "day": {"type": "date", "format": "yyyy-MM-dd"},
    "nanos": {"type": "date_nanos"},
    "ip": {"type": "ip"},
    "boolean": {"type": "boolean"},
}
LEAVES = Mapping.parse({"properties": FIELDS}).fields()

NUMBERS = st.sampled_from(
    ["0", "-1", "007", "127", "128", "32768", "2147483647", "2147483648", "9223372036854775807", "99999999999999999999"]
)
DECIMALS = st.sampled_from(["1.5", "-0.25", "65504", "65520", "1e5", "1e400", ".5", "1.", "NaN"])
DAYS = ("2024-02-28", "2024-02-30", "2024-13-01", "2024-00-10", "1969-12-31", "2024/02/28", "20240228", "2024-02-2８", "9999-12-28")
MOMENTS = ("2024-02-28T23:59:59Z", "2024-02-28T24:00:00Z", "2024-02-28T10:00:00.123Z", "2024-02-28 10:00:00Z")
DATES = st.sampled_from([*DAYS, *MOMENTS])
OTHERS = st.sampled_from(["", "true", "false", "x", "192.168.0.1", "256.1.1.1", "01.2.3.4", "::1", "1\n2", "2024-02-28\n2024-02-28"])
SCALARS = st.one_of(NUMBERS, DECIMALS, DATES, OTHERS, st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats())


def _is_valid(field: str, value: Any) -> bool:
    try:
        LEAVES[field].validate(value)
    except (ApiError, LocatedCause):
        return False
    return True


@given(st.sampled_from(sorted(FIELDS)), st.lists(SCALARS, max_size=4) | st.lists(NUMBERS) | st.lists(DATES, max_size=3))
def test_what_passes_together_passes_alone(field: str, values: list[Any]) -> None:
    if LEAVES[field].surely_valid(values):
        assert all(_is_valid(field, value) for value in values)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("integer", ["1", "22", "999999999"]),
        ("integer", [1, -5, 2**31 - 1]),
        ("long", ["123456789012345678"]),
        ("date", ["2024-02-28", "1999-12-01"]),
        ("date", ["2024-02-28T23:59:59Z"]),
        ("date", ["2024-02-28T23:59:59.999Z", "0001-01-01T00:00:00.000Z"]),
        ("float", ["1.5", "-2"]),
        ("ip", ["10.0.0.1", "255.255.255.255"]),
    ],
)
def test_common_values_need_no_look_at_each(field: str, values: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def never(self: Any, value: Any) -> None:
        raise AssertionError("looked at")

    monkeypatch.setattr(type(LEAVES[field]), "validate", never)
    assert LEAVES[field].surely_valid(values)


def test_one_bad_document_among_many_is_the_only_one_reported(store: docstore.Store) -> None:
    days = [f"2024-01-{day:02d}" for day in range(1, 29)]
    documents = [{"n": str(at), "at": {"day": days[at % 28]}, "tags": [str(at), at]} for at in range(500)]
    documents[320]["at"] = {"day": ["2024-01-31", None]}
    documents[321]["at"] = {"day": "2024-01-99"}
    store.indices.create(index="source", mappings={"date_detection": False, "properties": {"tags": {"type": "keyword"}}})
    store.load(index="source", documents=documents, id=lambda document: document["n"])
    properties = {
        "n": {"type": "integer"},
        "tags": {"type": "short"},
        "at": {"properties": {"day": {"type": "date", "fields": {"text": {"type": "keyword"}}}}},
    }
    store.indices.create(index="dest", mappings={"properties": properties})
    with pytest.raises(ApiError) as refused:
        store.reindex(source={"index": "source"}, dest={"index": "dest"})
    (failure,) = refused.value.body["failures"]
    assert (failure["id"], failure["cause"]["type"]) == ("321", "document_parsing_exception")
    assert "failed to parse field [at.day] of type [date] in document with id '321'" in failure["cause"]["reason"]
    assert store.count(index="dest")["count"] == 499
