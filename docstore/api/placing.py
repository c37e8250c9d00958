"""Where in a request body something is wrong: found out once an error leaves an API (``XContentLocation``)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from docstore.errors import ApiError, NamedObjectNotFoundError, NotBuiltError, NotTextError, ParsingError, Token, XContentParseError
from docstore.json_text import location, path_to

PLACED = (NamedObjectNotFoundError, NotTextError, ParsingError, XContentParseError)
"""What may come out of an API and tell a position."""


def placed(error: ApiError, body: Any, text: str) -> None:
    """Tell an error, and what stands around it, the position of the token at which reading stopped.

    Only errors of which the object of ``body`` is known in which they were found have a position; ``text`` is the body as it was sent.
    """
    chain = [(each, _where(each, body, text)) for each in reversed(list(_causes(error)))]
    at = next((where for _, where in chain if where is not None), None)
    if at is None:
        return
    for each, where in chain:
        line, column = at = where or at
        if isinstance(each, NotBuiltError):
            continue
        if isinstance(each, XContentParseError | NamedObjectNotFoundError):
            each.reason = f"[{line}:{column}] {each.reason}"
        elif isinstance(each, ParsingError):
            each.metadata = {"line": line, "col": column, **each.metadata}
        elif isinstance(each, NotTextError):
            each.stands(line, column)


def _causes(error: ApiError) -> Iterator[ApiError]:
    found: ApiError | None = error
    while found is not None:
        yield found
        found = found.caused_by


def _where(error: ApiError, body: Any, text: str) -> tuple[int, int] | None:
    place = error.place
    if place is None or place.within is None or "line" in error.metadata:
        return None
    path = path_to(body, place.within, place.key)
    if path is None and place.key is not None and path_to(body, place.within) is None:
        path = (str(place.key),)  # the body itself, of which the parser had another dict
    with suppress(ValueError, IndexError):
        if path is not None:
            return location(text, path, place.token.value)
        whole = path_to(body, place.within)
        return None if whole is None else location(text, whole, Token.END.value)
    return None
