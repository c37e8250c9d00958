"""``prefix``."""

from __future__ import annotations

from dataclasses import replace
from typing import Self

from docstore.analysis.fixed_shingle import LONGEST_PREFIX
from docstore.columns.view import IndexView
from docstore.frozen import frozen
from docstore.query.expansion import Dictionary
from docstore.query.fulltext.rewrite import CONSTANT, Rewrite
from docstore.query.limits import check_cheap
from docstore.query.matcher import Matcher, MatchesNone
from docstore.query.patterned import KEYS, Patterned
from docstore.query.patterns.nodes import ANY_STRING, Node, Sequence, string
from docstore.query.query import Json, Query
from docstore.query.registry import query
from docstore.query.scorer import NO_BOOST, Boost, Scored
from docstore.query.strings import TermStartsWith
from docstore.query.targets import target_of
from docstore.query.targets.mapped import TextTarget
from docstore.query.targets.target import Target
from docstore.query.wire import long_or_short


@query("prefix")
@frozen
class Prefix(Patterned):
    """Documents whose field holds a term that begins so."""

    field: str
    value: str
    case_insensitive: bool = False
    rewrite: str | None = None
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"f": "ab"}`` and ``{"f": {"value": "ab", "case_insensitive": true}}``
        (``PrefixQueryBuilder.fromXContent``).
        """
        return cls(**long_or_short("prefix", body, KEYS))

    def bind(self, view: IndexView) -> Matcher:
        """Neighbours in the dictionary; an unmapped field matches nothing."""
        target = target_of(view, self.field)
        if target is None:
            return MatchesNone(view)
        is_indexed = _is_indexed(target, len(self.value))
        if not is_indexed:
            check_cheap(view, "[prefix] queries", "For optimised prefix queries on text fields please enable [index_prefixes].")
        Rewrite.parse(self.rewrite, CONSTANT)
        if self.case_insensitive:
            return target.prefix_ignoring_case(self.value)
        found = target.prefix(self.value)
        return replace(found, by_beginnings=True) if is_indexed and isinstance(found, TermStartsWith) else found

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """All alike, unless ``rewrite`` says otherwise."""
        if self.rewrite is None or target_of(view, self.field) is None:
            return Query.bind_scored(self, view, boost)
        return Patterned.bind_scored(self, view, boost)

    @property
    def text(self) -> str:
        """As Lucene writes it."""
        return f"{self.field}:{self.value}*"

    def pattern(self, view: IndexView, dictionary: Dictionary) -> tuple[Node, str]:
        """The value, and anything."""
        value = dictionary.normal(self.value)
        return Sequence((string(value, ignore_case=self.case_insensitive), ANY_STRING)), f"{value}*"


def _is_indexed(target: Target, length: int) -> bool:
    """Whether a text keeps beginnings of this length (``PrefixFieldType.accept``)."""
    if not isinstance(target, TextTarget):
        return False
    if target.field.type_name == "search_as_you_type":
        return length <= LONGEST_PREFIX
    lengths = target.field.type.values.get("index_prefixes")
    return lengths is not None and lengths["min_chars"] - 1 <= length <= lengths["max_chars"]
