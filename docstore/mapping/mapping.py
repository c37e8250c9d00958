"""The mapping of an index: which fields its documents have, and what they accept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Mapping as Table
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from docstore.errors import ApiError, DocumentParsingError, IllegalArgumentError, MapperParsingError
from docstore.mapping.document_parser import DocumentParser
from docstore.mapping.dynamic import DYNAMIC_DATE_FORMATS
from docstore.mapping.dynamic_template import NOTHING_NAMED, Named
from docstore.mapping.extensions import Addition, Extensions, outcome_of
from docstore.mapping.field_type import FieldType
from docstore.mapping.ignored import all_short, ignored_fields, shortest_ignored
from docstore.mapping.judge import Judge
from docstore.mapping.location import Token, column
from docstore.mapping.lookup import (
    check_limits,
    check_references,
    check_shadows,
    leaf_fields,
    passed_through,
)
from docstore.mapping.object_mapping import Dynamic, ObjectMapping
from docstore.mapping.root_options import RootOptions
from docstore.mapping.root_parser import parse_root
from docstore.mapping.runtime_field import RuntimeField, parse_runtime
from docstore.mapping.settings import MappingSettings
from docstore.mapping.shape import Shape
from docstore.mapping.timestamp import check_timestamp
from docstore.mapping.types.join import JoinField
from docstore.mapping.verdict import Verdict
from docstore.once import once

_VECTORS = frozenset({"dense_vector", "sparse_vector", "rank_vectors"})
_MOST_VERDICTS = 16_384


class Mapping:
    """Immutable; every change makes a new one. Verdicts are remembered with it.

    >>> mapping = Mapping.parse({"properties": {"name": {"type": "keyword"}}})
    >>> mapping.extended({"name": "x", "size": 1}, "1").to_body()
    {'properties': {'name': {'type': 'keyword'}, 'size': {'type': 'long'}}}
    """

    def __init__(self, root: ObjectMapping, options: RootOptions, settings: MappingSettings) -> None:
        self.root = root
        self.options = options
        self.settings = settings
        self.extensions = Extensions()
        self._verdicts: dict[Shape, Verdict] = {}
        self._packed: bytes | None = None

    @classmethod
    def parse(cls, body: dict[str, Any] | None, *, settings: Table[str, Any] | None = None) -> Mapping:
        """From the body of a create-index or put-mapping request; ``settings`` are those of the index."""
        mapping = cls.restored(body, settings=settings)
        if body:
            mapping._check()
        return mapping

    @classmethod
    def restored(cls, body: dict[str, Any] | None, *, settings: Table[str, Any] | None = None) -> Mapping:
        """From a body that was a mapping once: limits that were lowered since do not make it none (``MAPPING_RECOVERY``)."""
        limits = MappingSettings.of(settings)
        if not body:
            return _empty(limits)
        mapping = cls._parsed(body, limits)
        return cls(mapping.root, mapping.options.settled(), limits)

    def _check(self) -> None:
        check_limits(self.root, self.settings, len(self.options.runtime))
        check_references(self.root, self.fields())
        check_shadows(self.options.runtime, self.fields())
        if self.source_mode == "synthetic" and (self.source_includes or self.source_excludes):
            raise IllegalArgumentError("filtering the stored _source is incompatible with synthetic source")
        if self.options.timestamp_enabled:
            check_timestamp(self.fields())

    @classmethod
    def _parsed(cls, body: dict[str, Any], settings: MappingSettings) -> Mapping:
        try:
            root, options = parse_root(body, settings)
        except ApiError as error:
            inner = error if isinstance(error, MapperParsingError) else None
            raise MapperParsingError(f"Failed to parse mapping: {error.reason}", caused_by=error, root_cause=inner) from None
        return cls(root, options, settings)

    def to_body(self) -> dict[str, Any]:
        """As ``GET _mapping`` shows it: fields sorted by name, only what differs from the defaults."""
        body: dict[str, Any] = {}
        if self.root.dynamic is not None:
            body["dynamic"] = self.root.dynamic.value
        if not self.root.is_enabled:
            body["enabled"] = False
        if self.root.subobjects is not None:
            body["subobjects"] = self.root.subobjects
        body.update(self.options.to_body())
        if self.root.properties:
            body["properties"] = self.root.properties_body()
        return body

    def merge(self, body: dict[str, Any]) -> Mapping:
        """This mapping after a put-mapping; refused where an existing field would change its nature."""
        other = self._parsed(body, self.settings)
        root = self.root.merge(other.root)
        mapping = Mapping(root, self.options.merge(other.options), self.settings)
        mapping._check()
        return self if mapping.to_body() == self.to_body() else mapping

    def with_settings(self, settings: Table[str, Any]) -> Mapping:
        """The same fields under other index settings."""
        limits = MappingSettings.of(settings)
        if limits == self.settings:
            return self
        root, options = parse_root(self.to_body(), limits)
        return Mapping(root, options, limits)

    # options

    @property
    def dynamic(self) -> Dynamic:
        """What happens to new fields at the top level."""
        return self.root.dynamic or Dynamic.TRUE

    @property
    def source_enabled(self) -> bool:
        """Whether ``_source`` is shown at all."""
        return self.options.source_enabled is not False and self.source_mode != "disabled"

    @property
    def source_mode(self) -> str:
        """``stored``, ``synthetic`` or ``disabled``, as the setting of the index says."""
        return self.settings.source_mode or "stored"

    @once
    def vectors(self) -> tuple[str, ...]:
        """The paths of fields that hold vectors."""
        return tuple(path for path, leaf in self.fields().items() if leaf.type_name in _VECTORS)

    @once
    def shows_all(self) -> bool:
        """Whether documents are shown as they are stored, where a request does not want less."""
        stored = self.source_enabled and self.source_mode == "stored"
        return stored and not (self.source_includes or self.source_excludes or self.vectors)

    def shown_source(self, source: dict[str, Any]) -> dict[str, Any]:
        """A stored document as an index with synthetic source shows it."""
        from docstore.mapping.synthetic import synthetic_source

        return synthetic_source(self, source)

    @property
    def source_includes(self) -> tuple[str, ...]:
        """Patterns of the fields that a kept ``_source`` is reduced to."""
        return self.options.source_includes or ()

    @property
    def source_excludes(self) -> tuple[str, ...]:
        """Patterns of the fields that are left out of a kept ``_source``."""
        return self.options.source_excludes or ()

    @property
    def timestamp_required(self) -> bool:
        """Whether every document must have one ``@timestamp``: those of a data stream."""
        return self.options.timestamp_enabled is True

    @property
    def routing_required(self) -> bool:
        """Whether every request must name a routing."""
        return self.options.routing_required is True

    @property
    def meta(self) -> dict[str, Any] | None:
        """The user's own notes (``_meta``)."""
        return self.options.meta

    @property
    def date_detection(self) -> bool:
        """Whether new strings may become dates."""
        return self.options.date_detection is not False

    @property
    def numeric_detection(self) -> bool:
        """Whether new strings may become numbers."""
        return self.options.numeric_detection is True

    @property
    def dynamic_date_formats(self) -> tuple[str, ...]:
        """What date detection tries, in this order."""
        formats = self.options.dynamic_date_formats
        return DYNAMIC_DATE_FORMATS if formats is None else formats

    # fields

    @property
    def size(self) -> int:
        """What counts against ``index.mapping.total_fields.limit``."""
        return self.root.size() - 1 + len(self.options.runtime)

    def is_runtime(self, path: str) -> bool:
        """Whether a runtime field has this name, so that values there are nothing to a dynamic mapping."""
        return path in self.options.runtime

    def runtime_fields(self) -> dict[str, FieldType | ApiError]:
        """What queries find under the names of runtime fields (``RootOptions.runtime_leaves``)."""
        return self.options.runtime_leaves()

    def with_runtime(self, body: dict[str, Any]) -> Mapping:
        """This mapping with more runtime fields, as ``runtime_mappings`` of a search request describe them."""
        added = parse_runtime(body, removal=False)
        check_shadows(added, self.fields())
        return Mapping(self.root, replace(self.options, runtime=self.options.runtime | added).settled(), self.settings)

    def field(self, path: str) -> FieldType | None:
        """The leaf field, multi-field or alias at a full path."""
        return self.fields().get(path)

    def object_at(self, path: str) -> ObjectMapping | None:
        """The object or nested field at a full path; the root at ``""``."""
        node: ObjectMapping | FieldType | None = self.root
        for part in path.split(".") if path else ():
            node = node.properties.get(part) if isinstance(node, ObjectMapping) else None
        return node if isinstance(node, ObjectMapping) else None

    def dynamic_at(self, path: str) -> Dynamic:
        """What happens to a new field at a full path: what the innermost object around it says."""
        found, parts = self.dynamic, path.split(".")
        for count in range(1, len(parts)):
            inner = self.object_at(".".join(parts[:count]))
            found = found if inner is None or inner.dynamic is None else inner.dynamic
        return found

    def fields(self) -> Table[str, FieldType]:
        """All leaf fields by full path, multi-fields and aliases too."""
        return self._fields

    @once
    def _fields(self) -> Table[str, FieldType]:
        return MappingProxyType(leaf_fields(self.root))

    def passed_through(self) -> dict[str, str]:
        """Second names of the fields of pass-through objects, and what they mean."""
        return passed_through(self.root, self.fields())

    def nested_path(self, path: str) -> str | None:
        """The innermost nested object that a field lies in."""
        parts = path.split(".")
        for count in range(len(parts), 0, -1):
            inner = self.object_at(".".join(parts[:count]))
            if inner is not None and inner.nested:
                return inner.path
        return None

    # documents

    def verdict(self, shape: Shape) -> Verdict:
        """What this mapping says of all documents of a shape; computed once."""
        verdict = self._verdicts.get(shape)
        if verdict is None:
            verdict = Judge(self, shape).verdict()
            if len(self._verdicts) >= _MOST_VERDICTS:
                self._verdicts.clear()
            self._verdicts[shape] = verdict
        return verdict

    def validate(self, source: dict[str, Any], doc_id: str, named: Named = NOTHING_NAMED) -> None:
        """Raises what Elasticsearch would raise for this document, whether or not it adds fields."""
        self.extended(source, doc_id, named)

    @once
    def joins(self) -> tuple[JoinField, ...]:
        """The fields by which documents are children of others, for which ``check_routing`` has something to say."""
        return tuple(child for child in self.root.properties.values() if isinstance(child, JoinField))

    def check_routing(self, source: dict[str, Any], routing: str | None) -> None:
        """Whether a valid document may come without, or with, this routing: a child needs one.

        :raises DocumentParsingError: it may not.
        """
        for field in self.joins:
            try:
                field.check_routing(source.get(field.name), routing)
            except IllegalArgumentError as error:
                at = column(source, [field.name], Token.END)
                raise DocumentParsingError(f"[1:{at}] failed to parse: {error.reason}", caused_by=error) from None

    def check(self, source: dict[str, Any], doc_id: str, only: frozenset[str] | None = None) -> None:
        """``validate`` of some top-level keys of a document of which it is known that it adds no fields."""
        DocumentParser(self, source, doc_id, only).parse()

    def extended(self, source: dict[str, Any], doc_id: str, named: Named = NOTHING_NAMED, shape: Shape | None = None) -> Mapping:
        """This mapping with the fields that the document adds; itself when there are none.

        :param named: the dynamic templates that the request wants for new fields.
        :param shape: the document's; with it, a document may be passed over that is like an earlier one, and is then still to be validated.
        """
        outcome = None if shape is None or named else outcome_of(self, shape, source)
        known = None if outcome is None else self.extensions.of_outcome(outcome)
        if known is not None:
            return known
        parser = DocumentParser(self, source, doc_id, named=named)
        parser.parse()
        if not parser.additions:
            return self
        extended = self.extensions.with_nodes(tuple(parser.additions), self._with)
        if outcome is not None and not extended.learns:
            self.extensions.remember(outcome, extended)
        return extended

    @once
    def learns(self) -> bool:
        """Whether some field is of a type that takes something from its values."""
        return any(type(leaf).learns for leaf in self.root.leaves())

    def packed(self, encode: Callable[[dict[str, Any]], bytes]) -> bytes:
        """The stored bytes of its body."""
        if self._packed is None:
            self._packed = encode(self.to_body())
        return self._packed

    def _with(self, additions: Iterable[Addition]) -> Mapping:
        root, runtime = self.root, dict(self.options.runtime)
        for node in additions:
            if isinstance(node, RuntimeField):
                runtime.setdefault(node.path, node)
            else:
                root = root.with_field(tuple(node.path.split(".")), node)
        extended = Mapping(root, replace(self.options, runtime=runtime).settled(), self.settings)
        check_references(root, extended.fields())
        return extended

    def ignored(self, source: dict[str, Any]) -> tuple[str, ...]:
        """The fields of a document that is in the index of which not all values are indexed (``_ignored``), sorted."""
        if not self.may_ignore:
            return ()
        if self.ignores_above >= 0 and all_short(source, self.ignores_above):
            return ()
        return ignored_fields(self, source)

    @once
    def ignores_above(self) -> int:
        """A document in which no text is longer than this, in UTF-16 units, has no ignored fields; negative when texts do not decide."""
        return shortest_ignored(self)

    @once
    def may_ignore(self) -> bool:
        """Whether any document can have ignored fields."""
        return self.settings.ignores_dynamic or any(leaf.may_ignore for leaf in self.fields().values())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mapping) and self.to_body() == other.to_body()

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.root.properties)))

    def __repr__(self) -> str:
        return f"Mapping({self.to_body()!r})"


@lru_cache(maxsize=16)
def _empty(settings: MappingSettings) -> Mapping:
    """The mapping of an index that was made without one; all of them are one, so what one has learnt of shapes serves the others."""
    root, options = parse_root({}, settings)
    return Mapping(root, options.settled(), settings)
