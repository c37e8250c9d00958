"""Which fields of a document have terms to show, and the texts that they are made of (``TermVectorsService``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from docstore.analysis.analyzer import Analyzer
from docstore.columns.fields import Field, Fields, fields_of
from docstore.columns.values import values_in
from docstore.mapping.java_text import java_string
from docstore.mapping.mapping import Mapping
from docstore.search.term_vectors.request import TermVectorsRequest
from docstore.search.term_vectors.vector import Kept, Vector, kept_by

Json = dict[str, Any]

_TYPES = frozenset({"text", "keyword", "match_only_text", "search_as_you_type"})
"""Those of which Elasticsearch makes terms by document."""


def vectors_of(mapping: Mapping, source: Json, request: TermVectorsRequest) -> dict[str, Vector]:
    """The vector of each field that is asked for and has terms, by its path."""
    fields = fields_of(mapping)
    found = {}
    for field, kept in _chosen(fields, request, readable=mapping.source_enabled or request.doc is not None):
        override = request.analyzers.get(field.path)
        analyzer = None if override is None else _analyzer(mapping, override)
        vector = Vector.of(field, list(_texts(field, source, raw=override is not None)), analyzer, kept)
        if vector.places:
            found[field.path] = vector
    return {path: found[path] for path in sorted(found)}


def _chosen(fields: Fields, request: TermVectorsRequest, *, readable: bool) -> Iterator[tuple[Field, Kept]]:
    """What an index keeps is shown as it is kept; all else is made now, with positions and, if they are wanted, offsets.

    ``readable``: the document can be read; if not, only of stored fields a vector can be made.
    """
    made = Kept(positions=True, offsets=request.offsets, payloads=False)
    for field in _named(fields, ("*",) if request.fields is None else request.fields):
        kept = kept_by(field)
        if request.doc is not None:
            yield field, made
        elif kept is not None:
            yield field, kept if field.path not in request.analyzers else made
        elif request.fields is not None and (readable or field.type.values.get("store")):
            yield field, made


def _named(fields: Fields, names: Iterable[str]) -> list[Field]:
    found = {field.path: field for name in names for field in fields.matching(name)}
    return [field for field in found.values() if field.type_name in _TYPES and field.indexed]


def _analyzer(mapping: Mapping, name: str) -> Analyzer:
    """One that an index does not have is its default."""
    known = mapping.settings.analyzers
    found = known.analyzer(name) or known.analyzer("default")
    assert found is not None
    return found


def _texts(field: Field, source: Json, *, raw: bool) -> Iterator[str]:
    """The texts of a field; ``raw``: as they were given, where an analyzer is to cut them."""
    for given, value in values_in(field, source):
        yield java_string(given) if raw and given is not None else str(value)
