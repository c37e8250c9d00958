"""Elasticsearch's named date formats (``DateFormatters``) as patterns."""

from __future__ import annotations

_DATE = "uuuu-MM-dd"
_WEEK_DATE = "YYYY-'W'ww-e"
_BASIC_WEEK_DATE = "YYYY'W'wwe"
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
    "basic_week_date": _BASIC_WEEK_DATE,
    "basic_week_date_time": f"{_BASIC_WEEK_DATE}'T'{_BASIC_TIME}.SSSX",
    "basic_week_date_time_no_millis": f"{_BASIC_WEEK_DATE}'T'{_BASIC_TIME}X",
    "date": _DATE,
    "date_hour": f"{_DATE}'T'HH",
    "date_hour_minute": f"{_DATE}'T'HH:mm",
    "date_hour_minute_second": f"{_DATE}'T'{_TIME}",
    "date_hour_minute_second_fraction": f"{_DATE}'T'{_TIME}.SSS",
    "date_hour_minute_second_millis": f"{_DATE}'T'{_TIME}.SSS",
    "date_time": f"{_DATE}'T'{_TIME}[.SSS]X",
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
    "week_date": _WEEK_DATE,
    "week_date_time": f"{_WEEK_DATE}'T'{_TIME}.SSSX",
    "week_date_time_no_millis": f"{_WEEK_DATE}'T'{_TIME}X",
    "week_year": "YYYY",
    "weekyear": "YYYY",
    "weekyear_week": "YYYY-'W'ww",
    "weekyear_week_day": _WEEK_DATE,
    "year": "uuuu",
    "year_month": "uuuu-MM",
    "year_month_day": _DATE,
}
"""Each but the basic ones also exists as ``strict_``, which wants all digits."""

FIXED_YEARS = ("date_hour", "basic_date", "basic_ordinal", "basic_week")
"""Names that begin so have years of four digits, not more."""
