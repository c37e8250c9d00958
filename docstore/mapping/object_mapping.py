"""Objects of a mapping: the root, ``object`` and ``nested`` fields (``ObjectMapper``, ``NestedObjectMapper``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from enum import Enum
from typing import Any

from docstore.errors import IllegalArgumentError, MapperError
from docstore.frozen import frozen
from docstore.mapping.field_type import FieldType
from docstore.mapping.parameter import DIMENSION


class Dynamic(Enum):
    """What happens to a field that the mapping does not have."""

    TRUE = "true"
    FALSE = "false"
    STRICT = "strict"
    RUNTIME = "runtime"


@frozen
class ObjectMapping:
    """One object; None is a parameter that was not given."""

    path: str
    properties: Mapping[str, ObjectMapping | FieldType] = field(default_factory=dict)
    dynamic: Dynamic | None = None
    enabled: bool | None = None
    nested: bool = False
    include_in_parent: bool = False
    include_in_root: bool = False
    subobjects: bool | None = None
    keep: str | None = None
    """``synthetic_source_keep``."""
    priority: int | None = None
    """Of a pass-through object, whose fields are found without its name too: who goes before whom."""
    dimensions: bool | None = None
    """Whether the fields of a pass-through object are dimensions of a time series."""

    def __post_init__(self) -> None:
        if self.dimensions:
            found = {name: child if isinstance(child, ObjectMapping) else as_dimension(child) for name, child in self.properties.items()}
            object.__setattr__(self, "properties", found)

    @property
    def flat(self) -> bool:
        """Whether the object has no objects: names of its fields keep their dots (``subobjects: false``)."""
        return self.subobjects is False or self.priority is not None

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(".")[2]

    @property
    def full_path(self) -> str:
        """The path as messages give it: the root's is ``_doc``."""
        return self.path or "_doc"

    @property
    def is_enabled(self) -> bool:
        """Whether documents are looked into here."""
        return self.enabled is not False

    def child_path(self, name: str) -> str:
        """The full path of a member."""
        return f"{self.path}.{name}" if self.path else name

    def to_body(self) -> dict[str, Any]:
        """As ``GET _mapping`` shows an object that is not the root."""
        body: dict[str, Any] = {}
        if self.nested:
            body["type"] = "nested"
            if self.include_in_parent:
                body["include_in_parent"] = True
            if self.include_in_root:
                body["include_in_root"] = True
        elif self.priority is not None:
            body |= {"type": "passthrough", "priority": self.priority}
            if self.dimensions is not None:
                body["time_series_dimension"] = self.dimensions
        elif not self.properties:
            body["type"] = "object"
        if self.dynamic is not None:
            body["dynamic"] = self.dynamic.value
        if not self.is_enabled:
            body["enabled"] = False
        if self.subobjects is not None:
            body["subobjects"] = self.subobjects
        if self.keep is not None:
            body["synthetic_source_keep"] = self.keep
        if self.properties:
            body["properties"] = self.properties_body()
        return body

    def properties_body(self) -> dict[str, Any]:
        """The members, sorted by name."""
        return {name: self.properties[name].to_body() for name in sorted(self.properties)}

    def size(self) -> int:
        """What the object counts against ``index.mapping.total_fields.limit``, itself included."""
        return 1 + sum(child.size() for child in self.properties.values())

    def leaves(self) -> Iterator[FieldType]:
        """All leaf fields below, multi-fields too."""
        for child in self.properties.values():
            if isinstance(child, ObjectMapping):
                yield from child.leaves()
            else:
                for leaf in (child, *child.multi_fields.values()):
                    yield leaf
                    yield from leaf.derived_fields().values()

    def objects(self) -> Iterator[ObjectMapping]:
        """All objects below, not the object itself."""
        for child in self.properties.values():
            if isinstance(child, ObjectMapping):
                yield child
                yield from child.objects()

    def merge(self, other: ObjectMapping) -> ObjectMapping:
        """This object after a put-mapping that describes it as ``other``."""
        if self.nested != other.nested:
            raise IllegalArgumentError(f"can't merge a non-nested mapping [{other.path}] with a nested mapping")
        if (self.priority is None) != (other.priority is None):
            return self._merge_passed_through(other)
        if other.enabled is not None and other.enabled != self.is_enabled:
            raise MapperError(f"the [enabled] parameter can't be updated for the object mapping [{self.full_path}]")
        for parameter in ("include_in_parent", "include_in_root"):
            if getattr(self, parameter) != getattr(other, parameter):
                raise MapperError(f"the [{parameter}] parameter can't be updated on a nested object mapping")
        if other.subobjects is not None and other.flat != self.flat:
            raise MapperError(f"the [subobjects] parameter can't be updated for the object mapping [{self.full_path}]")
        properties = dict(self.properties)
        for name, child in (other.flattened(self.dynamic) if self.flat else other.properties).items():
            properties[name] = merge_nodes(properties[name], child) if name in properties else child
        dynamic = self.dynamic if other.dynamic is None else other.dynamic
        dimensions = self.dimensions if other.dimensions is None else other.dimensions
        return replace(
            self, properties=properties, dynamic=dynamic, keep=other.keep or self.keep, priority=other.priority, dimensions=dimensions
        )

    def _merge_passed_through(self, other: ObjectMapping) -> ObjectMapping:
        """A plain object and a pass-through one are a pass-through one, where the plain one does not insist on having objects."""
        plain = self if self.priority is None else other
        if plain.subobjects:
            raise IllegalArgumentError(
                f"can't merge a passthrough mapping [{other.path}] with an object mapping that is either root or has subobjects enabled"
            )
        plain_as_other = replace(plain, subobjects=None, priority=other.priority if plain is self else self.priority)
        if plain is other:
            return self.merge(plain_as_other)
        return replace(plain_as_other, properties=plain.flattened(plain.dynamic)).merge(other)

    def flattened(self, dynamic: Dynamic | None) -> dict[str, ObjectMapping | FieldType]:
        """The members as an object without subobjects has them, which lets this happen to new fields
        (``ObjectMapper.asFlattenedFieldMappers``).

        :raises IllegalArgumentError: an object among them cannot be dissolved.
        """
        members: dict[str, ObjectMapping | FieldType] = {}
        for name, child in self.properties.items():
            if not isinstance(child, ObjectMapping):
                members[name] = child
                continue
            child.check_flattenable(dynamic)
            members.update({f"{name}.{inner}": leaf for inner, leaf in child.flattened(dynamic).items()})
        return members

    def check_flattenable(self, dynamic: Dynamic | None) -> None:
        """:raises IllegalArgumentError: the object has options of its own, so its fields cannot stand in its parent."""
        if self.dynamic is not None and self.dynamic is not dynamic:
            around = "null" if dynamic is None else dynamic.name
            reason = f"the value of [dynamic] ({self.dynamic.name}) is not compatible with the value from its parent context ({around})"
        elif not self.is_enabled:
            reason = "the value of [enabled] is [false]"
        elif self.subobjects:
            reason = "the value of [subobjects] is [true]"
        else:
            return
        raise IllegalArgumentError(
            f"Object mapper [{self.path}] was found in a context where subobjects is set to false. "
            f"Auto-flattening [{self.path}] failed because {reason}"
        )

    def with_field(self, parts: tuple[str, ...], node: ObjectMapping | FieldType) -> ObjectMapping:
        """A copy that has the node at this relative path; objects on the way must exist, or are created."""
        name = ".".join(parts) if self.flat else parts[0]
        properties = dict(self.properties)
        if self.dimensions and not isinstance(node, ObjectMapping):
            node = as_dimension(node)
        if len(parts) > 1 and not self.flat:
            child = properties.get(name, ObjectMapping(self.child_path(name)))
            if not isinstance(child, ObjectMapping):
                merge_nodes(child, ObjectMapping(child.path))  # raises
                raise AssertionError("a field and an object were merged")
            node = child.with_field(parts[1:], node)
        elif name in properties:
            node = merge_nodes(properties[name], node)
        properties[name] = node
        return replace(self, properties=properties)


def as_dimension(field: FieldType) -> FieldType:
    """The field as a pass-through object of dimensions has it; itself where its type can be none.

    :raises IllegalArgumentError: it is a metric.
    """
    if DIMENSION not in field.parameters or field.has("time_series_dimension"):
        return field
    if field.values.get("time_series_metric") is not None:
        raise IllegalArgumentError(
            f"[time_series_dimension] and [time_series_metric] cannot be set in conjunction with each other [{field.path}]"
        )
    values = {**field.values, "time_series_dimension": True}
    return type(field)(field.path, values, multi_fields=field.multi_fields, copy_to=field.copy_to, settings=field.settings)


def merge_nodes(old: ObjectMapping | FieldType, new: ObjectMapping | FieldType) -> ObjectMapping | FieldType:
    """Two descriptions of one path; refused when one is an object and the other is not."""
    if isinstance(old, ObjectMapping):
        if isinstance(new, ObjectMapping):
            return old.merge(new)
        if old.nested:
            raise IllegalArgumentError(f"can't merge a non-nested mapping [{new.path}] with a nested mapping")
        raise IllegalArgumentError(f"can't merge a non object mapping [{new.path}] with an object mapping")
    if isinstance(new, ObjectMapping):
        kind = "NestedObjectMapper" if new.nested else "ObjectMapper"
        raise IllegalArgumentError(f"mapper [{old.path}] cannot be changed from type [{old.type_name}] to [{kind}]")
    return old.merge(new)
