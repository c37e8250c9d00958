"""A document that others shall be like: one of an index, or one that is given (``MoreLikeThisQueryBuilder.Item``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from docstore.analysis.analyzer import Analyzer
from docstore.columns.fields import Field, Fields, fields_of
from docstore.columns.values import values_in
from docstore.columns.view import IndexView
from docstore.errors import ElasticsearchParseError, IllegalArgumentError
from docstore.query.other_document import other_document, other_mapping
from docstore.query.query import Json
from docstore.query.query_strings.settings import named_analyzer
from docstore.query.wire import integer, text

SUPPORTED = frozenset({"text", "keyword"})
"""The types that have terms to be alike by."""
_MATCH_ANY = -3
_VERSION_TYPES = frozenset({"internal", "external", "external_gt", "external_gte"})


def _check_version_type(name: str) -> None:
    if name not in _VERSION_TYPES:
        raise IllegalArgumentError(f"No version type match [{name}]")


@dataclass(frozen=True, slots=True)
class Item:
    """``_index`` None: the index that is searched. ``fields`` None: those of the query."""

    index: str | None = None
    id: str | None = None
    doc: Json | None = field(default=None, hash=False)
    fields: tuple[str, ...] | None = None
    analyzers: tuple[tuple[str, str], ...] = ()
    version: int | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"_index": "i", "_id": "1"}`` or ``{"_index": "i", "doc": {...}}``. ``routing`` has no effect: an index is one shard.

        A document that is not of ``version`` counts as one that is not there, whatever ``version_type`` says.

        :raises ElasticsearchParseError: an unknown key; neither or both of ``_id`` and ``doc``.
        """
        found: Json = {}
        for key, value in body.items():
            match key:
                case "_index" | "_id":
                    found[key[1:]] = text(value)
                case "doc" if isinstance(value, dict):
                    found["doc"] = value
                case "fields" if isinstance(value, list):
                    found["fields"] = tuple(map(text, value))
                case "per_field_analyzer" if isinstance(value, dict):
                    found["analyzers"] = tuple((name, text(each)) for name, each in value.items())
                case "routing" | "_routing":
                    text(value)
                case "version" | "_version":
                    found["version"] = None if integer(value) == _MATCH_ANY else integer(value)
                case "version_type" | "_version_type":
                    _check_version_type(text(value))
                case _:
                    raise ElasticsearchParseError(f"failed to parse More Like This item. unknown field [{key}]")
        if "id" in found and "doc" in found:
            raise ElasticsearchParseError(
                "failed to parse More Like This item. either [id] or [doc] can be specified, but not both!"
            )
        if "id" not in found and "doc" not in found:
            raise ElasticsearchParseError("failed to parse More Like This item. neither [_id] nor [doc] is specified!")
        return cls(**found)

    def frequencies(self, view: IndexView, names: Sequence[str]) -> dict[str, Counter[str]]:
        """For each field how often the document has each term; nothing when there is no such document.

        :raises IndexNotFoundError: there is no such index.
        """
        index = view.reader.name if self.index is None else self.index
        mapping = view.reader.mapping if index == view.reader.name else other_mapping(view, index)
        source = other_document(view, index, self.id, self.version) if self.id is not None else self.doc
        if source is None:
            return {}
        fields = fields_of(mapping)
        wanted = self.fields if self.fields is not None else ("*",) if self.doc is not None else names
        overrides = {name: named_analyzer(view, each, "more_like_this") for name, each in self.analyzers}
        found = {each.path: terms_of(each, source, overrides.get(each.path)) for each in _fields(fields, wanted)}
        return {path: counts for path, counts in found.items() if counts}


def _fields(fields: Fields, names: Sequence[str]) -> list[Field]:
    found = {each.path: each for name in names for each in fields.matching(name)}
    return [each for each in found.values() if each.type_name in SUPPORTED and each.indexed]


def terms_of(field_: Field, source: Json, analyzer: Analyzer | None = None) -> Counter[str]:
    """How often a document has each term of a field."""
    counts: Counter[str] = Counter()
    analyzers = getattr(field_.type, "analyzers", None)
    analyzer = analyzer or (None if analyzers is None else analyzers.index)
    for _, value in values_in(field_, source):
        counts.update([str(value)] if analyzer is None else analyzer.terms(str(value)))
    return counts


def parse_likes(value: Any) -> tuple[tuple[str, ...], tuple[Item, ...]]:
    """Texts and documents of ``like`` and ``unlike``, alone or in an array."""
    given = value if isinstance(value, list) else [value]
    texts = tuple(text(each) for each in given if not isinstance(each, dict))
    return texts, tuple(Item.parse(each) for each in given if isinstance(each, dict))
