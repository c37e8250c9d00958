"""search_as_you_type: a text with fields of shingles beside it (``SearchAsYouTypeFieldMapper``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from docstore.analysis.fixed_shingle import FixedShingle, shingled
from docstore.analysis.token import Token
from docstore.errors import MapperParsingError
from docstore.mapping import parameter as p
from docstore.mapping import parameter_checks as checks
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.types.text import PREFIXES, FieldAnalyzers, PartOfText, TextField, without_holes
from docstore.once import once

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

    __slots__ = ()
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

    def parts(self) -> list[PartOfText]:
        """The fields of shingles by their size, and of prefixes."""
        most = self.get("max_shingle_size")
        found = [
            PartOfText(self, f"_{size}gram", self.type_name, self._analyzers(size), norms=self.get("norms"))
            for size in range(_SIZES[0], most + 1)
        ]
        return [*found, PartOfText(self, PREFIXES, "prefix", self._analyzers(most, prefixes=True), norms=False)]

    def _analyzers(self, size: int, *, prefixes: bool = False) -> FieldAnalyzers:
        own = self.analyzers
        quote = own.search if prefixes else shingled(own.search, size)
        return FieldAnalyzers(shingled(own.index, size, prefixes=prefixes), shingled(own.search, size), quote)

    @once
    def has_shingles(self) -> bool:
        """Always."""
        return True

    def phrase(self, tokens: Sequence[Token], *, prefixed: bool) -> tuple[str, list[Token]] | None:
        """See the base class; the text itself answers for one term, over holes, and without positions."""
        if not without_holes(tokens) or not checks.has_positions(self):
            return None
        size = min(len({token.position for token in tokens}), self.get("max_shingle_size"))
        return f"{self.path}._{size}gram", FixedShingle(size).apply(list(tokens))
