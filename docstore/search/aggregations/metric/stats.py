"""``stats`` and ``extended_stats``."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from docstore.errors import IllegalArgumentError
from docstore.query.wire import declared
from docstore.search.aggregations.format import Format
from docstore.search.aggregations.metric.moments import Moments, MomentsMetric, Needs
from docstore.search.aggregations.metric.single_value import finite
from docstore.search.aggregations.registry import aggregation
from docstore.search.aggregations.source import Source
from docstore.search.aggregations.source_keys import SOURCE_KEYS, not_negative, number_key

Json = dict[str, Any]


def basic(moments: Moments) -> dict[str, float]:
    """The five numbers of ``stats``."""
    return {
        "count": float(moments.count),
        "min": moments.least,
        "max": moments.greatest,
        "avg": moments.avg,
        "sum": moments.sum,
    }


def basic_body(moments: Moments, format: Format) -> Json:
    """Their JSON: null instead of numbers that are none, texts where the format gives them.

    :raises IllegalArgumentError: the format cannot print one of them.
    """
    numbers = basic(moments)
    body: Json = {"count": moments.count} | {key: finite(numbers[key]) for key in ("min", "max", "avg")} | {"sum": _shown(moments.sum)}
    if moments.count:
        texts = {f"{key}_as_string": _text(key, numbers[key], format) for key in ("min", "max", "avg", "sum")}
        body |= {key: text for key, text in texts.items() if text is not None}
    return body


@aggregation("stats")
@dataclass(frozen=True, slots=True)
class Stats(MomentsMetric):
    """count, min, max, avg and sum."""

    source: Source

    def numbers(self, moments: Moments) -> dict[str, float]:
        """By name."""
        return basic(moments)

    def body(self, moments: Moments, format: Format) -> Json:
        """All of them."""
        return basic_body(moments, format)


@dataclass(frozen=True, slots=True)
class Spread:
    """Variance and what follows from it (``InternalExtendedStats``)."""

    moments: Moments
    sigma: float = 2.0

    def variance(self, *, sampling: bool = False) -> float:
        """Never negative; not-a-number without enough values."""
        count = self.moments.count
        if not count or (sampling and count < 2):
            return math.nan
        spread = self.moments.squares - self.moments.sum * self.moments.sum / count
        return max(spread / (count - 1 if sampling else count), 0.0)

    def deviation(self, *, sampling: bool = False) -> float:
        """The square root of the variance."""
        return math.sqrt(self.variance(sampling=sampling))

    def bound(self, sign: int, *, sampling: bool = False) -> float:
        """The mean and ``sigma`` deviations."""
        return self.moments.avg + sign * self.sigma * self.deviation(sampling=sampling)

    def numbers(self) -> dict[str, float]:
        """By the names that paths use."""
        population, sampling = self.deviation(), self.deviation(sampling=True)
        return {
            "sum_of_squares": self.moments.squares,
            "variance": self.variance(),
            "variance_population": self.variance(),
            "variance_sampling": self.variance(sampling=True),
            "std_deviation": population,
            "std_deviation_population": population,
            "std_deviation_sampling": sampling,
        }

    def bounds(self) -> dict[str, float]:
        """``std_deviation_bounds``."""
        upper, lower = self.bound(1), self.bound(-1)
        return {
            "upper": upper,
            "lower": lower,
            "upper_population": upper,
            "lower_population": lower,
            "upper_sampling": self.bound(1, sampling=True),
            "lower_sampling": self.bound(-1, sampling=True),
        }

    def body(self, format: Format) -> Json:
        """What ``extended_stats`` shows behind ``stats``."""
        numbers, bounds = self.numbers(), self.bounds()
        if not self.moments.count:
            return {**dict.fromkeys(numbers), "std_deviation_bounds": dict.fromkeys(bounds)}
        body: Json = {key: _shown(value) for key, value in numbers.items()}
        body["std_deviation_bounds"] = {key: _shown(value) for key, value in bounds.items()}
        if format.text(0) is not None:
            body |= {f"{key}_as_string": format.text(value) for key, value in numbers.items()}
            body["std_deviation_bounds_as_string"] = {key: format.text(value) for key, value in bounds.items()}
        return body


def _text(stat: str, value: float, format: Format) -> str | None:
    try:
        return format.text(value)
    except IllegalArgumentError as error:
        raise IllegalArgumentError(f"Cannot format stat [{stat}] with format [{format.name}]", caused_by=error) from None


def _shown(value: float) -> float | str:
    """Of a single value there is no sample: ``NaN``, as a string; so is what is too great for a double."""
    if math.isnan(value):
        return "NaN"
    return value if math.isfinite(value) else "Infinity" if value > 0 else "-Infinity"


@aggregation("extended_stats")
@dataclass(frozen=True, slots=True)
class ExtendedStats(MomentsMetric):
    """``stats``, and how far the values spread."""

    needs: ClassVar[Needs] = ~Needs(0)
    source: Source
    sigma: float = 2.0

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "f", "sigma": 2}``."""
        found = declared(cls.kind, body, {**SOURCE_KEYS, "sigma": not_negative(number_key, "sigma", name)})
        return cls(Source.of(found), found.get("sigma", 2.0))

    def numbers(self, moments: Moments) -> dict[str, float]:
        """By name; ``std_upper`` and ``std_lower`` are the bounds."""
        spread = Spread(moments, self.sigma)
        bounds = spread.bounds()
        return {
            **basic(moments),
            **spread.numbers(),
            "std_upper": bounds["upper"],
            "std_lower": bounds["lower"],
            **{f"std_{key}": value for key, value in bounds.items() if "_" in key},
        }

    def body(self, moments: Moments, format: Format) -> Json:
        """``stats`` first."""
        return {**basic_body(moments, format), **Spread(moments, self.sigma).body(format)}
