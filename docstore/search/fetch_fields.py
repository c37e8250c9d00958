"""``fields`` and ``stored_fields``: values of documents as their fields read them, always as arrays (``FieldFetcher``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Self

from docstore.columns.fields import Field, simple_pattern
from docstore.columns.projection import ABSENT
from docstore.columns.values import leaves
from docstore.columns.view import IndexView
from docstore.errors import ApiError, IllegalArgumentError
from docstore.mapping.field_type import ColumnKind, Fetcher, LocatedCause
from docstore.mapping.java_text import java_string
from docstore.search.doc_values import shower
from docstore.search.fetched import Fetched
from docstore.search.field_and_format import FieldAndFormat

Json = dict[str, Any]

_METADATA: dict[str, Callable[[Fetched], Any]] = {
    "_id": lambda fetched: fetched.record.id,
    "_routing": lambda fetched: fetched.record.routing,
    "_version": lambda fetched: fetched.record.version,
    "_seq_no": lambda fetched: fetched.seq,
}


class FetchFields:
    """The wanted fields on one index."""

    def __init__(self, view: IndexView, wanted: Sequence[FieldAndFormat]) -> None:
        self._view = view
        self._fields: dict[str, tuple[Field, Fetcher]] = {}
        self._metadata: list[str] = []
        self._unmapped: list[str] = []
        for each in wanted:
            self._want(each)

    @classmethod
    def stored(cls, view: IndexView, names: Sequence[str]) -> Self:
        """Those of the fields that the mapping keeps apart (``store``)."""
        found = cls(view, [FieldAndFormat(name) for name in names if name != "_source" and not name.startswith("_")])
        found._fields = {name: (field, show) for name, (field, show) in found._fields.items() if field.type.to_body().get("store")}
        return found

    def _want(self, each: FieldAndFormat) -> None:
        if each.field in _METADATA:
            self._metadata.append(each.field)
            return
        known = self._view.fields.matching(each.field)
        for field in known:
            name = field.path if "*" in each.field else each.field
            if "*" in each.field and each.format is not None and field.type.column is ColumnKind.KEYWORD:
                raise IllegalArgumentError(f"Field [{field.path}] of type [{field.type_name}] doesn't support formats.")
            self._fields[name] = (field, _reader(field, each.format))
        if each.include_unmapped:
            self._unmapped.append(each.field)

    def add(self, hit: Json, fetched: Fetched) -> None:
        """Into ``fields`` of a hit."""
        found = {name: [_METADATA[name](fetched)] for name in self._metadata if _METADATA[name](fetched) is not None}
        found |= {name: values for name, (field, show) in self._fields.items() if (values := _values(field, show, fetched.source))}
        if self._unmapped:
            found |= self._beyond(fetched.source)
        if found:
            hit.setdefault("fields", {}).update(found)

    def _beyond(self, source: Json) -> Json:
        """What the mapping does not know and a pattern does."""
        found: dict[str, list[Any]] = {}
        patterns = [simple_pattern(pattern) for pattern in self._unmapped]
        for path, value in _paths(source, ""):
            if not self._view.fields.is_mapped(path) and any(pattern.fullmatch(path) for pattern in patterns):
                found.setdefault(path, []).append(value)
        return found


def _paths(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for inner in value:
            yield from _paths(inner, path)
    elif value is not None:
        yield path, value


def _values(field: Field, show: Fetcher, source: Json) -> list[Any]:
    found = []
    for path in field.sources:
        for raw in under(source, path):
            for value in [raw] if field.type.takes_arrays else leaves(raw):
                found += show(value)
    return found


def under(source: Any, path: str) -> Iterator[Any]:
    """All that stands under a dotted path, however the dots are spread over keys."""
    if isinstance(source, list):
        for each in source:
            yield from under(each, path)
        return
    if not isinstance(source, dict):
        return
    if path in source:
        yield source[path]
    at = path.find(".")
    while at > 0:
        if path[:at] in source:
            yield from under(source[path[:at]], path[at + 1 :])
        at = path.find(".", at + 1)


def _reader(field: Field, pattern: str | None) -> Fetcher:
    own = field.type.fetcher(pattern)
    if own is None:
        return _one_by_one(field, pattern)

    def fetched(value: Any) -> list[Any]:
        try:
            return [] if value is ABSENT else own(value)
        except (ApiError, LocatedCause):
            return []

    return fetched


def _one_by_one(field: Field, pattern: str | None) -> Fetcher:
    type_ = field.type
    whole = type_.column is ColumnKind.NONE or type_.several or type_.takes_arrays
    if type_.column is ColumnKind.TEXT:
        return lambda value: [] if value is ABSENT or value is None else [java_string(value)]
    if whole:
        return lambda value: [] if value is ABSENT or value is None else [value]
    show = shower(field, pattern)

    def read(value: Any) -> list[Any]:
        try:
            found = type_.column_value(value)
        except (ApiError, LocatedCause):
            return []
        return [] if found is None else [show(found)]

    return read
