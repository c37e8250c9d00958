"""A slow evaluation that reads each document by itself: what the columns are compared with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from docstore.analysis.words import words
from docstore.mapping.field_type import ColumnKind
from docstore.mapping.mapping import Mapping

Json = dict[str, Any]


def evaluate(query: Json, document: Json, doc_id: str, mapping: Mapping) -> bool:
    """Whether one document matches a query in its short or long form."""
    kind, body = next(iter(query.items()))
    return _KINDS[kind](body, document, doc_id, mapping)


def values_of(document: Json, path: str, mapping: Mapping) -> list[Any]:
    """The column values of a field in a document; tokens for a text."""
    field_type = mapping.fields()[path]
    source = parent(path)
    found = [value for leaf in walk(document, source) if (value := field_type.column_value(leaf)) is not None]
    if field_type.column is ColumnKind.TEXT:
        return [token for value in found for token in words(str(value).lower())]
    return found


def parent(path: str) -> str:
    """Where a multi-field's values stand; the tests name them ``raw`` and ``keyword``."""
    return path.removesuffix(".raw").removesuffix(".keyword")


def walk(value: Any, path: str) -> Iterator[Any]:
    if isinstance(value, list):
        for item in value:
            yield from walk(item, path)
    elif not path:
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if path == key:
                yield from walk(inner, "")
            elif path.startswith(key + "."):
                yield from walk(inner, path[len(key) + 1 :])


def _term(body: Json, document: Json, doc_id: str, mapping: Mapping) -> bool:
    field, value = next(iter(body.items()))
    value = value["value"] if isinstance(value, dict) else value
    return _terms({field: [value]}, document, doc_id, mapping)


def _terms(body: Json, document: Json, doc_id: str, mapping: Mapping) -> bool:
    field, values = next(iter(body.items()))
    if field not in mapping.fields():
        return False
    wanted = [mapping.fields()[field].query_value(value) for value in values]
    return any(value in wanted for value in values_of(document, field, mapping))


def _range(body: Json, document: Json, doc_id: str, mapping: Mapping) -> bool:
    field, bounds = next(iter(body.items()))
    if field not in mapping.fields():
        return False
    number = isinstance(bounds.get("gt", bounds.get("gte", bounds.get("lt", bounds.get("lte")))), int | float)
    tests: dict[str, Callable[[Any, Any], bool]] = {
        "gt": lambda value, end: value > end,
        "gte": lambda value, end: value >= end,
        "lt": lambda value, end: value < end,
        "lte": lambda value, end: value <= end,
    }
    found = values_of(document, field, mapping)
    return any(all(tests[op](value if number else str(value), end) for op, end in bounds.items()) for value in found)


def _exists(body: Json, document: Json, doc_id: str, mapping: Mapping) -> bool:
    names = [name for name in mapping.fields() if name == body["field"] or name.startswith(body["field"] + ".")]
    if body["field"] in names:
        names = [body["field"]]
    return any(_has(document, name, mapping) for name in names)


def _has(document: Json, name: str, mapping: Mapping) -> bool:
    return any(mapping.fields()[name].column_value(leaf) is not None for leaf in walk(document, parent(name)))


def _prefix(body: Json, document: Json, doc_id: str, mapping: Mapping) -> bool:
    field, prefix = next(iter(body.items()))
    return field in mapping.fields() and any(value.startswith(prefix) for value in values_of(document, field, mapping))


def _bool(body: Json, document: Json, doc_id: str, mapping: Mapping) -> bool:
    def hits(occur: str) -> list[bool]:
        return [evaluate(clause, document, doc_id, mapping) for clause in body.get(occur, [])]

    if not any(body.get(occur) for occur in ("must", "filter", "should", "must_not")):
        return True
    required, optional = hits("must") + hits("filter"), hits("should")
    least = body.get("minimum_should_match", 1 if optional and not required else 0)
    return all(required) and not any(hits("must_not")) and sum(optional) >= least


_KINDS: dict[str, Callable[[Any, Json, str, Mapping], bool]] = {
    "match_all": lambda body, document, doc_id, mapping: True,
    "match_none": lambda body, document, doc_id, mapping: False,
    "ids": lambda body, document, doc_id, mapping: doc_id in body["values"],
    "term": _term,
    "terms": _terms,
    "range": _range,
    "exists": _exists,
    "prefix": _prefix,
    "bool": _bool,
}
