"""From rows to hits: only what is shown is read from the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from docstore.columns.deadline import check_cancelled
from docstore.columns.scopes import ROOT
from docstore.columns.view import NestedView
from docstore.documents.source_filter import rebuilt_filter, stored_filter
from docstore.errors import IllegalArgumentError
from docstore.mapping.mapping import Mapping
from docstore.query.scorer import shown_score
from docstore.search import highlight
from docstore.search.fetched import Fetched
from docstore.search.ignored import ignored_of
from docstore.search.index_search import IndexSearch
from docstore.search.matched_queries import add_matched, named_queries
from docstore.search.nested_place import place_of
from docstore.search.request import SearchRequest
from docstore.search.row import Row
from docstore.storage.source import surely_short

if TYPE_CHECKING:
    from docstore.search.collapse import Groups
    from docstore.search.doc_values import DocValues

Json = dict[str, Any]
Part = Callable[[Json, Fetched], None]

_ALL = 1 << 64
"""Above every ``_seq_no``."""


class Fetch:
    """The hits of one index."""

    def __init__(self, search: IndexSearch, node: str) -> None:
        self.search = search
        self._index = search.index.name
        self._place = f"[{self._index}][0]", node
        request, mapping = search.request, search.index.mapping
        wanted = request.fetched_source.on(mapping)
        stored = rebuilt_filter(mapping) if request.rebuilt else stored_filter(mapping)
        shown = _ALL if stored.fetch else search.index.history.source_until
        self._shown_until = shown if wanted.fetch else 0
        self._filters = () if wanted.everything and stored.everything else (stored, wanted)
        self._ignores, self._short = ignored_of(mapping, search.index.history)
        self._head = [part for asked, part in ((request.version, _version), (request.seq_no_primary_term, _operation)) if asked]
        self._parts = self._asked(request, mapping)
        self._named = named_queries(search)

    def _asked(self, request: SearchRequest, mapping: Mapping) -> list[Part]:
        """What comes behind the source, in its order."""
        search, parts = self.search, list[Part]()
        if request.stored_fields or request.fields:
            from docstore.search.fetch_fields import FetchFields
        if request.stored_fields:
            parts.append(FetchFields.stored(search.view.fields, request.stored_fields).add)
        if "_ignored_source" in (*(request.stored_fields or ()), *(each.field for each in request.fields)):
            parts.append(_ignored_source(mapping))
        if request.docvalue_fields:
            from docstore.search.doc_values import DocValues

            parts.append(self._doc_values(DocValues(search.view, request.docvalue_fields)))
        if request.fields:
            if not mapping.source_enabled:
                raise IllegalArgumentError(
                    "Unable to retrieve the requested [fields] since _source is disabled in the mappings for index"
                    f" [{search.index.name}]"
                )
            lookups = search.reader.mapping.options.lookups
            plain = [each for each in request.fields if each.field not in lookups] if lookups else request.fields
            rebuilt = [mapping.shown_source] if mapping.source_mode == "synthetic" else []
            parts.append(FetchFields(search.view.fields.within(ROOT), plain, *rebuilt).add)
            if lookups:
                from docstore.search.lookup_fields import LookupFields

                parts.append(LookupFields(search, lookups.values(), request.fields, self._place[1]).add)
        if request.highlight is not None:
            parts.append(highlight.phase.HighlightPhase(search.view, request.highlight, request.query, search.index).add)
        if search.groups is not None:
            parts.append(_grouped(search, search.groups))
        return parts

    def hits(self, rows: Sequence[Row]) -> list[Json]:
        """In the order of the rows."""
        hits = [self._hit(each) for each in self._fetched(rows)]
        if self._named:
            add_matched(self.search, self._named, rows, hits)
        if self.search.request.explain and self.search.scorer is not None:
            for hit, row in zip(hits, rows, strict=True):
                check_cancelled()
                explanation = self.search.scorer.explain(row.ordinal)
                for each in self.search.passes:
                    explanation = each.explain(row.ordinal, explanation)
                hit["_explanation"] = explanation.to_body()
        return hits

    def _fetched(self, rows: Sequence[Row]) -> Iterator[Fetched]:
        """The rows with their records, which are read in the order of the log."""
        view = self.search.view
        seqs = view.seqs[[row.ordinal for row in rows]].tolist()
        distinct = sorted(set(seqs))
        stamps, bodies = self.search.reader.tables.log.many(distinct)
        at = {seq: place for place, seq in enumerate(distinct)}
        nested = isinstance(view, NestedView)
        for row, seq in zip(rows, seqs, strict=True):
            yield Fetched(row, seq, stamps[at[seq]], bodies[at[seq]], place_of(view, row.ordinal) if nested else None)

    def _hit(self, fetched: Fetched) -> Json:
        check_cancelled()
        request, row, place = self.search.request, fetched.row, fetched.place
        hit: Json = {"_index": self._index} if request.anonymous else {"_index": self._index, "_id": fetched.id}
        if request.explain and not self.search.is_inner:
            hit = {"_shard": self._place[0], "_node": self._place[1], **hit}
        if place is not None:
            hit["_nested"] = place.identity
        for part in self._head:
            part(hit, fetched)
        hit["_score"] = None if row.score is None else shown_score(row.score)
        if self._ignores is not None and place is None and not surely_short(fetched.encoded, self._short):
            ignored = self._ignores(fetched.source, fetched.seq)
            hit |= {"_ignored": list(ignored)} if ignored else {}
        if fetched.routing is not None and place is None and not request.anonymous:
            hit["_routing"] = fetched.routing
        if fetched.seq < self._shown_until:
            source = fetched.source
            for each in self._filters:
                source = each.apply(source)
            hit["_source"] = source if place is None else place.within(source)
        for more in self._parts:
            more(hit, fetched)
        if row.values:
            hit["sort"] = [each.shown(value) for each, value in zip(self.search.criteria, row.values, strict=True)]
        return hit

    def _doc_values(self, values: DocValues) -> Part:
        def add(hit: Json, fetched: Fetched) -> None:
            add_fields(hit, values.of(fetched.row.ordinal))

        return add


def _ignored_source(mapping: Mapping) -> Part:
    from docstore.mapping.ignored_source import ignored_source

    def add(hit: Json, fetched: Fetched) -> None:
        if found := ignored_source(mapping, fetched.source):
            hit["_ignored_source"] = found[0] if len(found) == 1 else found

    return add


def _version(hit: Json, fetched: Fetched) -> None:
    hit["_version"] = fetched.stamp.version


def _operation(hit: Json, fetched: Fetched) -> None:
    hit["_seq_no"] = fetched.seq
    hit["_primary_term"] = fetched.stamp.primary_term


def add_fields(hit: Json, fields: Json) -> None:
    """More ``fields`` of a hit."""
    if fields:
        hit.setdefault("fields", {}).update(fields)


def _grouped(search: IndexSearch, groups: Groups) -> Part:
    """Shows the value that a hit stands for."""
    assert search.request.collapse is not None
    name, field = search.request.collapse.field, groups.field

    def add(hit: Json, fetched: Fetched) -> None:
        value = fetched.row.group
        if value is not None:
            add_fields(hit, {name: [bool(value) if field.type_name == "boolean" else field.type.from_column(value)]})

    return add
