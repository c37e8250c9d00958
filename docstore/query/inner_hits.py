"""``inner_hits`` of a query: which of the others that made a document match are shown with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from docstore.columns.rows import Ints
from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError, NotImplementedByDocstoreError
from docstore.frozen import frozen
from docstore.query.wire import Declared, Json, boolean, declared, integer, text

if TYPE_CHECKING:
    from docstore.query.query import Query

DEFAULT_SIZE = 3


@frozen
class InnerHits:
    """What was asked for; ``request`` is what a search makes of the keys that it has as well."""

    name: str | None = None
    ignore_unmapped: bool = False
    request: Any = None


@frozen
class Others:
    """Those of one index: what they are, which of them are asked for, and which belong to an ordinal."""

    wanted: InnerHits
    view: IndexView
    query: Query
    of: Callable[[int], Ints]


_read_request: list[Callable[[Json], Any]] = []


def read_requests_with(read: Callable[[Json], Any]) -> None:
    """What searches are parsed by: they stand above queries."""
    _read_request[:] = [read]


def _at_least_zero(name: str) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        found = integer(value)
        if found < 0:
            raise IllegalArgumentError(f"illegal {name} value, at least 0 or higher")
        return found

    return read


def _same(value: Any) -> Any:
    return value


def _refused(value: Any) -> Any:
    raise NotImplementedByDocstoreError("docstore has no [script_fields] in [inner_hits]")


_STRING = frozenset({"VALUE_STRING"})
_FLAG = Declared(frozenset({"VALUE_BOOLEAN", "VALUE_STRING"}), boolean)
_LIST = frozenset({"START_ARRAY"})
_OBJECT = frozenset({"START_OBJECT"})
_INTEGER = frozenset({"VALUE_NUMBER", "VALUE_STRING"})
_KEYS = {
    "name": Declared(_STRING, text),
    "ignore_unmapped": _FLAG,
    "from": Declared(_INTEGER, _at_least_zero("from")),
    "size": Declared(_INTEGER, _at_least_zero("size")),
    **dict.fromkeys(("explain", "version", "seq_no_primary_term", "track_scores"), _FLAG),
    "stored_fields": Declared(_LIST | _STRING, _same),
    "docvalue_fields": Declared(_LIST, _same),
    "fields": Declared(_LIST, _same),
    "script_fields": Declared(_OBJECT, _refused),
    "sort": Declared(_LIST | _OBJECT, _same),
    "_source": Declared(_LIST | _OBJECT | _STRING | {"VALUE_BOOLEAN"}, _same),
    "highlight": Declared(_OBJECT, _same),
    "collapse": Declared(_OBJECT, _same),
}


def parse_inner_hits(body: Json) -> InnerHits:
    """``{"name": "n", "size": 5, "_source": false}`` (``InnerHitBuilder.PARSER``).

    :raises XContentParseError: an unknown key, or a value of a kind that it does not take.
    """
    found = declared("inner_hits", body, _KEYS)
    name, ignore = found.pop("name", None), found.pop("ignore_unmapped", False)
    return InnerHits(name, ignore, _read_request[0]({"size": DEFAULT_SIZE, **found}))


def inner_hits_of(*queries: Query | None) -> dict[str, Query]:
    """All inner hits of some queries and of those inside them, by name; not of those inside their others.

    :raises IllegalArgumentError: two have the same name.
    """
    found: dict[str, Query] = {}
    for query in queries:
        if query is not None and not query.is_leaf:
            _gather(query, found)
    return found


def _gather(query: Query, found: dict[str, Query]) -> None:
    pending = [query]
    while pending:
        query = pending.pop()
        name = query.inner_name
        if name is not None and found.setdefault(name, query) is not query:
            raise IllegalArgumentError(f"[inner_hits] already contains an entry for key [{name}]")
        pending += reversed(query.clauses())
