"""The fields that a query asks for: a stored query must find them in its mapping (``SearchExecutionContext.setAllowUnmappedFields``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from docstore.columns.fields import fields_of
from docstore.errors import QueryShardError
from docstore.mapping.mapping import Mapping
from docstore.mapping.metadata import METADATA_FIELDS
from docstore.mapping.types.percolator import queries_with
from docstore.query.query import Query
from docstore.query.registry import parse

_LENIENT = frozenset({"exists"})
"""Kinds that ask which fields there are."""


def asked_fields(query: Query) -> Iterator[str]:
    """The names, of queries inside it too."""
    name = getattr(query, "field", None)
    if isinstance(name, str) and query.kind not in _LENIENT:
        yield name
    if is_dataclass(query):
        for each in fields(query):
            yield from _within(getattr(query, each.name))


def _within(value: Any) -> Iterator[str]:
    if isinstance(value, Query):
        yield from asked_fields(value)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _within(item)


def check_fields(query: Query, mapping: Mapping) -> None:
    """:raises QueryShardError: a field is not mapped."""
    known = fields_of(mapping)
    for name in asked_fields(query):
        if known.any(name) is None and name not in METADATA_FIELDS and name != "_doc_count":
            raise QueryShardError(f"No field mapping can be found for the field with name [{name}]")


queries_with(parse, check_fields)
