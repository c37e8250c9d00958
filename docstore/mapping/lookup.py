"""Looking over a whole mapping: its fields by path, its limits, what its fields refer to (``MappingLookup``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from docstore.errors import IllegalArgumentError, MapperError, MapperParsingError
from docstore.mapping.field_type import FieldType
from docstore.mapping.metadata import METADATA_FIELDS
from docstore.mapping.object_mapping import ObjectMapping
from docstore.mapping.settings import MappingSettings
from docstore.mapping.types.alias import AliasField


def leaf_fields(root: ObjectMapping) -> dict[str, FieldType]:
    """All leaf fields by full path, multi-fields and aliases too."""
    return {leaf.path: leaf for leaf in root.leaves()}


def limit_error(total: int, added: int, settings: MappingSettings) -> str | None:
    """What is wrong with this many fields."""
    limit = settings.total_fields_limit
    if total + added <= limit:
        return None
    adding = f" while adding new fields [{added}]" if added else ""
    return f"Limit of total fields [{limit}] has been exceeded{adding}"


def depth_error(path: str, settings: MappingSettings) -> str | None:
    """What is wrong with an object at this path."""
    if path.count(".") + 2 <= settings.depth_limit:
        return None
    return f"Limit of mapping depth [{settings.depth_limit}] has been exceeded due to object field [{path}]"


def check_limits(root: ObjectMapping, settings: MappingSettings, runtime: int) -> None:
    """The limits on a mapping that a request describes; ``runtime`` is the number of its runtime fields."""
    error = limit_error(root.size() - 1 + runtime, 0, settings)
    if error is not None:
        raise IllegalArgumentError(error)
    for inner in root.objects():
        error = depth_error(inner.path, settings)
        if error is not None:
            raise IllegalArgumentError(error)
    _check_names(root, settings.field_name_length_limit)
    nested = [inner for inner in root.objects() if inner.nested]
    parents = sum(any(below.nested for below in inner.objects()) for inner in nested)
    dimensions = sum(1 for leaf in root.leaves() if leaf.values.get("time_series_dimension"))
    for count, limit, what in (
        (len(nested), settings.nested_fields_limit, "nested fields"),
        (parents, settings.nested_parents_limit, "nested parents"),
        (dimensions, settings.dimension_fields_limit, "total dimension fields"),
    ):
        if count > limit:
            raise IllegalArgumentError(f"Limit of {what} [{limit}] has been exceeded")


def _check_names(root: ObjectMapping, limit: int) -> None:
    names = [inner.name for inner in root.objects()] + [leaf.name for leaf in root.leaves()]
    for name in names:
        check_name_length(name, limit)


def check_name_length(name: str, limit: int) -> None:
    """:raises IllegalArgumentError: the last part of a field's path is too long."""
    if len(name) > limit:
        raise IllegalArgumentError(f"Field name [{name}] is longer than the limit of [{limit}] characters")


def check_references(root: ObjectMapping, fields: Mapping[str, FieldType]) -> None:
    """The targets of aliases and of ``copy_to``."""
    for name in root.properties:
        if name in METADATA_FIELDS or name == "_doc_count":
            raise MapperParsingError(f"Field [{name}] is defined more than once")
    objects = {inner.path: inner for inner in root.objects()}
    passed_through(root, fields)
    joins = [leaf.path for leaf in fields.values() if leaf.type_name == "join"]
    if len(joins) > 1:
        raise IllegalArgumentError(
            f"Only one [parent-join] field can be defined per index, got [{', '.join(sorted(joins))}]"
        )
    multi = {sub.path for leaf in fields.values() for sub in leaf.multi_fields.values()}
    for leaf in fields.values():
        if isinstance(leaf, AliasField):
            _check_alias(leaf, fields)
        leaf.check_references(fields)
        if leaf.values.get("time_series_dimension") and _nested_parent(leaf.path, objects) is not None:
            raise IllegalArgumentError(f"time_series_dimension can't be configured in nested field [{leaf.path}]")
        for target in leaf.copy_to:
            if target in multi:
                raise IllegalArgumentError(f"[copy_to] may not be used to copy to a multi-field: [{target}]")
            if target in objects:
                raise IllegalArgumentError(f"Cannot copy to field [{target}] since it is mapped as an object")
            _check_scope(_nested_parent(leaf.path, objects), _nested_parent(target, objects))


def check_shadows(names: Iterable[str], fields: Mapping[str, FieldType]) -> None:
    """:raises MapperParsingError: a runtime field would hide what a time series consists of."""
    for name in names:
        for parameter in ("time_series_dimension", "time_series_metric"):
            if name in fields and fields[name].values.get(parameter):
                raise MapperParsingError(f"Field [{name}] attempted to shadow a {parameter}")


def passed_through(root: ObjectMapping, fields: Mapping[str, FieldType]) -> dict[str, str]:
    """The names that fields of pass-through objects have besides their own, and the full paths that they mean; a field that has such a
    name itself goes before, then the object of the highest priority (``FieldTypeLookup``).

    :raises MapperError: two objects have the same priority.
    """
    objects: dict[int, ObjectMapping] = {}
    for inner in root.objects():
        if inner.priority is not None and (other := objects.setdefault(inner.priority, inner)) is not inner:
            raise MapperError(
                f"Pass-through object [{inner.path}] has a conflicting param [priority={inner.priority}] with object [{other.path}]"
            )
    names: dict[str, str] = {}
    for _, inner in sorted(objects.items()):
        names |= {leaf.path.removeprefix(f"{inner.path}."): leaf.path for leaf in inner.leaves()}
    return {name: path for name, path in names.items() if name not in fields}


def _check_alias(alias: AliasField, fields: Mapping[str, FieldType]) -> None:
    problem = None
    if alias.target == alias.path:
        problem = "an alias cannot refer to itself."
    elif alias.target not in fields:
        problem = "an alias must refer to an existing field in the mappings."
    elif isinstance(fields[alias.target], AliasField):
        problem = "an alias cannot refer to another alias."
    if problem is not None:
        raise MapperParsingError(f"Invalid [path] value [{alias.target}] for field alias [{alias.path}]: {problem}")


def _nested_parent(path: str, objects: Mapping[str, ObjectMapping]) -> str | None:
    while path:
        path = path.rpartition(".")[0]
        if path in objects and objects[path].nested:
            return path
    return None


def _check_scope(source: str | None, target: str | None) -> None:
    """``copy_to`` may go out of a nested document, never into one."""
    if target is None or (source is not None and (source == target or source.startswith(f"{target}."))):
        return
    raise IllegalArgumentError(
        "Illegal combination of [copy_to] and [nested] mappings: [copy_to] may only copy data to the current nested "
        f"document or any of its parents, however one [copy_to] directive is trying to copy data from nested object "
        f"[{source or 'null'}] to [{target}]"
    )
