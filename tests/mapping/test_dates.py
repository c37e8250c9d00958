from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docstore.errors import ApiError, ElasticsearchParseError, IllegalArgumentError
from docstore.mapping.dates.fields import days_from_civil
from docstore.mapping.dates.format import DEFAULT, date_format
from docstore.mapping.dates.math import parse_date_math
from docstore.mapping.dates.printing import Moment, printer_of
from docstore.mapping.types.date import _COMMON_ISO

NOW = 1_577_934_245_678  # 2020-01-02T03:04:05.678Z


def iso(nanos: int) -> str:
    moment = datetime.fromtimestamp(nanos // 10**9, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{nanos % 10**9 // 10**6:03d}"


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (DEFAULT, "2020", "2020-01-01T00:00:00.000"),
        (DEFAULT, "2020-02", "2020-02-01T00:00:00.000"),
        (DEFAULT, "2020-02-29", "2020-02-29T00:00:00.000"),
        (DEFAULT, "2020-02-29T01:02:03,4+01:00", "2020-02-29T00:02:03.400"),
        (DEFAULT, "2020-02-29T01:02-0130", "2020-02-29T02:32:00.000"),
        (DEFAULT, "1577934245678", "2020-01-02T03:04:05.678"),
        (DEFAULT, "1577934245678.9", "2020-01-02T03:04:05.678"),
        ("epoch_second", "1577934245.678", "2020-01-02T03:04:05.678"),
        ("yyyy-MM-dd HH:mm:ss", "2020-01-02 03:04:05", "2020-01-02T03:04:05.000"),
        ("yyyy-MM-dd'T'HH:mm[:ss]", "2020-01-02T03:04", "2020-01-02T03:04:00.000"),
        ("dd/MMM/yyyy:HH:mm:ss Z", "02/Jan/2020:03:04:05 +0100", "2020-01-02T02:04:05.000"),
        ("yyyy-MM-dd hh:mm a", "2020-01-02 12:04 AM", "2020-01-02T00:04:00.000"),
        ("yyyyMMdd", "20200102", "2020-01-02T00:00:00.000"),
        ("yy/M/d", "20/1/2", "2020-01-02T00:00:00.000"),
        ("yyyy-MM-dd", "2021-02-30", "2021-02-28T00:00:00.000"),
        ("basic_date", "20200102", "2020-01-02T00:00:00.000"),
        ("basic_date_time", "20200102T030405.678Z", "2020-01-02T03:04:05.678"),
        ("date_time", "2020-01-02T03:04:05.678Z", "2020-01-02T03:04:05.678"),
        ("strict_date_time", "2020-01-02T03:04:05Z", "2020-01-02T03:04:05.000"),
        ("strict_date", "2020-01-02", "2020-01-02T00:00:00.000"),
        ("date", "2020-1-2", "2020-01-02T00:00:00.000"),
        ("strict_date_hour_minute", "2020-01-02T03:04", "2020-01-02T03:04:00.000"),
        ("ordinal_date", "2020-032", "2020-02-01T00:00:00.000"),
        ("yyyy-MM-dd HH:mm VV", "2020-07-01 12:00 Europe/Paris", "2020-07-01T10:00:00.000"),
        ("yyyy-MM-dd HH:mm'['VV']'", "2020-07-01 12:00[+10:00:24]", "2020-07-01T01:59:36.000"),
        ("yyyy||epoch_millis", "1577934245678", "2020-01-02T03:04:05.678"),
    ],
)
def test_formats(pattern: str, text: str, expected: str) -> None:
    assert iso(date_format(pattern).parse(text).nanos()) == expected


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        ("uuuu", ["-25435", "+25435", "-0001", "0000", "2024"], ["25435", "+2024", "-0000", "24"]),
        ("uuuu-MM", ["-25435-01"], ["25435-01"]),
        ("uuuuMMdd", ["20240102", "+120240102"], ["120240102"]),
        ("uuu", ["12345"], ["12"]),
        ("strict_year", ["+12345"], ["12345"]),
        ("basic_date", ["-20240102"], ["+120240102"]),
    ],
)
def test_years_of_more_than_four_digits_need_a_sign(pattern: str, good: list[str], bad: list[str]) -> None:
    """``java.time.format.SignStyle.EXCEEDS_PAD``."""
    for text in good:
        assert printer_of(pattern)(Moment.of(date_format(pattern).parse(text).nanos(), UTC)) == text
    for text in bad:
        with pytest.raises(IllegalArgumentError):
            date_format(pattern).parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "2024/01/15",
        "2024-01-15TZ",
        "2024-01-15Z",
        "2024-01-15T10:00:00.Z",
        "2024-01-15T10:00:00+9",
        "2024-13-01",
        "2024-00-10",
        "12345-01-01",
        "1e3",
        "2024-02-30",
        "2024-1",
        "2024-01-1",
        "2024-01-15T10:00:00+24:00",
        "10:00:00",
        "2024-01-15T10:00:60Z",
        "2024-01-15T1",
        "2024-01-15t10:00",
        "2024-01-15T10:00:00z",
        "+2024-01-15",
        "2024-01-15T10:00:00.1234567891Z",
        "٢٠٢٤-01-15",
    ],
)
def test_what_the_default_format_refuses(text: str) -> None:
    with pytest.raises(IllegalArgumentError) as caught:
        date_format(DEFAULT).parse(text)
    assert caught.value.cause["caused_by"]["reason"] == "Failed to parse with all enclosed parsers"


@pytest.mark.parametrize(
    ("pattern", "text", "cause"),
    [
        ("yyyy-MM-dd", "2020-xx-01", "Text '2020-xx-01' could not be parsed at index 5"),
        ("yyyy-MM-dd", "2020-01-01T", "Text '2020-01-01T' could not be parsed, unparsed text found at index 10"),
        (
            "yyyy-MM-dd",
            "2020-13-01",
            "Text '2020-13-01' could not be parsed: Invalid value for MonthOfYear (valid values 1 - 12): 13",
        ),
        (
            "strict_date",
            "2021-02-29",
            "Text '2021-02-29' could not be parsed: Invalid date 'February 29' as '2021' is not a leap year",
        ),
        ("epoch_millis", "x", "Text 'x' could not be parsed at index 0"),
        ("strict_date_optional_time", "x", "Could not fully parse datetime"),
    ],
)
def test_the_texts_of_single_formats(pattern: str, text: str, cause: str) -> None:
    with pytest.raises(IllegalArgumentError) as caught:
        date_format(pattern).parse(text)
    assert caught.value.reason == f"failed to parse date field [{text}] with format [{pattern}]"
    assert caught.value.cause["caused_by"] == {"type": "date_time_parse_exception", "reason": cause}


@pytest.mark.parametrize("pattern", ["", "foo", "yyyy-MM-dd'T", "yyyy[", "week_dat", "YYYY-ee-eee", "||"])
def test_patterns_that_are_none(pattern: str) -> None:
    with pytest.raises(IllegalArgumentError):
        date_format(pattern)


@given(st.dates())
def test_days_are_those_of_the_calendar(day: date) -> None:
    assert days_from_civil(day.year, day.month, day.day) == day.toordinal() - date(1970, 1, 1).toordinal()


@pytest.mark.parametrize(
    ("text", "down", "up"),
    [
        ("now", "2020-01-02T03:04:05.678", "2020-01-02T03:04:05.678"),
        ("now-1d", "2020-01-01T03:04:05.678", "2020-01-01T03:04:05.678"),
        ("now/d", "2020-01-02T00:00:00.000", "2020-01-02T23:59:59.999"),
        ("now+1M-1y/M", "2019-02-01T00:00:00.000", "2019-02-28T23:59:59.999"),
        ("now/w", "2019-12-30T00:00:00.000", "2020-01-05T23:59:59.999"),
        ("now/y", "2020-01-01T00:00:00.000", "2020-12-31T23:59:59.999"),
        ("now/H+30m-5s", "2020-01-02T03:29:55.000", "2020-01-02T04:29:54.999"),
        ("2020-01-31||+1M", "2020-02-29T00:00:00.000", "2020-02-29T00:00:00.000"),
        ("2020-01-31||/M", "2020-01-01T00:00:00.000", "2020-01-31T23:59:59.999"),
        ("2020-01-31", "2020-01-31T00:00:00.000", "2020-01-31T23:59:59.999"),
        ("2020", "2020-01-01T00:00:00.000", "2020-01-01T23:59:59.999"),
        ("2020-01-31T10", "2020-01-31T10:00:00.000", "2020-01-31T10:59:59.999"),
    ],
)
def test_date_math(text: str, down: str, up: str) -> None:
    form = date_format(DEFAULT)
    assert iso(parse_date_math(text, form, now=NOW)) == down
    assert iso(parse_date_math(text, form, now=NOW, round_up=True)) == up


def test_days_are_those_of_the_time_zone() -> None:
    form = date_format(DEFAULT)
    assert iso(parse_date_math("now/d", form, now=NOW, time_zone="America/New_York")) == "2020-01-01T05:00:00.000"
    assert iso(parse_date_math("2020-07-01", form, now=NOW, time_zone="Europe/Paris")) == "2020-06-30T22:00:00.000"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("now*1d", "operator not supported for date math [*1d]"),
        ("now-1", "truncated date math [-1]"),
        ("now-999999999999999999d", "date math leads out of the years 1 to 9999 [-999999999999999999d]"),
        ("9999-12-31T23:59:59||+1s", "date math leads out of the years 1 to 9999 [+1s]"),
        ("now+9999y", "date math leads out of the years 1 to 9999 [+9999y]"),
        ("now-²d", "unit [²] not supported for date math [-²d]"),
        ("now-1x", "unit [x] not supported for date math [-1x]"),
        ("now/2d", "rounding `/` can only be used on single unit types [/2d]"),
        ("||+1d", "cannot parse empty date"),
    ],
)
def test_date_math_that_is_none(text: str, reason: str) -> None:
    with pytest.raises(ElasticsearchParseError) as caught:
        parse_date_math(text, date_format(DEFAULT), now=NOW)
    assert caught.value.reason == reason


def test_nanosecond_fields_have_a_smaller_range() -> None:
    from docstore.mapping import Mapping

    mapping = Mapping.parse({"properties": {"d": {"type": "date_nanos"}}})
    for text, part in (("1969-12-31", "is before the epoch in 1970"), ("2300-01-01", "is after 2262-04-11")):
        with pytest.raises(ApiError) as caught:
            mapping.validate({"d": text}, "1")
        assert part in caught.value.cause["caused_by"]["reason"]


@pytest.mark.parametrize(
    "text",
    ["2020-02-28", "2020-02-30", "2020-13-01", "2020-01-01T24:00", "2020-01-01T23:59:59.123456789Z", "2020-01-01T00:00:00+17:59",
     "2020-01-01T00:00:00+18:30", "2020-01-01T00:00:00.1234567890Z", "2020-01-01T00", "0000-01-01", "9999-12-28T23:59-05:00"],
)  # fmt: skip
def test_dates_told_at_a_glance_are_those_that_parse(text: str) -> None:
    glance = _COMMON_ISO(text) is not None
    try:
        date_format("strict_date_optional_time").parse(text).nanos()
        parses = True
    except ApiError:
        parses = False
    assert parses or not glance


@pytest.mark.parametrize(
    ("pattern", "text", "day"),
    [
        ("basic_week_date", "2018W527", date(2018, 12, 30)),
        ("week_date", "2020-W53-5", date(2021, 1, 1)),
        ("weekyear_week_day", "2020-W1-1", date(2019, 12, 30)),
        ("strict_weekyear_week", "2021-W02", date(2021, 1, 11)),
        ("week_year", "2021", date(2021, 1, 4)),
        ("YYYY-MM-dd", "2020-05-05", date(2019, 12, 30)),  # a year of weeks has the last word, as in Elasticsearch
        ("date", "2020-2", date(2020, 2, 1)),
        ("E, d MMM yyyy", "Wed, 1 May 2024", date(2024, 5, 1)),
        ("EEEE d MMMM yyyy G", "Wednesday 1 May 2024 AD", date(2024, 5, 1)),
        ("EEE, dd MMM yyyy HH:mm:ss Z", "Wed, 06 Dec 2000 00:00:00 +0000", date(2000, 12, 6)),
    ],
)
def test_years_of_weeks_dates_cut_short_and_names_of_days(pattern: str, text: str, day: date) -> None:
    assert date_format(pattern).parse(text).nanos() == (day - date(1970, 1, 1)).days * 86_400 * 10**9


@given(st.dates(min_value=date(1000, 1, 1)))
def test_week_dates_are_those_of_the_calendar(day: date) -> None:
    year, week, weekday = day.isocalendar()
    text = f"{year}-W{week:02d}-{weekday}"
    nanos = date_format("strict_week_date").parse(text).nanos()
    assert nanos == (day - date(1970, 1, 1)).days * 86_400 * 10**9
    assert printer_of("strict_week_date")(Moment.of(nanos, UTC)) == text


@pytest.mark.parametrize(
    ("pattern", "text", "cause"),
    [
        ("E, d MMM yyyy", "Wed, 1 Jan 2024", "Conflict found: Field DayOfWeek 1 differs from DayOfWeek 3 derived from 2024-01-01"),
        ("week_date", "2021-W53-5", "Invalid value for WeekOfWeekBasedYear (valid values 1 - 52/53): 53"),
        ("week_date", "2021-W01-8", "Invalid value for DayOfWeek (valid values 1 - 7): 8"),
    ],
)
def test_weeks_and_days_that_are_none(pattern: str, text: str, cause: str) -> None:
    with pytest.raises(IllegalArgumentError) as caught:
        date_format(pattern).parse(text)
    assert caught.value.cause["caused_by"]["reason"] == f"Text '{text}' could not be parsed: {cause}"
