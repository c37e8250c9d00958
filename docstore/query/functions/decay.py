"""``gauss``, ``exp`` and ``linear``: scores that fall with the distance from an origin (``DecayFunctionBuilder``)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from docstore.columns.fields import Field
from docstore.columns.rows import Ints, Rows
from docstore.columns.sort import Mode, picked
from docstore.columns.view import IndexView
from docstore.errors import ElasticsearchParseError, IllegalArgumentError, ParsingError
from docstore.mapping.field_type import ColumnKind
from docstore.mapping.geo.distance import parse_distance
from docstore.mapping.geo.point_reader import EarthPointReader
from docstore.mapping.java_text import java_string
from docstore.query.earth import Places, distances
from docstore.query.functions.function import BoundFunction, Floats, ScoreFunction, score_function
from docstore.query.functions.numbers import numbers_of
from docstore.query.numbers import numeric
from docstore.query.scorer import Explanation, Scores
from docstore.query.targets.place import place_target
from docstore.query.wire import Json, number, text
from docstore.time_value import millis

_POINTS = EarthPointReader(ignore_z_value=True)
_KEYS = frozenset({"origin", "scale", "offset", "decay"})
Distances = Callable[[float], tuple[Rows, Floats]]
"""From an offset to the rows and the distances of all values beyond it."""


def _mode(name: str) -> Mode:
    try:
        return Mode(name.lower())
    except ValueError:
        raise IllegalArgumentError(f"Illegal sort mode: {name}") from None


@dataclass(frozen=True)
class Decay(ScoreFunction):
    """One field, and how it falls."""

    field: str
    body: Any
    mode: Mode = Mode.MIN
    formula: ClassVar[str]

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"price": {"origin": 0, "scale": 20, "offset": 5, "decay": 0.5}, "multi_value_mode": "avg"}``.

        :raises ParsingError: another shape.
        """
        field, inner, mode = None, None, Mode.MIN
        for key, value in body.items():
            if isinstance(value, dict):
                field, inner = key, value
            elif key == "multi_value_mode":
                mode = _mode(text(value))
            else:
                raise ParsingError("malformed score function score parameters.")
        if field is None:
            raise ParsingError("malformed score function score parameters.")
        return cls(field, inner, mode)

    @abstractmethod
    def constant(self, scale: float, decay: float) -> float:
        """What the formula needs of the scale."""

    @abstractmethod
    def fallen(self, distances: Floats, constant: float) -> Floats:
        """The scores of distances."""

    def bind(self, view: IndexView) -> BoundFunction:
        """Parameters are read as the type of the field wants them.

        :raises ParsingError: a field that is not mapped, or neither numbers, dates nor points.
        :raises ElasticsearchParseError: a parameter that is missing or unknown.
        :raises IllegalArgumentError: a parameter out of its range.
        """
        field = view.field(self.field)
        if field is None:
            raise ParsingError(f"unknown field [{self.field}]")
        for key in self.body:
            if key not in _KEYS:
                raise ElasticsearchParseError(f"parameter [{key}] not supported!")
        if field.type_name in ("date", "date_nanos"):
            found, scale, offset = _dates(view, field, self.body)
        elif field.type_name == "geo_point":
            found, scale, offset = _points(view, field, self.body)
        elif field.type.column in (ColumnKind.INTEGER, ColumnKind.FLOAT) and field.type_name != "boolean":
            found, scale, offset = _numbers(view, field, self.body)
        else:
            raise ParsingError(f"field [{self.field}] is of type [{field.type_name}], but only numeric types are supported.")
        decay = number(self.body.get("decay", 0.5))
        if scale <= 0:
            raise IllegalArgumentError("function_score : scale must be > 0.0.")
        if not 0 < decay < 1:
            raise IllegalArgumentError("function_score : decay must be in the range [0..1].")
        if offset < 0:
            raise IllegalArgumentError("function_score : offset must be > 0.0")
        return Falling(self, found, self.constant(scale, decay), offset)


def _numbers(view: IndexView, field: Field, body: Json) -> tuple[Distances, float, float]:
    if "scale" not in body or "origin" not in body:
        raise ElasticsearchParseError("both [scale] and [origin] must be set for numeric fields.")
    return _from(view, field, number(body["origin"])), number(body["scale"]), number(body.get("offset", 0))


def _dates(view: IndexView, field: Field, body: Json) -> tuple[Distances, float, float]:
    if "scale" not in body:
        raise ElasticsearchParseError("[scale] must be set for date fields.")
    origin: float = view.now
    if "origin" in body:
        origin = float(field.type.query_value(text(body["origin"]), now=view.now))
        origin = origin // 1_000_000 if field.type_name == "date_nanos" else origin
    scale = millis(text(body["scale"]), "DecayFunctionParser.scale")
    return _from(view, field, origin), scale, millis(text(body.get("offset", "0d")), "DecayFunctionParser.offset")


def _from(view: IndexView, field: Field, origin: float) -> Distances:
    numbers = numbers_of(view, field)

    def found(offset: float) -> tuple[Rows, Floats]:
        rows, values = numbers.read()
        return rows, np.maximum(0.0, np.abs(values - origin) - offset)

    return found


def _points(view: IndexView, field: Field, body: Json) -> tuple[Distances, float, float]:
    if "scale" not in body:
        raise ElasticsearchParseError("[origin] and [scale] must be set for geo fields.")
    origin = _POINTS.point(body["origin"]) if "origin" in body else (0.0, 0.0)
    target = place_target(view, field.path, "function_score", ignore_unmapped=False)
    assert target is not None
    places: Places = target.places()

    def found(offset: float) -> tuple[Rows, Floats]:
        x, y = (numeric(view.column(want)) for want in (places.longitudes, places.latitudes))
        return x.rows, np.maximum(0.0, distances(x.values, y.values, origin) - offset)

    return found, parse_distance(java_string(body["scale"])), parse_distance(java_string(body.get("offset", "0km")))


@dataclass(frozen=True, slots=True)
class Falling(BoundFunction):
    """On one index."""

    decay: Decay
    distances: Distances
    constant: float
    offset: float

    def values(self, ordinals: Ints, scores: Scores) -> Floats:
        """A document without a value is at the origin."""
        rows, distances = self.distances(self.offset)
        nearest = picked(self.decay.mode, rows, distances)[ordinals]
        with np.errstate(all="ignore"):
            return self.decay.fallen(np.where(rows.exists()[ordinals], nearest, 0.0), self.constant)

    def explain(self, ordinal: int, value: float) -> Explanation:
        """The function by name."""
        inner = Explanation(value, self.decay.formula)
        return Explanation(value, f"Function for field {self.decay.field}:", (inner,))


@score_function("gauss")
@dataclass(frozen=True)
class Gauss(Decay):
    """Normal decay."""

    formula: ClassVar[str] = "exp(-0.5*pow(distance,2.0)/sigma^2)"

    def constant(self, scale: float, decay: float) -> float:
        """Twice the variance, negative."""
        return float(0.5 * scale * scale / np.log(decay))

    def fallen(self, distances: Floats, constant: float) -> Floats:
        """``exp(0.5 d^2 / c)``."""
        return np.exp(0.5 * distances**2 / constant)


@score_function("exp")
@dataclass(frozen=True)
class Exponential(Decay):
    """Exponential decay."""

    formula: ClassVar[str] = "exp(lambda*distance)"

    def constant(self, scale: float, decay: float) -> float:
        """The rate."""
        return float(np.log(decay) / scale)

    def fallen(self, distances: Floats, constant: float) -> Floats:
        """``exp(c d)``."""
        return np.exp(constant * distances)


@score_function("linear")
@dataclass(frozen=True)
class Linear(Decay):
    """Linear decay, down to zero."""

    formula: ClassVar[str] = "max(0.0, ((scale - distance)/scale))"

    def constant(self, scale: float, decay: float) -> float:
        """Where it reaches zero."""
        return scale / (1 - decay)

    def fallen(self, distances: Floats, constant: float) -> Floats:
        """``max(0, (c - d) / c)``."""
        return np.maximum(0.0, (constant - distances) / constant)
