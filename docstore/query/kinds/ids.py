"""``ids``."""

from __future__ import annotations

from typing import Any, Self

from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError
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
        """A look-up by key, never a scan.

        :raises IllegalArgumentError: more ids than hits may be asked for.
        """
        if len(set(self.values)) > (most := view.limits.max_result_window):
            raise IllegalArgumentError(f"Too many ids specified, allowed max result window is [{most}]")
        return MatchesIds(view, self.values) if self.values else MatchesNone(view)
