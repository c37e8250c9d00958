"""What a search does with its arguments."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any

from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, flag, later, seconds
from docstore.api.preference import asks
from docstore.api.search.description import described
from docstore.api.search.query_in_url import QUERY_IN_URL, query_in_url
from docstore.api.search.search_body import parted, source_of
from docstore.api.search.ways import WAYS, check_total, check_ways
from docstore.catalog.catalog import Target
from docstore.catalog.current import current
from docstore.catalog.names.expression import Expression
from docstore.catalog.names.options import OPEN_NOT_CLOSED, IndicesOptions
from docstore.documents.time_series import check_searched
from docstore.errors import IllegalArgumentError, JsonObject, ValidationError
from docstore.frozen import frozen
from docstore.search import pit_search as pit_searches
from docstore.search import scroll as scrolls
from docstore.search.contexts import check_keep_alive, contexts_of
from docstore.search.engine import search as run
from docstore.search.hits import Options
from docstore.search.request import SearchRequest
from docstore.storage.transaction import Transaction
from docstore.tasks.searches import SEARCH


def answer(node: Node, given: Mapping[str, Any]) -> JsonObject:
    """What ``search`` does, asked with the arguments that are given.

    :raises ApiError: as ``search``.
    """
    body, beside = parted(given)
    index = beside.pop("index", None)
    expression = index if index is None or isinstance(index, str) else list(index)
    ways = _ways(node, expression, body, beside) if beside else _nothing_beside(node.id)
    if "timeout" in body:
        seconds("timeout", body["timeout"], 0)
    request = SearchRequest.parse(body, named_scores=ways.named_scores, rebuilt=ways.rebuilt)
    _check(request, ways)
    if request.pit is not None:
        check_alone(index=index, routing=beside.get("routing"), preference=beside.get("preference"))
        longer = None if request.pit.keep_alive is None else keep_alive(node, request.pit.keep_alive)
        with node.searches.of(SEARCH, lambda: described((), body)):
            return pit_searches.search(contexts_of(node.environment), request, ways.shown, longer)
    if ways.scroll is not None:
        find = partial(_targets, node=node, expression=expression, options=ways.resolving, request=request, beside=beside)
        with node.searches.of(SEARCH, lambda: described(index, body, ways.scroll)):
            kept = keep_alive(node, ways.scroll)
            return scrolls.begin(contexts_of(node.environment), find, request, ways.shown, kept, cached=ways.cached)
    with node.searches.of(SEARCH, lambda: described(index, body)), node.environment.read() as txn:
        return run(txn, _targets(txn, node, expression, ways.resolving, request, beside), request, ways.shown)


def _targets(
    txn: Transaction, node: Node, expression: Expression, options: IndicesOptions, request: SearchRequest, beside: JsonObject
) -> list[Target]:
    catalog = current(txn)
    for boosted, _ in request.indices_boost:
        catalog.resolve(boosted, options)
    targets = catalog.search_targets(expression, options)
    if beside:
        routing, preference = beside.get("routing"), beside.get("preference")
        for target in targets if routing is not None else ():
            check_searched(target.index, routing)
        if preference is not None:
            return [target for target in targets if asks(node, preference, target.index.name)]
    return targets


@frozen
class Ways:
    """What is said beside the body."""

    shown: Options
    resolving: IndicesOptions = OPEN_NOT_CLOSED
    named_scores: bool = False
    rebuilt: bool = False
    scroll: Duration | None = None
    typed: bool = False
    """Whether there is a ``search_type``."""
    cached: bool = False
    """Whether ``request_cache`` is asked for."""


def _ways(node: Node, index: Names | None, body: JsonObject, beside: JsonObject) -> Ways:
    """Those that are given; what of the body they say goes there.

    :raises ApiError: one means nothing.
    """
    body |= _checked(index, beside) | source_of(body, beside)
    partial_ = beside.get("allow_partial_search_results")
    return Ways(
        Options(
            node.id,
            flag("typed_keys", beside.get("typed_keys"), False),
            flag("rest_total_hits_as_int", beside.get("rest_total_hits_as_int"), False),
            None if partial_ is None else flag("allow_partial_search_results", partial_, True),
        ),
        OPEN_NOT_CLOSED.with_request(**{name: beside[name] for name in _RESOLVING if name in beside}),
        flag("include_named_queries_score", beside.get("include_named_queries_score"), False),
        flag("force_synthetic_source", beside.get("force_synthetic_source"), False),
        beside.get("scroll"),
        "search_type" in beside,
        beside.get("request_cache") in (True, "true"),
    )


@lru_cache(maxsize=64)
def _nothing_beside(node: str) -> Ways:
    """Where only an index is named."""
    return Ways(Options(node))


_RESOLVING = ("expand_wildcards", "ignore_unavailable", "allow_no_indices")


def _checked(index: Names | None, beside: JsonObject) -> JsonObject:
    """What is said beside the body means something; the query that is part of it.

    :raises ApiError: it does not.
    """
    in_url = query_in_url(beside.get("q"), index, "_search", **{name: beside.get(name) for name in QUERY_IN_URL})
    later(
        suggest_field=beside.get("suggest_field"),
        suggest_mode=beside.get("suggest_mode"),
        suggest_size=beside.get("suggest_size"),
        suggest_text=beside.get("suggest_text"),
    )
    check_ways(**{name: beside[name] for name in WAYS if name in beside})
    return {} if in_url is None else {"query": in_url}


def _check(request: SearchRequest, ways: Ways) -> None:
    """:raises ApiError: parts of a search that do not go together."""
    if request.knn and ways.typed:
        raise IllegalArgumentError("cannot set [search_type] when using [knn] search, since the search type is determined automatically")
    if ways.shown.total_as_int:
        check_total(request, as_int=True)
    _check_place(request, ways.scroll)


def _check_place(request: SearchRequest, scroll: Duration | None) -> None:
    """:raises ValidationError: what only goes with a scroll or a point in time, or not with it."""
    if request.sort and request.pit is None and any(sort.field == "_shard_doc" for sort in request.sort):
        raise ValidationError("[_shard_doc] sort field cannot be used without [point in time]")
    if request.slice is not None and scroll is None and request.pit is None:
        raise ValidationError("[slice] can only be used with [scroll] or [point-in-time] requests")
    if scroll is not None and request.pit is not None:
        raise ValidationError("using [point in time] is not allowed in a scroll context")


def check_body(body: JsonObject, beside: JsonObject, *, total_as_int: bool) -> None:
    """What is wrong with a search before any index is asked; several searches are refused for one of them.

    :raises ApiError: a body that is no search, or one that does not go with its arguments.
    """
    request = SearchRequest.parse(body)
    check_total(request, as_int=total_as_int)
    _check_place(request, None)
    if request.pit is not None:
        check_alone(**{name: beside.get(name) for name in ("index", "routing", "preference")})


def keep_alive(node: Node, value: Duration) -> float:
    """A ``scroll`` or ``keep_alive`` in seconds."""
    return check_keep_alive(node.environment, seconds("keep_alive", value, 0), str(value))


def check_alone(**given: Any) -> None:
    """:raises ValidationError: something that a point in time has already settled."""
    problems = []
    if given["index"]:
        problems.append("[indices] cannot be used with point in time. Do not specify any index with point in time.")
    for name in ("routing", "preference"):
        if given[name] is not None:
            problems.append(f"[{name}] cannot be used with point in time")
    if problems:
        raise ValidationError(*problems)
