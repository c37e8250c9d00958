"""Java's number patterns, as far as ``format`` in aggregations uses them: ``#,##0.00``, ``0.0##E0``, ``0%``, with prefix and suffix."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache

from docstore.errors import IllegalArgumentError

_NUMBER = re.compile(r"(?P<whole>[#0,]*)(?:\.(?P<fraction>0*#*))?(?:E(?P<exponent>0+))?")

_EXACT = Context(prec=700, rounding=ROUND_HALF_EVEN)
"""Holds all digits of any double, before the point and behind it."""


class DecimalFormat:
    """One pattern.

    >>> DecimalFormat("#,##0.00").format(1234567.891), DecimalFormat("0%").format(0.125), DecimalFormat("$#.#").format(-3)
    ('1,234,567.89', '12%', '-$3')
    """

    def __init__(self, pattern: str) -> None:
        positive = pattern.split(";")[0]
        match = next((m for m in _NUMBER.finditer(positive) if m.group()), None)
        if match is None or any(char in "#0" for char in positive[match.end() :]):
            raise IllegalArgumentError(f'Malformed pattern "{pattern}"')
        whole, fraction = match["whole"], match["fraction"] or ""
        self.prefix, self.suffix = (text.replace("'", "") for text in (positive[: match.start()], positive[match.end() :]))
        self._group = len(whole) - whole.rindex(",") - 1 if "," in whole else 0
        self._least_whole = whole.count("0")
        self._least, self._most = fraction.count("0"), len(fraction)
        self._exponent = len(match["exponent"] or "")
        self._scale = 100 if "%" in self.prefix + self.suffix else 1000 if "\u2030" in self.prefix + self.suffix else 1

    def format(self, value: float) -> str:
        """The number as text."""
        if math.isnan(value):
            return "NaN"
        sign = "-" if value < 0 or (value == 0 and math.copysign(1, value) < 0) else ""
        body = "\u221e" if math.isinf(value) else self._digits(abs(Decimal(repr(float(value))) * self._scale))
        return f"{sign}{self.prefix}{body}{self.suffix}"

    def _digits(self, number: Decimal) -> str:
        if not self._exponent:
            return self._plain(number)
        power = number.adjusted() - max(self._least_whole, 1) + 1 if number else 0
        sign = "-" if power < 0 else ""
        return f"{self._plain(number.scaleb(-power))}E{sign}{abs(power):0{self._exponent}d}"

    def _plain(self, number: Decimal) -> str:
        rounded = number.quantize(Decimal(1).scaleb(-self._most), context=_EXACT)
        whole, _, fraction = f"{rounded:f}".partition(".")
        fraction = fraction[: self._least] + fraction[self._least :].rstrip("0")
        whole = whole.lstrip("0").rjust(self._least_whole, "0")
        if self._group:
            head = len(whole) % self._group
            groups = [whole[:head]] if head else []
            whole = ",".join(groups + [whole[at : at + self._group] for at in range(head, len(whole), self._group)])
        return f"{whole}.{fraction}" if fraction else whole or "0"


@lru_cache(maxsize=256)
def decimal_format(pattern: str) -> DecimalFormat:
    """The format of a pattern.

    :raises IllegalArgumentError: it is not one.
    """
    return DecimalFormat(pattern)
