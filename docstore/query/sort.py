"""``sort``: from its wire forms to an order of ordinals (``SortBuilder``, ``FieldSortBuilder``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from docstore.columns.fields import Field
from docstore.columns.nested_order import NestedOrder
from docstore.columns.sort import FieldOrder, LogOrder, Missing, Mode, SortKey
from docstore.columns.view import IndexView
from docstore.columns.want import values_of
from docstore.errors import (
    IllegalArgumentError,
    NotImplementedByDocstoreError,
    NumberFormatError,
    XContentParseError,
)
from docstore.frozen import frozen
from docstore.kinds import Kinds
from docstore.mapping.field_type import ColumnKind
from docstore.mapping.registry import FIELD_TYPES, KNOWN_ELSEWHERE
from docstore.mapping.types.number import parse_double
from docstore.query.id_field import id_field
from docstore.query.index_sort import doc_order
from docstore.query.nested_sort import NestedSort
from docstore.query.targets import refusal
from docstore.query.wire import SCALARS, Declared, Json, declared, scalar, text

_LOG_ORDER = frozenset({"_shard_doc", "_seq_no"})
_CONSTANT = frozenset({"_score", "_index"})
_ENDS: dict[str, Missing] = {each.value: each for each in Missing}
_NUMBERS_ONLY = frozenset({Mode.AVG, Mode.MEDIAN, Mode.SUM})


@frozen
class Sort:
    """One criterion as it was asked for."""

    field: str
    descending: bool = False
    missing: Any = "_last"
    mode: Mode | None = None
    unmapped_type: str | None = None
    format: str | None = None
    nested: NestedSort | None = None
    numeric_type: str | None = None

    def bind(self, view: IndexView) -> SortKey | None:
        """The criterion on one index; None when all documents are equal in it. Notes the column it needs."""
        if self.field == "_doc":
            return doc_order(view, descending=self.descending)
        if self.field in _LOG_ORDER:
            return LogOrder(self.descending)
        if self.field in _CONSTANT:
            return None
        nested = self.nested if view.fields.is_mapped(self.field) else None
        inside = None if nested is None else nested.bind(view)
        field = _sortable(view if inside is None else inside.view, self.field, self.unmapped_type)
        if field is None:
            return None
        mode = self.mode or (Mode.MAX if self.descending else Mode.MIN)
        if mode in _NUMBERS_ONLY and field.type.column in (ColumnKind.KEYWORD, ColumnKind.TEXT):
            raise refusal(view, "we only support AVG, MEDIAN and SUM on number based fields")
        if self.numeric_type is not None and field.type.column not in (ColumnKind.INTEGER, ColumnKind.FLOAT):
            raise refusal(
                view, f"[numeric_type] option cannot be set on a non-numeric field, got {field.type_name}"
            )
        missing = _stand_in(field, self.missing)
        if inside is None:
            return FieldOrder(view.need(values_of(field)), self.descending, mode, missing)
        if mode is Mode.MEDIAN:
            raise IllegalArgumentError("Unsupported sort mode: MEDIAN")
        return NestedOrder(inside.view.need(values_of(field)), self.descending, mode, missing, inside=inside)


def parse_sort(body: Any) -> tuple[Sort, ...]:
    """The criteria of a ``sort``: a string, an object, or an array of both."""
    if body is None:
        return ()
    if not isinstance(body, str | dict | list):
        raise IllegalArgumentError("malformed sort format, either start with array, object, or an actual string")
    found: list[Sort] = []
    for element in body if isinstance(body, list) else [body]:
        if isinstance(element, str):
            found.append(Sort(element, descending=element == "_score"))
        elif isinstance(element, dict):
            found.extend(_compound(element))
        else:
            raise IllegalArgumentError(
                "malformed sort format, within the sort array, an object, or an actual string are allowed"
            )
    return tuple(found)


def bind_sort(sorts: Sequence[Sort], view: IndexView) -> list[SortKey]:
    """All criteria on one index, so that their columns are built in one pass."""
    return [key for sort in sorts if (key := sort.bind(view)) is not None]


def _compound(element: Json) -> Iterator[Sort]:
    for field, value in element.items():
        if isinstance(value, str):
            yield Sort(field, descending=descending_of(value))
            continue
        if not isinstance(value, dict):
            raise XContentParseError(f"[field_sort] Expected START_OBJECT but was: {value}")
        yield BY_NAME[field](value) if field in BY_NAME else _field_sort(field, value)


def descending_of(text_: str) -> bool:
    """:raises IllegalArgumentError: neither ``asc`` nor ``desc``."""
    if text_.upper() not in ("ASC", "DESC"):
        raise IllegalArgumentError(f"No enum constant org.elasticsearch.search.sort.SortOrder.{text_.upper()}")
    return text_.upper() == "DESC"


def mode_of(text_: str) -> Mode:
    """:raises IllegalArgumentError: there is no such mode."""
    try:
        return Mode(text_.lower())
    except ValueError:
        raise IllegalArgumentError(f"Unknown SortMode [{text_}]") from None


def _by_script(body: Json) -> Sort:
    raise NotImplementedByDocstoreError("docstore cannot sort by [_script]")


def _numeric_type(value: Any) -> str:
    if (name := text(value).lower()) not in NUMERIC_TYPES:
        raise IllegalArgumentError(f"invalid value for [numeric_type], must be [long, double, date, date_nanos], got {value}")
    return name


BY_NAME: Kinds[Callable[[Json], Sort]] = Kinds("docstore.query", {"distance_sort": "_geo_distance", "sort": "_script"})
"""Sorts that are no fields."""

BY_NAME.add("_script", _by_script)

NUMERIC_TYPES = ("long", "double", "date", "date_nanos")
_STRING = frozenset({"VALUE_STRING"})
_KEYS = {
    "order": Declared(_STRING, descending_of),
    "mode": Declared(_STRING, mode_of),
    "missing": Declared(SCALARS, scalar),
    "unmapped_type": Declared(_STRING, text),
    "format": Declared(_STRING, text),
    "numeric_type": Declared(_STRING, _numeric_type),
    "nested": Declared(frozenset({"START_OBJECT"}), NestedSort.parse),
}


def _field_sort(field: str, body: Json) -> Sort:
    if field == "_score":
        found = declared("_score", body, {"order": _KEYS["order"]})
        return Sort(field, found.get("order", True))
    found = declared("field_sort", body, _KEYS)
    return Sort(
        field,
        found.get("order", False),
        found.get("missing", "_last"),
        found.get("mode"),
        found.get("unmapped_type"),
        found.get("format"),
        found.get("nested"),
        found.get("numeric_type"),
    )


def _sortable(view: IndexView, name: str, unmapped_type: str | None) -> Field | None:
    check_metadata(name)
    field = id_field(view) if name == "_id" else view.field(name)
    if field is None:
        if view.scope and view.fields.is_mapped(name):
            return None
        if view.fields.is_mapped(name):
            raise refusal(view, f"it is mandatory to set the [nested] context on the nested sort field: [{name}].")
        if unmapped_type is None:
            raise refusal(view, f"No mapping found for [{name}] in order to sort on")
        if unmapped_type not in FIELD_TYPES and unmapped_type not in KNOWN_ELSEWHERE:
            raise IllegalArgumentError(f"No mapper found for type [{unmapped_type}]")
        return None
    if (why := _NO_ORDER.get(field.type_name)) is not None and field.doc_values:
        raise IllegalArgumentError(why.format(name))
    check_fielddata(view, field)
    return field


_NO_ORDER = {
    "geo_point": "can't sort on geo_point field without using specific sorting feature, like geo_distance",
    "dense_vector": "Field [{}] of type [dense_vector] doesn't support sort",
    **{f"{name}_range": "can't sort on binary field" for name in ("date", "double", "float", "integer", "ip", "long")},
    "binary": "can't sort on binary field",
}
"""Types of which a document has values, but no order."""


def constant_of(view: IndexView, name: str) -> str | None:
    """The value of a metadata field that is the same for all documents of an index; None for other fields."""
    read = _CONSTANTS.get(name)
    return None if read is None else read(view)


_CONSTANTS: dict[str, Callable[[IndexView], str | None]] = {
    "_index": lambda view: view.reader.name,
    "_tier": lambda view: view.limits.tier,
    "_index_mode": lambda view: view.limits.mode,
}


_WITHOUT_VALUES = frozenset({"_routing", "_source", "_field_names", "_doc_count", "_nested_path"})


def check_metadata(name: str) -> None:
    """:raises IllegalArgumentError: a metadata field that has no values by document, so it cannot be sorted or aggregated.
    :raises NotImplementedByDocstoreError: one that has, and docstore does not read them.
    """
    if name in _WITHOUT_VALUES:
        raise IllegalArgumentError(f"Fielddata is not supported on field [{name}] of type [{name}]")
    if name in ("_version", "_seq_no"):
        raise NotImplementedByDocstoreError(f"docstore cannot sort or aggregate by [{name}] here")


_ONLY_RANKED = frozenset({"rank_feature", "rank_features", "sparse_vector"})


def check_fielddata(view: IndexView, field: Field) -> None:
    """:raises IllegalArgumentError: the field has no values by document, so it cannot be sorted or aggregated."""
    if field.type.has("fielddata"):
        return
    if field.type.column is ColumnKind.TEXT:
        raise IllegalArgumentError(
            f"Fielddata is disabled on [{field.path}] in [{view.reader.name}]. Text fields are not optimised for"
            " operations that require per-document field data like aggregations and sorting, so these operations are"
            " disabled by default. Please use a keyword field instead. Alternatively, set fielddata=true on"
            f" [{field.path}] in order to load field data by uninverting the inverted index."
            " Note that this can use significant memory."
        )
    if field.type_name in _ONLY_RANKED:
        raise IllegalArgumentError(f"[{field.type_name}] fields do not support sorting, scripting or aggregating")
    if field.type.column is ColumnKind.NONE and field.type_name not in _NO_ORDER:
        raise IllegalArgumentError(f"Fielddata is not supported on field [{field.path}] of type [{field.type_name}]")
    if not field.doc_values:
        raise IllegalArgumentError(
            f"Can't load fielddata on [{field.path}] because fielddata is unsupported on fields of type"
            f" [{field.type_name}]. Use doc values instead."
        )


def _stand_in(field: Field, missing: Any) -> Missing | int | float | str:
    if isinstance(missing, str) and missing in _ENDS:
        return _ENDS[missing]
    if field.type.column in (ColumnKind.KEYWORD, ColumnKind.TEXT) or field.type_name == "unsigned_long":
        return field.type.query_value(missing)
    if field.type.column is not ColumnKind.INTEGER:
        return parse_double(missing)
    try:
        return saturated(missing)
    except ValueError:
        raise NumberFormatError.of(missing) from None


def saturated(value: Any) -> int:
    """A ``long``: what is beyond 64 bits is the nearest that is not (``Number.longValue``).

    :raises ValueError: it is no number.
    """
    number = int(value) if isinstance(value, str) else value
    return int(min(max(number, -(1 << 63)), (1 << 63) - 1))
