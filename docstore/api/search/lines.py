"""The lines of several searches: a header and a body in turn (``MultiSearchRequest.readMultiLineFormat``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from docstore.api.placing import placed
from docstore.errors import ApiError, IllegalArgumentError, JsonObject, ValidationError
from docstore.json_body import read
from docstore.json_text import compact

_HEADER = {
    "index": "index",
    "indices": "index",
    "search_type": "search_type",
    "searchType": "search_type",
    "request_cache": "request_cache",
    "requestCache": "request_cache",
    "preference": "preference",
    "routing": "routing",
    "allow_partial_search_results": "allow_partial_search_results",
    "expand_wildcards": "expand_wildcards",
    "expandWildcards": "expand_wildcards",
    "ignore_unavailable": "ignore_unavailable",
    "ignoreUnavailable": "ignore_unavailable",
    "allow_no_indices": "allow_no_indices",
    "allowNoIndices": "allow_no_indices",
    "ignore_throttled": "ignore_throttled",
    "ignoreThrottled": "ignore_throttled",
    "ccs_minimize_roundtrips": "ccs_minimize_roundtrips",
    "ccsMinimizeRoundtrips": "ccs_minimize_roundtrips",
}

Answer = Callable[[JsonObject, JsonObject], JsonObject]
"""From a body and arguments to a response."""


Check = Callable[[JsonObject, JsonObject], None]
"""Raises what is wrong with a body and its arguments."""


def responses(searches: Iterable[Any], defaults: JsonObject, answer: Answer, check: Check) -> list[JsonObject]:
    """Each a response with its ``status``, or an error. A body that ``check`` refuses fails all of them.

    :param defaults: arguments of searches whose header says nothing of them.
    :raises ValidationError: there are none.
    """
    pairs = list(_pairs(searches))
    if not pairs:
        raise ValidationError("no requests added")
    asked = [(body, _arguments(header, defaults), line) for header, body, line in pairs]
    for body, arguments, line in asked:
        try:
            check(body, arguments)
        except ApiError as error:
            placed(error, body, compact(body) if line is None else line)
            raise
    return [_one(body, arguments, answer) for body, arguments, _ in asked]


def _arguments(header: JsonObject, defaults: JsonObject) -> JsonObject:
    arguments = {name: value for name, value in defaults.items() if value is not None}
    return arguments | {_HEADER[key]: value for key, value in header.items() if value is not None}


def _one(body: JsonObject, arguments: JsonObject, answer: Answer) -> JsonObject:
    try:
        return {**answer(body, arguments), "status": 200}
    except ApiError as error:
        return error.body


def _pairs(searches: Iterable[Any]) -> Iterator[tuple[JsonObject, JsonObject, str | None]]:
    """Header, body, and the body as it was sent."""
    lines = list(_lines(searches))
    if len(lines) % 2:
        raise ValidationError("no requests added") if len(lines) < 2 else IllegalArgumentError("a search has a header and no body")
    for (header, _), (body, line) in zip(lines[::2], lines[1::2], strict=True):
        for key in header:
            if key not in _HEADER:
                raise IllegalArgumentError(f"key [{key}] is not supported in the metadata section")
        yield header, body, line


def _lines(searches: Iterable[Any]) -> Iterator[tuple[JsonObject, str | None]]:
    if isinstance(searches, str | bytes):
        text = searches.encode() if isinstance(searches, str) else searches
        searches = text.removesuffix(b"\n").split(b"\n") if text else ()
    for each in searches:
        if isinstance(each, dict):
            yield each, None
            continue
        if not isinstance(each, str | bytes):
            raise IllegalArgumentError("a header and a body of a search are objects")
        found = read(each.encode() if isinstance(each, str) else each) if each.strip() else {}
        if not isinstance(found, dict):
            raise IllegalArgumentError("a header and a body of a search are objects")
        yield found, each if isinstance(each, str) else each.decode()
