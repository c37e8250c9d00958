"""The bodies of both query languages: a text, fields, and how they are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from docstore.errors import ParsingError
from docstore.query.fulltext.fields import checked_weights, weights_of
from docstore.query.fulltext.wire import integer, operator
from docstore.query.kinds.bool import Bool
from docstore.query.kinds.match_none import no_terms
from docstore.query.query import Json, Query
from docstore.query.wire import Readers, boolean, checked_boost, is_scalar, number, text, text_or_null, token_of, unsupported

COMMON: Readers = {
    "query": ("value", text),
    "analyzer": ("analyzer", text),
    "default_operator": ("all_terms", operator),
    "lenient": ("lenient", boolean),
    "analyze_wildcard": ("analyze_wildcard", boolean),
    "minimum_should_match": ("minimum_should_match", text_or_null),
    "quote_field_suffix": ("quote_field_suffix", text_or_null),
    "auto_generate_synonyms_phrase_query": ("synonyms_phrase", boolean),
    "fuzzy_prefix_length": ("prefix_length", integer),
    "fuzzy_max_expansions": ("max_expansions", integer),
    "fuzzy_transpositions": ("transpositions", boolean),
    "boost": ("boost", number),
    "_name": ("name", text),
}
"""Keys that both take, and the attribute that each becomes."""


def read(kind: str, body: Json, keys: Readers, *, unknown: Callable[[str], ParsingError], missing: str) -> Json:
    """The attributes of a query.

    :param unknown: the error of a key that there is not.
    :param missing: what is said of a query without a text.
    :raises ParsingError: such a key, a value of another shape, no text.
    """
    found: Json = {}
    for key, value in body.items():
        if isinstance(value, list):
            if key != "fields":
                raise unsupported(kind, key)
            found["fields"] = tuple(weights_of(value).items())
        elif not is_scalar(value):
            raise ParsingError(f"[{kind}] unknown token [{token_of(value)}] after [{key}]")
        elif key not in keys:
            raise unknown(key)
        else:
            attribute, reader = keys[key]
            found[attribute] = reader(value)
    if "value" not in found:
        raise ParsingError(f"[{kind}] {missing}")
    checked_weights(kind, dict(found.get("fields", ())), found["value"])
    checked_boost(found.get("boost", 1.0), kind, body)
    return found


def with_minimum(found: Query | None, minimum: str | None) -> Query:
    """What became of a text, and how many of its alternatives must match."""
    if isinstance(found, Bool) and found.should and minimum is not None:
        return replace(found, minimum_should_match=minimum)
    return found or no_terms()
