"""How many objects a nested field has in a document."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from docstore.columns.builder import IntegerBuilder
from docstore.columns.fields import Json
from docstore.columns.values import units
from docstore.mapping.field_type import ColumnKind, FieldType


class ObjectCount(FieldType):
    """How many objects a nested field has in a document."""

    __slots__ = ()
    type_name: ClassVar[str] = "_nested"
    column: ClassVar[ColumnKind] = ColumnKind.INTEGER
    several: ClassVar[bool] = True
    takes_arrays: ClassVar[bool] = True

    def to_body(self) -> Json:
        """Nothing about it can change."""
        return {"type": self.type_name}


def objects(raw: Any) -> list[Json]:
    """The objects of a nested field, in order (``null`` is none)."""
    if type(raw) is dict:
        return [raw]
    if type(raw) is list and set(map(type, raw)) == {dict}:
        return raw
    return [value for value in units(raw, whole=False) if isinstance(value, dict)]


class ObjectCountBuilder(IntegerBuilder):
    """Counts them."""

    def add(self, raw: list[Any]) -> None:
        """Each document has a number, if only zero."""
        self._counts.append(np.ones(len(raw), dtype=np.int64))
        self._values.append(np.fromiter((len(objects(value)) for value in raw), dtype=np.int64, count=len(raw)))
