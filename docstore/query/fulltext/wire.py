"""The bodies of full-text queries on one field: ``{"field": "text"}`` and ``{"field": {"query": "text", ...}}``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from docstore.errors import IllegalArgumentError, ParsingError
from docstore.query.fulltext.fuzziness import Fuzziness
from docstore.query.query import Json
from docstore.query.wire import boolean, checked_boost, is_scalar, number, only_field, text, text_or_null, token_of, unsupported
from docstore.query.wire import integer as integer

Read = Callable[[Any], Any]


def operator(value: Any) -> bool:
    """Whether all terms must match: ``and``, ``or`` (``Operator.fromString``)."""
    name = text(value).upper()
    if name not in ("AND", "OR"):
        raise IllegalArgumentError(f"No enum constant org.elasticsearch.index.query.Operator.{name}")
    return name == "AND"


def at_least(least: int, reason: str) -> Read:
    """A whole number that is not less, or else a reason."""

    def read(value: Any) -> int:
        found = integer(value)
        if found < least:
            raise IllegalArgumentError(reason)
        return found

    return read


def zero_terms(kind: str) -> Read:
    """Whether a text without terms matches all: ``all``, ``none``."""

    def read(value: Any) -> bool:
        name = text(value)
        if name.lower() not in ("none", "all"):
            raise ParsingError(f"Unsupported zero_terms_query {'' if kind == 'match_phrase' else 'value '}[{name}]")
        return name.lower() == "all"

    return read


COMMON: Mapping[str, tuple[str, Read]] = {
    "query": ("value", lambda value: value),
    "analyzer": ("analyzer", text),
    "boost": ("boost", number),
    "_name": ("name", text),
}
"""Keys that all have, the attribute each becomes, and how it is read."""

FUZZY: Mapping[str, tuple[str, Read]] = {
    "fuzziness": ("fuzziness", Fuzziness.parse),
    "prefix_length": ("prefix_length", at_least(0, "No negative prefix length allowed.")),
    "max_expansions": ("max_expansions", at_least(1, "Max expansions must be strictly great than zero.")),
    "fuzzy_transpositions": ("transpositions", boolean),
    "fuzzy_rewrite": ("fuzzy_rewrite", text_or_null),
}


def fuzzy(kind: str) -> Mapping[str, tuple[str, Read]]:
    """The same, of one field."""
    return {
        **FUZZY,
        "prefix_length": ("prefix_length", at_least(0, f"[{kind}] requires prefix length to be non-negative.")),
        "max_expansions": ("max_expansions", at_least(1, f"[{kind}] requires maxExpansions to be positive.")),
    }


BOOLEAN: Mapping[str, tuple[str, Read]] = {
    "operator": ("all_terms", operator),
    "minimum_should_match": ("minimum_should_match", text),
}
"""Of how many terms there must be."""

LENIENT: Mapping[str, tuple[str, Read]] = {
    "lenient": ("lenient", boolean),
    "zero_terms_query": ("zero_terms_all", zero_terms("match")),
    "auto_generate_synonyms_phrase_query": ("synonyms_phrase", boolean),
}


def phrase(kind: str) -> Mapping[str, tuple[str, Read]]:
    """Of terms in order."""
    return {"slop": ("slop", integer), "zero_terms_query": ("zero_terms_all", zero_terms(kind))}


def one_field(kind: str, body: Json, keys: Mapping[str, tuple[str, Read]], *, value: str = "query") -> Json:
    """``field`` and the attributes of a body, long or short.

    :raises ParsingError: an unknown key, several fields, a value that is no scalar.
    :raises IllegalArgumentError: no field, no text.
    """
    field: str | None = None
    found: Json = {}
    for key, inner in body.items():
        field = key if field is None else only_field(kind, field, key)
        if isinstance(inner, dict):
            found |= read_keys(kind, inner, keys)
        elif isinstance(inner, list):
            raise ParsingError(f"[{kind}] unknown token [START_ARRAY] after [{key}]")
        else:
            found[keys[value][0]] = keys[value][1](inner)
    if field is None:
        raise IllegalArgumentError(f"[{kind}] requires fieldName")
    if "boost" in found:
        checked_boost(found["boost"], kind, body)
    found["field"] = field
    return found


def read_keys(kind: str, body: Json, keys: Mapping[str, tuple[str, Read]]) -> Json:
    """The attributes of an object whose values are scalars."""
    found: Json = {}
    for key, value in body.items():
        if value is not None and not is_scalar(value):
            raise ParsingError(f"[{kind}] unknown token [{token_of(value)}] after [{key}]")
        if key not in keys:
            raise unsupported(kind, key)
        attribute, read = keys[key]
        if value is not None or attribute == "value":
            found[attribute] = read(value)
    return found
