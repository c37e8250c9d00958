"""What an index was told of its fields after it had documents.

Elasticsearch indexes a document by the mapping of its moment: a field that comes later, and most changes of a field, are seen only by
documents that are written after that. Columns are made of ``_source`` at any time, so what has come later is remembered here, with the
``_seq_no`` of the first document that it is for (docs/storage.md, "Fields that came later").
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Any

from docstore.errors import ApiError
from docstore.mapping.body_parser import BodyParser
from docstore.mapping.field_type import FieldType
from docstore.mapping.mapping import Mapping
from docstore.mapping.object_mapping import ObjectMapping
from docstore.mapping.root_parser import parse_root
from docstore.mapping.settings import MappingSettings
from docstore.once import once

Json = dict[str, Any]
Change = tuple[str, int, Json | None]
"""The full path of a field, or of nested objects, or ``_source``, which was switched off; the ``_seq_no`` from which on it is as it is
now, or as its next change says; its body before that, None where there was none.
"""

_FOR_LATER = (
    "ignore_above",
    "ignore_malformed",
    "coerce",
    "analyzer",
    "depth_limit",
    "max_input_length",
    "orientation",
    "ignore_z_value",
)
"""Parameters whose changes leave alone what is in the index."""

_SOURCE = "_source"
_MOST_KNOWN = 16


class History:
    """Immutable. The changes of one path stand in the order of their ``_seq_no``."""

    def __init__(self, changes: Iterable[Change] = ()) -> None:
        self.changes = tuple(changes)
        self._mappings: dict[tuple[int, int], tuple[Mapping, Mapping]] = {}

    def __bool__(self) -> bool:
        return bool(self.changes)

    def after(self, old: Mapping, new: Mapping, next_seq: int) -> History:
        """With what a new mapping has that the old one had not, for documents from ``next_seq`` on."""
        if not next_seq:
            return self
        differences = [*_differences(old.root, new.root, old.fields())]
        if old.source_enabled and not new.source_enabled:
            differences.append((_SOURCE, None))
        found = [(path, next_seq, body) for path, body in differences if body is None or self.before(path, next_seq) is None]
        return History([*self.changes, *found]) if found else self

    @once
    def _by_path(self) -> dict[str, list[Before]]:
        found: dict[str, list[Before]] = {}
        for path, until, body in self.changes:
            found.setdefault(path, []).append(Before(until, body))
        return found

    def of(self, path: str) -> list[Before]:
        """The changes of a field, those of the earliest documents first."""
        return self._by_path.get(path, _NOTHING)

    def before(self, path: str, until: int) -> Before | None:
        """What a field was for the documents just below a ``_seq_no``; None: what it is now."""
        return next((each for each in self.of(path) if each.until >= until), None)

    def born(self, path: str) -> int:
        """The ``_seq_no`` from which on there is a field, or nested objects; 0: from the start."""
        first = self.of(path)[:1]
        return first[0].until if first and first[0].body is None else 0

    @property
    def source_until(self) -> int:
        """Documents below this ``_seq_no`` have kept their ``_source`` although the index keeps none any more."""
        return self.born(_SOURCE)

    @once
    def copied(self) -> dict[str, list[str]]:
        """Fields by those that they were copied to once."""
        found: dict[str, list[str]] = {}
        for path, _, body in self.changes:
            for target in () if body is None else body.get("copy_to", ()):
                found.setdefault(target, []).append(path)
        return found

    @once
    def _changed(self) -> list[int]:
        """Where fields were changed that were there before."""
        return sorted({until for _, until, body in self.changes if body is not None})

    def ignored(self, mapping: Mapping, source: Json, seq: int) -> tuple[str, ...]:
        """The fields of a document that is in the index of which not all values are indexed (``_ignored``), sorted."""
        return tuple(path for path in self.as_of(mapping, seq).ignored(source) if self.born(path) <= seq)

    @once
    def ignores_otherwise(self) -> bool:
        """Whether earlier documents may ignore what the mapping of now does not."""
        return bool(self._changed)

    def ignoring(self, mapping: Mapping) -> list[int]:
        """Where what documents ignore may have become something else, ascending."""
        fields = mapping.fields()
        return sorted({until for path, until, body in self.changes if body is not None or (path in fields and fields[path].may_ignore)})

    def as_of(self, mapping: Mapping, seq: int) -> Mapping:
        """The mapping with its fields as they were for a document; it also has those that came later."""
        until = next((each for each in self._changed if each > seq), None)
        if until is None:
            return mapping
        known = self._mappings.get((id(mapping), until))
        if known is None:
            body = mapping.to_body()
            for path in self._by_path:
                before = self.before(path, until)
                if before is not None and before.body is not None:
                    _put(body.get("properties", {}), path, before.body)
            if len(self._mappings) >= _MOST_KNOWN:
                self._mappings.clear()
            known = self._mappings[id(mapping), until] = mapping, _restored(body, mapping)
        return known[1]


class Before:
    """What a field was for documents below ``until``."""

    __slots__ = ("_types", "body", "until")

    def __init__(self, until: int, body: Json | None) -> None:
        self.until = until
        self.body = body
        self._types: dict[MappingSettings, FieldType | None] = {}

    def type(self, now: FieldType) -> FieldType:
        """The field as it was; as it is now where that cannot be read any more (an analyzer of its is gone)."""
        assert self.body is not None
        if now.settings not in self._types:
            try:
                node = BodyParser(now.settings).node(now.path, now.name, self.body)
            except ApiError:
                node = now
            self._types[now.settings] = node if isinstance(node, FieldType) else None
        return self._types[now.settings] or now

    def copies_to(self, target: str) -> bool:
        """Whether it was copied to another field."""
        return self.body is not None and target in self.body.get("copy_to", ())


NO_HISTORY = History()
_NOTHING: list[Before] = []


def _differences(old: ObjectMapping | None, new: ObjectMapping, known: Container[str]) -> Iterator[tuple[str, Json | None]]:
    """What is new, or works otherwise for documents that are written now, and its body so far. What is the same object is not looked into.

    :param known: the paths of the fields that there were, wherever they stood.
    """
    before = {} if old is None else old.properties
    for name, child in new.properties.items():
        found = before.get(name)
        if found is child:
            continue
        if isinstance(child, ObjectMapping):
            around = found if isinstance(found, ObjectMapping) else None
            if child.nested and around is None:
                yield child.path, None
            yield from _differences(around, child, known)
            continue
        was = found if isinstance(found, FieldType) else None
        yield from _of_leaf(was, child, known)
        for sub, field in child.multi_fields.items():
            yield from _of_leaf(None if was is None else was.multi_fields.get(sub), field, known)


def _of_leaf(old: FieldType | None, new: FieldType, known: Container[str]) -> Iterator[tuple[str, Json | None]]:
    if old is new or not new.in_documents:
        return
    if old is None:
        if new.path not in known:
            yield new.path, None
    elif old.copy_to != new.copy_to or any(old.known(name) != new.known(name) for name in _FOR_LATER):
        yield new.path, {key: value for key, value in old.to_body().items() if key != "fields"}


def _put(properties: Json, path: str, body: Json) -> None:
    """Put the body of a field into the properties of a mapping."""
    for name, node in properties.items():
        if name == path:
            properties[name] = {**body, "fields": node["fields"]} if "fields" in node else body
        elif path.startswith(f"{name}."):
            _put(node.get("properties") or node.get("fields") or {}, path[len(name) + 1 :], body)


def _restored(body: Json, mapping: Mapping) -> Mapping:
    try:
        root, options = parse_root(body, mapping.settings)
    except ApiError:
        return mapping
    return Mapping(root, options.settled(), mapping.settings)
