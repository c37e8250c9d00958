"""``_explain``: why a document matches a query with its score, or why it does not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import numpy as np

from docstore.api.body_keys import NO_KEYS, UnknownKeys
from docstore.api.document.shown import add_stored
from docstore.api.node import Node
from docstore.api.parameters import Id, Names, Routing, check_only_query, joined, names_of
from docstore.api.registry import Body, Place, Privilege, Wire, api
from docstore.api.search.query_in_url import query_in_url
from docstore.catalog.current import current
from docstore.catalog.names.options import OPEN_NOT_CLOSED
from docstore.columns.cache import CACHE, ColumnCache
from docstore.documents import reading
from docstore.documents.source_filter import NOTHING, SourceFilter
from docstore.errors import DocumentNotFoundError, JsonObject, ValidationError
from docstore.query import parse as parse_query
from docstore.query.scorer import Explanation
from docstore.search.index_search import IndexSearch
from docstore.search.near_real_time import tables_of
from docstore.search.request import SearchRequest
from docstore.search.standpoint import Standpoint
from docstore.storage.pointer import Pointer
from docstore.storage.record import Record


@api("explain", "GET /{index}/_explain/{id}", "POST /{index}/_explain/{id}", privilege=Privilege.READ)
def explain(
    node: Node,
    /,
    *,
    index: str,
    id: Id,
    analyze_wildcard: bool | None = None,
    analyzer: str | None = None,
    default_operator: str | None = None,
    df: str | None = None,
    lenient: bool | None = None,
    preference: str | None = None,
    q: str | None = None,
    query: Body[Any] = None,
    routing: Routing | None = None,
    source: Annotated[Any, Place.QUERY, Wire("_source")] = None,
    source_excludes: Names | None = None,
    source_includes: Names | None = None,
    stored_fields: Names | None = None,
    unknown_keys: UnknownKeys = NO_KEYS,
) -> JsonObject:
    """How the score of one document comes about, or why the document does not match.

    The answer is ``{"_index": ..., "_id": ..., "matched": true, "explanation": {"value": ..., "description": ..., "details": [...]}}``,
    with ``get`` where parts of the document are asked for. ``preference`` has no effect: there is one copy.

    :raises ValidationError: no query.
    :raises DocumentNotFoundError: there is no such document; the body says that it does not match.
    """
    in_url = query_in_url(
        q,
        index,
        f"_explain/{id}",
        analyze_wildcard=analyze_wildcard,
        analyzer=analyzer,
        default_operator=default_operator,
        df=df,
        lenient=lenient,
    )
    query = in_url if query is None else query
    check_only_query(unknown_keys)
    if query is None:
        raise ValidationError("query is missing")
    request = SearchRequest(query=parse_query(query), explain=True)
    with node.environment.read() as txn:
        found_index = reading.single_index(txn, index)
        found = reading.find(txn, found_index, str(id), joined(routing), name=index, tables=tables_of)
        body: JsonObject = {"_index": found_index.name, "_id": str(id)}
        if found is None:
            raise DocumentNotFoundError({**body, "matched": False})
        target = current(txn).search_targets(index, OPEN_NOT_CLOSED)[0]
        search = IndexSearch(Standpoint(txn, target, ColumnCache() if txn.writable else CACHE), request)
        explanation = _explanation(search, found[0].seq)
        body |= {"matched": explanation.match, "explanation": explanation.to_body()}
        asked = any(each is not None for each in (source, source_includes, source_excludes))
        wanted = SourceFilter.of(source, source_includes, source_excludes) if asked else NOTHING
        if stored_fields is not None or wanted.fetch:
            body["get"] = _got(search, found, wanted, names_of(stored_fields or ()))
    return body


def _got(search: IndexSearch, found: tuple[Pointer, Record], wanted: SourceFilter, names: Sequence[str]) -> JsonObject:
    """As in a ``get``, without what the answer says already."""
    hit = reading.hit(search.index, found[1].id, found, wanted)
    hit |= {name: hit.pop(name) for name in ("found", "_source") if name in hit}
    for name in ("_index", "_id", "_version"):
        del hit[name]
    if names:
        add_stored(search.index, hit, found, names)
    return hit


def _explanation(search: IndexSearch, seq: int) -> Explanation:
    ordinal = int(search.view.position.ordinals_of(np.array([seq]))[0])
    if not search.matcher.run()[ordinal]:
        return search.query.unmatched(search.view, ordinal)
    assert search.scorer is not None
    return search.scorer.explain(ordinal)
