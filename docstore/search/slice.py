"""``slice``: one of several parts of the documents that match."""

from __future__ import annotations

from typing import Any, Self

from docstore.errors import IllegalArgumentError
from docstore.frozen import frozen
from docstore.query.wire import Declared, declared, integer, text

_NUMBER = frozenset({"VALUE_NUMBER", "VALUE_STRING"})


def _whole(value: Any) -> int:
    return integer(value)


_KEYS = {
    "field": Declared(frozenset({"VALUE_STRING"}), text),
    "id": Declared(_NUMBER, _whole),
    "max": Declared(_NUMBER, _whole),
}


@frozen
class Slice:
    """The ``id``-th of ``max`` parts. Which documents are in which part is not Elasticsearch's choice: every ``max``-th, by ordinal."""

    id: int
    max: int
    field: str = "_id"

    @classmethod
    def parse(cls, body: dict[str, Any]) -> Self:
        """``{"id": 0, "max": 2}`` (``SliceBuilder``).

        :raises IllegalArgumentError: no such part.
        """
        found = declared("slice", body, _KEYS)
        for key in ("id", "max"):
            if key not in found:
                raise IllegalArgumentError(f"Required [{key}]")
        id_, max_ = found["id"], found["max"]
        if id_ < 0:
            raise IllegalArgumentError("id must be greater than or equal to 0")
        if max_ <= 1:
            raise IllegalArgumentError("max must be greater than 1")
        if id_ >= max_:
            raise IllegalArgumentError("max must be greater than id")
        return cls(id_, max_, found.get("field", "_id"))
