"""One document against a mapping, value by value in document order (``DocumentParser``).

The walk decides everything that a shape cannot: it raises what Elasticsearch would raise first, and collects the fields
that dynamic mapping adds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

from docstore.errors import (
    ApiError,
    DocumentParsingError,
    IllegalArgumentError,
    StrictDynamicMappingError,
)
from docstore.frozen import frozen
from docstore.mapping.dynamic import Wanted, is_vector, new_array, new_field, new_object, new_vector
from docstore.mapping.dynamic_template import NOTHING_NAMED, Named
from docstore.mapping.extensions import Addition
from docstore.mapping.field_type import Acceptance, FieldType, LocatedCause
from docstore.mapping.growth import admits
from docstore.mapping.java_text import java_string
from docstore.mapping.location import Token
from docstore.mapping.metadata import DOC_COUNT, METADATA_FIELDS
from docstore.mapping.names import MalformedNameError, segments
from docstore.mapping.object_mapping import Dynamic, ObjectMapping
from docstore.mapping.runtime_field import RuntimeField
from docstore.mapping.shape import Kind
from docstore.mapping.standing import Standing
from docstore.mapping.timestamp import TIMESTAMP, timestamp_problem

if TYPE_CHECKING:
    from docstore.mapping.mapping import Mapping


@frozen
class Parent:
    """The object that is being read."""

    node: ObjectMapping
    dynamic: Dynamic
    prefix: str = ""
    """What the names of members begin with, in an object that stands for no object of the mapping (``subobjects: false``)."""

    def child(self, node: ObjectMapping) -> Parent:
        """One of its objects."""
        return Parent(node, self.dynamic if node.dynamic is None else node.dynamic)


@frozen
class Dotted:
    """The object that a name with dots means: ``{"a.b": v}`` holds at ``a`` the dotted ``b``."""

    parts: tuple[str, ...]
    value: Any

    def plain(self) -> dict[str, Any]:
        """The objects that the dots mean."""
        value = self.value
        for part in reversed(self.parts):
            value = {part: value}
        return dict(value)


@dataclass(slots=True)
class DocumentParser:
    """``parse`` raises the first refusal; ``additions`` are the new fields in the order in which they were met."""

    mapping: Mapping
    source: dict[str, Any]
    doc_id: str
    only: frozenset[str] | None = None
    """Look at these top-level keys only; the others are known to be valid."""
    named: Named = field(default_factory=lambda: NOTHING_NAMED)
    """The dynamic templates that the request wants for new fields."""
    additions: list[Addition] = field(default_factory=list)
    _steps: list[str | int] = field(default_factory=list)
    _at: Standing = field(init=False)
    _sizes: dict[str, int] = field(default_factory=dict)
    """What the additions count against the limit of fields, by path."""
    _copying: bool = False
    _nested_documents: int = 0
    _met: set[str] = field(default_factory=set)
    """The fields of the present nested document that may have one value only and have it."""

    def __post_init__(self) -> None:
        self._at = Standing(self.source, self.doc_id, self._steps)

    def parse(self) -> None:
        """Walks the document; raises ``DocumentParsingError`` or ``StrictDynamicMappingError``."""
        root = self.mapping.root
        if root.is_enabled:
            self._members(Parent(root, root.dynamic or Dynamic.TRUE), self.source)
        else:
            self._skip(self.source)
        if self.mapping.timestamp_required and (self.only is None or TIMESTAMP in self.only):
            self._refuse_without_timestamp()

    def _refuse_without_timestamp(self) -> None:
        problem = timestamp_problem(self.source, self.mapping.fields()[TIMESTAMP])
        if problem is not None:
            self._at.refuse(f"failed to parse: {problem}", token=Token.END, caused_by=IllegalArgumentError(problem))

    # structure

    def _members(self, parent: Parent, members: dict[str, Any]) -> None:
        at_root = members is self.source
        for key, value in members.items():
            if at_root and self.only is not None and key not in self.only:
                continue
            self._steps.append(key)
            self._at.refuse_non_finite(value)
            try:
                parts = segments(key)
            except MalformedNameError as error:
                self._malformed(parent, key, error)
            self._path(parent, parts, value)
            self._steps.pop()

    def _path(self, parent: Parent, parts: tuple[str, ...], value: Any) -> None:
        if parent.node.flat:
            self._value(parent, parent.prefix + ".".join(parts), value)
        else:
            self._value(parent, parts[0], value if len(parts) == 1 else Dotted(parts[1:], value))

    def _value(self, parent: Parent, name: str, value: Any) -> None:
        if isinstance(value, list):
            self._array(parent, name, value)
            return
        node = self._find(parent, name)
        if node is not None:
            self._mapped(parent, name, node, value)
        elif isinstance(value, (dict, Dotted)):
            self._new_object(parent, name, value)
        elif not self.mapping.is_runtime(parent.node.child_path(name)):
            self._new_value(parent, name, value)

    def _find(self, parent: Parent, name: str) -> ObjectMapping | FieldType | None:
        if parent.node is self.mapping.root:
            if name in METADATA_FIELDS:
                self._metadata(name)
            if name == "_doc_count":
                return DOC_COUNT
        return parent.node.properties.get(name)

    def _array(self, parent: Parent, name: str, items: list[Any]) -> None:
        # a metadata name is refused with its first value, so an empty array of it is not
        node = parent.node.properties.get(name)
        if isinstance(node, FieldType) and node.takes_arrays:
            self._field(node, items)
            return
        known = node is not None or self.mapping.is_runtime(parent.node.child_path(name))
        if not known and not (parent.node is self.mapping.root and (name in METADATA_FIELDS or name == "_doc_count")):
            self._refuse_strict(parent, name)
            if parent.dynamic is Dynamic.FALSE:
                self._skip(items)
                return
            whole = None if self._copying else self._new_array(parent, name, items)
            if whole is not None:
                self._skip(items)
                if self._adds(whole):
                    self._field(whole, items)
                return
        for index, item in enumerate(items):
            self._steps.append(index)
            self._at.refuse_non_finite(item)
            self._value(parent, name, item)
            self._steps.pop()

    def _mapped(self, parent: Parent, name: str, node: ObjectMapping | FieldType, value: Any) -> None:
        if isinstance(node, FieldType):
            self._field(node, value)
        elif not node.is_enabled:
            self._skip(value)
        elif isinstance(value, (dict, Dotted)):
            self._object(parent, node, value)
        elif value is not None:
            shown = "null" if self._steps and isinstance(self._steps[-1], int) else name
            self._at.refuse(f"object mapping for [{node.full_path}] tried to parse field [{shown}] as object, but found a concrete value")

    def _object(self, parent: Parent, node: ObjectMapping, value: dict[str, Any] | Dotted) -> None:
        child = parent.child(node)
        if node.nested and not self._copying:
            self._count_nested()
            outside, self._met = self._met, set()
            self._inside(child, value)
            self._met = outside
        else:
            self._inside(child, value)

    def _inside(self, child: Parent, value: dict[str, Any] | Dotted) -> None:
        if isinstance(value, Dotted):
            self._path(child, value.parts, value.value)
        else:
            self._members(child, value)

    def _field(self, field: FieldType, value: Any) -> None:
        plain = value.plain() if isinstance(value, Dotted) else value
        if field.type_name == "alias":
            doing = "copy" if self._copying else "write"
            self._at.refuse(f"Cannot {doing} to a field alias [{field.path}].")
        if isinstance(plain, list) or (isinstance(plain, dict) and field.accepts(Kind.OBJECT) is not Acceptance.REJECT):
            self._skip(value)
        self._validate(field, plain)
        self._learn(field, plain)
        if field.copy_to and not self._copying:
            if isinstance(plain, (dict, list)):
                self._at.refuse(
                    f"Cannot copy field [{field.path}] to fields {java_string(list(field.copy_to))}. "
                    "Copy-to currently only works for value-type fields, not objects.",
                    token=Token.END,
                )
            self._copying = True
            root = self.mapping.root
            for target in field.copy_to:
                self._path(Parent(root, root.dynamic or Dynamic.TRUE), segments(target), value)
            self._copying = False

    def _validate(self, field: FieldType, value: Any) -> None:
        self._validate_one(field, value)
        if field.multi_fields:
            values = field.multi_field_values(value) if field.transforms else (value,)
            for one in values:
                for sub in field.multi_fields.values():
                    self._validate_one(sub, one)

    def _validate_one(self, one: FieldType, value: Any) -> None:
        try:
            one.validate(value)
            if one.asks_mapping:
                one.check_in(value, self.mapping)
            self._refuse_second(one, value)
        except (ApiError, LocatedCause) as cause:
            if one.names_itself:
                self._at.refuse_value(one.path, one.type_name, value, cause)
            self._at.refuse_directly(cause)

    def _refuse_second(self, one: FieldType, value: Any) -> None:
        if one.single is None or not one.is_present(value):
            return
        if one.path in self._met:
            raise IllegalArgumentError(one.single.replace("{path}", one.path))
        self._met.add(one.path)

    def _learn(self, field: FieldType, value: Any) -> None:
        """Fields that take something from their values become new descriptions of themselves."""
        changed = field.learned(value) if field.learns else field
        learning = {name: sub for name, sub in field.multi_fields.items() if sub.learns}
        if changed is field and not learning:
            return
        multi_fields = {**field.multi_fields, **{name: sub.learned(value) for name, sub in learning.items()}}
        self.additions.append(
            type(changed)(
                changed.path,
                changed.values,
                multi_fields=multi_fields,
                copy_to=changed.copy_to,
                settings=changed.settings,
            )
        )

    # dynamic mapping

    def _new_object(self, parent: Parent, name: str, value: dict[str, Any] | Dotted) -> None:
        self._refuse_strict(parent, name)
        if parent.dynamic is Dynamic.FALSE and not parent.node.flat:
            self._skip(value)
            return
        node = new_object(self.mapping, self._new_path(parent, name), name, self.named)
        if parent.node.flat and isinstance(node, ObjectMapping):
            self._flatten(parent, name, node, value)
        elif parent.dynamic is Dynamic.RUNTIME and isinstance(node, ObjectMapping) and not node.nested:
            # fields below it will be runtime fields, which need no object around them
            self._mapped(parent, name, node, value)
        elif self._adds(node):
            self._mapped(parent, name, node, value)
        else:
            self._skip(value)

    def _flatten(self, parent: Parent, name: str, node: ObjectMapping, value: dict[str, Any] | Dotted) -> None:
        """The members of an object belong to the object around it, which has no objects."""
        if node.nested:
            self._at.refuse(f"Tried to add nested object [{name}] to object [{parent.node.full_path}] which does not support subobjects")
        self._inside(Parent(parent.node, parent.dynamic, f"{name}."), value)

    def _new_value(self, parent: Parent, name: str, value: Any) -> None:
        self._refuse_strict(parent, name)
        if value is None or parent.dynamic is Dynamic.FALSE:
            return
        how = Wanted(parent.dynamic, bool(parent.node.dimensions))
        node = new_field(self.mapping, self._new_path(parent, name), name, value, how, self.named)
        if self._adds(node) and not isinstance(node, RuntimeField):
            self._mapped(parent, name, node, value)

    def _new_path(self, parent: Parent, name: str) -> str:
        """The path of a new field; refused where the request names a template for it that there is not."""
        path = parent.node.child_path(name)
        wanted = self.named.get(path)
        if wanted is not None and wanted not in {template.name for template in self.mapping.options.dynamic_templates or ()}:
            problem = f"Can't find dynamic template for dynamic template name [{wanted}] of field [{path}]"
            self._at.refuse(f"failed to parse: {problem}", caused_by=IllegalArgumentError(problem))
        return path

    def _new_array(self, parent: Parent, name: str, items: list[Any]) -> FieldType | None:
        """The new field of which an array is one value."""
        path = self._new_path(parent, name)
        whole = new_array(self.mapping, path, name, self.named)
        if whole is None and is_vector(self.mapping, path, name, items, parent.dynamic, self.named):
            return new_vector(self.mapping, path)
        return whole

    def _adds(self, node: Addition) -> bool:
        try:
            admitted = admits(self.mapping, node, self._sizes)
        except IllegalArgumentError as error:
            self._at.refuse(f"failed to parse: {error.reason}", caused_by=error)
        if admitted:
            self.additions.append(node)
            self._sizes[node.path] = node.size()
        return admitted

    def _refuse_strict(self, parent: Parent, name: str) -> None:
        if parent.dynamic is Dynamic.STRICT:
            raise StrictDynamicMappingError(
                f"[1:{self._at.column()}] mapping set to strict, dynamic introduction of [{name}] within "
                f"[{parent.node.full_path}] is not allowed"
            )

    # refusals

    def _metadata(self, name: str) -> NoReturn:
        cause = DocumentParsingError(
            f"[1:{self._at.column()}] Field [{name}] is a metadata field and cannot be added inside a document. "
            "Use the index API request parameters."
        )
        self._at.refuse_value(name, name, self._at.value(), cause)

    def _malformed(self, parent: Parent, key: str, error: MalformedNameError) -> NoReturn:
        text = error.text.replace("{path}", parent.node.child_path(key))
        if error.direct:
            self._at.refuse(text, token=Token.NAME)
        self._at.refuse(f"failed to parse: {text}", token=Token.NAME, caused_by=IllegalArgumentError(text))

    def _skip(self, value: Any) -> None:
        """Nothing is looked at but that the text is JSON."""
        if isinstance(value, Dotted):
            value = value.value
        members: Iterator[tuple[str | int, Any]]
        if isinstance(value, dict):
            members = iter(value.items())
        elif isinstance(value, list):
            members = iter(enumerate(value))
        else:
            return
        for step, item in members:
            self._steps.append(step)
            self._at.refuse_non_finite(item)
            self._skip(item)
            self._steps.pop()

    def _count_nested(self) -> None:
        self._nested_documents += 1
        limit = self.mapping.settings.nested_objects_limit
        if self._nested_documents > limit:
            self._at.refuse(
                f"The number of nested documents has exceeded the allowed limit of [{limit}]. This limit can be set by "
                "changing the [index.mapping.nested_objects.limit] index level setting."
            )
