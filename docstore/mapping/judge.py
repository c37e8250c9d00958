"""Judging a shape: the walk of ``document_parser.py``, over kinds instead of values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from docstore.frozen import frozen
from docstore.mapping.field_type import Acceptance, FieldType
from docstore.mapping.growth import is_full
from docstore.mapping.lookup import depth_error
from docstore.mapping.metadata import DOC_COUNT, METADATA_FIELDS
from docstore.mapping.names import segments
from docstore.mapping.object_mapping import Dynamic, ObjectMapping
from docstore.mapping.shape import Kind, Shape
from docstore.mapping.timestamp import TIMESTAMP
from docstore.mapping.verdict import Action, Check, Verdict

if TYPE_CHECKING:
    from docstore.mapping.mapping import Mapping

_VALUES = ~(Kind.ARRAY | Kind.MALFORMED | Kind.SPELLING)
_CONCRETE = _VALUES & ~(Kind.NULL | Kind.OBJECT)
_KINDS = tuple(kind for kind in Kind if kind & _VALUES)


@cache
def _single(values: int) -> tuple[Kind, ...]:
    """The kinds one by one; kept, for enum members combine slowly."""
    return tuple(kind for kind in _KINDS if values & kind)


@frozen
class _Object:
    """An object that documents of the shape have and that is looked into."""

    node: ObjectMapping
    dynamic: Dynamic
    prefix: str = ""
    """See ``document_parser.Parent``."""


@dataclass(slots=True)
class Judge:
    """Judges one shape; ``verdict`` is the answer."""

    mapping: Mapping
    shape: Shape
    rejected: bool = False
    extends: bool = False
    max_bytes: int | None = None
    checked: list[tuple[str, FieldType]] = field(default_factory=list)
    long: list[tuple[str, FieldType | None]] = field(default_factory=list)
    one_by_one: bool = False

    def verdict(self) -> Verdict:
        """REJECT goes before DYNAMIC, DYNAMIC before CHECK."""
        self._walk()
        if self.mapping.timestamp_required:
            self._timestamp()
        if self.rejected:
            return Verdict(Action.REJECT)
        if self.extends:
            return Verdict(Action.DYNAMIC)
        fields = self._keys([path for path, _ in self.checked])
        long_fields = self._keys([path for path, _ in self.long])
        return Verdict(
            Action.CHECK if fields else Action.COPY,
            fields,
            self.max_bytes,
            long_fields,
            self.mapping,
            self._quick(self.checked),
            self._quick((*self.checked, *self.long)),
            self._open(),
        )

    def _timestamp(self) -> None:
        """Of an array a shape does not tell how many values it has, and of a string not whether it is ignored as malformed: such
        documents are looked at one by one."""
        kinds = next((kinds for path, kinds in self.shape.entries if path == TIMESTAMP), Kind(0))
        self.rejected |= not kinds & _VALUES & ~Kind.NULL
        field = self.mapping.fields()[TIMESTAMP]
        if kinds & Kind.ARRAY or field.get("ignore_malformed"):
            self.one_by_one = True
            self.checked.append((TIMESTAMP, field))

    def _walk(self) -> None:
        root = self.mapping.root
        entries = [entry for entry in self.shape.entries if entry[1] is not Kind.SPELLING]
        if any(kind & Kind.NON_FINITE for _, kind in entries):
            self.rejected = True
            return
        # None: an object that nobody looks into
        objects: dict[str, _Object | None] = {}
        objects[""] = _Object(root, root.dynamic or Dynamic.TRUE) if root.is_enabled else None
        for path, kinds in entries:
            if not path:
                self.rejected |= objects[""] is not None
                continue
            parent, _, name = path.rpartition(".")
            above = objects.get(parent)
            if above is None:
                continue
            inner = self._member(above, name, kinds, path)
            if kinds & Kind.OBJECT:
                objects[path] = inner
                self.rejected |= inner is not None and bool(kinds & Kind.MALFORMED)

    def _member(self, parent: _Object, name: str, kinds: Kind, path: str, *, copying: bool = False) -> _Object | None:
        """Judges the values at a path; the result is the object to look into, if there is one."""
        values = kinds & _VALUES
        name = parent.prefix + name
        node: ObjectMapping | FieldType | None = parent.node.properties.get(name)
        if parent.node is self.mapping.root:
            if name in METADATA_FIELDS:
                self.rejected |= bool(values)
                return None
            if name == "_doc_count":
                node = DOC_COUNT
        if parent.node.flat and kinds & Kind.OBJECT:
            return self._dissolve(parent, name, node, kinds)
        if node is None:
            return self._unmapped(parent, parent.node.child_path(name), values)
        if isinstance(node, FieldType):
            self._leaf(node, kinds & (_VALUES | Kind.ARRAY), path, copying=copying)
            return None
        return self._into(parent, node, kinds, path)

    def _dissolve(self, parent: _Object, name: str, node: ObjectMapping | FieldType | None, kinds: Kind) -> _Object | None:
        """An object in one that has no objects. A shape does not tell ``{"a": {"b": 1}}`` from ``{"a.b": 1}``: where that matters, the
        document is asked.
        """
        seen = parent.dynamic is Dynamic.TRUE or (parent.dynamic is Dynamic.FALSE and not kinds & Kind.ARRAY)
        if node is not None or not seen or self.mapping.options.dynamic_templates:
            self.extends = True
            return None
        if values := kinds & _VALUES & ~Kind.OBJECT:
            self._unmapped(parent, parent.node.child_path(name), values)
        return _Object(parent.node, parent.dynamic, f"{name}.")

    def _unmapped(self, parent: _Object, path: str, values: Kind) -> _Object | None:
        if self.mapping.is_runtime(path):
            values &= Kind.OBJECT
            if not values:
                return None
        if parent.dynamic is Dynamic.STRICT:
            self.rejected = True
        elif parent.dynamic is Dynamic.RUNTIME:
            return self._virtual(parent, path, values)
        elif parent.dynamic is Dynamic.TRUE and values & ~Kind.NULL:
            self._new(path, values)
        return None

    def _new(self, path: str, values: Kind) -> None:
        # beyond the depth limit an object is refused even where further fields are ignored
        deep = values & Kind.OBJECT and depth_error(path, self.mapping.settings) is not None
        self.extends |= bool(deep) or not is_full(self.mapping)

    def _virtual(self, parent: _Object, path: str, values: Kind) -> _Object | None:
        """Under ``dynamic: runtime``, an object that the mapping has not is looked into all the same."""
        if values & _CONCRETE:
            self._new(path, values & ~Kind.OBJECT)
        if not values & Kind.OBJECT:
            return None
        if self.mapping.options.dynamic_templates:
            self.extends = True
            return None
        return _Object(ObjectMapping(path), parent.dynamic)

    def _into(self, parent: _Object, node: ObjectMapping, kinds: Kind, path: str) -> _Object | None:
        if not node.is_enabled:
            return None
        if kinds & _CONCRETE:
            self.rejected = True
        if node.nested and kinds & Kind.OBJECT:
            self._limit(self.mapping.settings.nested_objects_limit, path, None)
        return _Object(node, parent.dynamic if node.dynamic is None else node.dynamic)

    def _leaf(self, field: FieldType, kinds: Kind, path: str, *, copying: bool) -> None:
        values = kinds & _VALUES
        if field.type_name == "alias":
            self.rejected |= bool(values)
            return
        whole = Kind.OBJECT | (Kind.ARRAY if field.takes_arrays else Kind(0))
        if kinds & Kind.ARRAY and field.takes_arrays:
            self.checked.append((path, field))
            self.extends |= field.learns
        else:
            self._accept(field, values, path, field)
        for sub in field.multi_fields.values():
            if field.transforms and kinds:
                self.checked.append((path, field))
            else:
                self._accept(sub, values, path, field)
        if field.copy_to and not copying and kinds & whole:
            self.rejected = True
        elif field.copy_to and not copying and values:
            for target in field.copy_to:
                self._copy(segments(target), values, path)

    def _accept(self, one: FieldType, values: Kind, path: str, field: FieldType) -> None:
        for kind in _single(int(values)):
            acceptance = one.accepts(kind)
            if acceptance is Acceptance.COPY and one.single is not None and kind is not Kind.NULL:
                acceptance = Acceptance.CHECK
            if acceptance is Acceptance.REJECT:
                self.rejected = True
            elif acceptance is Acceptance.CHECK:
                self.checked.append((path, field))
                self.one_by_one |= one.asks_mapping
        self.extends |= one.learns and bool(values & ~Kind.NULL)
        limit = one.max_term_bytes()
        if limit is not None and values & ~Kind.NULL:
            self._limit(limit, path, field)

    def _copy(self, parts: tuple[str, ...], values: Kind, path: str) -> None:
        root = self.mapping.root
        parent: _Object | None = _Object(root, root.dynamic or Dynamic.TRUE)
        while len(parts) > 1 and parent is not None and not parent.node.flat:
            parent = self._member(parent, parts[0], Kind.OBJECT, path, copying=True)
            parts = parts[1:]
        if parent is not None:
            self._member(parent, ".".join(parts), values, path, copying=True)

    def _limit(self, size: int, path: str, field: FieldType | None) -> None:
        self.max_bytes = size if self.max_bytes is None else min(self.max_bytes, size)
        self.long.append((path, field))

    def _keys(self, paths: list[str]) -> tuple[str, ...]:
        """The top-level keys under which these paths are found, as the documents spell them."""
        spelled = [(key, ".".join(segments(key))) for key, kind in self.shape.entries if kind is Kind.SPELLING]
        keys: dict[str, None] = {}
        for path in paths:
            keys[path.partition(".")[0]] = None
            for key, spelling in spelled:
                # a spelling may end within the path, or go on into an object that a field takes whole
                if f"{path}.".startswith(f"{spelling}.") or spelling.startswith(f"{path}."):
                    keys[key] = None
        return tuple(keys)

    def _open(self) -> tuple[tuple[str, FieldType], ...] | None:
        """The checks as paths of documents and the fields that their values meet, unless a path is spelled with dots."""
        if self.one_by_one or any(kind is Kind.SPELLING for _, kind in self.shape.entries):
            return None
        if any(leaf.transforms or leaf.single for _, one in self.checked for leaf in (one, *one.multi_fields.values())):
            return None
        return tuple((path, leaf) for path, one in dict.fromkeys(self.checked) for leaf in (one, *one.multi_fields.values()))

    def _quick(self, paths: Iterable[tuple[str, FieldType | None]]) -> tuple[Check, ...] | None:
        """Checks as plain calls, unless a path is spelled with dots or a field asks for more than a value."""
        if self.one_by_one or any(kind is Kind.SPELLING for _, kind in self.shape.entries):
            return None
        checks: list[Check] = []
        for path, one in dict.fromkeys(paths):
            if one is None or (one.transforms and one.multi_fields):
                return None
            keys = tuple(path.split("."))
            checks += [Check(keys, leaf.validate, one.takes_arrays, leaf.single is not None) for leaf in (one, *one.multi_fields.values())]
        return tuple(checks)
