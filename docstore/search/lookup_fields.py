"""Runtime fields of the type ``lookup`` among ``fields``: what documents of another index say (``LookupRuntimeFieldType``,
``FetchLookupFieldsPhase``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from docstore.catalog.current import current
from docstore.catalog.names.options import OPEN_NOT_CLOSED
from docstore.columns.fields import simple_pattern
from docstore.columns.scopes import ROOT
from docstore.mapping.java_text import java_string
from docstore.search.fetch_fields import FetchFields
from docstore.search.fetched import Fetched
from docstore.search.field_and_format import FieldAndFormat
from docstore.search.request import SearchRequest

if TYPE_CHECKING:
    from docstore.mapping.runtime_field import RuntimeField
    from docstore.search.index_search import IndexSearch

Json = dict[str, Any]


class LookupFields:
    """Those of the lookups that the names and patterns of a request mean. Each value of their input fields is looked up once."""

    def __init__(self, search: IndexSearch, lookups: Iterable[RuntimeField], wanted: Iterable[FieldAndFormat], node: str) -> None:
        patterns = [simple_pattern(each.field) for each in wanted]
        meant = [one for one in lookups if any(pattern.fullmatch(one.path) for pattern in patterns)]
        fields = search.view.fields.within(ROOT)
        self._search, self._node = search, node
        self._lookups = [(one, FetchFields(fields, [FieldAndFormat(one.values["input_field"])])) for one in meant]
        self._known: dict[tuple[str, str], list[Json]] = {}

    def add(self, hit: Json, fetched: Fetched) -> None:
        """Into ``fields`` of a hit: for each document found, its fields."""
        for one, reader in self._lookups:
            values = reader.of(fetched.source, "", {}).get(one.values["input_field"], ())
            if found := [row for value in values for row in self._found(one, java_string(value))]:
                hit.setdefault("fields", {})[one.path] = found

    def _found(self, one: RuntimeField, value: str) -> list[Json]:
        key = one.path, value
        if key not in self._known:
            self._known[key] = self._asked(one, value)
        return self._known[key]

    def _asked(self, one: RuntimeField, value: str) -> list[Json]:
        """The first document whose target field has the value.

        :raises IndexNotFoundError: there is no such index.
        """
        from docstore.search.engine import search
        from docstore.search.hits import Options

        txn = self._search.standpoint.txn
        targets = current(txn).search_targets(one.values["target_index"], OPEN_NOT_CLOSED)
        body = {
            "query": {"term": {one.values["target_field"]: value}},
            "fields": one.values["fetch_fields"],
            "_source": False,
            "size": 1,
        }
        hits = search(txn, targets, SearchRequest.parse(body), Options(self._node))["hits"]["hits"]
        return [hit["fields"] for hit in hits if hit.get("fields")]
