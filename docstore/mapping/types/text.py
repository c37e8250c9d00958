"""text: analyzed strings (``TextFieldMapper``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from docstore.analysis.analyzer import Analyzer
from docstore.analysis.filters.grams import Grams
from docstore.analysis.fixed_shingle import FixedShingle, shingled, with_filters
from docstore.analysis.token import Token
from docstore.frozen import frozen
from docstore.mapping import parameter as p
from docstore.mapping import parameter_checks as checks
from docstore.mapping import text_options
from docstore.mapping.causes import no_text
from docstore.mapping.field_type import ColumnKind, ColumnValue, FieldType
from docstore.mapping.java_text import java_string, json_text
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.shape import Kind
from docstore.mapping.similarities import Similarity
from docstore.mapping.types.lenient import SCALARS
from docstore.once import once

_TERM_VECTORS = (
    "no",
    "yes",
    "with_positions",
    "with_offsets",
    "with_positions_offsets",
    "with_positions_payloads",
    "with_positions_offsets_payloads",
)


@frozen
class FieldAnalyzers:
    """What cuts the texts of documents, of queries, and of quoted queries into terms."""

    index: Analyzer
    search: Analyzer
    quote: Analyzer


PHRASES, PREFIXES = "_index_phrase", "_index_prefix"
"""The names of fields beside a text."""
_ANALYZERS = ("analyzer", "search_analyzer", "search_quote_analyzer")


@field_type("text")
class TextField(FieldType):
    """Numbers and booleans are analyzed as they are written in the document."""

    __slots__ = ("__dict__", "analyzers")
    column: ClassVar[ColumnKind] = ColumnKind.TEXT
    copyable: ClassVar[Kind] = SCALARS
    parameters: ClassVar[tuple[Parameter, ...]] = (
        p.INDEX,
        p.STORE,
        Parameter("index_options", p.one_of("index_options", "positions", "docs", "freqs", "offsets"), "positions"),
        p.norms(True),
        Parameter("term_vector", p.one_of("term_vector", *_TERM_VECTORS), "no"),
        Parameter("analyzer", p.string, "default"),
        Parameter("search_analyzer", p.string, None, updatable=True),
        Parameter("search_quote_analyzer", p.string, None, updatable=True),
        p.SIMILARITY,
        Parameter("position_increment_gap", text_options.gap, -1, check=checks.positions_for_gap),
        p.flag("fielddata", False, updatable=True, check=checks.indexed_for_fielddata),
        Parameter("fielddata_frequency_filter", text_options.frequency_filter, text_options.ALL_TERMS, updatable=True),
        p.EAGER_GLOBAL_ORDINALS,
        p.flag("index_phrases", False, check=checks.indexed_for_phrases),
        Parameter("index_prefixes", text_options.prefixes, None, accepts_null=True, check=checks.indexed_for_prefixes),
        p.META,
    )

    def _configured(self) -> None:
        self._forget_repeated_analyzers("default")
        named = [self.values.get(name) for name in _ANALYZERS]
        for name in filter(None, named):
            self._analyzer(name)
        index, search, quote = named
        own = self._analyzer(index or "default")
        first = self._of_searches("default_search", index, own) if search is None else self._analyzer(search)
        last = self._of_searches("default_search_quoted", index or search, first) if quote is None else self._analyzer(quote)
        self.analyzers = FieldAnalyzers(own, first, last)

    def _analyzer(self, name: str) -> Analyzer:
        return text_options.analyzer(self, name)

    def _of_searches(self, name: str, configured: str | None, otherwise: Analyzer) -> Analyzer:
        """The index's own default for searches, where the field says nothing of its own."""
        known = self.settings.analyzers
        return self._analyzer(name) if configured is None and known.defines(name) else otherwise

    def derived_fields(self) -> Mapping[str, FieldType]:
        """The fields that are indexed beside the text."""
        return self._derived

    @cached_property
    def _derived(self) -> dict[str, FieldType]:
        return {field.path: field for field in self.parts()}

    def parts(self) -> list[PartOfText]:
        """Pairs of terms with ``index_phrases``, beginnings of terms with ``index_prefixes``."""
        found, own = [], self.analyzers
        if self.values.get("index_phrases"):
            pairs = FieldAnalyzers(*(shingled(one, 2) for one in (own.index, own.search, own.quote)))
            found.append(PartOfText(self, PHRASES, "phrase", pairs, norms=self.get("norms")))
        if (lengths := self.values.get("index_prefixes")) is not None:
            beginnings = with_filters(own.index, Grams(lengths["min_chars"], lengths["max_chars"], edge=True))
            found.append(PartOfText(self, PREFIXES, "prefix", FieldAnalyzers(beginnings, own.search, own.search), norms=False))
        return found

    @once
    def has_shingles(self) -> bool:
        """Whether a part of it may answer phrases."""
        return bool(self.values.get("index_phrases"))

    def phrase(self, tokens: Sequence[Token], *, prefixed: bool) -> tuple[str, list[Token]] | None:
        """The field of this one's parts that answers an exact phrase, and the phrase in its terms; None where the text itself does.

        :param prefixed: the last term is the beginning of one.
        """
        if prefixed or not self.has_shingles or not without_holes(tokens):
            return None
        return f"{self.path}.{PHRASES}", FixedShingle(2).apply(list(tokens))

    def validate(self, value: Any) -> None:
        """Raises why the value cannot be indexed."""
        if isinstance(value, dict):
            raise no_text()

    def column_value(self, value: Any) -> ColumnValue | None:
        """The value as the column has it; None when it is malformed or missing."""
        return None if value is None or isinstance(value, dict) else json_text(value)

    def _query(self, value: Any, bound: str | None) -> ColumnValue:
        return java_string(value)


class PartOfText(TextField):
    """What is indexed beside a text, under its path and a name."""

    __slots__ = ("of",)
    parameters: ClassVar[tuple[Parameter, ...]] = tuple(
        one for one in TextField.parameters if one.name in ("index", "index_options", "norms")
    )
    common: ClassVar[tuple[Parameter, ...]] = ()

    def __init__(self, of: TextField, name: str, kind: str, analyzers: FieldAnalyzers, *, norms: bool) -> None:
        self.of = of
        self.type_name = kind  # type: ignore[misc]
        self.analyzers = analyzers
        kept = {name: of.get(name) for name in ("index", "index_options")}
        super().__init__(f"{of.path}.{name}", {**kept, "norms": norms}, settings=of.settings)

    def _configured(self) -> None:
        """The analyzers are made of the text's."""

    @property
    def similarity_model(self) -> Similarity:
        """The text's."""
        return self.of.similarity_model

    def to_body(self) -> dict[str, Any]:
        """The text's: it says all."""
        return self.of.to_body()


def without_holes(tokens: Sequence[Token]) -> bool:
    """Whether there are several terms, one right behind the other."""
    places = sorted({token.position for token in tokens})
    return len(places) > 1 and places[-1] - places[0] < len(places) and all(token.length == 1 for token in tokens)
