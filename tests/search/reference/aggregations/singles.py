"""One bucket, or one for each query."""

from __future__ import annotations

from dataclasses import replace

from tests.search.reference.aggregations.evaluation import Corpora, Hits, aggregation, bucket
from tests.search.reference.queries import matches
from tests.search.reference.schema import Json
from tests.search.reference.sorting import Hit, in_order, matching


@aggregation("filter")
def filter_(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    return bucket([hit for hit in hits if matches(how, hit.corpus, hit.document)], aggs, corpora)


@aggregation("filters")
def filters(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    named = how["filters"] if isinstance(how["filters"], dict) else {str(at): each for at, each in enumerate(how["filters"])}
    buckets, other = {}, list(hits)
    for name, query in sorted(named.items()):
        inside = [hit for hit in hits if matches(query, hit.corpus, hit.document)]
        other = [hit for hit in other if hit not in inside]
        buckets[name] = bucket(inside, aggs, corpora)
    if how.get("other_bucket"):
        buckets["_other_"] = bucket(other, aggs, corpora)
    if isinstance(how["filters"], dict) and not how.get("keyed", True):
        return {"buckets": [{"key": name, **each} for name, each in buckets.items()]}
    return {"buckets": buckets if isinstance(how["filters"], dict) else list(buckets.values())}


@aggregation("missing")
def missing(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    return bucket([hit for hit in hits if not hit.document.values(how["field"])], aggs, corpora)


@aggregation("global")
def global_(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    return bucket([hit for number, corpus in enumerate(corpora) for hit in matching(corpus, {}, number)], aggs, corpora)


@aggregation("sampler")
def sampler(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    """The best of each index."""
    best = [hit for corpus in corpora for hit in in_order([each for each in hits if each.corpus is corpus], [])[: how["shard_size"]]]
    return bucket(best, aggs, corpora)


def _objects(hit: Hit, path: str) -> list[Hit]:
    inside = [each for each in hit.corpus.level(path) if hit.document.holds(each)]
    return [replace(hit, document=each) for each in inside]


@aggregation("nested")
def nested(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    return bucket([each for hit in hits for each in _objects(hit, how["path"])], aggs, corpora)


@aggregation("reverse_nested")
def reverse_nested(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    """What the objects stand in, each once."""
    found: dict[tuple[int, ...], Hit] = {}
    for hit in hits:
        around = next(each for each in hit.corpus.level(how.get("path", "")) if each.holds(hit.document))
        found[(hit.shard, *around.place)] = replace(hit, document=around)
    return bucket(list(found.values()), aggs, corpora)
