"""The source ``terms``: the values themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from docstore.columns.rows import Ints
from docstore.errors import IllegalArgumentError
from docstore.query.wire import declared
from docstore.search.aggregations.bucket.composite_source import KEYS, BoundNumbers, BoundSource, CompositeSource, Json, Place, shown_by
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.groups import numbered
from docstore.search.aggregations.negative_zero import key_of, keys_of
from docstore.search.aggregations.source import Source
from docstore.search.aggregations.source_keys import text_key
from docstore.search.aggregations.support import Support


@dataclass(frozen=True, slots=True)
class TermsSource(CompositeSource):
    """The values themselves."""

    kind: ClassVar[str] = "terms"

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "f", "order": "desc"}``."""
        found = declared(cls.kind, body, {**KEYS, "format": text_key})
        return cls(name, Source.of(found), Place.of(found))

    def bind(self, context: Context) -> BoundSource:
        """Any field with values by document."""
        values = self.source.bind(context, "composite", Support.ANY)
        return _Terms(self.place, values, shown_by(self.source, values))


class _Terms(BoundNumbers):
    def values(self, docs: Ints) -> tuple[Ints, Ints, Sequence[Any]]:
        if self.of.is_numeric:
            places, numbers = self.of.exact(docs)
            found, codes = numbered(numbers)
            return places, codes, keys_of(found)
        return self.of.codes(docs)

    def parsed(self, shown: Any) -> Any:
        if not self.of.is_mapped:
            return shown
        if self.of.is_numeric:
            return key_of(BoundNumbers.parsed(self, shown))
        if not isinstance(shown, str):
            raise IllegalArgumentError(f"invalid value, expected string, got {_java_class(shown)}")
        return shown if self.of.want is None else str(self.of.want.field.type.query_value(shown))


def _java_class(value: Any) -> str:
    if isinstance(value, bool):
        return "Boolean"
    return "Integer" if isinstance(value, int) else "Double"
