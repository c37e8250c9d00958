"""``_terms_enum``."""

from __future__ import annotations

from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, flag, seconds
from docstore.api.registry import Body, Privilege, api
from docstore.api.search.index_filter import holds
from docstore.catalog.current import current
from docstore.catalog.names.options import OPEN_NOT_CLOSED
from docstore.columns.cache import CACHE, ColumnCache
from docstore.columns.view import IndexView
from docstore.errors import JsonObject, ValidationError
from docstore.query import parse as parse_query
from docstore.query.wire import integer
from docstore.search.near_real_time import reader_of
from docstore.search.terms_enum import TermsEnum

_LONGEST = 32766


@api("terms_enum", "GET /{index}/_terms_enum", "POST /{index}/_terms_enum", privilege=Privilege.READ)
def terms_enum(
    node: Node,
    *,
    index: Names,
    case_insensitive: Body[bool | None] = None,
    field: Body[str | None] = None,
    index_filter: Body[JsonObject | None] = None,
    search_after: Body[str | None] = None,
    size: Body[int | None] = None,
    string: Body[str | None] = None,
    timeout: Body[Duration | None] = None,
) -> JsonObject:
    """The terms of a field that begin with ``string``: ``{"_shards": {...}, "terms": ["kimchy"], "complete": true}``.

    Fields of type keyword, constant_keyword, version and ip have terms, and the keys of a flattened one. ``timeout`` is checked and has
    no effect: the answer is always complete.

    :param search_after: only terms behind this one, in the order of their bytes.
    :param index_filter: only indices in which a document matches this query.
    :raises ValidationError: no field, or a timeout over a minute.
    """
    problems = []
    if string is not None and len(string.encode("utf-8", "surrogatepass")) > _LONGEST:
        problems.append(f"prefix string larger than {_LONGEST} characters, which is the maximum allowed term length for keyword fields.")
    if field is None:
        problems.append("field cannot be null")
    if seconds("timeout", timeout, 1) > 60:
        problems.append("Timeout cannot be > 1 minute")
    if problems or field is None:
        raise ValidationError(*problems)
    wanted = TermsEnum(field, string or "", search_after, flag("case_insensitive", case_insensitive, False))
    query = None if index_filter is None else parse_query(index_filter)
    found: set[str] = set()
    with node.environment.read() as txn:
        indices = current(txn).resolve(index if isinstance(index, str) else list(index), OPEN_NOT_CLOSED)
        for one in indices:
            if query is None or holds(txn, one, query):
                one.check_readable()
                found.update(wanted.of(IndexView(reader_of(txn, one), cache=ColumnCache() if txn.writable else CACHE)))
    shards = {"total": len(indices), "successful": len(indices), "failed": 0}
    return {"_shards": shards, "terms": sorted(found)[: 10 if size is None else max(integer(size), 0)], "complete": True}
