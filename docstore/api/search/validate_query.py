"""``_validate/query``: is a query right, without running it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docstore.api.body_keys import NO_KEYS, UnknownKeys
from docstore.api.node import Node
from docstore.api.parameters import Names, check_only_query, flag
from docstore.api.registry import Body, Privilege, api
from docstore.api.search.query_in_url import query_in_url
from docstore.catalog.blocks import Operation
from docstore.catalog.catalog import Target
from docstore.catalog.current import current
from docstore.catalog.index import check_all
from docstore.catalog.names.options import OPEN_NOT_CLOSED
from docstore.columns.cache import CACHE, ColumnCache
from docstore.errors import ApiError, JsonObject, ParsingError, QueryShardError
from docstore.query import parse as parse_query
from docstore.search.index_search import IndexSearch
from docstore.search.request import SearchRequest
from docstore.search.standpoint import Standpoint
from docstore.storage.transaction import Transaction


@api(
    "indices.validate_query",
    "GET /_validate/query",
    "POST /_validate/query",
    "GET /{index}/_validate/query",
    "POST /{index}/_validate/query",
    privilege=Privilege.READ,
)
def validate_query(
    node: Node,
    /,
    *,
    index: Names | None = None,
    all_shards: bool | None = None,
    allow_no_indices: bool | None = None,
    analyze_wildcard: bool | None = None,
    analyzer: str | None = None,
    default_operator: str | None = None,
    df: str | None = None,
    expand_wildcards: Names | None = None,
    explain: bool | None = None,
    ignore_unavailable: bool | None = None,
    lenient: bool | None = None,
    q: str | None = None,
    query: Body[Any] = None,
    rewrite: bool | None = None,
    routing: Names | None = None,
    unknown_keys: UnknownKeys = NO_KEYS,
) -> JsonObject:
    """Whether the indices can answer a query: ``{"_shards": {...}, "valid": true}``; a query that cannot even be read is only not valid.

    ``routing`` has no effect: there is one shard.

    :param explain: tell what is wrong, or how the query is written in Lucene's syntax; for each index under ``explanations``.
    :param rewrite: the same.
    :param all_shards: the same, with the number of the shard.
    """
    in_url = query_in_url(
        q,
        index,
        "_validate/query",
        analyze_wildcard=analyze_wildcard,
        analyzer=analyzer,
        default_operator=default_operator,
        df=df,
        lenient=lenient,
    )
    query = in_url if query is None else query
    shards = flag("all_shards", all_shards, False)
    told = flag("explain", explain, False)
    try:
        check_only_query(unknown_keys)
        request = SearchRequest(query=None if query is None else parse_query(query))
    except ApiError as error:
        return {"valid": False, "error": detailed(error)} if told else {"valid": False}
    options = OPEN_NOT_CLOSED.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    with node.environment.read() as txn:
        targets = current(txn).search_targets(index if index is None or isinstance(index, str) else list(index), options)
        check_all((target.index for target in targets), Operation.READ)
        found = [_Verdict.of(txn, target, request) for target in targets]
    failures = [one.failure for one in found if one.failure is not None]
    counts: JsonObject = {"total": len(found), "successful": len(found) - len(failures), "failed": len(failures)}
    if failures:
        counts["failures"] = failures
    answered = [one for one in found if one.failure is None]
    body: JsonObject = {"_shards": counts, "valid": all(one.error is None for one in answered)}
    if told or shards or flag("rewrite", rewrite, False):
        body["explanations"] = [one.body(shard=shards) for one in answered]
    return body


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What one index says."""

    index: str
    written: str | None = None
    error: str | None = None
    failure: JsonObject | None = None

    @classmethod
    def of(cls, txn: Transaction, target: Target, request: SearchRequest) -> _Verdict:
        name = target.index.name
        try:
            search = IndexSearch(Standpoint(txn, target, ColumnCache() if txn.writable else CACHE), request)
            return cls(name, written=search.query.written(search.view))
        except (QueryShardError, ParsingError) as error:
            return cls(name, error=f"[{name}/{target.index.uuid}] {detailed(error)}")
        except ApiError as error:
            return cls(name, failure={"shard": 0, "index": name, "status": "BAD_REQUEST", "reason": error.cause})

    def body(self, *, shard: bool) -> JsonObject:
        body: JsonObject = {"index": self.index}
        if shard:
            body["shard"] = 0
        body["valid"] = self.error is None
        return body | ({"explanation": self.written} if self.error is None else {"error": self.error})


_CLASSES = {
    "parsing_exception": "org.elasticsearch.common.ParsingException",
    "x_content_parse_exception": "org.elasticsearch.xcontent.XContentParseException",
    "named_object_not_found_exception": "org.elasticsearch.xcontent.NamedObjectNotFoundException",
    "query_shard_exception": "org.elasticsearch.index.query.QueryShardException",
    "parse_exception": "org.elasticsearch.ElasticsearchParseException",
    "illegal_argument_exception": "java.lang.IllegalArgumentException",
    "illegal_state_exception": "java.lang.IllegalStateException",
    "number_format_exception": "java.lang.NumberFormatException",
}
"""The classes whose names Elasticsearch writes before the reasons."""


def detailed(error: ApiError) -> str:
    """An error and its causes in one line (``ElasticsearchException.getDetailedMessage``)."""
    name = _CLASSES.get(error.type, "org.elasticsearch.ElasticsearchException")
    own = f"{name}: {error.reason}"
    return own if error.caused_by is None else f"{own}; {detailed(error.caused_by)}"
