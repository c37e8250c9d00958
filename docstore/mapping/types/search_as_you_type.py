"""search_as_you_type: a text with fields of shingles beside it (``SearchAsYouTypeFieldMapper``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from docstore.analysis.fixed_shingle import FixedShingle, shingled
from docstore.analysis.token import Token
from docstore.errors import MapperParsingError
from docstore.mapping import parameter as p
from docstore.mapping import parameter_checks as checks
from docstore.mapping.field_type import FieldType
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.similarities import Similarity
from docstore.mapping.types.text import FieldAnalyzers, TextField

_SIZES = (2, 4)


def _no_doc_values(field: str, value: Any) -> bool:
    if p.boolean(field, value):
        raise MapperParsingError("Cannot set [doc_values] on field of type [search_as_you_type]")
    return False


def _size(field: str, value: Any) -> int:
    size, (least, most) = p.integer(field, value), _SIZES
    if not least <= size <= most:
        raise MapperParsingError(f"[max_shingle_size] must be at least [{least}] and at most [{most}], got [{size}]")
    return size


_OF_TEXTS = {one.name: one for one in TextField.parameters}
_ALWAYS = ("doc_values", "max_shingle_size")


@field_type("search_as_you_type")
class SearchAsYouTypeField(TextField):
    """``f``, and the fields ``f._2gram`` (to ``f._4gram``) of its shingles and ``f._index_prefix`` of their beginnings."""

    __slots__ = ("__dict__",)
    parameters: ClassVar[tuple[Parameter, ...]] = (
        p.INDEX,
        p.STORE,
        Parameter("doc_values", _no_doc_values, False),
        Parameter("max_shingle_size", _size, 3),
        *(_OF_TEXTS[name] for name in ("analyzer", "search_analyzer", "search_quote_analyzer")),
        p.SIMILARITY,
        *(_OF_TEXTS[name] for name in ("index_options", "norms", "term_vector")),
        p.META,
    )

    def to_body(self) -> dict[str, Any]:
        """Two parameters are written out always (``alwaysSerialize``)."""
        return {**super().to_body(), **{name: self.get(name) for name in _ALWAYS}}

    @cached_property
    def shingles(self) -> dict[int, ShingleField]:
        """The fields of shingles by their size."""
        sizes = range(_SIZES[0], self.get("max_shingle_size") + 1)
        return {size: ShingleField(self, f"_{size}gram", self._analyzers(size), norms=self.get("norms")) for size in sizes}

    def _analyzers(self, size: int, *, prefixes: bool = False) -> FieldAnalyzers:
        own = self.analyzers
        quote = own.search if prefixes else shingled(own.search, size)
        return FieldAnalyzers(shingled(own.index, size, prefixes=prefixes), shingled(own.search, size), quote)

    @cached_property
    def _derived(self) -> dict[str, FieldType]:
        prefix = PrefixField(self, "_index_prefix", self._analyzers(self.get("max_shingle_size"), prefixes=True), norms=False)
        return {field.path: field for field in (*self.shingles.values(), prefix)}

    def derived_fields(self) -> Mapping[str, FieldType]:
        """The fields of shingles and of prefixes."""
        return self._derived

    def phrase(self, tokens: Sequence[Token]) -> tuple[str, list[Token]] | None:
        """The field of shingles that answers an exact phrase, and the phrase in its terms; None where the text itself does: of one
        term, with holes, or without positions.
        """
        places = sorted({token.position for token in tokens})
        gaps = len(places) < 2 or places[-1] - places[0] >= len(places) or any(token.length > 1 for token in tokens)
        if gaps or not checks.has_positions(self):
            return None
        size = min(len(places), self.get("max_shingle_size"))
        return self.shingles[size].path, FixedShingle(size).apply(list(tokens))


class ShingleField(TextField):
    """``f._2gram``: neighbouring terms of the text together."""

    __slots__ = ("of",)
    type_name: ClassVar[str] = "search_as_you_type"
    parameters: ClassVar[tuple[Parameter, ...]] = tuple(_OF_TEXTS[name] for name in ("index", "index_options", "norms"))
    common: ClassVar[tuple[Parameter, ...]] = ()

    def __init__(self, of: SearchAsYouTypeField, name: str, analyzers: FieldAnalyzers, *, norms: bool) -> None:
        self.of = of
        self.analyzers = analyzers
        kept = {name: of.get(name) for name in ("index", "index_options")}
        super().__init__(f"{of.path}.{name}", {**kept, "norms": norms}, settings=of.settings)

    @property
    def similarity_model(self) -> Similarity:
        """The text's."""
        return self.of.similarity_model

    def _configured(self) -> None:
        """The analyzers are made of the text's."""

    def to_body(self) -> dict[str, Any]:
        """The text's: it says all."""
        return self.of.to_body()


class PrefixField(ShingleField):
    """``f._index_prefix``: the beginnings of shingles."""

    __slots__ = ()
    type_name: ClassVar[str] = "prefix"
