"""``_field_caps``: what the fields of several indices are good for, taken together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from docstore.api.node import Node
from docstore.api.parameters import Names, names_of
from docstore.api.registry import Body, BodyOrQuery, Privilege, api
from docstore.api.search.index_filter import holds
from docstore.catalog.blocks import Operation
from docstore.catalog.current import current
from docstore.catalog.index import Index, check_all
from docstore.catalog.names import options
from docstore.columns.fields import simple_pattern
from docstore.columns.view import IndexView
from docstore.columns.want import presence
from docstore.errors import ApiError, IllegalArgumentError, JsonObject, ValidationError
from docstore.mapping.capabilities import Capability, capabilities, parents
from docstore.mapping.mapping import Mapping
from docstore.query import parse as parse_query
from docstore.storage.index_reader import IndexReader
from docstore.storage.transaction import Transaction

_FILTERS = ("+metadata", "-metadata", "-nested", "-multifield", "parent", "-parent", "+dimension")


@api(
    "field_caps",
    "GET /_field_caps",
    "POST /_field_caps",
    "GET /{index}/_field_caps",
    "POST /{index}/_field_caps",
    privilege=Privilege.READ,
)
def field_caps(
    node: Node,
    *,
    index: Names | None = None,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    fields: BodyOrQuery[Names | None] = None,
    filters: Names | None = None,
    ignore_unavailable: bool | None = None,
    include_empty_fields: bool | None = None,
    include_unmapped: bool | None = None,
    index_filter: Body[JsonObject | None] = None,
    runtime_mappings: Body[JsonObject | None] = None,
    types: Names | None = None,
) -> JsonObject:
    """The capabilities of fields over indices: ``{"indices": [...], "fields": {"a": {"long": {"searchable": true, ...}}}}``.

    :param fields: full names, patterns with ``*``.
    :param filters: of ``+metadata, -metadata, -nested, -multifield, -parent, +dimension``.
    :param types: only fields of these types (families of types: a ``wildcard`` is a ``keyword``).
    :param include_empty_fields: false leaves out the fields that no document has.
    :param include_unmapped: show under ``unmapped`` the indices that have not a field.
    :param index_filter: only indices in which a document matches this query.
    :param runtime_mappings: more runtime fields, for this request.
    :raises ValidationError: no fields.
    :raises IllegalArgumentError: an unknown filter.
    """
    asked = _Asked.of(fields, filters, types, include_empty_fields is not False, runtime_mappings)
    how = options.OPEN_NOT_CLOSED.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    query = None if index_filter is None else parse_query(index_filter)
    with node.environment.read() as txn:
        indices = sorted(current(txn).resolve(index, how), key=lambda one: one.name)
        check_all(indices, Operation.READ)
        kept = [one for one in indices if query is None or holds(txn, one, query)]
        found = {one.name: asked.of_index(txn, one) for one in kept}
    return {"indices": list(found), "fields": _merged(found, include_unmapped is True)}


def _reader(txn: Transaction, index: Index, mapping: Mapping) -> IndexReader[Any]:
    index.check_readable()
    return IndexReader(txn, index.number, name=index.name, uuid=index.uuid, mapping=mapping, history=index.history)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which fields of an index are wanted."""

    patterns: tuple[str, ...]
    filters: tuple[str, ...]
    types: tuple[str, ...]
    empty: bool
    runtime: JsonObject

    @classmethod
    def of(
        cls, fields: Names | None, filters: Names | None, types: Names | None, empty: bool, runtime: JsonObject | None
    ) -> _Asked:
        patterns = tuple(names_of(fields or ()))
        if not patterns:
            raise ValidationError("no fields specified")
        chosen = tuple(names_of(filters or ()))
        for one in chosen:
            if one not in _FILTERS:
                raise IllegalArgumentError(f"Unknown field caps filter [{one}]")
        return cls(patterns, chosen, tuple(names_of(types or ())), empty, runtime or {})

    def of_index(self, txn: Transaction, index: Index) -> dict[str, Capability]:
        """The wanted fields of one index, with the objects around them."""
        mapping = index.mapping.with_runtime(self.runtime) if self.runtime else index.mapping
        time_series = index.settings.get("index.mode") == "time_series"
        every = {name: one if time_series else replace(one, dimension=False, metric=None) for name, one in capabilities(mapping).items()}
        wanted = [name for name, one in every.items() if self._names(name, one) and self._passes(one)]
        if not self.empty:
            wanted = _present(IndexView(_reader(txn, index, mapping)), wanted)
        found = {name: every[name] for name in wanted}
        if "-parent" not in self.filters:
            for name in wanted:
                if not every[name].runtime:
                    for above, kind in parents(mapping, name).items():
                        if self.types and kind not in self.types:
                            continue
                        found.setdefault(above, Capability(kind, searchable=False, aggregatable=False))
        return found

    def _names(self, name: str, one: Capability) -> bool:
        dimension = one.dimension and "+dimension" in self.filters
        return dimension or any(simple_pattern(pattern).fullmatch(name) for pattern in self.patterns)

    def _passes(self, one: Capability) -> bool:
        unwanted = {"+metadata": not one.metadata, "-metadata": one.metadata, "-nested": one.nested, "-multifield": one.multi_field}
        return not (self.types and one.type not in self.types) and not any(unwanted.get(name) for name in self.filters)


def _present(view: IndexView, names: Sequence[str]) -> list[str]:
    """The fields of which a document has a value; all that cannot be told are among them."""
    return [name for name in names if _has_values(view, name)]


def _has_values(view: IndexView, name: str) -> bool:
    try:
        found = view.fields.any(name)
    except ApiError:
        return True
    return name.startswith("_") if found is None else bool(view.column(presence(found)).exists().any())


@dataclass(slots=True)
class _Together:
    """One type of one field over several indices (``FieldCapabilities.Builder``)."""

    caps: dict[str, Capability] = field(default_factory=dict)

    def body(self, kind: str, *, with_indices: bool) -> JsonObject:
        """The answer; names of indices only where they differ."""
        every = list(self.caps.values())
        body: JsonObject = {
            "type": kind,
            "metadata_field": any(one.metadata for one in every),
            "searchable": all(one.searchable for one in every),
            "aggregatable": all(one.aggregatable for one in every),
        }
        dimensions, metrics = [one.dimension for one in every], {one.metric for one in every}
        if all(dimensions):
            body["time_series_dimension"] = True
        if len(metrics) == 1 and None not in metrics:
            body["time_series_metric"] = every[0].metric
        if with_indices:
            body["indices"] = list(self.caps)
        body |= self._but("non_searchable_indices", [one.searchable for one in every])
        body |= self._but("non_aggregatable_indices", [one.aggregatable for one in every])
        body |= self._but("non_dimension_indices", dimensions)
        if len(metrics) > 1:
            body["metric_conflicts_indices"] = list(self.caps)
        if any(one.meta for one in every):
            body["meta"] = _meta(every)
        return body

    def _but(self, key: str, flags: list[bool]) -> JsonObject:
        if all(flags) or not any(flags):
            return {}
        return {key: [name for name, flag in zip(self.caps, flags, strict=True) if not flag]}


def _meta(every: Iterable[Capability]) -> JsonObject:
    together: dict[str, set[str]] = {}
    for one in every:
        for key, value in one.meta.items():
            together.setdefault(key, set()).add(value)
    return {key: sorted(together[key]) for key in sorted(together)}


def _merged(found: dict[str, dict[str, Capability]], unmapped: bool) -> JsonObject:
    names = sorted({name for fields in found.values() for name in fields})
    return {name: _types(name, found, unmapped) for name in names}


def _types(name: str, found: dict[str, dict[str, Capability]], unmapped: bool) -> JsonObject:
    types: dict[str, _Together] = {}
    missing = [index for index, fields in found.items() if name not in fields]
    for index, fields in found.items():
        if name in fields:
            types.setdefault(fields[name].type, _Together()).caps[index] = fields[name]
    if unmapped and missing:
        types["unmapped"] = _Together(dict.fromkeys(missing, Capability("unmapped", searchable=False, aggregatable=False)))
    return {kind: one.body(kind, with_indices=len(types) > 1) for kind, one in sorted(types.items())}
