"""``_rank_eval``: how well searches find what people judged."""

from __future__ import annotations

import math
from typing import Any

from docstore.api.node import Node
from docstore.api.parameters import Names
from docstore.api.registry import Body, Privilege, api
from docstore.api.search.search import of_body
from docstore.api.search.ways import check_ways
from docstore.catalog.current import current
from docstore.catalog.stored_script import STORED_SCRIPTS
from docstore.errors import ApiError, JsonObject
from docstore.search.ranking.evaluation import Evaluation, RatedSearch
from docstore.search.ranking.metric import Metric, Quality


@api(
    "rank_eval",
    "GET /_rank_eval",
    "POST /_rank_eval",
    "GET /{index}/_rank_eval",
    "POST /{index}/_rank_eval",
    privilege=Privilege.READ,
)
def rank_eval(
    node: Node,
    *,
    index: Names | None = None,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    ignore_unavailable: bool | None = None,
    max_concurrent_searches: Body[Any] = None,
    metric: Body[Any] = None,
    requests: Body[Any] = None,
    search_type: str | None = None,
    templates: Body[Any] = None,
) -> JsonObject:
    """How good the hits of searches are: ``{"metric_score": ..., "details": {"id": {...}}, "failures": {}}``.

    ``max_concurrent_searches`` is checked and has no effect: one search follows the other.

    :param requests: ``[{"id": "q", "request": {"query": {...}}, "ratings": [{"_index": "books", "_id": "1", "rating": 3}]}]``;
        ``template_id`` and ``params`` in place of ``request``; ``summary_fields`` of the hits are shown.
    :param metric: ``{"precision": {"k": 10}}``; ``recall``, ``mean_reciprocal_rank``, ``dcg``, ``expected_reciprocal_rank``.
    :param templates: ``[{"id": "t", "template": {"source": {...}}}]``.
    :raises XContentParseError: the request is invalid. A search that fails stands under ``failures``.
    """
    body = {"requests": requests, "metric": metric, "templates": templates, "max_concurrent_searches": max_concurrent_searches}
    evaluation = Evaluation.parse({key: value for key, value in body.items() if value is not None})
    check_ways(search_type=search_type)
    arguments = {
        "index": index,
        "allow_no_indices": allow_no_indices,
        "expand_wildcards": expand_wildcards,
        "ignore_unavailable": ignore_unavailable,
        "search_type": search_type,
    }
    given = {name: value for name, value in arguments.items() if value is not None}
    found: dict[str, Quality] = {}
    failures: JsonObject = {}
    for search in evaluation.searches:
        try:
            found[search.id] = _judged(node, evaluation, search, given)
        except ApiError as error:
            failures[search.id] = {"error": error.body["error"]}
    return {
        "metric_score": _number(sum(each.score for each in found.values()) / len(found) if found else math.nan),
        "details": {id: _shown(evaluation.metric, each) for id, each in found.items()},
        "failures": failures,
    }


def _judged(node: Node, evaluation: Evaluation, search: RatedSearch, arguments: JsonObject) -> Quality:
    with node.environment.read() as txn:
        stored = current(txn).section(STORED_SCRIPTS)
    body = {
        **search.search(evaluation.templates, stored),
        "size": evaluation.metric.k,
        "_source": list(search.summary_fields) or False,
    }
    hits = of_body(node, body, dict(arguments))["hits"]["hits"]
    return evaluation.metric.evaluate(search.ratings.of(hits), search.ratings)


def _shown(metric: Metric, quality: Quality) -> JsonObject:
    unrated = [{"_index": each.hit["_index"], "_id": each.hit["_id"]} for each in quality.hits if each.rating is None]
    return {
        "metric_score": _number(quality.score),
        "unrated_docs": unrated,
        "hits": [each.shown() for each in quality.hits],
        "metric_details": {metric.name: {key: _number(value) for key, value in quality.details.items()}},
    }


def _number(value: float) -> float | str:
    """What JSON has no number for stands as text."""
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
