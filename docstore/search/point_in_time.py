"""``pit``: the point in time that a search names."""

from __future__ import annotations

from typing import Any, Self

from docstore.errors import IllegalArgumentError
from docstore.frozen import frozen
from docstore.query.wire import Declared, declared, text

Json = dict[str, Any]

_STRING = frozenset({"VALUE_STRING"})
_KEYS = {"id": Declared(_STRING, text), "keep_alive": Declared(_STRING, text)}


@frozen
class PointInTime:
    """``pit`` of a search."""

    id: str
    keep_alive: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"id": "...", "keep_alive": "1m"}``.

        :raises IllegalArgumentError: no id.
        """
        found = declared("pit", body, _KEYS)
        if not found.get("id"):
            raise IllegalArgumentError("point int time id is not provided")
        return cls(found["id"], found.get("keep_alive"))
