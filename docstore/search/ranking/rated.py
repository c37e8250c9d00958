"""Documents with the ratings that people gave them, and hits among which they are looked up."""

from __future__ import annotations

from typing import Any, Self

from docstore.errors import IllegalArgumentError
from docstore.frozen import frozen
from docstore.query.wire import Declared, declared, integer, text

Json = dict[str, Any]

_TEXT = frozenset({"VALUE_STRING"})
_KEYS = {
    "_index": Declared(_TEXT, text),
    "_id": Declared(_TEXT, text),
    "rating": Declared(frozenset({"VALUE_NUMBER", "VALUE_STRING"}), integer),
}


@frozen
class RatedDocument:
    """One document, and how good it is for a search."""

    index: str
    id: str
    rating: int

    @classmethod
    def parse(cls, body: Any) -> Self:
        """``{"_index": "books", "_id": "1", "rating": 3}``.

        :raises XContentParseError: another shape.
        :raises IllegalArgumentError: a part is missing.
        """
        found = declared("rated_document", body, _KEYS)
        check_required(found, "_index", "_id", "rating")
        return cls(found["_index"], found["_id"], found["rating"])


def check_required(found: Json, *keys: str) -> None:
    """:raises IllegalArgumentError: an object has not all that it must have (``ConstructingObjectParser``)."""
    lacking = [key for key in keys if found.get(key) is None]
    if lacking:
        raise IllegalArgumentError(f"Required [{', '.join(lacking)}]")


@frozen
class RatedHit:
    """A hit, as an answer shows it, and its rating if it has one."""

    hit: Json
    rating: int | None

    def shown(self) -> Json:
        """As an answer shows it."""
        return {"hit": self.hit, "rating": self.rating}


@frozen
class Ratings:
    """What people said of the documents of one search."""

    documents: tuple[RatedDocument, ...]

    def of(self, hits: list[Json]) -> list[RatedHit]:
        """The hits with their ratings."""
        by_key = {(each.index, each.id): each.rating for each in self.documents}
        return [RatedHit(hit, by_key.get((hit["_index"], hit["_id"]))) for hit in hits]
