"""``regexp``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from docstore.columns.view import IndexView
from docstore.query.expansion import Dictionary
from docstore.query.fulltext.wire import integer
from docstore.query.limits import check_regex_length
from docstore.query.patterned import KEYS, Patterned
from docstore.query.patterns.automaton import DEFAULT_LIMIT
from docstore.query.patterns.nodes import Node
from docstore.query.patterns.regexp import Flag, regexp
from docstore.query.query import Json
from docstore.query.registry import query
from docstore.query.wire import Readers, long_or_short, text_or_null


def _flags(value: Any) -> Flag:
    return Flag.parse(text_or_null(value))


_KEYS: Readers = {
    **KEYS,
    "flags": ("flags", _flags),
    "flags_value": ("flags", lambda value: Flag(integer(value) & Flag.ALL)),
    "max_determinized_states": ("most_states", integer),
}


@query("regexp")
@dataclass(frozen=True, slots=True)
class Regexp(Patterned):
    """Documents whose field holds a term that a regular expression describes as a whole."""

    field: str
    value: str
    flags: Flag = Flag.ALL
    case_insensitive: bool = False
    most_states: int = DEFAULT_LIMIT
    rewrite: str | None = None
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"f": "a.*"}`` and ``{"f": {"value": "a.*", "flags": "ALL"}}`` (``RegexpQueryBuilder.fromXContent``)."""
        return cls(**long_or_short("regexp", body, _KEYS))

    def shown(self, pattern: str) -> str:
        """Between slashes."""
        return f"/{pattern}/"

    @property
    def text(self) -> str:
        """As Lucene writes it."""
        return f"{self.field}:{self.shown(self.value)}"

    @property
    def limit(self) -> int:
        """``max_determinized_states``."""
        return max(self.most_states, 0)

    def pattern(self, view: IndexView, dictionary: Dictionary) -> tuple[Node, str]:
        """Normalized like a value of the field (``StringFieldType.regexpQuery``).

        :raises IllegalArgumentError: it is no regular expression, or longer than ``index.max_regex_length``.
        """
        check_regex_length(view, self.value, "Regexp Query request")
        pattern = dictionary.normal(self.value)
        return regexp(pattern, self.flags, ignore_case=self.case_insensitive), pattern
