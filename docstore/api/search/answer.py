"""What a search does with its arguments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from docstore.api.node import Node
from docstore.api.parameters import Duration, flag, later, seconds
from docstore.api.search.description import described
from docstore.api.search.query_in_url import QUERY_IN_URL, query_in_url
from docstore.api.search.search_body import parted, source_of
from docstore.api.search.ways import WAYS, check_total, check_ways
from docstore.catalog.catalog import Target
from docstore.catalog.current import current
from docstore.catalog.options import OPEN_NOT_CLOSED
from docstore.errors import IllegalArgumentError, JsonObject, ValidationError
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
    if beside:
        body |= _checked(beside) | source_of(body, beside)
    seconds("timeout", body.get("timeout"), 0)
    request = SearchRequest.parse(
        body,
        named_scores=flag("include_named_queries_score", beside.get("include_named_queries_score"), False),
        rebuilt=flag("force_synthetic_source", beside.get("force_synthetic_source"), False),
    )
    asked = _asked(node, beside)
    scroll = beside.get("scroll")
    _check(request, asked, beside)
    if request.pit is not None:
        check_alone(index=index, routing=beside.get("routing"), preference=beside.get("preference"))
        longer = None if request.pit.keep_alive is None else keep_alive(node, request.pit.keep_alive)
        with node.searches.of(SEARCH, lambda: described((), body)):
            return pit_searches.search(contexts_of(node.environment), request, asked, longer)
    options = OPEN_NOT_CLOSED.with_request(**{name: beside[name] for name in _RESOLVING if name in beside}) if beside else OPEN_NOT_CLOSED

    def find(txn: Transaction) -> Sequence[Target]:
        catalog = current(txn)
        for boosted, _ in request.indices_boost:
            catalog.resolve(boosted, options)
        return catalog.search_targets(expression, options)

    if scroll is not None:
        contexts, cached = contexts_of(node.environment), beside.get("request_cache") in (True, "true")
        with node.searches.of(SEARCH, lambda: described(index, body, scroll)):
            return scrolls.begin(contexts, find, request, asked, keep_alive(node, scroll), cached=cached)
    with node.searches.of(SEARCH, lambda: described(index, body)), node.environment.read() as txn:
        return run(txn, find(txn), request, asked)


_RESOLVING = ("expand_wildcards", "ignore_unavailable", "allow_no_indices")


def _asked(node: Node, beside: JsonObject) -> Options:
    partial = beside.get("allow_partial_search_results")
    return Options(
        node.id,
        flag("typed_keys", beside.get("typed_keys"), False),
        flag("rest_total_hits_as_int", beside.get("rest_total_hits_as_int"), False),
        None if partial is None else flag("allow_partial_search_results", partial, True),
    )


def _checked(beside: JsonObject) -> JsonObject:
    """What is said beside the body means something; the query that is part of it.

    :raises ApiError: it does not.
    """
    in_url = query_in_url(beside.get("q"), **{name: beside.get(name) for name in QUERY_IN_URL})
    later(
        suggest_field=beside.get("suggest_field"),
        suggest_mode=beside.get("suggest_mode"),
        suggest_size=beside.get("suggest_size"),
        suggest_text=beside.get("suggest_text"),
    )
    check_ways(**{name: beside[name] for name in WAYS if name in beside})
    return {} if in_url is None else {"query": in_url}


def _check(request: SearchRequest, asked: Options, beside: JsonObject) -> None:
    """:raises ApiError: parts of a search that do not go together."""
    if request.knn and "search_type" in beside:
        raise IllegalArgumentError("cannot set [search_type] when using [knn] search, since the search type is determined automatically")
    check_total(request, as_int=asked.total_as_int)
    scrolled = "scroll" in beside
    if request.pit is None and any(sort.field == "_shard_doc" for sort in request.sort):
        raise ValidationError("[_shard_doc] sort field cannot be used without [point in time]")
    if request.slice is not None and not scrolled and request.pit is None:
        raise ValidationError("[slice] can only be used with [scroll] or [point-in-time] requests")
    if scrolled and request.pit is not None:
        raise ValidationError("using [point in time] is not allowed in a scroll context")


def check_body(body: JsonObject, *, total_as_int: bool) -> None:
    """What is wrong with a search before any index is asked; several searches are refused for one of them.

    :raises ApiError: a body that is no search.
    """
    check_total(SearchRequest.parse(body), as_int=total_as_int)


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
