"""What ``rank_feature`` makes of a feature (``RankFeatureQueryBuilder.ScoreFunction``, Lucene's ``FeatureField``)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from docstore.errors import IllegalArgumentError
from docstore.query.scorer import Boost, Explanation, Scores
from docstore.query.wire import Declared, Json, declared, number

Floats = npt.NDArray[np.float32]

_NUMBER = frozenset({"VALUE_NUMBER", "VALUE_STRING"})
_HALF = "k, pivot feature value that would give a score contribution equal to w/2"


class FeatureFunction(ABC):
    """From features to scores."""

    formula: str
    title: str
    only_positive: bool = False
    """Whether it can only score features of which more is better: others are inverted, and would have negative scores."""

    @abstractmethod
    def scores(self, features: Floats, weight: Boost) -> Scores:
        """The score of each feature; greater features never have smaller ones."""

    def with_pivot(self, pivot: Callable[[], float]) -> FeatureFunction:
        """The function with what is taken from the index where the query says nothing."""
        return self

    def parameters(self) -> tuple[Explanation, ...]:
        """The constants of the formula, as ``explain`` shows them."""
        return ()

    def explain(self, field: str, feature: str, value: np.float32, weight: Boost) -> Explanation:
        """How a score comes about."""
        score = float(self.scores(np.array([value], dtype=np.float32), weight)[0])
        text = f"{self.title} function on the {field} field for the {feature} feature, computed as {self.formula} from:"
        inner = (
            Explanation(float(weight), "w, weight of this function"),
            *self.parameters(),
            Explanation(float(value), "S, feature value"),
        )
        return Explanation(score, text, inner)


@dataclass(frozen=True, slots=True)
class Saturation(FeatureFunction):
    """``S / (S + pivot)``."""

    pivot: float | None = None
    title = "Saturation"
    formula = "w * S / (S + k)"

    def with_pivot(self, pivot: Callable[[], float]) -> FeatureFunction:
        """By default the mean of the index."""
        return Saturation(pivot()) if self.pivot is None else self

    def scores(self, features: Floats, weight: Boost) -> Scores:
        """Rewritten so that rounding keeps the order."""
        k = np.float32(self.pivot)
        scores: Scores = weight * (np.float32(1) - k / (k + features))
        return scores

    def parameters(self) -> tuple[Explanation, ...]:
        """The pivot."""
        return (Explanation(float(self.pivot or 0), _HALF),)


@dataclass(frozen=True, slots=True)
class Log(FeatureFunction):
    """``log(scaling_factor + S)``."""

    scaling_factor: float
    title = "Log"
    formula = "w * log(a + S)"
    only_positive = True

    def scores(self, features: Floats, weight: Boost) -> Scores:
        """In 64 bits, rounded once."""
        sums = (np.float32(self.scaling_factor) + features).astype(np.float64)
        scores: Scores = (float(weight) * np.log(sums)).astype(np.float32)
        return scores

    def parameters(self) -> tuple[Explanation, ...]:
        """The scaling factor."""
        return (Explanation(self.scaling_factor, "a, scaling factor"),)


@dataclass(frozen=True, slots=True)
class Sigmoid(FeatureFunction):
    """``S^exponent / (S^exponent + pivot^exponent)``."""

    pivot: float
    exponent: float
    title = "Sigmoid"
    formula = "w * S^a / (S^a + k^a)"

    def scores(self, features: Floats, weight: Boost) -> Scores:
        """In 64 bits, rounded once."""
        pivot = self.pivot**self.exponent
        powers = features.astype(np.float64) ** self.exponent
        scores: Scores = (float(weight) * (1 - pivot / (powers + pivot))).astype(np.float32)
        return scores

    def parameters(self) -> tuple[Explanation, ...]:
        """Pivot and exponent."""
        slower = "a, exponent, higher values make the function grow slower before k and faster after k"
        return Explanation(self.pivot, _HALF), Explanation(self.exponent, slower)


@dataclass(frozen=True, slots=True)
class Linear(FeatureFunction):
    """``S``."""

    title = "Linear"
    formula = "w * S"

    def scores(self, features: Floats, weight: Boost) -> Scores:
        """A product of floats."""
        scores: Scores = weight * features
        return scores


def _float(value: Any) -> float:
    return float(np.float32(number(value)))


def _read(name: str, body: Json, *required: str, optional: tuple[str, ...] = ()) -> Json:
    found = declared(name, body, {key: Declared(_NUMBER, _float) for key in (*required, *optional)})
    missing = [key for key in required if key not in found]
    if missing:
        raise IllegalArgumentError(f"Required [{', '.join(missing)}]")
    return found


def _positive(name: str, value: float) -> None:
    if not (0 < value < float("inf")):
        raise IllegalArgumentError(f"{name} must be > 0, got: {np.float32(value)}")


def _saturation(body: Json) -> FeatureFunction:
    found = _read("saturation", body, optional=("pivot",))
    return Saturation(found.get("pivot"))


def _sigmoid(body: Json) -> FeatureFunction:
    return Sigmoid(**_read("sigmoid", body, "pivot", "exponent"))


def _linear(body: Json) -> FeatureFunction:
    _read("linear", body)
    return Linear()


FUNCTIONS: dict[str, Callable[[Json], FeatureFunction]] = {
    "log": lambda body: Log(**_read("log", body, "scaling_factor")),
    "saturation": _saturation,
    "sigmoid": _sigmoid,
    "linear": _linear,
}


def check_function(function: FeatureFunction, *, positive: bool) -> None:
    """:raises IllegalArgumentError: a constant is out of its range, or the features are not for it
    (``FeatureField.newLogQuery`` and its like).
    """
    if function.only_positive and not positive:
        raise IllegalArgumentError(
            "Cannot use the [log] function with a field that has a negative score impact as it would trigger negative scores"
        )
    if isinstance(function, Log) and not (1 <= function.scaling_factor < float("inf")):
        raise IllegalArgumentError(f"scalingFactor must be >= 1, got: {np.float32(function.scaling_factor)}")
    if isinstance(function, Saturation) and function.pivot is not None:
        _positive("pivot", function.pivot)
    if isinstance(function, Sigmoid):
        _positive("pivot", function.pivot)
        _positive("exp", function.exponent)
