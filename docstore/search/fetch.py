"""From rows to hits: only what is shown is read from the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from docstore.columns.deadline import check_cancelled
from docstore.columns.scopes import ROOT
from docstore.documents.source_filter import SyntheticSource, stored_filter
from docstore.errors import IllegalArgumentError
from docstore.mapping.java_text import hash_order
from docstore.query.query import Query, named_clauses
from docstore.query.scorer import score_of, shown_score
from docstore.query.select import bind, bind_scored
from docstore.search.doc_values import DocValues
from docstore.search.fetch_fields import FetchFields
from docstore.search.fetched import Fetched
from docstore.search.highlight.phase import HighlightPhase
from docstore.search.index_search import IndexSearch, Row
from docstore.search.nested_place import place_of
from docstore.storage import record
from docstore.storage.record import STAMP_BYTES
from docstore.storage.source import surely_short

Json = dict[str, Any]
Part = Callable[[Json, Fetched], None]


class Fetch:
    """The hits of one index."""

    def __init__(self, search: IndexSearch, node: str) -> None:
        self.search = search
        self._node = node
        request, mapping = search.request, search.index.mapping
        self._wanted = request.fetched_source.on(mapping)
        self._stored = SyntheticSource(mapping=mapping) if request.rebuilt else stored_filter(mapping)
        self._ignores = mapping.ignored if mapping.may_ignore else None
        self._short = mapping.ignores_above if mapping.may_ignore else -1
        self._parts: list[Part] = []
        if request.stored_fields:
            self._parts.append(FetchFields.stored(search.view.fields, request.stored_fields).add)
        if request.docvalue_fields:
            self._parts.append(self._doc_values(DocValues(search.view, request.docvalue_fields)))
        if request.fields:
            if not mapping.source_enabled:
                raise IllegalArgumentError(
                    "Unable to retrieve the requested [fields] since _source is disabled in the mappings for index"
                    f" [{search.index.name}]"
                )
            self._parts.append(FetchFields(search.view.fields.within(ROOT), request.fields).add)
        if request.highlight is not None:
            self._parts.append(HighlightPhase(search.view, request.highlight, request.query, search.index).add)
        if search.groups is not None:
            self._parts.append(self._group)
        named = {clause.name: clause for clause in self._named() if clause.name is not None}
        self._names = [(name, named[name]) for name in hash_order(named)]

    def hits(self, rows: Sequence[Row]) -> list[Json]:
        """In the order of the rows."""
        if not rows:
            return []
        ordinals = np.array([row.ordinal for row in rows])
        seqs = self.search.view.seqs[ordinals].tolist()
        distinct = sorted(set(seqs))
        stamps, bodies = self.search.reader.tables.log.many(distinct)
        found = {
            seq: record.decode(stamps[n * STAMP_BYTES : (n + 1) * STAMP_BYTES], body)
            for n, (seq, body) in enumerate(zip(distinct, bodies, strict=True))
        }
        matched = self._matched(rows) if self._names else [None] * len(rows)
        return [
            self._hit(Fetched(row, seq, found[seq], place_of(self.search.view, row.ordinal)), names)
            for row, seq, names in zip(rows, seqs, matched, strict=True)
        ]

    def _hit(self, fetched: Fetched, matched: Any) -> Json:
        check_cancelled()
        request, row, found = self.search.request, fetched.row, fetched.record
        hit: Json = {}
        if request.explain and not self.search.is_inner:
            hit |= {"_shard": f"[{self.search.index.name}][0]", "_node": self._node}
        hit |= {"_index": self.search.index.name, "_id": found.id}
        if request.anonymous:
            del hit["_id"]
        if fetched.place:
            hit["_nested"] = fetched.place.identity
        if request.version:
            hit["_version"] = found.version
        if request.seq_no_primary_term:
            hit |= {"_seq_no": fetched.seq, "_primary_term": found.primary_term}
        hit["_score"] = None if row.score is None else shown_score(row.score)
        if self._ignores is not None and fetched.place is None and not surely_short(found.source, self._short):
            ignored = self._ignores(fetched.source)
            hit |= {"_ignored": list(ignored)} if ignored else {}
        if found.routing is not None and "_id" in hit and not fetched.place:
            hit["_routing"] = found.routing
        if self._wanted.fetch and self._stored.fetch:
            whole = self._wanted.everything and self._stored.everything
            source = fetched.source if whole else self._wanted.apply(self._stored.apply(fetched.source))
            hit["_source"] = fetched.place.within(source) if fetched.place else source
        for part in self._parts:
            part(hit, fetched)
        if row.values:
            hit["sort"] = [each.shown(value) for each, value in zip(self.search.criteria, row.values, strict=True)]
        if matched:
            hit["matched_queries"] = matched
        if request.explain and self.search.scorer is not None:
            hit["_explanation"] = self.search.scorer.explain(row.ordinal).to_body()
        return hit

    def _doc_values(self, values: DocValues) -> Part:
        def add(hit: Json, fetched: Fetched) -> None:
            add_fields(hit, values.of(fetched.row.ordinal))

        return add

    def _group(self, hit: Json, fetched: Fetched) -> None:
        assert self.search.groups is not None
        value = fetched.row.group
        if value is not None:
            field = self.search.groups.field
            assert self.search.request.collapse is not None
            shown = bool(value) if field.type_name == "boolean" else field.type.from_column(value)
            add_fields(hit, {self.search.request.collapse.field: [shown]})

    def _named(self) -> list[Query]:
        request = self.search.request
        parts = [self.search.query, *([] if request.post_filter is None else [request.post_filter])]
        parts += [rescore.query for rescore in request.rescore]
        return [clause for part in parts for clause in named_clauses(part)]

    def _matched(self, rows: Sequence[Row]) -> list[Any]:
        """For each row the names of the queries that it matches, or their scores, in the order of a Java map; of queries with the same
        name the last counts.
        """
        with_scores = self.search.request.named_scores
        found: list[Any] = [{} if with_scores else [] for _ in rows]
        for name, clause in self._names:
            matcher, scorer = bind_scored(clause, self.search.view) if with_scores else (bind(clause, self.search.view), None)
            mask = matcher.run()
            for row, names in zip(rows, found, strict=True):
                if not mask[row.ordinal]:
                    continue
                if scorer is not None:
                    names[name] = shown_score(score_of(scorer, row.ordinal))
                else:
                    names.append(name)
        return found


def add_fields(hit: Json, fields: Json) -> None:
    """More ``fields`` of a hit."""
    if fields:
        hit.setdefault("fields", {}).update(fields)
