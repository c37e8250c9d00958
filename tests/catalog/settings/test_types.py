"""Types of settings: what they read, and the words for what they refuse."""

from __future__ import annotations

from typing import Any

import pytest

from docstore.catalog.settings import types
from docstore.errors import IllegalArgumentError

MB = 1024 * 1024


@pytest.mark.parametrize(
    ("reader", "raw", "value"),
    [
        (types.integer(), "+7", 7),
        (types.decimal(0, 10), "1e0", 1.0),
        (types.duration(), "0", 0),
        (types.duration(-1), "-1", -1),
        (types.duration(), "2d", 172_800_000),
        (types.duration(), "1500micros", 1.5),
        (types.byte_size, "-1", -1),
        (types.byte_size, "1.5mb", 1.5 * MB),
        (types.byte_size, "2G", 2048 * MB),
        (types.memory_size, "40%", "40%"),
        (types.texts, "a, b,,c", ["a", "b", "c"]),
        (types.enum("x.Y", "one", "two"), "TWO", "two"),
        (types.date, "1970-01-02", 86_400_000),
        (types.date, "1970-01-01T00:00:01.5Z", 1500),
    ],
)
def test_reads(reader: Any, raw: Any, value: Any) -> None:
    assert reader("index.x", raw) == value


@pytest.mark.parametrize(
    ("reader", "raw", "reason"),
    [
        (types.integer(), "1.0", "Failed to parse value [1.0] for setting [index.x]"),
        (types.integer(), "1_0", "Failed to parse value [1_0] for setting [index.x]"),
        (types.integer(1), "0", "Failed to parse value [0] for setting [index.x] must be >= 1"),
        (types.decimal(2.0, 9.0), "1", "Failed to parse value [1] for setting [index.x] must be >= 2.0"),
        (types.decimal(2.0, 9.0), "nan", "Failed to parse value [nan] for setting [index.x]"),
        (types.boolean, "yes", "Failed to parse value [yes] as only [true] or [false] are allowed."),
        (types.boolean, ["true"], "Found list type value for setting [index.x] but but did not expect a list for it."),
        (types.duration(), "5", "failed to parse setting [index.x] with value [5] as a time value: unit is missing or unrecognized"),
        (
            types.duration(),
            "-2s",
            "failed to parse setting [index.x] with value [-2s] as a time value: negative durations are not supported",
        ),
        (types.duration(), "1.5h", "failed to parse [1.5h], fractional time values are not supported"),
        (types.duration(), "xs", "failed to parse [xs]"),
        (types.duration(100), "1ms", "failed to parse value [1ms] for setting [index.x], must be >= [100ms]"),
        (types.duration(1000, 3_600_000), "2h", "failed to parse value [2h] for setting [index.x], must be <= [1h]"),
        (types.byte_size, "5", "failed to parse setting [index.x] with value [5] as a size in bytes: unit is missing or unrecognized"),
        (types.byte_size, "xmb", "failed to parse setting [index.x] with value [xmb]"),
        (types.byte_size, "-5mb", "failed to parse setting [index.x] with value [-5mb] as a size in bytes"),
        (types.sized(56), "1b", "failed to parse value [1b] for setting [index.x], must be >= [56b]"),
        (types.memory_size, "101%", "percentage should be in [0-100], got [101]"),
        (types.enum("x.Y", "one"), "three", "No enum constant org.elasticsearch.x.Y.THREE"),
        (types.date, "soon", "failed to parse date field [soon] with format [strict_date_optional_time||epoch_millis]"),
    ],
)
def test_refuses(reader: Any, raw: Any, reason: str) -> None:
    with pytest.raises(IllegalArgumentError) as caught:
        reader("index.x", raw)
    assert caught.value.reason == reason
