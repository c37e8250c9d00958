"""The first documents of each bucket."""

from __future__ import annotations

from typing import Any

from tests.search.reference.aggregations.evaluation import Corpora, Hits, aggregation
from tests.search.reference.schema import Json
from tests.search.reference.sorting import Hit, in_order, key_of, mean
from tests.search.reference.values import FLOATING


@aggregation("top_hits")
def top_hits(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    """As a search of these documents alone; what stands in ``sort`` is left out here."""
    scored = not how.get("sort")
    shown = [_shown(hit, scored=scored) for hit in in_order(list(hits), how.get("sort", []))[: how.get("size", 3)]]
    best = max((float(hit.score) for hit in hits), default=None) if scored else None
    return {"hits": {"total": {"value": len(hits), "relation": "eq"}, "max_score": best, "hits": shown}}


def _shown(hit: Hit, *, scored: bool) -> Json:
    score = float(hit.score) if scored else None
    return {"_index": hit.corpus.name, "_id": hit.document.id, "_score": score, "_source": hit.document.shown}


@aggregation("top_metrics")
def top_metrics(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    """Documents without a value to sort by are not among them; several values are shown as their mean."""
    ((field, order),) = how["sort"].items()
    there = [hit for hit in hits if key_of(hit, field, {"order": order}) is not None]
    name = how["metrics"]["field"]
    kind = corpora[0].schema.type_of(field)
    top = []
    for hit in in_order(there, [{field: {"order": order}}])[: how.get("size", 1)]:
        key = key_of(hit, field, {"order": order})
        top.append({"sort": [float(key) if kind in FLOATING else key], "metrics": {name: _metric(hit, name)}})
    return {"top": top}


def _metric(hit: Hit, field: str) -> Any:
    values = hit.document.values(field)
    return mean(values, hit.document.schema.type_of(field)) if values else None
