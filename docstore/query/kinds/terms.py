"""``terms``."""

from __future__ import annotations

from typing import Any, Self

from docstore.columns.projection import ABSENT, Several, descend
from docstore.columns.values import units
from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError, ParsingError
from docstore.frozen import frozen
from docstore.mapping.java_text import java_string
from docstore.query.matcher import Matcher, MatchesNone
from docstore.query.other_document import other_document
from docstore.query.query import Json, Query
from docstore.query.registry import query
from docstore.query.targets import target_of
from docstore.query.wire import Declared, checked_boost, checked_field, declared, is_scalar, number, scalar, text, unsupported

_KEYS = {key: Declared(frozenset({"VALUE_STRING"}), text) for key in ("index", "id", "path", "routing")}


@frozen
class TermsLookup:
    """Values of a document of this or another index, which has them at a path (``TermsLookup``). ``routing`` has no effect: an
    index is one shard.
    """

    index: str
    id: str
    path: str
    routing: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"index": "i", "id": "1", "path": "f.g"}``.

        :raises XContentParseError: an unknown key, or a value that is no string.
        :raises IllegalArgumentError: a key is missing.
        """
        found = declared("terms_lookup", body, _KEYS)
        if missing := [key for key in ("index", "id", "path") if key not in found]:
            raise IllegalArgumentError(f"Required [{', '.join(missing)}]")
        return cls(**found)

    def values(self, view: IndexView) -> tuple[Any, ...]:
        """Nothing where there is no such document, or nothing at the path.

        :raises IndexNotFoundError: there is no such index.
        """
        document = other_document(view, self.index, self.id)
        found = ABSENT if document is None else descend(document, tuple(self.path.split(".")), Several)
        return tuple(_value(value) for value in units(found, whole=False) if value is not None)


@query("terms")
@frozen
class Terms(Query):
    """Documents whose field holds one of these values."""

    field: str
    values: tuple[Any, ...]
    lookup: TermsLookup | None = None
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"f": [v, w], "boost": b}``, or ``{"f": {"index": "i", "id": "1", "path": "g"}}`` for the values that a document has
        (``TermsQueryBuilder.fromXContent``).
        """
        field: str | None = None
        lookup: TermsLookup | None = None
        values: tuple[Any, ...] = ()
        for key, value in body.items():
            if isinstance(value, list):
                field, values = _first_field(field, key), tuple(map(_value, value))
            elif isinstance(value, dict):
                field, lookup = _only_field(field, key), TermsLookup.parse(value)
            elif not is_scalar(value):
                raise ParsingError(f"[terms] unknown token [VALUE_NULL] after [{key}]")
            elif key not in ("boost", "_name"):
                raise unsupported("terms", key)
        if field is None:
            raise ParsingError(
                "[terms] query requires a field name, followed by array of terms or a document lookup specification"
            )
        boost = number(body["boost"]) if is_scalar(body.get("boost")) else 1.0
        name = text(body["_name"]) if is_scalar(body.get("_name")) else None
        checked_field(field, "field name cannot be null.")
        return cls(field, values, lookup, checked_boost(boost, "terms", body), name)

    def bind(self, view: IndexView) -> Matcher:
        """No values match nothing, also on a field that could not be searched."""
        values = self.values if self.lookup is None else self.lookup.values(view)
        target = target_of(view, self.field) if values else None
        if target is None:
            return MatchesNone(view)
        if len(values) > (most := view.limits.max_terms_count):
            raise IllegalArgumentError(
                f"The number of terms [{len(values)}] used in the Terms Query request has exceeded the allowed"
                f" maximum of [{most}]. This maximum can be set by changing the [index.max_terms_count]"
                " index level setting."
            )
        return target.terms(values)

    @property
    def text(self) -> str:
        """As Lucene writes it."""
        return f"{self.field}:({' '.join(map(java_string, self.values))})"


def _first_field(first: str | None, second: str) -> str:
    if first is not None:
        raise ParsingError("[terms] query does not support multiple fields")
    return second


def _only_field(first: str | None, second: str) -> str:
    if first is not None:
        raise ParsingError(
            f"[terms] query does not support more than one field. Already got: [{first}] but also found [{second}]"
        )
    return second


def _value(value: Any) -> Any:
    if (read := scalar(value)) is None:
        raise ParsingError("No value specified for terms query")
    return read
