"""What a query asks of an index: a field, as values or only as presence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any

from docstore.columns.builder import (
    Builder,
    FloatBuilder,
    IntegerBuilder,
    KeywordBuilder,
    PresenceBuilder,
    TokenCountBuilder,
    VectorBuilder,
)
from docstore.columns.column import Column
from docstore.columns.fields import Field
from docstore.columns.object_count import ObjectCountBuilder
from docstore.columns.text_builder import TextBuilder
from docstore.mapping.field_type import ColumnKind
from docstore.mapping.similarities import Similarity
from docstore.once import once


class Aspect(Enum):
    """Which side of a field is wanted."""

    VALUES = "values"
    PRESENCE = "presence"


_BUILDERS: dict[ColumnKind, Callable[[Field], Builder[Any]]] = {
    ColumnKind.INTEGER: IntegerBuilder,
    ColumnKind.FLOAT: FloatBuilder,
    ColumnKind.KEYWORD: KeywordBuilder,
    ColumnKind.TEXT: TextBuilder,
    ColumnKind.VECTOR: VectorBuilder,
    ColumnKind.NONE: PresenceBuilder,
}
_BY_TYPE: dict[str, Callable[[Field], Builder[Any]]] = {"token_count": TokenCountBuilder, "_nested": ObjectCountBuilder}


@dataclass(frozen=True)
class Want:
    """One column. Equal for the same field of the same mapping."""

    field: Field
    aspect: Aspect = Aspect.VALUES

    @once
    def key(self) -> tuple[str, str]:
        """Its place on a shelf."""
        return self.field.path, self.aspect.value

    @once
    def definition(self) -> Any:
        """What the column is made of; a column of another definition is another column."""
        return self.field.definition

    @once
    def similarity(self) -> Similarity:
        """How the terms of the field weigh."""
        return self.field.type.similarity_model

    @property
    def eras(self) -> list[tuple[int, Want | None]]:
        """What it was for earlier documents (``Field.eras``)."""
        return [(until, None if earlier is None else Want(earlier, self.aspect)) for until, earlier in self.field.eras]

    def builder(self) -> Builder[Any]:
        """What builds the column."""
        if self.aspect is Aspect.PRESENCE:
            return PresenceBuilder(self.field)
        build = _BY_TYPE.get(self.field.type_name) or _BUILDERS[self.field.type.column]
        return build(self.field)

    def empty(self) -> Column:
        """The column of no documents."""
        column: Column = self.builder().build()
        return column


@lru_cache(maxsize=4096)
def values_of(field: Field) -> Want:
    """The values of a field: the same object each time, as every query on the field wants it."""
    return Want(field)


@lru_cache(maxsize=4096)
def presence(field: Field) -> Want:
    """The cheapest column that tells where a field exists: texts are not tokenized for it."""
    values = field.type.column in (ColumnKind.INTEGER, ColumnKind.FLOAT, ColumnKind.KEYWORD)
    return Want(field, Aspect.VALUES if values else Aspect.PRESENCE)
