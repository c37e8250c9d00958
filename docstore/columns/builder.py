"""Building columns: batches of raw values in, one column out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from itertools import chain
from types import NoneType
from typing import Any, Generic, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from docstore.columns.column import Column
from docstore.columns.dictionary import encode
from docstore.columns.fields import Field
from docstore.columns.keyword_column import KeywordColumn
from docstore.columns.numeric_column import NumericColumn, VectorColumn
from docstore.columns.plain import plain_length, plain_numbers, sample
from docstore.columns.presence_column import PresenceColumn
from docstore.columns.projection import ABSENT
from docstore.columns.rows import Ints, SingleRows, Slots, lay_out
from docstore.columns.tokens import token_counter_for
from docstore.columns.values import Converter, explode, flatten, leaves, own_units
from docstore.mapping.java_text import json_text

T = TypeVar("T", bound=Column)


def _nothing(_value: Any) -> None:
    """The column value where values are not converted one to one."""


class Builder(ABC, Generic[T]):
    """Collects one field of the documents it is shown, in order."""

    def __init__(self, field: Field) -> None:
        self.whole = field.whole
        self._field = field
        self._counts: list[Ints] = []
        self._convert = Converter(_nothing if self.whole else field.type.column_value)
        self._spreadable = {list, msgspec.UnsetType} | ({NoneType} if self._convert.skips_null else set())

    @abstractmethod
    def add(self, raw: list[Any]) -> None:
        """One raw value for each document of a batch."""

    @abstractmethod
    def build(self) -> T:
        """The column of everything shown."""

    def _plain_values(self, raw: list[Any], allowed: frozenset[type]) -> tuple[Ints, list[Any]] | None:
        """How many values each document has, and all of them, when they are only of these plain types; else None."""
        kinds = set(map(type, raw)) - allowed
        if not kinds:
            return np.ones(len(raw), dtype=np.int64), raw
        if not kinds <= self._spreadable:
            return None
        lists = [v if type(v) is list else () if v is ABSENT or v is None else (v,) for v in raw]
        values = list(chain.from_iterable(lists))
        if not allowed.issuperset(map(type, values)):
            return None
        return np.fromiter(map(len, lists), dtype=np.int64, count=len(raw)), values

    def _flatten(self, raw: list[Any]) -> tuple[Ints, list[Any]]:
        """The general way, value by value."""
        return explode(raw, self._field) if self.whole else flatten(raw, self._convert)

    def _all_counts(self) -> Ints:
        return np.concatenate(self._counts) if self._counts else np.zeros(0, dtype=np.int64)


class NumericBuilder(Builder[NumericColumn]):
    """Integers or floats of 64 bits."""

    dtype: npt.DTypeLike

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._rules = [] if self.whole else [rule for rule in plain_numbers(field.type) if rule.dtype == self.dtype]
        self._values: list[Slots] = []

    def add(self, raw: list[Any]) -> None:
        """The fast path where it holds, else value by value."""
        counts, values = self._fast(raw) or self._general(raw)
        self._counts.append(counts)
        self._values.append(values)

    def _fast(self, raw: list[Any]) -> tuple[Ints, Slots] | None:
        for rule in self._rules:
            if (present := self._plain_values(raw, rule.types)) is not None:
                values = rule.array(present[1], self._convert)
                return None if values is None else (present[0], values)
        return None

    def _general(self, raw: list[Any]) -> tuple[Ints, Slots]:
        counts, values = self._flatten(raw)
        return counts, np.array(values, dtype=self.dtype)

    def build(self) -> NumericColumn:
        """One flat array and its rows."""
        flat = np.concatenate(self._values) if self._values else np.zeros(0, dtype=self.dtype)
        return NumericColumn(*lay_out(self._all_counts(), flat))


class IntegerBuilder(NumericBuilder):
    """int64: whole numbers, dates, booleans."""

    dtype = np.int64


class TokenCountBuilder(IntegerBuilder):
    """Texts, as the number of their tokens."""

    def _flatten(self, raw: list[Any]) -> tuple[Ints, list[Any]]:
        count = token_counter_for(self._field.type)
        null = self._field.type.column_value(None)
        return flatten(raw, lambda value: null if value is None else count(json_text(value)))


class FloatBuilder(NumericBuilder):
    """float64."""

    dtype = np.float64


class VectorBuilder(Builder[VectorColumn]):
    """Vectors of float32, one for a document."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._values: list[Any] = []

    def add(self, raw: list[Any]) -> None:
        """Keeps the vectors."""
        counts, values = self._flatten(raw)
        self._counts.append(counts)
        self._values += values

    def build(self) -> VectorColumn:
        """A matrix; documents without a vector have a row of zeros."""
        counts = self._all_counts()
        present = counts > 0
        matrix = np.zeros((len(counts), len(self._values[0]) if self._values else 0), dtype=np.float32)
        if self._values:
            matrix[present] = np.stack(self._values)
        return VectorColumn(SingleRows(len(counts), present), matrix)


class StringBuilder(Builder[T]):
    """What keywords and texts have in common: the strings of each document."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._length = None if self.whole else plain_length(field.type)
        self._values: list[str] = []

    def _strings(self, raw: list[Any]) -> tuple[Ints, list[str]]:
        return self._fast(raw) or self._flatten(raw)

    def _fast(self, raw: list[Any]) -> tuple[Ints, list[str]] | None:
        if self._length is None or (present := self._plain_values(raw, frozenset({str}))) is None:
            return None
        values = present[1]
        if max(map(len, values), default=0) > self._length:
            return None
        return present if all(self._convert(values[at]) == values[at] for at in sample(len(values))) else None


class KeywordBuilder(StringBuilder[KeywordColumn]):
    """Strings as a sorted dictionary and codes."""

    def add(self, raw: list[Any]) -> None:
        """Keeps the strings; they are encoded together at the end."""
        counts, values = self._strings(raw)
        self._counts.append(counts)
        self._values += values

    def build(self) -> KeywordColumn:
        """The dictionary and the codes."""
        terms, codes = encode(self._values)
        rows, codes = lay_out(self._all_counts(), codes)
        return KeywordColumn(rows, terms, codes)


class PresenceBuilder(Builder[PresenceColumn]):
    """Whether a document has any value that is not null."""

    def add(self, raw: list[Any]) -> None:
        """Looks at no value closer than needed."""
        present = (value is not ABSENT and self._holds(value) for value in raw)
        self._counts.append(np.fromiter(present, dtype=np.int64, count=len(raw)))

    def _holds(self, value: Any) -> bool:
        if self.whole:
            return any(map(self._field.type.is_present, own_units(value, self._field)))
        if type(value) is list or value is None:
            return any(leaf is not None or not self._convert.skips_null for leaf in leaves(value))
        return True

    def build(self) -> PresenceColumn:
        """A mask."""
        return PresenceColumn(lay_out(counts := self._all_counts(), np.zeros(int(counts.sum()), dtype=np.bool_))[0])
