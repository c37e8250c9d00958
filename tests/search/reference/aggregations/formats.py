"""Numbers and dates as a request wants them written."""

from __future__ import annotations

from datetime import tzinfo

from tests.search.reference.aggregations.dates import moment_of
from tests.search.reference.schema import Json

NUMBERS = {"0.00": "{:.2f}", "#,##0.0": "{:,.1f}"}
DATES = {"yyyy-MM-dd": "%Y-%m-%d", "yyyy/MM/dd HH:mm": "%Y/%m/%d %H:%M"}
TOLD = ("value", "min", "max", "avg", "sum")


def written(value: float, pattern: str) -> str:
    """A number; a half goes to the even digit."""
    return NUMBERS[pattern].format(value)


def written_date(millis: int, pattern: str, zone: tzinfo) -> str:
    """A date."""
    return moment_of(millis, zone).strftime(DATES[pattern])


def with_texts(found: Json, how: Json) -> Json:
    """The result with its numbers as text beside them."""
    if "format" not in how or "buckets" in found or "values" in found:
        return found
    names = [] if found.get("count") == 0 else [name for name in TOLD if found.get(name) is not None]
    return {**found, **{f"{name}_as_string": written(found[name], how["format"]) for name in names}}
