"""The query kinds by name, and parsing of a clause ``{kind: body}`` (``AbstractQueryBuilder``)."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, TypeVar

from docstore.columns.deadline import check_cancelled
from docstore.errors import (
    ApiError,
    IllegalArgumentError,
    NamedObjectNotFoundError,
    NotImplementedByDocstoreError,
    ParsingError,
    Place,
    Token,
    XContentParseError,
)
from docstore.kinds import Kinds
from docstore.query.known import ELASTICSEARCH_KINDS, why_not
from docstore.query.query import Query
from docstore.spelling import did_you_mean

K = TypeVar("K", bound=type[Query])

KINDS: Kinds[type[Query]] = Kinds("docstore.query.kinds")
"""By name: the modules of ``query/kinds``."""

MAX_NESTED_DEPTH = 30
"""``indices.query.bool.max_nested_depth``."""

_depth: ContextVar[int] = ContextVar("query_depth", default=0)


def query(kind: str) -> Callable[[K], K]:
    """Register a class as the query of that name."""

    def register(cls: K) -> K:
        cls.kind = kind
        KINDS.add(kind, cls)
        return cls

    return register


def parse(body: Any) -> Query:
    """The query of a JSON clause, as it stands under ``query`` or inside ``bool``.

    :raises ParsingError: not a clause, or a kind or key that does not exist.
    :raises NotImplementedByDocstoreError: a kind that Elasticsearch has and docstore has not.
    """
    check_cancelled()
    if not isinstance(body, dict):
        raise ParsingError("[_na] query malformed, must start with start_object")
    if not body:
        raise IllegalArgumentError("query malformed, empty clause found")
    kind, inner = next(iter(body.items()))
    if not isinstance(inner, dict):
        raise _at(body, kind, ParsingError(f"[{kind}] query malformed, no start_object after query name"))
    depth = _depth.get() + 1
    if depth > MAX_NESTED_DEPTH:
        raise IllegalArgumentError(
            "The nested depth of the query exceeds the maximum nested depth for queries set in"
            " [indices.query.bool.max_nested_depth]"
        )
    token = _depth.set(depth)
    try:
        parsed = (KINDS.imported.get(kind) or _kind(kind, body)).parse(inner)
    except (ParsingError, XContentParseError, NamedObjectNotFoundError) as error:
        _place(error, inner)
        raise
    finally:
        _depth.reset(token)
    if len(body) > 1:
        more = ParsingError(f"[{kind}] malformed query, expected [END_OBJECT] but found [FIELD_NAME]")
        raise _at(body, list(body)[1], more, Token.KEY)
    return parsed


def parse_each(bodies: list[Any]) -> tuple[Query, ...]:
    """The queries of a list of clauses.

    :raises ParsingError: one of them is none.
    """
    try:
        return tuple(map(parse, bodies))
    except (ParsingError, IllegalArgumentError) as error:
        wrong = next((at for at, each in enumerate(bodies) if not isinstance(each, dict) or not each), None)
        if error.place is None and wrong is not None:
            empty = isinstance(bodies[wrong], dict)
            error.place = Place(Token.END, within=bodies[wrong]) if empty else Place(Token.VALUE, wrong, bodies)
        raise


def _at(body: dict[str, Any], key: str, error: ParsingError, token: Token = Token.VALUE) -> ParsingError:
    error.place = Place(token, key, body)
    return error


_AFTER = re.compile(r" after \[([^\]]*)\]$")


def _place(error: ApiError, inner: dict[str, Any]) -> None:
    """What is wrong with a clause is in it: at the key that the error names, else it was missed at the end."""
    causes: list[ApiError] = [error]
    while (cause := causes[-1].caused_by) is not None:
        causes.append(cause)
    if error.place is None and not any(each.place for each in causes):
        named = _AFTER.search(error.reason)
        error.place = Place(Token.END) if named is None else Place(Token.VALUE, named[1])
    for each in causes:
        if each.place is not None and each.place.within is None:
            each.place.within = inner


def _kind(kind: str, body: dict[str, Any]) -> type[Query]:
    if kind in KINDS:
        return KINDS[kind]
    if kind in ELASTICSEARCH_KINDS:
        raise NotImplementedByDocstoreError(why_not(kind))
    error = ParsingError(
        f"unknown query [{kind}]{did_you_mean(kind, ELASTICSEARCH_KINDS)}",
        caused_by=NamedObjectNotFoundError(f"unknown field [{kind}]"),
    )
    raise _at(body, kind, error)
