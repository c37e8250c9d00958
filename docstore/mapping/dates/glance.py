"""Many dates told in one go: those that are all written alike, as machines write them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_FORMS = {len(form): form for form in ("0000-00-00", "0000-00-00T00:00:00Z", "0000-00-00T00:00:00.000Z")}
_RANGES = ((5, 1, 12), (8, 1, 28), (11, 0, 23), (14, 0, 59), (17, 0, 59))
"""(where two digits begin, the least and the most they may be); a day after the 28th is left to the parser."""

_ZERO = ord("0")


def all_common_dates(texts: list[str]) -> bool:
    """Whether all are dates of one form that ``strict_date_optional_time`` takes; False leaves it open.

    >>> all_common_dates(["2024-02-28", "1999-12-01"]), all_common_dates(["2024-02-30", "1999-12-01"])
    (True, False)
    """
    joined = "".join(texts)
    width = len(texts[0]) if texts else 0
    form = _FORMS.get(width)
    if form is None or not joined.isascii() or set(map(len, texts)) != {width}:
        return False
    table = np.frombuffer(joined.encode(), dtype=np.uint8).reshape(-1, width)
    return _has_form(table, form) and all(_within(table, *span) for span in _RANGES if span[0] < width)


def _has_form(table: NDArray[np.uint8], form: str) -> bool:
    wanted = np.frombuffer(form.encode(), dtype=np.uint8)
    digits = wanted == _ZERO
    # what is below "0" wraps to a large number
    return bool(((table - wanted) <= np.where(digits, 9, 0)).all())


def _within(table: NDArray[np.uint8], at: int, least: int, most: int) -> bool:
    number = (table[:, at] - _ZERO) * 10 + (table[:, at + 1] - _ZERO)
    return bool(least <= number.min() and number.max() <= most)
