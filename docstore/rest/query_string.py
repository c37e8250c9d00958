"""A query string: from text to the values that an API declares.

Elasticsearch checks a parameter when its handler asks for it, and refuses what no handler asked for; here the declaration is known
before, so both happen before anything is done.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from docstore.api.parameter_text import converter, integer
from docstore.api.registry import Api, Place
from docstore.api.unrecognized import unrecognized
from docstore.errors import BadParameterError, IllegalArgumentError
from docstore.rest.percent import decoded

COMMON = ("error_trace", "filter_path", "format", "human", "pretty", "source", "source_content_type")
"""What every API takes, and no handler sees."""

_OPENSEARCH = {"cluster_manager_timeout": "master_timeout"}
"""What OpenSearch calls parameters of Elasticsearch."""

_SEPARATOR = re.compile("[&;]")
_PRINTED = COMMON[:5]


def parse(query: str) -> dict[str, str]:
    """The parameters of a query string; one that comes twice has its last value, one without a value the empty text.

    >>> parse("pretty&q=a+b&size=5")
    {'pretty': '', 'q': 'a b', 'size': '5'}

    :raises BadParameterError: a percent sign that begins no byte.
    """
    found = {}
    try:
        for part in _SEPARATOR.split(query.partition("#")[0]):
            name, _, value = part.partition("=")
            if name:
                found[decoded(name, plus=True)] = decoded(value, plus=True)
    except IllegalArgumentError as error:
        raise BadParameterError(f"java.lang.IllegalArgumentException: {error.reason}", caused_by=error) from None
    return found


class Declared:
    """The query parameters of one API. What stands in the path may stand here instead, and says nothing when it is empty."""

    __slots__ = ("_api", "_convert", "_in_path", "_names")

    def __init__(self, api: Api[..., Any]) -> None:
        self._api = api
        here = (Place.QUERY, Place.PATH)
        taken = [p for p in api.parameters() if (p.place in here or p.also_in_query) and not p.is_callback]
        self._names = {p.wire_name: p.name for p in taken}
        self._convert = {p.wire_name: (_IN_URL.get(p.wire_name) if p.also_in_query else None) or converter(p) or str for p in taken}
        self._in_path = {p.wire_name for p in taken if p.place is Place.PATH}

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def arguments(self, given: dict[str, str], path: str) -> dict[str, Any]:
        """The arguments of the handler.

        :raises IllegalArgumentError: a parameter that the API does not have, or a value that is not of its type.
        """
        for theirs, ours in _OPENSEARCH.items():
            if theirs in given and ours in self._names:
                given = {ours if name == theirs else name: value for name, value in given.items()}
        unknown = [name for name in given if name not in self._names and name not in COMMON]
        if unknown:
            raise unrecognized(path, unknown, (*self._names, *_PRINTED))
        return {
            self._names[name]: self._convert[name](value)
            for name, value in given.items()
            if name in self._names and not (value == "" and name in self._in_path)
        }


def _hits(text: str) -> bool | int | None:
    return text == "true" if text in ("true", "false") else integer("track_total_hits", text)


def _sorts(text: str) -> str | None:
    """``a,b:desc``; what says neither ``asc`` nor ``desc`` behind a colon sorts by nothing."""
    kept = [one for one in text.split(",") if one and (":" not in one or one.rpartition(":")[2] in ("asc", "desc"))]
    return ",".join(kept) or None


def _names(text: str) -> list[str]:
    return [name for name in text.split(",") if name]


def _source(text: str) -> str | list[str]:
    return text if text in ("true", "false") else _names(text)


_IN_URL: dict[str, Callable[[str], Any]] = {
    **{name: partial(integer, name) for name in ("from", "size", "terminate_after")},
    "track_total_hits": _hits,
    "sort": _sorts,
    "_source": _source,
    **dict.fromkeys(("docvalue_fields", "stored_fields", "stats"), _names),
}
"""Keys of a body that are read in another way where they stand in a URL (``RestSearchAction.parseSearchSource``)."""
