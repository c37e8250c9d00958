"""``highlight``: what was asked for (``HighlightBuilder``). Knows no index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Self

from docstore.errors import IllegalArgumentError, ParsingError, XContentParseError
from docstore.frozen import frozen
from docstore.query import Query, parse
from docstore.query.wire import SCALARS, Declared, boolean, declared, integer, text, token_of

Json = dict[str, Any]
Tags = tuple[str, ...]

_STYLED: Tags = tuple(f'<em class="hlt{level}">' for level in range(1, 11))
_SCANNERS = ("CHARS", "WORD", "SENTENCE")
_MOST_FRAGMENTS = 100_000


@frozen
class Options:
    """How one field is highlighted. Defaults are Elasticsearch's."""

    type: str = "unified"
    pre_tags: Tags = ("<em>",)
    post_tags: Tags = ("</em>",)
    by_score: bool = False
    fragment_size: int = 100
    number_of_fragments: int = 5
    encoder: str = "default"
    fragmenter: str | None = None
    no_match_size: int = 0
    require_field_match: bool = True
    highlight_query: Query | None = None
    boundary_scanner: str | None = None
    boundary_scanner_locale: str | None = None
    """No effect: the rules of all languages are those of the root locale (``breaks``)."""
    boundary_max_scan: int = 20
    boundary_chars: str = ".,!? \t\n"
    phrase_limit: int = 256
    highlight_filter: bool = False
    """No effect: filters are highlighted as queries are."""
    max_analyzed_offset: int | None = None
    options: Any = None
    fragment_offset: int = -1
    matched_fields: tuple[str, ...] = ()

    def with_(self, given: Mapping[str, Any]) -> Options:
        """With what a field says of its own."""
        return replace(self, **given)


@frozen
class HighlightField:
    """A field or a pattern of fields."""

    name: str
    options: Options


@frozen
class Highlight:
    """All that is highlighted of a hit."""

    fields: tuple[HighlightField, ...] = ()

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"fields": {"title": {}}, "pre_tags": ["<b>"], "post_tags": ["</b>"]}``; what stands outside of ``fields`` holds for all.

        :raises XContentParseError: an unknown key, or a value of a kind that it does not take.
        :raises ParsingError: tags that open and are not closed.
        """
        found = declared("highlight", body, {**_COMMON, "fields": Declared(_OBJECT | _ARRAY, _fields)})
        fields = found.pop("fields", ())
        defaults = Options().with_(_options(found))
        return cls(tuple(HighlightField(name, defaults.with_(given)) for name, given in fields))


_OBJECT = frozenset({"START_OBJECT"})
_ARRAY = frozenset({"START_ARRAY"})


def _fields(value: Any) -> list[tuple[str, Json]]:
    entries = list(value.items()) if isinstance(value, dict) else [_only(each) for each in value]
    return [(name, _field(name, body)) for name, body in entries]


def _only(entry: Any) -> tuple[str, Any]:
    if not isinstance(entry, dict) or len(entry) != 1:
        raise XContentParseError(
            "[fields] can be a single object with any number of fields or an array where each entry is an object with a single field"
        )
    return next(iter(entry.items()))


def _field(name: str, body: Any) -> Json:
    if not isinstance(body, dict):
        raise XContentParseError(f"[highlight_field] Expected START_OBJECT but was: {token_of(body)}")
    return _options(declared("highlight_field", body, {**_COMMON, **_OF_FIELD}))


def _options(found: Json) -> Json:
    """The options by their names here, checked together."""
    schema = found.pop("tags_schema", None)
    if "pre_tags" in found and "post_tags" not in found:
        raise ParsingError("pre_tags are set but post_tags are not set")
    if "pre_tags" in found and not (found["pre_tags"] and found["post_tags"]):
        raise ParsingError("pre_tags or post_tags must not be empty")
    tags = {} if schema is None else {"pre_tags": _STYLED if schema == "styled" else ("<em>",), "post_tags": ("</em>",)}
    given: Json = {**tags, **found}
    if "order" in given:
        given["by_score"] = str(given.pop("order")).upper() == "SCORE"
    return given


def _schema(value: Any) -> str:
    if (schema := text(value)) not in ("default", "styled"):
        raise IllegalArgumentError(f"Unknown tag schema [{schema}]")
    return schema


def _scanner(value: Any) -> str:
    if (scanner := text(value).upper()) not in _SCANNERS:
        raise IllegalArgumentError(
            "No enum constant org.elasticsearch.search.fetch.subphase.highlight.HighlightBuilder.BoundaryScannerType." + scanner
        )
    return scanner


def _max_analyzed_offset(value: Any) -> int:
    if (most := integer(value)) < -1 or most == 0:
        raise IllegalArgumentError("[max_analyzed_offset] must be a positive integer, or -1")
    return most


def _number_of_fragments(value: Any) -> int:
    if not 0 <= (most := integer(value)) <= _MOST_FRAGMENTS:
        raise IllegalArgumentError(f"[number_of_fragments] must be between [0] and [{_MOST_FRAGMENTS}]")
    return most


def _texts(value: Any) -> Tags:
    return tuple(map(text, value)) if isinstance(value, list) else (text(value),)


_TEXT = Declared(frozenset({"VALUE_STRING"}), text)
_TEXTS = Declared(SCALARS | _ARRAY, _texts)
_WHOLE = Declared(frozenset({"VALUE_NUMBER", "VALUE_STRING"}), integer)
_FLAG = Declared(frozenset({"VALUE_BOOLEAN", "VALUE_STRING"}), boolean)
_COMMON: dict[str, Declared] = {
    "pre_tags": _TEXTS,
    "post_tags": _TEXTS,
    "order": _TEXT,
    "highlight_filter": _FLAG,
    "fragment_size": _WHOLE,
    "number_of_fragments": Declared(frozenset({"VALUE_NUMBER", "VALUE_STRING"}), _number_of_fragments),
    "encoder": _TEXT,
    "tags_schema": Declared(frozenset({"VALUE_STRING"}), _schema),
    "require_field_match": _FLAG,
    "boundary_scanner": Declared(frozenset({"VALUE_STRING"}), _scanner),
    "boundary_max_scan": _WHOLE,
    "boundary_chars": _TEXT,
    "boundary_scanner_locale": _TEXT,
    "type": _TEXT,
    "fragmenter": _TEXT,
    "no_match_size": _WHOLE,
    "phrase_limit": _WHOLE,
    "max_analyzed_offset": Declared(frozenset({"VALUE_NUMBER", "VALUE_STRING"}), _max_analyzed_offset),
    "options": Declared(_OBJECT, lambda value: value),
    "highlight_query": Declared(_OBJECT, parse),
}
_OF_FIELD = {"fragment_offset": _WHOLE, "matched_fields": _TEXTS}
