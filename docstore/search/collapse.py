"""``collapse``: of the hits with the same value of a field only the best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np

from docstore.columns.fields import Field
from docstore.columns.keyword_column import KeywordColumn
from docstore.columns.numeric_column import NumericColumn
from docstore.columns.rows import Ints
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.errors import IllegalArgumentError, IllegalStateError
from docstore.frozen import frozen
from docstore.mapping.field_type import ColumnKind
from docstore.query.wire import Declared, declared, integer, text

if TYPE_CHECKING:
    from docstore.search.request import SearchRequest

Json = dict[str, Any]

_NAMES = "long integer short byte double float half_float unsigned_long date boolean scaled_float"
_NUMERIC = frozenset(_NAMES.split())


@frozen
class InnerHits:
    """More hits of each group."""

    name: str
    request: SearchRequest


def _inner(value: Any) -> tuple[InnerHits, ...]:
    return tuple(map(_one_inner, value)) if isinstance(value, list) else (_one_inner(value),)


def _one_inner(body: Json) -> InnerHits:
    from docstore.search.request import SearchRequest

    given = dict(body)
    name = given.pop("name", None)
    given.pop("ignore_unmapped", None)
    if name is None:
        raise IllegalArgumentError("inner_hits must have a [name] when used in [collapse]")
    return InnerHits(text(name), SearchRequest.parse({"size": 3, **given}))


def _many(value: Any) -> int:
    if (found := integer(value)) < 1:
        raise IllegalArgumentError("maxConcurrentGroupRequests` must be positive")
    return found


_KEYS = {
    "field": Declared(frozenset({"VALUE_STRING"}), text),
    "max_concurrent_group_searches": Declared(frozenset({"VALUE_NUMBER", "VALUE_STRING"}), _many),
    "inner_hits": Declared(frozenset({"START_OBJECT", "START_ARRAY"}), _inner),
}


@frozen
class Collapse:
    """The field, and what else is shown of each group."""

    field: str
    inner_hits: tuple[InnerHits, ...] = ()

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"field": "user.id", "inner_hits": {...}}`` (``CollapseBuilder``).

        :raises XContentParseError: no field, or an unknown key.
        """
        found = declared("collapse", body, _KEYS)
        if not found.get("field"):
            raise IllegalArgumentError("Required [field]")
        return cls(found["field"], found.get("inner_hits", ()))

    def bind(self, view: IndexView) -> Groups:
        """On one index.

        :raises IllegalArgumentError: a field by which hits cannot be grouped.
        """
        field = view.field(self.field)
        if field is None:
            raise IllegalArgumentError(f"no mapping found for `{self.field}` in order to collapse on")
        known = field.type.column is ColumnKind.KEYWORD and field.type_name in ("keyword", "constant_keyword")
        if not known and field.type_name not in _NUMERIC:
            raise IllegalArgumentError(
                f"collapse is not supported for the field [{field.path}] of the type [{field.type_name}]"
            )
        if not field.doc_values:
            raise IllegalArgumentError(f"cannot collapse on field `{field.path}` without `doc_values`")
        return Groups(view, field, view.need(Want(field)))


@frozen
class Groups:
    """The groups of one index."""

    view: IndexView
    field: Field
    want: Want

    def firsts(self, ordered: Ints) -> Ints:
        """Of ordinals in order only the first of each group; those without a value are a group too."""
        column = self.view.column(self.want)
        several = column.rows.counts()[ordered] > 1
        if several.any():
            raise IllegalStateError(f"failed to collapse {ordered[several].min()}, the collapse field must be single valued")
        assert isinstance(column, KeywordColumn | NumericColumn)
        values = column.codes if isinstance(column, KeywordColumn) else column.values
        picked = column.rows.least(values)[ordered]
        has = column.exists()[ordered]
        _, groups = np.unique(picked, return_inverse=True)
        groups = np.where(has, groups, -1)
        _, places = np.unique(groups, return_index=True)
        found: Ints = ordered[np.sort(places)]
        return found

    def values(self, ordinals: Ints) -> list[Any]:
        """The value of each ordinal's group, in the column's domain; None for the group without one."""
        column = self.view.column(self.want)
        has = column.exists()[ordinals].tolist()
        if isinstance(column, KeywordColumn):
            codes = column.rows.least(column.codes)[ordinals].tolist()
            return [column.terms[code] if known else None for code, known in zip(codes, has, strict=True)]
        assert isinstance(column, NumericColumn)
        numbers = column.rows.least(column.values)[ordinals].tolist()
        return [number_ if known else None for number_, known in zip(numbers, has, strict=True)]

    def members(self, value: Any) -> Ints:
        """All ordinals of a group."""
        column = self.view.column(self.want)
        if value is None:
            return np.flatnonzero(~column.exists())
        if isinstance(column, KeywordColumn):
            code = column.code(value)
            return np.flatnonzero(column.with_codes(0, 0) if code is None else column.with_codes(code, code + 1))
        assert isinstance(column, NumericColumn)
        return np.flatnonzero(column.rows.any(column.values == value))


