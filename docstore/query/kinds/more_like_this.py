"""``more_like_this``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError, ParsingError
from docstore.query.fulltext.clause import Rewriting
from docstore.query.fulltext.options import Options
from docstore.query.fulltext.text import search_analyzer
from docstore.query.fulltext.wire import integer
from docstore.query.kinds.bool import Bool
from docstore.query.kinds.match_none import MatchNone
from docstore.query.kinds.terms import Terms
from docstore.query.likeness.item import SUPPORTED, Item, parse_likes
from docstore.query.likeness.selection import Selection
from docstore.query.query import Json, Query
from docstore.query.query_strings.settings import named_analyzer
from docstore.query.registry import query
from docstore.query.targets import target_of
from docstore.query.targets.mapped import MappedTarget
from docstore.query.wire import Readers, boolean, checked_boost, is_scalar, number, text

_SELECTION = {
    "max_query_terms": "most",
    "min_term_freq": "min_term_freq",
    "min_doc_freq": "min_doc_freq",
    "max_doc_freq": "max_doc_freq",
    "min_word_length": "min_length",
    "max_word_length": "max_length",
}
_KEYS: Readers = {
    "analyzer": ("analyzer", text),
    "minimum_should_match": ("minimum_should_match", text),
    "include": ("include", boolean),
    "fail_on_unsupported_field": ("fail_on_unsupported_field", boolean),
    "boost": ("boost", number),
    "_name": ("name", text),
}
_TOKENS = 5_000
"""No more of a text are looked at."""


@query("more_like_this")
@dataclass(frozen=True, slots=True)
class MoreLikeThis(Rewriting):
    """Documents that have many of the terms that tell most about some texts and documents."""

    fields: tuple[str, ...] | None = None
    texts: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    unlike_texts: tuple[str, ...] = ()
    unlike_items: tuple[Item, ...] = ()
    selection: Selection = field(default_factory=Selection)
    analyzer: str | None = None
    minimum_should_match: str = "30%"
    include: bool = False
    fail_on_unsupported_field: bool = True
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"fields": ["t"], "like": ["a text", {"_id": "1"}], "min_term_freq": 1}`` (``MoreLikeThisQueryBuilder.fromXContent``).

        :raises ParsingError: nothing to be like, an unknown key.
        """
        found: Json = {}
        selection: Json = {}
        for key, value in body.items():
            if key in ("like", "unlike") and value is not None:
                prefix = "" if key == "like" else "unlike_"
                found[f"{prefix}texts"], found[f"{prefix}items"] = parse_likes(value)
            elif key == "fields" and isinstance(value, list):
                found["fields"] = tuple(map(text, value))
            elif key == "stop_words" and isinstance(value, list):
                selection["stop_words"] = frozenset(map(text, value))
            elif key in _SELECTION and is_scalar(value):
                selection[_SELECTION[key]] = integer(value)
            elif key == "boost_terms" and is_scalar(value):
                selection["boost"] = number(value)
            elif key in _KEYS and is_scalar(value):
                attribute, read = _KEYS[key]
                found[attribute] = read(value)
            else:
                raise ParsingError(f"[more_like_this] query does not support [{key}]")
        if not (found.get("texts") or found.get("items")):
            raise ParsingError("more_like_this requires 'like' to be specified")
        if found.get("fields") == ():
            raise ParsingError("more_like_this requires 'fields' to be non-empty")
        checked_boost(found.get("boost", 1.0), "more_like_this", body)
        if selection.get("most", 1) <= 0:
            raise IllegalArgumentError("requires 'maxQueryTerms' to be greater than 0")
        return cls(selection=Selection(**selection), **found)

    def rewritten(self, view: IndexView) -> Query:
        """The terms that tell most, of which some must match.

        :raises IllegalArgumentError: a field that has no such terms.
        """
        names = self._names(view)
        if not names:
            return MatchNone()
        unlike = self._skipped(view, names)
        clauses: list[Query] = []
        if self.items:
            clauses.append(self._enough(self._of_items(view, names, unlike)))
        if self.texts:
            counts = self._counts(view, names[0], self.texts)
            clauses.append(self._enough(self.selection.queries(view, counts, names, unlike, names[0])))
        known = tuple(item.id for item in self.items if item.id is not None)
        excluded: tuple[Query, ...] = (Terms("_id", known),) if known and not self.include else ()
        return Bool(should=tuple(clauses), must_not=excluded)

    def _names(self, view: IndexView) -> list[str]:
        if self.fields is None:
            names = list(view.limits.default_fields)
            if names == ["*"] and (self.texts or self.unlike_texts):
                raise IllegalArgumentError(
                    "[more_like_this] query cannot infer the field to analyze the free text, you should update the"
                    " [index.query.default_field] index setting to a field that exists in the mapping or set the [fields] option in the"
                    " query."
                )
            return names
        found = []
        for name in self.fields:
            target = target_of(view, name)
            if target is not None and target.type_name not in SUPPORTED:
                if self.fail_on_unsupported_field:
                    raise IllegalArgumentError(f"more_like_this only supports text/keyword fields: [{name}]")
                continue
            found.append(target.field.path if isinstance(target, MappedTarget) else name)
        return found

    def _of_items(self, view: IndexView, names: Sequence[str], unlike: set[tuple[str, str]]) -> list[Query]:
        """The best terms of each field by itself."""
        found: dict[str, Counter[str]] = {}
        for item in self.items:
            for name, counts in item.frequencies(view, names).items():
                found.setdefault(name, Counter()).update(counts)
        return [query for name, counts in found.items() for query in self.selection.queries(view, counts, [name], unlike, name)]

    def _counts(self, view: IndexView, name: str, texts: Sequence[str]) -> Counter[str]:
        """The terms of texts, as the first field cuts them."""
        target = target_of(view, name)
        analyzer = named_analyzer(view, self.analyzer, "more_like_this")
        if analyzer is None and isinstance(target, MappedTarget):
            analyzer = search_analyzer(view, target.field.type, Options())
        counts: Counter[str] = Counter()
        for each in texts:
            counts.update([each] if analyzer is None else analyzer.terms(each)[:_TOKENS])
        return counts

    def _skipped(self, view: IndexView, names: Sequence[str]) -> set[tuple[str, str]]:
        found = {(names[0], word) for word in self._counts(view, names[0], self.unlike_texts)}
        for item in self.unlike_items if self.items else ():
            for name, counts in item.frequencies(view, names).items():
                found |= {(name, word) for word in counts}
        return found

    def _enough(self, queries: Sequence[Query]) -> Query:
        return Bool(should=tuple(queries), minimum_should_match=self.minimum_should_match) if queries else MatchNone()
