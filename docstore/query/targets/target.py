"""What a leaf query can ask of a field, and how a field that cannot answer refuses."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from enum import Enum
from typing import Any

from docstore.columns.view import IndexView
from docstore.errors import ApiError, IllegalArgumentError, QueryShardError
from docstore.frozen import frozen
from docstore.query.expansion import Dictionary
from docstore.query.matcher import Matcher, any_of
from docstore.query.scorer import Boost, Scorer


class Relation(Enum):
    """What a range of a query is to one of a document (``ShapeRelation``)."""

    INTERSECTS = "intersects"
    CONTAINS = "contains"
    WITHIN = "within"


@frozen
class Bounds:
    """The ends of a ``range``, as they came; None is an open end. The format and the time zone are for dates, the relation is for
    fields that hold ranges.
    """

    low: Any = None
    high: Any = None
    with_low: bool = True
    with_high: bool = True
    format: str | None = None
    time_zone: str | None = None
    relation: Relation = Relation.INTERSECTS


class Target:
    """A field of one view. The defaults are those of Elasticsearch's ``MappedFieldType``: to refuse. No ``ABC``, as ``Query``."""

    view: IndexView
    name: str

    @property
    @abstractmethod
    def type_name(self) -> str:
        """The type as error texts name it."""

    @abstractmethod
    def term(self, value: Any) -> Matcher:
        """Documents that hold this value."""

    @abstractmethod
    def exists(self) -> Matcher:
        """Documents that hold any value."""

    def term_scorer(self, value: Any, boost: Boost) -> Scorer | None:
        """How well a document matches that holds this value; None where all do so equally (points, constants)."""
        return None

    def terms(self, values: Sequence[Any]) -> Matcher:
        """Documents that hold one of these values."""
        return any_of(self.view, [self.term(value) for value in values])

    def term_ignoring_case(self, value: Any) -> Matcher:
        """Documents that hold this value, whatever the case of ASCII letters."""
        raise self.refusal(
            f"[{self.name}] field which is of type [{self.type_name}], does not support case insensitive term queries"
        )

    def prefix(self, value: str) -> Matcher:
        """Documents that hold a value that begins so."""
        raise self.refusal(
            f"Can only use prefix queries on keyword, text and wildcard fields - not on [{self.name}]"
            f" which is of type [{self.type_name}]"
        )

    def prefix_ignoring_case(self, value: str) -> Matcher:
        """The same, whatever the case of ASCII letters."""
        return self.prefix(value)

    def dictionary(self, kind: str) -> Dictionary:
        """The terms that a pattern of a kind of query is compared with."""
        types = "keyword, text and wildcard" if kind in ("prefix", "wildcard") else "keyword and text"
        raise self.refusal(
            f"Can only use {kind} queries on {types} fields - not on [{self.name}] which is of type [{self.type_name}]"
        )

    def like(self, pattern: str, *, ignore_case: bool) -> Matcher | None:
        """Documents that hold a value of a pattern with ``*`` and ``?``; None where the dictionary tells."""
        return None

    def between(self, bounds: Bounds) -> Matcher:
        """Documents that hold a value inside bounds of which one is closed."""
        raise IllegalArgumentError(f"Field [{self.name}] of type [{self.type_name}] does not support range queries")

    def refusal(self, reason: str, cause: ApiError | None = None) -> QueryShardError:
        """A ``query_shard_exception`` of this index."""
        return refusal(self.view, reason, cause)


def refusal(view: IndexView, reason: str, cause: ApiError | None = None) -> QueryShardError:
    """A ``query_shard_exception``: what a query cannot do on this index."""
    return QueryShardError(reason, caused_by=cause, index_uuid=view.reader.uuid, index=view.reader.name)
