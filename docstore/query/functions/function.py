"""The score functions by name, parsed and bound to an index (``ScoreFunctionBuilder``, ``ScoreFunction``)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar, Self, TypeVar

import numpy as np
import numpy.typing as npt

from docstore.columns.rows import Ints
from docstore.columns.view import IndexView
from docstore.errors import NamedObjectNotFoundError
from docstore.query.scorer import Explanation, Scores
from docstore.query.wire import Json, at_key

Floats = npt.NDArray[np.float64]
F = TypeVar("F", bound="type[ScoreFunction]")

FUNCTIONS: dict[str, type[ScoreFunction]] = {}
"""Every score function."""


class BoundFunction(ABC):
    """A function on one index."""

    needs_scores: ClassVar[bool] = False

    @abstractmethod
    def values(self, ordinals: Ints, scores: Scores) -> Floats:
        """What it gives these ordinals, whose query has these scores.

        :raises ApiError: a document for which it has no value, or not a valid one.
        """

    @abstractmethod
    def explain(self, ordinal: int, value: float) -> Explanation:
        """Where a value comes from."""


class ScoreFunction(ABC):
    """What was asked for, as a frozen value."""

    kind: ClassVar[str]

    @classmethod
    @abstractmethod
    def parse(cls, body: Json) -> Self:
        """From the object under its name; unknown keys fail here."""

    @abstractmethod
    def bind(self, view: IndexView) -> BoundFunction:
        """On one index; notes the columns it needs."""


def score_function(kind: str) -> Callable[[F], F]:
    """Register a class as the function of that name."""

    def register(cls: F) -> F:
        FUNCTIONS[kind] = cls
        cls.kind = kind
        return cls

    return register


def parse_function(kind: str, body: Any) -> ScoreFunction:
    """:raises NamedObjectNotFoundError: there is no such function."""
    if kind not in FUNCTIONS:
        raise at_key(NamedObjectNotFoundError(f"unknown field [{kind}]"), kind)
    return FUNCTIONS[kind].parse(body)
