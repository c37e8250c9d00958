"""``fields`` and ``stored_fields``: values of documents as their fields read them, always as arrays (``FieldFetcher``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Self

from docstore.columns.fields import Field, Fields, simple_pattern
from docstore.columns.projection import ABSENT
from docstore.columns.values import leaves
from docstore.errors import ApiError, IllegalArgumentError
from docstore.mapping.field_type import ColumnKind, Fetcher, LocatedCause, without_formats
from docstore.mapping.java_text import java_string
from docstore.mapping.source_paths import under
from docstore.mapping.types.flattened import FlattenedKey
from docstore.search.doc_values import shower
from docstore.search.fetched import Fetched
from docstore.search.field_and_format import FieldAndFormat

Json = dict[str, Any]

_SORTED = frozenset({"boolean", "date", "double", "ip", "keyword", "long"})
"""Runtime fields of these types are shown as columns have them."""

_METADATA: dict[str, Callable[[Fetched], Any]] = {
    "_id": lambda fetched: fetched.id,
    "_routing": lambda fetched: fetched.routing,
    "_version": lambda fetched: fetched.stamp.version,
    "_index": lambda fetched: None,
}
_INTERNAL = frozenset({"_seq_no", "_source", "_field_names"})


class FetchFields:
    """The wanted fields on one index. Those of nested objects are shown by object, under the path of the objects
    (``NestedValueFetcher``).
    """

    def __init__(
        self, fields: Fields, wanted: Sequence[FieldAndFormat], seen: Callable[[Json], Json] = lambda source: source
    ) -> None:
        """``seen``: what of a stored document the values are read from."""
        self._all = fields
        self._seen = seen
        self._fields: dict[str, tuple[Field, Fetcher]] = {}
        self._metadata: list[str] = []
        self._unmapped: list[str] = []
        for each in wanted:
            self._want(each)
        nested = dict.fromkeys(path for each in wanted for path in self._objects(each))
        self._nested = {path: FetchFields(fields.within(path), wanted) for path in nested}
        self._as_written = False
        """Whether fields show what they were when the document was written."""

    @classmethod
    def stored(cls, fields: Fields, names: Sequence[str]) -> Self:
        """Those of the fields that the mapping keeps apart (``store``)."""
        found = cls(fields, [FieldAndFormat(name) for name in names if name != "_source" and not name.startswith("_")])
        found._fields = {name: (field, show) for name, (field, show) in found._fields.items() if field.type.to_body().get("store")}
        found._nested, found._as_written = {}, True
        return found

    def _want(self, each: FieldAndFormat) -> None:
        if each.field in _INTERNAL:
            raise IllegalArgumentError(f"error fetching [{each.field}]: Cannot fetch values for internal field [{each.field}].")
        if each.field in _METADATA:
            self._metadata.append(each.field)
            return
        known = self._all.matching(each.field)
        for field in known:
            name = field.path if "*" in each.field else each.field
            if "*" in each.field and each.format is not None and field.type.column is ColumnKind.KEYWORD:
                raise without_formats(field.path, field.type_name)
            self._fields[name] = (field, _reader(field, each.format))
        if each.include_unmapped:
            self._unmapped.append(each.field)

    def add(self, hit: Json, fetched: Fetched) -> None:
        """Into ``fields`` of a hit."""
        found = {name: [value] for name in self._metadata if (value := _METADATA[name](fetched)) is not None}
        if "_index" in self._metadata:
            found["_index"] = [hit["_index"]]
        ignored: Json = {}
        found |= self.of(self._seen(fetched.source), "", ignored, self._written(fetched.seq) if self._as_written else None)
        if found:
            hit.setdefault("fields", {}).update(found)
        if ignored:
            hit["ignored_field_values"] = ignored

    def _written(self, seq: int) -> dict[str, tuple[Field, Fetcher]]:
        then = {name: (field.at(seq), show) for name, (field, show) in self._fields.items()}
        return {name: (field, _reader(field, None) if field.eras else show) for name, (field, show) in then.items() if field is not None}

    def of(self, source: Json, prefix: str, ignored: Json, fields: dict[str, tuple[Field, Fetcher]] | None = None) -> Json:
        """The fields of a document, or of a nested object whose path is the prefix, by what is behind it.

        :param ignored: gets the values that are not indexed.
        :param fields: those that are shown, if not all that are wanted.
        """
        found: Json = {}
        for name, (field, show) in (self._fields if fields is None else fields).items():
            if (constant := field.type.constant) is not None:
                found[name.removeprefix(prefix)] = [constant]
                continue
            values, left = _values(field, show, source, prefix)
            if values:
                found[name.removeprefix(prefix)] = sorted(values) if field.is_runtime and field.type_name in _SORTED else values
            if left:
                ignored[name] = left
        for path, inner in self._nested.items():
            objects = [each for raw in under(source, path.removeprefix(prefix)) for each in leaves(raw) if isinstance(each, dict)]
            if shown := [fields for each in objects if (fields := inner.of(each, f"{path}.", ignored))]:
                found[path.removeprefix(prefix)] = shown
        if self._unmapped:
            found |= self._beyond(source, prefix)
        return found

    def _objects(self, each: FieldAndFormat) -> Iterator[str]:
        """The nested objects, just below this scope, that have a field of the name."""
        hidden = self._all.matching(each.field, hidden=True) if each.field not in _METADATA else []
        paths = [self._all.nested_path(field.path) for field in hidden if self._all.get(field.path) is None]
        for path in [*paths, *([*self._all.nested_paths()] if each.include_unmapped else [])]:
            levels = self._all.nested_levels(path or "") or ()
            outer = levels.index(self._all.scope) + 1 if self._all.scope in levels else 0
            if outer < len(levels) and (outer or not self._all.scope):
                yield levels[outer]

    def _beyond(self, source: Json, prefix: str) -> Json:
        """What the mapping does not know and a pattern does."""
        found: dict[str, list[Any]] = {}
        patterns = [simple_pattern(pattern) for pattern in self._unmapped]
        for path, value in _paths(source, prefix.removesuffix("."), self._is_known):
            if any(pattern.fullmatch(path) for pattern in patterns):
                found.setdefault(path.removeprefix(prefix), []).append(value)
        return found

    def _is_known(self, path: str) -> bool:
        return path in self._nested or self._all.is_mapped(path)


def _paths(value: Any, path: str, without: Callable[[str], bool]) -> Iterator[tuple[str, Any]]:
    """The values below a path; those in arrays of arrays come first."""
    if without(path):
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, f"{path}.{key}" if path else key, without)
    elif isinstance(value, list):
        for inner in sorted(value, key=lambda each: not isinstance(each, list)):
            yield from _paths(inner, path, without)
    elif value is not None:
        yield path, value


def _values(field: Field, show: Fetcher, source: Json, prefix: str) -> tuple[list[Any], list[Any]]:
    """The values, and what is there and not indexed."""
    found: list[Any] = []
    ignored: list[Any] = []
    # a key of an object is read where it stands, not out of the object around it
    for path in field.sources[-1:] if isinstance(field.type, FlattenedKey) else field.sources:
        for raw in _at(source, path, prefix):
            for value in [raw] if field.type.takes_arrays else leaves(raw):
                shown = show(value)
                found += shown
                if not shown and value is not None and _one_value(field):
                    ignored.append(value)
    return found, ignored


def _at(source: Json, path: str, prefix: str) -> Iterator[Any]:
    """What stands at a path of a document, or of an object at the prefix; the whole document at none."""
    if not path:
        yield source
    elif path.startswith(prefix):
        yield from under(source, path.removeprefix(prefix))


def _one_value(field: Field) -> bool:
    """Whether a value that gives nothing is one that the field ignores."""
    type_ = field.type
    several = type_.several or type_.column is ColumnKind.NONE
    return type_.constant is None and not several and type_.type_name not in ("parent", "token_count")


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
    whole = type_.column is ColumnKind.NONE or type_.several
    if type_.column is ColumnKind.TEXT:
        return lambda value: [] if value is ABSENT or value is None else [java_string(value)]
    if whole:
        return lambda value: [] if value is ABSENT or value is None else [value]
    if pattern is not None and type_.type_name not in ("date", "date_nanos"):
        raise without_formats(field.path, type_.type_name)
    show = shower(field, pattern)

    def read(value: Any) -> list[Any]:
        try:
            found = type_.column_value(value)
        except (ApiError, LocatedCause):
            return []
        return [] if found is None else [show(found)]

    return read
