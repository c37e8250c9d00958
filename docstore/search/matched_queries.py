"""``matched_queries``: the queries with a name that a hit matches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docstore.mapping.java_text import hash_order
from docstore.query.query import Query, named_clauses
from docstore.query.scorer import score_of, shown_score
from docstore.query.select import bind, bind_scored
from docstore.search.index_search import IndexSearch
from docstore.search.row import Row

Json = dict[str, Any]


def named_queries(search: IndexSearch) -> list[tuple[str, Query]]:
    """Those of a search, in the order of a Java map; of those with the same name the last."""
    request = search.request
    clauses = named_clauses(search.query)
    if request.post_filter is not None:
        clauses += named_clauses(request.post_filter)
    for rescore in request.rescore:
        clauses += named_clauses(rescore.query)
    if not clauses:
        return []
    named = {clause.name: clause for clause in clauses if clause.name is not None}
    return [(name, named[name]) for name in hash_order(named)]


def add_matched(search: IndexSearch, named: Sequence[tuple[str, Query]], rows: Sequence[Row], hits: Sequence[Json]) -> None:
    """Say for each hit, which stands for a row, what it matches: the names, or their scores."""
    for hit, matched in zip(hits, _matched(search, named, rows), strict=True):
        if matched:
            hit["matched_queries"] = matched


def _matched(search: IndexSearch, named: Sequence[tuple[str, Query]], rows: Sequence[Row]) -> list[Any]:
    with_scores = search.request.named_scores
    found: list[Any] = [{} if with_scores else [] for _ in rows]
    for name, clause in named:
        matcher, scorer = bind_scored(clause, search.view) if with_scores else (bind(clause, search.view), None)
        mask = matcher.run()
        for row, names in zip(rows, found, strict=True):
            if not mask[row.ordinal]:
                continue
            if scorer is not None:
                names[name] = shown_score(score_of(scorer, row.ordinal))
            else:
                names.append(name)
    return found
