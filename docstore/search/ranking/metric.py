"""What a metric is, and the metrics by name (``EvaluationMetric``)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Self, TypeVar

from docstore.errors import IllegalArgumentError, NamedObjectNotFoundError, NotBuiltError, XContentParseError
from docstore.frozen import frozen
from docstore.kinds import Kinds
from docstore.query.wire import Declared, at_key, boolean, declared, integer, token_of
from docstore.search.ranking.rated import Json, RatedHit, Ratings, check_required

M = TypeVar("M", bound=type["Metric"])

METRICS: Kinds[type[Metric]] = Kinds("docstore.search.ranking.metrics")
"""By name: the modules of ``metrics``."""

INTEGER = Declared(frozenset({"VALUE_NUMBER", "VALUE_STRING"}), integer)
FLAG = Declared(frozenset({"VALUE_BOOLEAN", "VALUE_STRING"}), boolean)


@frozen
class Quality:
    """How well one search did: its score, and what it is made of."""

    score: float
    details: Json
    hits: Sequence[RatedHit]


class Metric:
    """Judges the hits of a search. A subclass names its keys, those that it needs, and its parser as errors quote it."""

    name: ClassVar[str]
    parser: ClassVar[str]
    keys: ClassVar[Mapping[str, Declared]]
    required: ClassVar[tuple[str, ...]] = ()

    k: int = 10
    """How many hits are looked at."""

    @classmethod
    def parse(cls, body: Any) -> Self:
        """The body of a metric, as in ``{"k": 10}``.

        :raises XContentParseError: an unknown key, or a value that it does not take.
        """
        found = declared(cls.parser, body, cls.keys)
        check_required(found, *cls.required)
        made = cls(**found)
        try:
            made.check()
        except IllegalArgumentError as error:
            raise NotBuiltError(cls.parser, error) from error
        return made

    def check(self) -> None:
        """:raises IllegalArgumentError: numbers that cannot be."""

    def evaluate(self, hits: list[RatedHit], ratings: Ratings) -> Quality:
        """The quality of one search."""
        raise NotImplementedError


def metric(name: str) -> Callable[[M], M]:
    """Register a class as the metric of that name."""

    def register(cls: M) -> M:
        cls.name = name
        METRICS.add(name, cls)
        return cls

    return register


def parse_metric(body: Any) -> Metric:
    """``{"precision": {"k": 20}}``.

    :raises NamedObjectNotFoundError: there is no such metric.
    :raises XContentParseError: another shape.
    """
    if not isinstance(body, dict) or len(body) != 1:
        raise XContentParseError(f"[metric] can only be a single object with a name, not {token_of(body)}")
    ((name, inner),) = body.items()
    if name not in METRICS:
        raise at_key(NamedObjectNotFoundError(f"unknown field [{name}]"), name, within=body)
    return METRICS[name].parse(inner)


def gain(rating: int) -> float:
    """What a document of this rating is worth."""
    try:
        return 2.0**rating - 1
    except OverflowError:
        return math.inf
