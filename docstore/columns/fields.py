"""The mapping as columns and queries see it: which field a name means, and where in a document its values stand."""

from __future__ import annotations

import copy
import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, ClassVar

from docstore.columns.scopes import DOCUMENT, ROOT, Scope
from docstore.errors import ApiError, NotImplementedByDocstoreError
from docstore.mapping.field_type import ColumnKind, ColumnValue, Fetcher, FieldType
from docstore.mapping.history import NO_HISTORY, History
from docstore.mapping.java_text import java_string
from docstore.mapping.mapping import Mapping
from docstore.mapping.metadata import DOC_COUNT
from docstore.mapping.series import TSID, SeriesName
from docstore.mapping.series_route import ROUTING_HASH, RoutingHash
from docstore.once import once

Json = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Field:
    """A leaf field that a plain query can see."""

    path: str
    type: FieldType
    sources: tuple[str, ...]
    """Where its values stand in a document: its own path (a multi-field's parent), and the fields that are copied to
    it.
    """
    parent: FieldType | None = None
    """Of a multi-field, the field that makes its values, where those are not the field's own (``FieldType.transforms``)."""
    is_runtime: bool = False
    eras: tuple[tuple[int, Field | None], ...] = ()
    """What it was for documents that were written before it became what it is: each stands for those below a ``_seq_no`` that are not
    those of the era before. None: there was no such field.
    """

    def at(self, seq: int) -> Field | None:
        """What it is for a document."""
        return next((field for until, field in self.eras if seq < until), self)

    @property
    def whole(self) -> bool:
        """Whether its column needs values as they stand in the document, not opened and converted one to one."""
        return self.type.several or self.parent is not None or self.type.constant is not None

    def part(self, name: str) -> Field:
        """One of the columns of a field that has several (``FieldType.part``)."""
        return _part(self, name)

    @once
    def type_name(self) -> str:
        """The type as the mapping names it."""
        return self.type.type_name

    @once
    def indexed(self) -> bool:
        """Whether there are terms or points to search; a runtime field has none."""
        return not self.is_runtime and self.type.to_body().get("index", True) is not False

    @once
    def doc_values(self) -> bool:
        """Whether there are values to sort and aggregate, and to search slowly."""
        return self.type.known("doc_values") is not False and self.type.to_body().get("doc_values", True) is not False

    @once
    def definition(self) -> tuple[Any, ...]:
        """Equal for equal columns: a column of another definition is not this field's."""
        body = {key: value for key, value in self.type.to_body().items() if key not in _NO_MATTER}
        settings = self.type.settings
        found = body, settings.coerce, settings.ignore_malformed, settings.ignore_above, settings.analysis, self.sources
        return (*found, tuple((until, field and field.definition) for until, field in self.eras)) if self.eras else found


DOC_COUNTS = Field(DOC_COUNT.path, DOC_COUNT, (DOC_COUNT.path,))
"""How many documents a document stands for, where it says so."""


@lru_cache(maxsize=4096)
def _part(field: Field, name: str) -> Field:
    eras = tuple((until, earlier and earlier.part(name)) for until, earlier in field.eras)
    return Field(f"{field.path}#{name}", field.type.part(name), field.sources, field.parent, eras=eras)


def _inside(field: Field, name: str, key: str) -> Field | None:
    type_ = field.type.sub_field(key)
    eras = tuple((until, earlier and _inside(earlier, name, key)) for until, earlier in field.eras)
    return None if type_ is None else Field(name, type_, (*field.sources, name), field.parent, eras=eras)


class IgnoredNames(FieldType):
    """``_ignored``: the names of the fields of a document that are not in the index with all their values."""

    __slots__ = ("_history", "_of", "_seq")
    type_name: ClassVar[str] = "_ignored"
    column: ClassVar[ColumnKind] = ColumnKind.KEYWORD
    several: ClassVar[bool] = True

    def __init__(self, of: Mapping, history: History, seq: int | None = None) -> None:
        """``seq``: of the last document of an era."""
        super().__init__("_ignored")
        self._of = of
        self._history = history
        self._seq = seq

    def to_body(self) -> Json:
        """Another mapping ignores other fields; what it was in its eras follows from its changes."""
        if self._seq is not None:
            return {"type": self.type_name}
        return {"type": self.type_name, "of": self._of.to_body(), **({"changes": self._history.changes} if self._history else {})}

    def fetcher(self, pattern: str | None) -> Fetcher:
        """As the column has them."""
        return lambda value: list(self.column_values(value))

    def column_values(self, value: Any) -> Iterable[ColumnValue]:
        """Of a whole document."""
        if not isinstance(value, dict):
            return ()
        return self._of.ignored(value) if self._seq is None else self._history.ignored(self._of, value, self._seq)

    def _query(self, value: Any, bound: str | None) -> ColumnValue:
        return java_string(value)


def _ignored(mapping: Mapping, history: History) -> Field:
    now = Field("_ignored", IgnoredNames(mapping, history), ("",))
    eras = tuple((until, replace(now, type=IgnoredNames(mapping, history, until - 1))) for until in history.ignoring(mapping))
    return replace(now, eras=eras) if eras else now


_NO_MATTER = frozenset({"fields", "copy_to", "meta", "synthetic_source_keep"})
"""What changes nothing about the values of the field itself."""


_MAX_KNOWN = 256


class Fields:
    """Names and patterns of one mapping, resolved, and what its fields were before. Built once for a mapping, see ``fields_of``."""

    def __init__(self, mapping: Mapping, history: History = NO_HISTORY) -> None:
        self._history = history
        self._aliases: dict[str, str] = {}
        self._parents: dict[str, str] = {}
        self._copied: dict[str, list[str]] = {}
        self._scopes: dict[str, Scope] = {}
        self._objects: dict[str, Scope] = {}
        self._within: dict[str, Fields] = {}
        self.kinds: dict[str, tuple[Field, Any]] = {}
        """For names that queries have asked for, the field and in which way it is searched (``query.targets``)."""
        self.scope = ROOT
        body = mapping.to_body()
        self._properties(body.get("properties") or {}, "", DOCUMENT.below("", {"enabled": body.get("enabled")}))
        leaves = dict(mapping.fields())
        for path, type_ in leaves.items():
            self._parents.update(dict.fromkeys(type_.derived_fields(), path))
        self._leaves = leaves
        self._inside: dict[str, Field] = {}
        self._fields = {path: self._field(path, type_) for path, type_ in leaves.items() if path not in self._aliases}
        self._aliases.update((name, self._aliases.get(path, path)) for name, path in mapping.passed_through().items())
        self.ignored = _ignored(mapping, history)
        queries = mapping.settings.query
        self.series = Field(TSID, SeriesName(mapping), ("",)) if queries.time_series else None
        self._route = Field(ROUTING_HASH, RoutingHash(queries.routing_path), ("",)) if queries.time_series else None
        self._refused: dict[str, ApiError] = {}
        for path, found in mapping.runtime_fields().items():
            self._read(path, found)

    def _read(self, path: str, found: FieldType | ApiError) -> None:
        """A runtime field hides one of the mapping that has its name."""
        self._aliases.pop(path, None)
        self._scopes.pop(path, None)
        if isinstance(found, ApiError):
            self._refused[path] = found
            self._fields.pop(path, None)
        else:
            self._fields[path] = Field(path, found, (path,), is_runtime=True)

    def is_object(self, name: str) -> bool:
        """Whether the name is that of an object."""
        return name in self._objects

    def get(self, name: str) -> Field | None:
        """The field of that name, an alias followed; None for what is not mapped, is an object or has its values in another
        scope: that of a nested object around it.

        :raises ApiError: it is a runtime field that cannot be read.
        """
        if name in self._refused:
            raise self._refused[name]
        if name == "_ignored":
            return self.ignored
        if name == TSID:
            return self.series
        if name == ROUTING_HASH:
            return self._route
        field = self._fields.get(self._aliases.get(name, name)) or self._field_inside(name)
        return None if field is None or self.scope not in self._scope_of(field.path).seen_from else field

    def any(self, name: str) -> Field | None:
        """The field of that name, also one that lies in a nested object, an alias followed; None when it is not mapped.

        :raises ApiError: it is a runtime field that cannot be read.
        """
        return self.get(name) or self._fields.get(self._aliases.get(name, name))

    def nested_path(self, name: str) -> str | None:
        """The nested or disabled object that hides a field from plain queries, None when it is visible (``NestedObjectMapper``)."""
        return self._scope_of(name).hidden_by

    def within(self, path: str) -> Fields:
        """The same names as a nested object sees them."""
        if path == self.scope:
            return self
        if path not in self._within:
            found = self._within[path] = copy.copy(self)
            found.scope, found.kinds = path, {}
        return self._within[path]

    def nested_levels(self, path: str) -> tuple[str, ...] | None:
        """The nested objects around an object, itself included if it is one, the outermost first; None when there is no such
        object.
        """
        found = self._objects.get(path)
        return None if found is None else found.nested

    def nested_paths(self) -> Iterator[str]:
        """The paths of all nested objects."""
        return (path for path, found in self._objects.items() if found.nested and found.nested[-1] == path)

    def _scope_of(self, name: str) -> Scope:
        path = self._aliases.get(name, name)
        return self._scopes.get(self._parents.get(path, path), DOCUMENT)

    def is_mapped(self, name: str) -> bool:
        """Whether the mapping has a field of that name, visible or not."""
        return name in self._refused or self._aliases.get(name, name) in self._fields

    def matching(self, pattern: str, *, hidden: bool = False) -> list[Field]:
        """The visible fields whose name, or an alias of which, matches a pattern with ``*``; ``hidden``: also those in nested objects."""
        get = self.any if hidden else self.get
        if "*" not in pattern:
            field = get(pattern)
            return [] if field is None else [field]
        matches = simple_pattern(pattern)
        unread = (name for name, why in self._refused.items() if isinstance(why, NotImplementedByDocstoreError))
        names = [name for name in (*self._fields, *self._aliases, *unread) if matches.fullmatch(name)]
        found = {field.path: field for name in names if (field := get(name)) is not None}
        return list(found.values())

    def _field(self, path: str, type_: FieldType) -> Field:
        first = self._parents.get(path, path)
        own = self._parents.get(first, first)
        of = first if first != path and path in self._leaves[first].derived_fields() else path
        parent = self._leaves[own] if own != of and self._leaves[own].transforms else None
        found = Field(path, type_, (own, *self._copied.get(own, ())), parent)
        return replace(found, eras=tuple(self._eras(found, of))) if self._history and type_.in_documents else found

    def _eras(self, field: Field, of: str) -> Iterator[tuple[int, Field | None]]:
        """What a field was before; ``of``: the field of the mapping that it is, or comes with."""
        own = field.sources[0]
        now = self._copied.get(own, ())
        copied = dict.fromkeys((*now, *self._history.copied.get(own, ())))
        for until in sorted({change.until for path in (of, *copied) for change in self._history.of(path)}):
            before = self._history.before(of, until)
            if before is not None and before.body is None:
                yield until, None
                continue
            type_ = field.type
            if before is not None:
                type_ = before.type(self._leaves[of])
                type_ = type_ if of == field.path else type_.derived_fields().get(field.path, field.type)
            sources = (path for path in copied if self._copies(path, own, until, path in now))
            yield until, replace(field, type=type_, sources=(own, *sources))

    def _copies(self, path: str, target: str, until: int, now: bool) -> bool:
        """Whether a field was copied to another for the documents just below a ``_seq_no``."""
        before = self._history.before(path, until)
        return now if before is None else before.copies_to(target)

    def _field_inside(self, name: str) -> Field | None:
        """The field of a key inside the values of another (``FieldType.sub_field``)."""
        found = self._inside.get(name)
        if found is None and (found := self._sub_field(name)) is not None:
            if len(self._inside) >= _MAX_KNOWN:
                self._inside.clear()
            self._inside[name] = found
        return found

    def _sub_field(self, name: str) -> Field | None:
        at = name.find(".")
        while at > 0:
            outer = self._fields.get(self._aliases.get(name[:at], name[:at]))
            if outer is not None and (found := _inside(outer, name, name[at + 1 :])) is not None:
                self._parents[name] = outer.path
                return found
            at = name.find(".", at + 1)
        return None

    def _properties(self, properties: Json, prefix: str, scope: Scope) -> None:
        for name, body in properties.items():
            path = prefix + name
            if "properties" in body or body.get("type") in ("object", "nested"):
                self._objects[path] = scope.below(path, body)
                self._properties(body.get("properties") or {}, f"{path}.", self._objects[path])
            elif body.get("type") == "alias":
                self._aliases[path] = body["path"]
            else:
                self._leaf(path, body)
                if scope is not DOCUMENT:
                    self._scopes[path] = scope

    def _leaf(self, path: str, body: Json) -> None:
        for sub in body.get("fields", {}):
            self._parents[f"{path}.{sub}"] = path
        for target in _targets(body.get("copy_to", ())):
            self._copied.setdefault(target, []).append(path)


def _targets(copy_to: Any) -> Iterator[str]:
    yield from [copy_to] if isinstance(copy_to, str) else copy_to


@lru_cache(maxsize=1024)
def simple_pattern(pattern: str) -> re.Pattern[str]:
    """A pattern in which ``*`` stands for any characters and nothing else is special (``Regex.simpleMatch``)."""
    return re.compile(".*".join(map(re.escape, pattern.split("*"))), re.DOTALL)


_lock = threading.Lock()
_known: dict[tuple[int, int], tuple[Mapping, History, Fields]] = {}


def fields_of(mapping: Mapping, history: History = NO_HISTORY) -> Fields:
    """The resolved names of a mapping (mappings and histories are immutable, so this is remembered by identity)."""
    key = id(mapping), id(history)
    known = _known.get(key)
    if known is not None:
        return known[2]
    fields = Fields(mapping, history)
    with _lock:
        if len(_known) >= _MAX_KNOWN:
            _known.clear()
        _known[key] = (mapping, history, fields)
    return fields
