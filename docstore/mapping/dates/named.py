"""Elasticsearch's named date formats (``DateFormatters``) as patterns."""

from __future__ import annotations

_DATE = "uuuu-MM-dd"
_TIME = "HH:mm:ss"
_BASIC_TIME = "HHmmss"

PATTERNS: dict[str, str] = {
    "basic_date": "uuuuMMdd",
    "basic_date_time": f"uuuuMMdd'T'{_BASIC_TIME}.SSSX",
    "basic_date_time_no_millis": f"uuuuMMdd'T'{_BASIC_TIME}X",
    "basic_ordinal_date": "uuuuDDD",
    "basic_ordinal_date_time": f"uuuuDDD'T'{_BASIC_TIME}.SSSX",
    "basic_ordinal_date_time_no_millis": f"uuuuDDD'T'{_BASIC_TIME}X",
    "basic_time": f"{_BASIC_TIME}.SSSX",
    "basic_time_no_millis": f"{_BASIC_TIME}X",
    "basic_t_time": f"'T'{_BASIC_TIME}.SSSX",
    "basic_t_time_no_millis": f"'T'{_BASIC_TIME}X",
    "date": _DATE,
    "date_hour": f"{_DATE}'T'HH",
    "date_hour_minute": f"{_DATE}'T'HH:mm",
    "date_hour_minute_second": f"{_DATE}'T'{_TIME}",
    "date_hour_minute_second_fraction": f"{_DATE}'T'{_TIME}.SSS",
    "date_hour_minute_second_millis": f"{_DATE}'T'{_TIME}.SSS",
    "date_time": f"{_DATE}'T'{_TIME}.SSSX",
    "date_time_no_millis": f"{_DATE}'T'{_TIME}X",
    "hour": "HH",
    "hour_minute": "HH:mm",
    "hour_minute_second": _TIME,
    "hour_minute_second_fraction": f"{_TIME}.SSS",
    "hour_minute_second_millis": f"{_TIME}.SSS",
    "ordinal_date": "uuuu-DDD",
    "ordinal_date_time": f"uuuu-DDD'T'{_TIME}.SSSX",
    "ordinal_date_time_no_millis": f"uuuu-DDD'T'{_TIME}X",
    "time": f"{_TIME}.SSSX",
    "time_no_millis": f"{_TIME}X",
    "t_time": f"'T'{_TIME}.SSSX",
    "t_time_no_millis": f"'T'{_TIME}X",
    "year": "uuuu",
    "year_month": "uuuu-MM",
    "year_month_day": _DATE,
}
"""Each but the basic ones also exists as ``strict_``, which wants all digits."""

WEEK_FORMATS = frozenset(
    [
        "basic_week_date",
        "basic_week_date_time",
        "basic_week_date_time_no_millis",
        "week_date",
        "week_date_time",
        "week_date_time_no_millis",
        "week_year",
        "weekyear",
        "weekyear_week",
        "weekyear_week_day",
    ]
)
"""Formats of the ISO week calendar: not supported, and said so."""
