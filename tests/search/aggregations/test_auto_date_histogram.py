from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

Json = dict[str, Any]


def histogram(dates: list[str], indices: int = 1, **how: Any) -> Json:
    """The histogram of some dates, and the highest number below each bucket."""
    with docstore.open() as store:
        for at in range(indices):
            store.indices.create(index=f"i{at}", mappings={"properties": {"d": {"type": "date"}}})
        for at, date in enumerate(dates):
            store.index(index=f"i{at % indices}", document={"d": date, "n": at})
        body = {"auto_date_histogram": {"field": "d", **how}, "aggs": {"m": {"max": {"field": "n"}}}}
        response: Json = store.search(index="i*", size=0, aggs={"a": body})
        return response["aggregations"]["a"]  # type: ignore[no-any-return]


@pytest.mark.parametrize("indices", [1, 2])
@pytest.mark.parametrize(
    ("dates", "how", "interval", "expected"),
    [
        (["2020-03-01", "2020-03-09", "2020-03-10"], {"buckets": 10, "format": "dd"}, "1d",
         {"01": 1, "02": 0, "03": 0, "04": 0, "05": 0, "06": 0, "07": 0, "08": 0, "09": 1, "10": 1}),
        (["2020-03-01", "2020-03-09", "2020-03-11"], {"buckets": 10, "format": "dd"}, "7d", {"01": 1, "08": 2}),
        (["2020-03-01", "2020-03-04", "2020-03-10"], {"format": "dd"}, "1d",
         {"01": 1, "02": 0, "03": 0, "04": 1, "05": 0, "06": 0, "07": 0, "08": 0, "09": 0, "10": 1}),
        (["2020-03-01", "2020-03-09", "2020-03-11"], {"format": "dd"}, "7d", {"01": 1, "08": 2}),
        (["2015-03-01", "2020-03-09", "2020-03-10"], {"buckets": 3, "format": "yyyy"}, "5y", {"2015": 1, "2020": 2}),
        (["2020-03-01T00:00:01", "2020-03-01T00:00:03"], {"format": "ss"}, "1s", {"01": 1, "02": 0, "03": 1}),
        (["2020-03-01T00:00:01", "2020-03-01T00:00:03"], {"minimum_interval": "hour", "format": "HH"}, "1h", {"00": 2}),
        (["2020-01-15", "2020-06-20", "2020-12-24"], {"buckets": 4, "format": "yyyy-MM"}, "3M",
         {"2020-01": 1, "2020-04": 1, "2020-07": 0, "2020-10": 1}),
        (["2020-03-28T23:30:00Z", "2020-03-29T22:30:00Z"], {"minimum_interval": "day", "time_zone": "Europe/Berlin", "format": "MM-dd"},
         "1d",
         {"03-29": 1, "03-30": 1}),
        ([], {}, "1s", {}),
    ],
)  # fmt: skip
def test_intervals(indices: int, dates: list[str], how: Json, interval: str, expected: dict[str, int]) -> None:
    found = histogram(dates, indices, **how)
    assert {bucket["key_as_string"]: bucket["doc_count"] for bucket in found["buckets"]} == expected
    assert found["interval"] == interval
    assert [bucket["m"]["value"] for bucket in found["buckets"]][-1:] == [float(len(dates) - 1)] * bool(dates)


def test_no_more_buckets_than_asked_for() -> None:
    dates = [f"20{10 + at // 12}-{at % 12 + 1:02d}-0{at % 9 + 1}T0{at % 10}:00:00Z" for at in range(100)]
    for buckets in (1, 2, 5, 20, 60, 100):
        found = histogram(dates, buckets=buckets)
        assert len(found["buckets"]) <= buckets
        assert sum(bucket["doc_count"] for bucket in found["buckets"]) == len(dates)


@pytest.mark.parametrize(
    ("how", "text"),
    [
        ({"buckets": 0}, "buckets must be greater than 0 for [a]"),
        ({"buckets": 1_000}, "buckets must be less than 655"),
        ({"minimum_interval": "week"}, "minimum_interval must be one of [year, month, day, hour, minute, second]"),
    ],
)
def test_refusals(how: Json, text: str) -> None:
    with pytest.raises(ApiError) as raised:
        histogram(["2020"], **how)
    assert text in str(raised.value.body)
