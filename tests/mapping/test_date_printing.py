"""Dates as text, in the formats that they can be read in."""

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docstore.errors import IllegalArgumentError
from docstore.mapping.dates.format import date_format
from docstore.mapping.dates.named import PATTERNS
from docstore.mapping.dates.printing import Moment, printer_of
from docstore.mapping.dates.zone import zone_of

AT = date_format("strict_date_optional_time").parse("2024-02-29T15:04:05.678Z").nanos()


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("date_hour_minute_second_millis", None),
        ("basic_date", None),
        ("date_time", "+10000-01-01T00:00:00.000Z"),
        ("hour", "00"),
        ("uuuu-MM-dd", "+10000-01-01"),
        ("strict_date_optional_time", "+10000-01-01T00:00:00.000Z"),
    ],
)
def test_some_named_formats_have_years_of_four_digits(pattern: str, text: str | None) -> None:
    moment = Moment.of(253_402_300_800 * 10**9, UTC)
    if text is not None:
        assert printer_of(pattern)(moment) == text
        return
    with pytest.raises(IllegalArgumentError, match="Field Year cannot be printed as the value 10000 exceeds the maximum print width of 4"):
        printer_of(pattern)(moment)


@pytest.mark.parametrize(
    ("pattern", "zone", "text"),
    [
        ("strict_date_optional_time", "UTC", "2024-02-29T15:04:05.678Z"),
        ("strict_date_optional_time||epoch_millis", "Europe/Paris", "2024-02-29T16:04:05.678+01:00"),
        ("epoch_millis", "UTC", "1709219045678"),
        ("epoch_second", "UTC", "1709219045.678"),
        ("yyyy-MM-dd", "-16:00", "2024-02-28"),
        ("dd MMM uuuu, h:mm a", "UTC", "29 Feb 2024, 3:04 PM"),
        ("EEEE d MMMM yy", "UTC", "Thursday 29 February 24"),
        ("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "+05:30", "2024-02-29T20:34:05.678+05:30"),
        ("yyyyMMddHHmmssZ", "UTC", "20240229150405+0000"),
        ("basic_date", "UTC", "20240229"),
        ("ordinal_date", "UTC", "2024-060"),
        ("date_time", "+01:00", "2024-02-29T16:04:05.678+01:00"),
        ("hour_minute", "UTC", "15:04"),
        ("YYYY-'W'ww", "UTC", "2024-W09"),
        ("HH:mm'['VV']'", "UTC", "15:04[Z]"),
    ],
)
def test_prints_as_elasticsearch(pattern: str, zone: str, text: str) -> None:
    assert printer_of(pattern)(Moment.of(AT, zone_of(zone))) == text


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("strict_date_optional_time", "2018-10-29T12:12:12.123Z"),
        ("iso8601", "2018-10-29T12:12:12.123Z"),
        ("strict_date_optional_time_nanos", "2018-10-29T12:12:12.123456789Z"),
        ("epoch_millis", "1540815132123.456789"),
        ("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSX", "2018-10-29T12:12:12.123456789Z"),
    ],
)
def test_how_much_of_a_second_is_printed(pattern: str, text: str) -> None:
    assert printer_of(pattern)(Moment.of(1540815132123456789, UTC)) == text


WITH_DATE = sorted(name for name in PATTERNS if "date_time" in name and not name.startswith("basic_"))


@given(st.integers(-60_000_000_000_000, 250_000_000_000_000), st.sampled_from([*WITH_DATE, "strict_date_optional_time", "epoch_millis"]))
def test_what_is_printed_reads_as_the_same_instant(millis: int, pattern: str) -> None:
    step = 1000 if "no_millis" in pattern else 1
    nanos = millis // step * step * 1_000_000
    assert date_format(pattern).parse(printer_of(pattern)(Moment.of(nanos, UTC))).nanos() == nanos
