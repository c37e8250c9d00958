"""``wildcard``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from docstore.columns.view import IndexView
from docstore.query.expansion import Dictionary
from docstore.query.patterned import KEYS, Patterned
from docstore.query.patterns.nodes import Node
from docstore.query.patterns.wildcard import normalized, wildcard
from docstore.query.query import Json
from docstore.query.registry import query
from docstore.query.scorer import NO_BOOST, Boost, Scored, Uniform
from docstore.query.targets import target_of
from docstore.query.wire import Readers, long_or_short, text

_KEYS: Readers = {**KEYS, "value": ("value", text), "wildcard": ("value", text)}


@query("wildcard")
@dataclass(frozen=True, slots=True)
class Wildcard(Patterned):
    """Documents whose field holds a term of a pattern: ``*`` is any characters, ``?`` is one, a backslash takes them as they are."""

    field: str
    value: str
    case_insensitive: bool = False
    rewrite: str | None = None
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"f": "a*"}`` and ``{"f": {"value": "a*", "case_insensitive": true}}`` (``WildcardQueryBuilder.fromXContent``)."""
        return cls(**long_or_short("wildcard", body, _KEYS))

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """The name of the index is no term."""
        target = target_of(view, self.field)
        found = None if target is None else target.like(self.value, ignore_case=self.case_insensitive)
        if found is not None:
            return Scored(found, Uniform(self.boosted(boost), self.text))
        return super(Wildcard, self).bind_scored(view, boost)

    def pattern(self, view: IndexView, dictionary: Dictionary) -> tuple[Node, str]:
        """The plain parts are normalized as the field's values are."""
        pattern = normalized(self.value, dictionary.normal)
        return wildcard(pattern, ignore_case=self.case_insensitive), pattern
