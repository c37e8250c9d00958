"""``highlight`` of the hits of one index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from docstore.analysis.token import Token
from docstore.catalog.index import Index
from docstore.columns.deadline import in_time
from docstore.columns.fields import Field
from docstore.columns.tokens import analyzer_of
from docstore.columns.values import leaves
from docstore.columns.view import IndexView
from docstore.documents.source_filter import stored_filter
from docstore.errors import IllegalArgumentError
from docstore.mapping.field_type import ColumnKind
from docstore.mapping.java_text import java_string
from docstore.mapping.source_paths import under
from docstore.mapping.text_options import gap_between_values
from docstore.query.kinds.match_all import MatchAll
from docstore.query.marks import Leaf, Mark, marks_at, reach_elsewhere
from docstore.query.query import Query
from docstore.query.select import bind
from docstore.search.fetched import Fetched
from docstore.search.highlight.job import Highlighter, Job, Source
from docstore.search.highlight.plain import plain
from docstore.search.highlight.request import Highlight, HighlightField, Options
from docstore.search.highlight.unified import unified
from docstore.search.highlight.vectors import vectors

Json = dict[str, Any]


HIGHLIGHTERS: dict[str, Highlighter] = {"unified": unified, "plain": plain, "fvh": vectors}
"""The kinds of highlighters by name."""

_BY_PATTERN = frozenset({"text", "keyword", "match_only_text", "search_as_you_type"})
"""Types of fields that a pattern means."""


class _Marked(NamedTuple):
    """What is marked in one document: in all fields, and in each."""

    whole_phrases: bool
    marks: list[Leaf]
    by_field: dict[str, list[Leaf]]


class HighlightPhase:
    """The wanted fields on one index.

    :raises IllegalArgumentError: a highlighter that there is not.
    """

    def __init__(self, view: IndexView, wanted: Highlight, query: Query | None, index: Index) -> None:
        self._view = view
        self._index = index
        self._query = query or MatchAll()
        self._marks: dict[int, Sequence[Mark]] = {}
        self._stored = stored_filter(index.mapping)
        self._fields = {name: (field, each) for each in wanted.fields for name, field in self._meant(each)}
        for each in wanted.fields:
            self._marks_of(each.options)

    def add(self, hit: Json, fetched: Fetched) -> None:
        """Into ``highlight`` of a hit. A field that is stored is read although ``_source`` may leave it out."""
        source = fetched.source if self._stored.everything else self._stored.apply(fetched.source)
        if not self._index.mapping.source_enabled and fetched.seq >= self._index.history.source_until:
            source = {}
        found, known = {}, dict[int, _Marked]()
        for name, (field, each) in in_time(self._fields.items()):
            texts = fetched.source if field.type.values.get("store") else source
            marked = known.get(id(each.options)) or known.setdefault(id(each.options), self._marked(each.options, fetched))
            parts = HIGHLIGHTERS[each.options.type](self._job(field, each.options, texts, fetched, marked))
            if parts:
                found[name] = parts
        if found:
            hit["highlight"] = found

    def _meant(self, each: HighlightField) -> list[tuple[str, Field]]:
        if each.options.type not in HIGHLIGHTERS:
            raise IllegalArgumentError(f"unknown highlighter type [{each.options.type}] for the field [{each.name}]")
        if "*" not in each.name:
            field = self._view.fields.any(each.name)
            return [] if field is None else [(each.name, field)]
        found = [field for field in self._view.fields.matching(each.name, hidden=True) if field.type_name in _BY_PATTERN]
        if each.options.type == "fvh":
            found = [field for field in found if _has_vectors(field)]
        return [(field.path, field) for field in found]

    def _marked(self, options: Options, fetched: Fetched) -> _Marked:
        known = self._marks_of(options)
        whole = options.require_field_match and self._whole_phrases and not reach_elsewhere(known)
        marks = _distinct(marks_at(known, fetched.row.ordinal if whole else None))
        by_field: dict[str, list[Leaf]] = {}
        for mark in marks:
            by_field.setdefault(mark.field, []).append(mark)
        return _Marked(whole, marks, by_field)

    def _job(self, field: Field, options: Options, source: Json, fetched: Fetched, marked: _Marked) -> Job:
        masked = [(self._source(other), marked.by_field.get(other.path, [])) for other in self._masked(options)]
        marks = marked.by_field.get(field.path, []) if options.require_field_match else marked.marks
        row = fetched.row.ordinal
        return Job(self._source(field), options, _values(field, source), marks, masked, marked.whole_phrases, fetched.id, row)

    def _masked(self, options: Options) -> list[Field]:
        if options.matched_fields and options.type == "unified" and not options.require_field_match:
            raise IllegalArgumentError("Matched fields are not supported when [require_field_match] is set to [false]")
        known = [self._view.fields.any(name) for name in options.matched_fields]
        return [field for field in known if field is not None]

    @property
    def _whole_phrases(self) -> bool:
        return self._setting("index.highlight.weight_matches_mode.enabled", "true") != "false"

    def _setting(self, name: str, default: str) -> str:
        found = self._index.settings.get(name)
        return default if found is None else str(found).lower()

    def _marks_of(self, options: Options) -> Sequence[Mark]:
        query = options.highlight_query or self._query
        if id(query) not in self._marks:
            self._marks[id(query)] = bind(query, self._view).marks()
        return self._marks[id(query)]

    def _source(self, field: Field) -> Source:
        analyzed = field.type.column is ColumnKind.TEXT
        analyzer = analyzer_of(field.type) if analyzed else None
        return Source(
            name=field.path,
            index=self._index.name,
            cut=(lambda text: [Token(text, 0, len(text), 0)]) if analyzer is None else analyzer.tokens,
            gap=100 if analyzer is None else gap_between_values(field.type, analyzer),
            tokenized=analyzed,
            offsets=_has_vectors(field) or field.type.values.get("index_options") == "offsets",
            vectors=_has_vectors(field),
            max_analyzed_offset=int(self._setting("index.highlight.max_analyzed_offset", "1000000")),
            ignore_above=field.type.values.get("ignore_above") if field.type_name == "keyword" else None,
            reordered=self._index.mapping.source_mode == "synthetic" and not field.type.values.get("store"),
        )


def _has_vectors(field: Field) -> bool:
    return str(field.type.values.get("term_vector", "no")).startswith("with_positions_offsets")


def _distinct(marks: Iterable[Leaf]) -> list[Leaf]:
    return list(dict.fromkeys(marks))


def _values(field: Field, source: Json) -> list[str]:
    """The texts of a field as its document has them; a keyword is normalized, and left out where it is too long."""
    found = [value for path in field.sources for raw in under(source, path) for value in leaves(raw)]
    if field.type.column is ColumnKind.KEYWORD and not field.type.several:
        shown = [field.type.column_value(value) for value in found]
        return [str(field.type.from_column(value)) for value in shown if value is not None]
    return [java_string(value) for value in found if value is not None and not isinstance(value, dict)]
