"""``field_value_factor``: the value of a field as a score (``FieldValueFactorFunction``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import numpy as np

from docstore.columns.rows import Ints
from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError, ParsingError
from docstore.mapping.java_text import java_double
from docstore.query.functions.function import BoundFunction, Floats, ScoreFunction, score_function
from docstore.query.functions.numbers import Numbers, numbers_of
from docstore.query.scorer import Explanation, Scores, float32, java_float
from docstore.query.wire import Json, is_scalar, number, text

MODIFIERS: dict[str, Callable[[Floats], Floats]] = {
    "none": lambda n: n,
    "log": np.log10,
    "log1p": lambda n: np.log10(n + 1),
    "log2p": lambda n: np.log10(n + 2),
    "ln": np.log,
    "ln1p": np.log1p,
    "ln2p": lambda n: np.log1p(n + 1),
    "square": np.square,
    "sqrt": np.sqrt,
    "reciprocal": lambda n: 1 / n,
}
_HINTS = {
    "ln": "; consider using ln1p or ln2p instead of ln to avoid negative scores",
    "log": "; consider using log1p or log2p instead of log to avoid negative scores",
}


def _modifier(name: str) -> str:
    if name.lower() not in MODIFIERS:
        raise IllegalArgumentError(
            "No enum constant org.elasticsearch.common.lucene.search.function.FieldValueFactorFunction.Modifier."
            f"{name.upper()}"
        )
    return name.lower()


@score_function("field_value_factor")
@dataclass(frozen=True, slots=True)
class FieldValueFactor(ScoreFunction):
    """The smallest value, times a factor, modified."""

    field: str
    factor: float = 1.0
    modifier: str = "none"
    missing: float | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"field": "likes", "factor": 1.2, "modifier": "sqrt", "missing": 1}``.

        :raises ParsingError: no field, or an unknown key.
        """
        found: Json = {}
        for key, value in body.items():
            if key == "factor" and isinstance(value, list | dict):
                raise ParsingError("[field_value_factor] field 'factor' does not support lists or objects")
            if not is_scalar(value):
                continue
            match key:
                case "field":
                    found[key] = text(value)
                case "factor" | "missing":
                    found[key] = number(value)
                case "modifier":
                    found[key] = _modifier(text(value))
                case _:
                    raise ParsingError(f"field_value_factor query does not support [{key}]")
        if "field" not in found:
            raise ParsingError("[field_value_factor] required field 'field' missing")
        return cls(**found)

    def bind(self, view: IndexView) -> BoundFunction:
        """A field that is not mapped is missing everywhere."""
        field = view.field(self.field)
        if field is None and self.missing is None:
            raise IllegalArgumentError(f"Unable to find a field mapper for field [{self.field}]")
        return ValueFactor(self, None if field is None else numbers_of(view, field))


@dataclass(frozen=True, slots=True)
class ValueFactor(BoundFunction):
    """On one index."""

    asked: FieldValueFactor
    numbers: Numbers | None

    def values(self, ordinals: Ints, scores: Scores) -> Floats:
        """In float64."""
        raw = self._raw(ordinals)
        with np.errstate(all="ignore"):
            found = MODIFIERS[self.asked.modifier](raw * float(float32(self.asked.factor)))
        if (found < 0).any():
            at = int(np.argmax(found < 0))
            raise IllegalArgumentError(
                "field value function must not produce negative scores, but got: "
                f"[{java_double(float(found[at]))}] for field value: [{java_double(float(raw[at]))}]{_HINTS.get(self.asked.modifier, '')}"
            )
        return found

    def _raw(self, ordinals: Ints) -> Floats:
        missing = self.asked.missing
        if self.numbers is None:
            return np.full(len(ordinals), missing)
        rows, values = self.numbers.read()
        raw: Floats = rows.least(values)[ordinals]
        absent = ~rows.exists()[ordinals]
        if not absent.any():
            return raw
        if missing is None:
            raise IllegalArgumentError(f"Missing value for field [{self.asked.field}]")
        return np.where(absent, missing, raw)

    def explain(self, ordinal: int, value: float) -> Explanation:
        """The formula."""
        asked = self.asked
        default = "" if asked.missing is None else f"?:{java_double(asked.missing)}"
        text_ = f"field value function: {asked.modifier}(doc['{asked.field}'].value{default} * factor={java_float(asked.factor)})"
        return Explanation(value, text_)
