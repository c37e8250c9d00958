"""A parsed query: a recipe that knows no index."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Self

from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError
from docstore.query.limits import MAX_CLAUSES, too_many_nested_clauses
from docstore.query.matcher import Matcher
from docstore.query.scorer import NO_BOOST, Boost, Explanation, Scored, Uniform, float32, java_float

if TYPE_CHECKING:
    from docstore.query.inner_hits import Others

Json = dict[str, Any]

_GREATEST = 3.4028235e38


class Query:
    """What was asked for, as a frozen value. Parse, bind, run: ``parse`` makes it from JSON, ``bind`` meets the
    mapping.

    No ``ABC``, which makes ``isinstance`` ten times as slow; that it is abstract is the type checker's to say.
    """

    kind: ClassVar[str]
    joins_objects: ClassVar[bool] = False
    """Whether ``elsewhere`` is asked of nested objects."""
    is_leaf: ClassVar[bool] = True
    """Whether a query of the kind never has others inside it."""

    boost: float
    name: str | None

    def __init_subclass__(cls) -> None:
        cls.is_leaf = cls.clauses is Query.clauses and cls.elsewhere is Query.elsewhere

    @classmethod
    @abstractmethod
    def parse(cls, body: Json) -> Self:
        """The query of a clause's body; unknown keys fail here."""

    @abstractmethod
    def bind(self, view: IndexView) -> Matcher:
        """The query on one index. Notes every column it needs on the view, builds none."""

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """The query on one index with its scorer; ``boost`` is the product of the boosts above this clause.

        A kind that says nothing else gives every document that matches its boost (``ConstantScoreQuery``).
        """
        return Scored(self.bind(view), Uniform(self.boosted(boost), partial(self.described, view)))

    def boosted(self, boost: Boost) -> Boost:
        """The product of the boosts above and of this clause.

        :raises IllegalArgumentError: its own is no number, or greater than a float can be.
        """
        if self.boost == 1:
            return boost
        if not abs(self.boost) <= _GREATEST:
            raise IllegalArgumentError(f"boost must be a positive float, got {'NaN' if self.boost != self.boost else 'Infinity'}")
        return float32(float(boost) * float(float32(self.boost)))

    def clauses(self) -> tuple[Query, ...]:
        """The queries inside this one that ask about the same documents."""
        return ()

    def elsewhere(self) -> tuple[Query, ...]:
        """The queries inside this one that ask about other documents."""
        return ()

    @property
    def inner_name(self) -> str | None:
        """Under which name the others that made a document match are shown with it; None when they are not."""
        return None

    def others(self, view: IndexView) -> Others | None:
        """Those others on one index; None where they cannot be and that is ignored."""
        return None

    def described(self, view: IndexView) -> str:
        """The query on one index as Lucene writes it, without its boost."""
        return self.text

    def written(self, view: IndexView) -> str:
        """The same with its boost (``BoostQuery``)."""
        described = self.described(view)
        return described if self.boost == 1 else f"({described})^{java_float(self.boost)}"

    def unmatched(self, view: IndexView, ordinal: int) -> Explanation:
        """Why a document, which does not match, does not (``Weight.explain``)."""
        return Explanation(0.0, f"{self.described(view)} doesn't match id {ordinal}", match=False)

    @property
    def text(self) -> str:
        """The query in one line, as it is without an index."""
        field = getattr(self, "field", None)
        return self.kind if field is None else f"{field}:{getattr(self, 'value', self.kind)}"


def named_clauses(query: Query, *, of_objects: bool = False) -> tuple[Query, ...]:
    """The query and all inside it that have a ``_name``.

    As in Lucene, what asks about other documents is asked about the hit itself; only what joins objects to objects (a ``nested`` in
    another, ``of_objects``) can never find it.
    """
    if query.is_leaf:
        return () if query.name is None else (query,)
    inner = [found for clause in query.clauses() for found in named_clauses(clause, of_objects=of_objects)]
    for clause in query.elsewhere():
        inner += named_clauses(clause, of_objects=of_objects or query.joins_objects)
    own = query.name is not None and not (of_objects and query.joins_objects)
    return (query, *inner) if own else tuple(inner)


class LeafCounter:
    """Counts queries while others are made of them, so that not many too many are ever made: one more passes, for a ``bool`` to refuse."""

    __slots__ = ("count",)

    def __init__(self) -> None:
        self.count = 0

    def add(self, query: Query) -> None:
        """:raises TooManyNestedClausesError: there are more than there may be."""
        self.count += leaf_count(query)
        if self.count > MAX_CLAUSES + 1:
            raise too_many_nested_clauses()


def leaf_count(query: Query) -> int:
    """How many queries without queries inside there are in one."""
    if query.is_leaf:
        return 1
    count, pending = 0, [query]
    while pending:
        clauses = pending.pop().clauses()
        count += not clauses
        pending += clauses
    return count
