"""What is asked of the terms of a document (``TermVectorsRequest``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from docstore.errors import ElasticsearchParseError, IllegalArgumentError
from docstore.query.wire import boolean, long, text
from docstore.search.term_vectors.selection import Selection

Json = dict[str, Any]
_FAILED = "failed to parse term vectors request."


@dataclass(frozen=True, slots=True)
class TermVectorsRequest:
    """A document, by ``id`` or given as ``doc``, and what of it. ``fields`` None: those that keep their vectors."""

    index: str | None = None
    id: str | None = None
    doc: Json | None = field(default=None, hash=False)
    routing: str | None = None
    fields: tuple[str, ...] | None = None
    positions: bool = True
    offsets: bool = True
    payloads: bool = True
    field_statistics: bool = True
    term_statistics: bool = False
    analyzers: Mapping[str, str] = field(default_factory=dict, hash=False)
    selection: Selection | None = None
    version: int | None = None
    version_type: str | None = None

    def with_body(self, body: Json) -> Self:
        """As an object of a request says otherwise.

        :raises ElasticsearchParseError: an unknown key, a value of another shape, or a document both named and given.
        """
        found: Json = {}
        for key, value in body.items():
            if key == "dfs":
                raise IllegalArgumentError("distributed frequencies is not supported anymore for term vectors")
            if key not in _KEYS:
                raise ElasticsearchParseError(f"{_FAILED} unknown field [{key}]")
            name, read = _KEYS[key]
            found[name] = read(value)
        meant = replace(self, **found)
        if meant.id is not None and meant.doc is not None:
            raise ElasticsearchParseError(f"{_FAILED} either [id] or [doc] can be specified, but not both!")
        return meant

    def problems(self) -> list[str]:
        """What is missing."""
        missing = [] if self.index else ["index is missing"]
        return missing if self.id is not None or self.doc is not None else [*missing, "id or doc is missing"]


def _fields(value: Any) -> tuple[str, ...] | None:
    if not isinstance(value, list):
        raise ElasticsearchParseError(f"{_FAILED} field [fields] must be an array")
    return tuple(map(text, value)) or None


def _analyzers(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ElasticsearchParseError(f"{_FAILED} field [per_field_analyzer] must be an object")
    for name, each in value.items():
        if not isinstance(each, str):
            raise ElasticsearchParseError(f"expecting the analyzer at [{name}] to be a String, but found [{_class(each)}] instead")
    return dict(value)


def _class(value: Any) -> str:
    return next((name for kind, name in _CLASSES if isinstance(value, kind)), "null")


_CLASSES = (
    (bool, "class java.lang.Boolean"),
    (int, "class java.lang.Integer"),
    (float, "class java.lang.Double"),
    (dict, "class java.util.LinkedHashMap"),
    (list, "class java.util.ArrayList"),
)


def _doc(value: Any) -> Json:
    if not isinstance(value, dict):
        raise ElasticsearchParseError(f"{_FAILED} field [doc] must be an object")
    return value


_KEYS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "_index": ("index", text),
    "_id": ("id", text),
    "doc": ("doc", _doc),
    "routing": ("routing", text),
    "fields": ("fields", _fields),
    "positions": ("positions", boolean),
    "offsets": ("offsets", boolean),
    "payloads": ("payloads", boolean),
    "field_statistics": ("field_statistics", boolean),
    "fieldStatistics": ("field_statistics", boolean),
    "term_statistics": ("term_statistics", boolean),
    "termStatistics": ("term_statistics", boolean),
    "per_field_analyzer": ("analyzers", _analyzers),
    "perFieldAnalyzer": ("analyzers", _analyzers),
    "filter": ("selection", Selection.parse),
    "version": ("version", long),
    "version_type": ("version_type", text),
}
