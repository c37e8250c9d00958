"""``ids``."""

from __future__ import annotations

from typing import Any, Self

from docstore.columns.view import IndexView
from docstore.frozen import frozen
from docstore.query.matcher import Matcher, MatchesIds, MatchesNone
from docstore.query.query import Json, Query
from docstore.query.registry import query
from docstore.query.wire import Declared, as_parsing_error, declared, standard_keys, text


def _values(value: Any) -> tuple[str, ...]:
    return tuple(map(text, value)) if isinstance(value, list) else (text(value),)


_VALUES = Declared(frozenset({"START_ARRAY", "VALUE_STRING"}), _values)


@query("ids")
@frozen
class Ids(Query):
    """The documents with these ids."""

    values: tuple[str, ...] = ()
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"values": ["1", "2"]}``, also one string."""
        with as_parsing_error():
            found = declared("ids", body, {"values": _VALUES, **standard_keys("ids", body)})
        return cls(found.get("values", ()), found.get("boost", 1.0), found.get("_name"))

    def bind(self, view: IndexView) -> Matcher:
        """A look-up by key, never a scan."""
        return MatchesIds(view, self.values) if self.values else MatchesNone(view)
