"""``_source`` as Elasticsearch rebuilds it where ``index.mapping.source.mode`` is ``synthetic``.

Fields are sorted by name, names with dots are objects, arrays of objects become objects of arrays (but for nested ones), values are
as their types keep them, null is nothing. The document itself is stored whole; this is only how it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from docstore.errors import IllegalArgumentError
from docstore.mapping.field_type import FieldType
from docstore.mapping.names import MalformedNameError, segments
from docstore.mapping.object_mapping import Dynamic, ObjectMapping
from docstore.mapping.synthetic_values import as_it_was, synthetic_values

if TYPE_CHECKING:
    from docstore.mapping.mapping import Mapping

Json = dict[str, Any]

_TEXTS = ("text", "annotated_text")
_OTHERWISE = (Dynamic.FALSE, Dynamic.RUNTIME)
"""Objects that say so keep their arrays, for what is not mapped in them is kept as it was."""


def synthetic_source(mapping: Mapping, source: Json) -> Json:
    """What ``_source`` shows of a stored document."""
    if not mapping.root.is_enabled:
        return _expanded(source)  # type: ignore[no-any-return]
    return _Rebuild(mapping).object(mapping.root, [source])


def kept_values(mapping: Mapping, source: Json) -> list[tuple[str, Any]]:
    """What a stored document shows as it was given, for it is not indexed so that it could be rebuilt: full paths and values."""
    if not mapping.root.is_enabled:
        return [("_doc", source)]
    walk = _Rebuild(mapping)
    walk.object(mapping.root, [source])
    return walk.kept


def check_rebuildable(mapping: Mapping) -> None:
    """:raises IllegalArgumentError: a stored ``_source`` cannot be shown as if it were rebuilt, for a text is not kept beside it."""
    for field in mapping.fields().values():
        if field.type_name in _TEXTS and not (field.has("store") or any(map(_keeps_text, field.multi_fields.values()))):
            raise IllegalArgumentError(
                f"field [{field.path}] of type [{field.type_name}] doesn't support synthetic source unless it is stored or has a sub-field "
                "of type [keyword] with doc values or stored and without a normalizer"
            )


def _keeps_text(field: FieldType) -> bool:
    return field.type_name == "keyword" and field.known("normalizer") is None and field.has_any("doc_values", "store")


class _Rebuild:
    """The walk over one document."""

    def __init__(self, mapping: Mapping) -> None:
        self.kept: list[tuple[str, Any]] = []
        self._root = mapping.root
        self._default = mapping.settings.synthetic_source_keep
        self._targets = {target for leaf in mapping.fields().values() for target in leaf.copy_to}

    def object(self, node: ObjectMapping, objects: list[Json]) -> Json:
        """The objects at one path as one."""
        together: dict[str, list[Any]] = {}
        for name, value in _members(node, objects):
            together.setdefault(name, []).append(value)
        shown: Json = {}
        for name in sorted(together):
            whole = node is self._root and name == "_doc_count"
            value = self._member(node.child_path(name), node.properties.get(name), together[name], whole)
            if value is not None:
                shown[name] = value
        return shown

    def _as_it_was(self, path: str, raw: list[Any]) -> Any:
        self.kept.append((path, found := as_it_was(raw)))
        return found

    def _member(self, path: str, child: ObjectMapping | FieldType | None, raw: list[Any], whole: bool) -> Any:
        if child is None:
            return None if not whole and _is_nothing(raw) else _expanded(self._as_it_was(path, raw))
        if isinstance(child, FieldType):
            return self._leaf(child, raw)
        if not child.is_enabled:
            return _expanded(self._as_it_was(path, raw))
        if _kept(child.keep or "none", raw) or (child.dynamic in _OTHERWISE and not child.nested and _kept("arrays", raw)):
            return self._as_it_was(path, raw)
        objects = list(_objects(raw))
        if child.nested:
            found = [self.object(child, [one]) for one in objects]
            return (found[0] if len(found) == 1 else found) if found else None
        return self.object(child, objects) or None

    def _leaf(self, field: FieldType, raw: list[Any]) -> Any:
        keep = field.values.get("synthetic_source_keep") or self._default
        if field.path in self._targets or _kept(keep, raw):
            return self._as_it_was(field.path, raw)
        return synthetic_values(field, raw)


def _expanded(value: Any) -> Any:
    """What is not indexed, names with dots as objects."""
    if isinstance(value, list):
        return [_expanded(each) for each in value]
    if not isinstance(value, dict):
        return value
    found: Json = {}
    for key, inner in value.items():
        try:
            *above, last = segments(key)
        except MalformedNameError:
            above, last = [], key
        into = found
        for part in above:
            if not isinstance(into.get(part), dict):
                into[part] = {}
            into = into[part]
        known, inner = into.get(last), _expanded(inner)
        into[last] = known | inner if isinstance(known, dict) and isinstance(inner, dict) else inner
    return found


def _kept(keep: str, raw: list[Any]) -> bool:
    return keep == "all" or (keep == "arrays" and any(isinstance(value, list) for value in raw))


def _is_nothing(raw: list[Any]) -> bool:
    return all(value is None or value == {} for value in raw)


def _objects(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _objects(item)


def _members(node: ObjectMapping, objects: list[Json], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The members of objects that are one; of a name with dots the first part, and an object of the rest."""
    for one in objects:
        for key, value in one.items():
            yield from _spelled(node, prefix, key, value)


def _behind(child: ObjectMapping | FieldType | None, parts: Sequence[str], value: Any) -> Any:
    """A value behind the first part of a name; objects that are known see the rest as it is, for they may have fields with dots."""
    if parts and isinstance(child, ObjectMapping) and child.is_enabled and (child.keep or "none") == "none":
        return {".".join(parts): value}
    for part in reversed(parts):
        value = {part: value}
    return value


def _spelled(node: ObjectMapping, prefix: str, key: str, value: Any) -> Iterator[tuple[str, Any]]:
    try:
        parts = segments(key)
    except MalformedNameError:
        parts = (key,)
    if not node.flat:
        yield parts[0], _behind(node.properties.get(parts[0]), parts[1:], value)
        return
    name = prefix + ".".join(parts)
    if name not in node.properties and isinstance(value, dict):
        yield from _members(node, [value], f"{name}.")
    else:
        yield name, value
