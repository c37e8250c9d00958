"""Values that are pairs: points, and ranges. They can be counted, and ranges stand in all buckets of a histogram that they reach."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, ClassVar, Protocol

import numpy as np

from docstore.columns.fields import Field
from docstore.columns.keyword_column import KeywordColumn
from docstore.columns.numeric_column import NumericColumn
from docstore.columns.rows import Ints, MultiRows, Slots, expand, lacking
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.errors import IllegalArgumentError
from docstore.mapping.geo.point_reader import EarthPointReader
from docstore.query.sort import check_fielddata
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.source import Source
from docstore.search.aggregations.support import Support

NUMBER_RANGES = frozenset({"integer_range", "long_range", "float_range", "double_range"})
RANGES = NUMBER_RANGES | {"date_range", "ip_range"}


class Countable(Protocol):
    """Values as what counts them sees them."""

    @property
    def is_numeric(self) -> bool:
        """Whether the values are numbers."""

    def exact(self, docs: Ints) -> tuple[Ints, Slots]:
        """Of numbers: the place in ``docs`` of each, and the number."""

    def codes(self, docs: Ints) -> tuple[Ints, Ints, Any]:
        """Of others: the place in ``docs`` and the code of each, and the values by their codes."""


def countable(source: Source, context: Context, kind: str) -> Countable:
    """The values of a field of any type that has some by document.

    :raises IllegalArgumentError: the field has none.
    """
    field = context.view.field(source.field)
    if field is None or field.type_name not in {"geo_point", *RANGES}:
        return source.bind(context, kind, Support.ANY)
    _check(context.view, field)
    if field.type_name == "geo_point":
        missing = None if source.missing is None else EarthPointReader(ignore_z_value=True).point(source.missing)
        return Pairs(context.view, _parts(context.view, field, "lon", "lat"), missing=missing)
    if source.missing is not None:
        raise IllegalArgumentError(
            "Can't apply missing values on a class org.elasticsearch.search.aggregations.support.ValuesSource$Range"
        )
    return Pairs(context.view, _parts(context.view, field, "from", "to"), together=True)


def range_field(source: Source, context: Context) -> Field | None:
    """The field of a source, where it holds ranges."""
    field = context.view.field(source.field)
    if field is None or field.type_name not in RANGES:
        return None
    _check(context.view, field)
    return field


def ends_of(view: IndexView, field: Field) -> Pairs:
    """The ranges of a field."""
    return Pairs(view, _parts(view, field, "from", "to"))


def _check(view: IndexView, field: Field) -> None:
    if not field.doc_values:
        check_fielddata(view, field)


def _parts(view: IndexView, field: Field, first: str, second: str) -> tuple[Want, Want]:
    return view.need(Want(field.part(first))), view.need(Want(field.part(second)))


@dataclass(slots=True)
class Pairs:
    """Two columns, of which each slot is a value. ``together``: all pairs of a document are one value, as Lucene keeps its ranges."""

    is_numeric: ClassVar[bool] = False
    view: IndexView
    wants: tuple[Want, Want]
    together: bool = False
    missing: tuple[float, float] | None = None

    def exact(self, docs: Ints) -> tuple[Ints, Slots]:
        """They are no numbers."""
        raise AssertionError("pairs are no numbers")

    def read(self, docs: Ints) -> tuple[Ints, Slots | Ints, Slots | Ints]:
        """The place in ``docs`` of each pair, and both parts; of strings their codes."""
        first, second = (self.view.column(want) for want in self.wants)
        places, slots = expand(first.rows, docs)
        return places, _at(first, slots), _at(second, slots)

    def codes(self, docs: Ints) -> tuple[Ints, Ints, list[Hashable]]:
        """Each pair, or each document's, as a code."""
        places, first, second = self.read(docs)
        columns = [self.view.column(want) for want in self.wants]
        terms = [column.terms if isinstance(column, KeywordColumn) else None for column in columns]
        rows, codes = np.unique(np.stack([first, second], axis=1), axis=0, return_inverse=True)
        keys: list[Hashable] = [tuple(_shown(part, value) for part, value in zip(terms, row, strict=True)) for row in rows.tolist()]
        codes = codes.reshape(-1).astype(np.int64)
        if self.together and isinstance(columns[0].rows, MultiRows):
            places, codes, keys = _joined(places, codes, keys)
        if self.missing is None:
            return places, codes, keys
        without = lacking(len(docs), places)
        return np.concatenate([places, without]), np.concatenate([codes, np.full(len(without), len(keys))]), [*keys, self.missing]


def _at(column: Any, slots: Ints) -> Any:
    assert isinstance(column, NumericColumn | KeywordColumn)
    return column.values[slots] if isinstance(column, NumericColumn) else column.codes[slots].astype(np.int64)


def _shown(terms: Sequence[str] | None, value: Any) -> Any:
    return value if terms is None else terms[int(value)]


def _joined(places: Ints, codes: Ints, keys: Sequence[Hashable]) -> tuple[Ints, Ints, list[Hashable]]:
    """One value for each place: the set of those that it has."""
    begins = [0, *(np.flatnonzero(np.diff(places)) + 1).tolist(), len(places)] if len(places) else [0]
    numbers: dict[Hashable, int] = {}
    found = [numbers.setdefault(frozenset(keys[code] for code in codes[low:high].tolist()), len(numbers)) for low, high in pairwise(begins)]
    return places[begins[:-1]], np.array(found, dtype=np.int64), list(numbers)
