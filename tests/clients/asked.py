"""A walk through every API: what a program asks of a new store, one request after the other.

Between braces stand names of what an earlier answer said: ``(method, target, body, name=path)`` keeps a part of its answer.
"""

# ruff: noqa: E501

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docstore.rest.message import Request, Response
from docstore.rest.rest import Rest
from docstore.rest.router import Router

_MAPPINGS: Any = {
    "properties": {
        "title": {"type": "text", "fields": {"raw": {"type": "keyword", "ignore_above": 256}}},
        "tags": {"type": "keyword"},
        "price": {"type": "double"},
        "sold": {"type": "integer"},
        "when": {"type": "date"},
        "place": {"type": "geo_point"},
        "parts": {"type": "nested", "properties": {"name": {"type": "keyword"}, "weight": {"type": "float"}}},
        "vector": {"type": "dense_vector", "dims": 2},
        "relation": {"type": "join", "relations": {"book": "copy"}},
    }
}
_BOOKS = [
    {
        "title": f"The whale, volume {n}", "tags": ["sea", f"t{n % 3}"], "price": n * 1.5, "sold": n, "when": f"2025-01-{n + 1:02}",
        "place": {"lat": n, "lon": -n}, "parts": [{"name": "spine", "weight": n + 0.5}], "vector": [1.0, n + 1.0], "relation": "book",
    }
    for n in range(12)
]  # fmt: skip
_STREAM = {"index_patterns": ["logs-*"], "data_stream": {}, "priority": 200, "template": {"settings": {"number_of_replicas": 0}}}
_POLICY = {
    "policy": {
        "_meta": {"by": "us"},
        "phases": {
            "hot": {"min_age": "0ms", "actions": {"rollover": {"max_age": "7d", "max_primary_shard_size": "50gb"}, "set_priority": {"priority": 9}}},
            "warm": {"min_age": "30d", "actions": {"forcemerge": {"max_num_segments": 1}, "readonly": {}}},
            "delete": {"min_age": "90d", "actions": {"delete": {}}},
        },
    }
}
_METRICS = {
    "average": {"avg": {"field": "price"}}, "sum": {"sum": {"field": "price"}}, "least": {"min": {"field": "sold"}},
    "most": {"max": {"field": "when"}}, "stats": {"stats": {"field": "price"}}, "more": {"extended_stats": {"field": "price"}},
    "values": {"value_count": {"field": "tags"}}, "different": {"cardinality": {"field": "tags"}},
    "percentiles": {"percentiles": {"field": "price"}}, "ranks": {"percentile_ranks": {"field": "price", "values": [3, 6]}},
    "weighted": {"weighted_avg": {"value": {"field": "price"}, "weight": {"field": "sold"}}},
    "deviation": {"median_absolute_deviation": {"field": "price"}}, "strings": {"string_stats": {"field": "tags"}},
    "best": {"top_hits": {"size": 1}}, "metrics": {"top_metrics": {"metrics": {"field": "price"}, "sort": {"sold": "desc"}}},
    "bounds": {"geo_bounds": {"field": "place"}}, "centre": {"geo_centroid": {"field": "place"}},
}  # fmt: skip
_DEVELOPMENT = {
    "sum": {"sum": {"field": "sold"}}, "change": {"derivative": {"buckets_path": "sum"}},
    "running": {"cumulative_sum": {"buckets_path": "sum"}}, "lag": {"serial_diff": {"buckets_path": "sum", "lag": 1}},
}  # fmt: skip
_BUCKETS = {
    "tags": {"terms": {"field": "tags"}, "aggs": {"average": {"avg": {"field": "price"}}}},
    "numbers": {"terms": {"field": "sold"}},
    "both": {"multi_terms": {"terms": [{"field": "tags"}, {"field": "sold"}]}},
    "ranges": {"range": {"field": "price", "ranges": [{"to": 5}, {"from": 5, "key": "dear"}]}},
    "days": {"date_histogram": {"field": "when", "calendar_interval": "day"}, "aggs": _DEVELOPMENT},
    "peak": {"max_bucket": {"buckets_path": "days>sum"}}, "mean": {"avg_bucket": {"buckets_path": "days>sum"}},
    "spread": {"stats_bucket": {"buckets_path": "days>sum"}}, "parts_of": {"percentiles_bucket": {"buckets_path": "days>sum"}},
    "dates": {"date_range": {"field": "when", "ranges": [{"from": "2025-01-03"}]}},
    "some": {"auto_date_histogram": {"field": "when", "buckets": 3}}, "steps": {"histogram": {"field": "price", "interval": 5}},
    "one": {"filter": {"term": {"tags": "t1"}}}, "named": {"filters": {"filters": {"a": {"term": {"tags": "t1"}}}}},
    "without": {"missing": {"field": "tags"}}, "all": {"global": {}}, "sample": {"sampler": {"shard_size": 5}},
    "nested": {"nested": {"path": "parts"}, "aggs": {"back": {"reverse_nested": {}}, "names": {"terms": {"field": "parts.name"}}}},
    "pairs": {"composite": {"sources": [{"tag": {"terms": {"field": "tags"}}}]}}, "grid": {"geohash_grid": {"field": "place"}},
}  # fmt: skip
_SEARCH = {
    "query": {"bool": {"must": {"match": {"title": {"query": "whale", "_name": "whales"}}}, "filter": {"range": {"price": {"gte": 3}}}}},
    "highlight": {"fields": {"title": {}}}, "explain": True, "version": True, "seq_no_primary_term": True, "fields": ["tags", "when"],
    "docvalue_fields": ["price"], "sort": ["_score", {"sold": "desc"}], "track_scores": True, "size": 3,
}  # fmt: skip
_INNER = {
    "query": {"nested": {"path": "parts", "query": {"term": {"parts.name": "spine"}}, "inner_hits": {}}},
    "collapse": {"field": "sold", "inner_hits": {"name": "rest", "size": 1}},
}  # fmt: skip
_RESCORE = {"query": {"match": {"title": "whale"}}, "rescore": {"query": {"rescore_query": {"match_all": {}}}, "window_size": 5}}
_ACTIONS: list[Any] = [
    {"index": {"_index": "books", "_id": "20"}}, {"title": "new"}, {"create": {"_index": "books", "_id": "20"}}, {"title": "again"},
    {"update": {"_index": "books", "_id": "20"}}, {"doc": {"sold": 1}}, {"delete": {"_index": "books", "_id": "20"}},
]  # fmt: skip

_ASKED: tuple[tuple[Any, ...], ...] = (
    ("GET", "/"),
    ("PUT", "/books", {"mappings": _MAPPINGS, "aliases": {"reading": {}}, "settings": {"number_of_shards": 1}}),
    *(("PUT", f"/books/_doc/{n}?refresh=true", book) for n, book in enumerate(_BOOKS)),
    ("POST", "/books/_doc", {"title": "No id"}),
    ("PUT", "/books/_create/c", {"title": "Created", "relation": "book"}),
    ("POST", "/books/_update/c", {"doc": {"sold": 3}, "_source": True}),
    ("POST", "/books/_update/c", {"doc": {"sold": 3}}),
    ("GET", "/books/_doc/c"),
    ("GET", "/books/_source/c"),
    ("GET", "/books/_doc/1?stored_fields=_routing"),
    ("POST", "/_mget", {"docs": [{"_index": "books", "_id": "1"}, {"_index": "books", "_id": "none"}, {"_index": "none", "_id": "1"}]}),
    ("POST", "/_bulk", _ACTIONS),
    ("DELETE", "/books/_doc/c"),
    ("POST", "/books/_rank_eval", {"requests": [{"id": "q", "request": {"query": {"match": {"title": "whale"}}}, "ratings": [{"_index": "books", "_id": "0", "rating": 1}]}], "metric": {"dcg": {"normalize": True}}}),
    ("POST", "/books/_reload_search_analyzers"),
    ("GET", "/books/_count?q=whale"),
    ("GET", "/books/_search?q=whale"),
    ("POST", "/books/_search", _SEARCH),
    ("POST", "/books/_search", _INNER),
    ("POST", "/books/_search", _RESCORE),
    ("POST", "/books/_search", {"size": 0, "aggs": _METRICS}),
    ("POST", "/books/_search", {"size": 0, "aggs": _BUCKETS}),
    ("POST", "/books/_search", {"profile": True, "query": {"match": {"title": "whale"}}, "aggs": {"tags": {"terms": {"field": "tags"}}}}),
    ("POST", "/books/_search", {"knn": {"field": "vector", "query_vector": [1, 1], "k": 2, "num_candidates": 5}, "terminate_after": 3, "timeout": "1m"}),
    ("POST", "/books,none/_search?ignore_unavailable=true&rest_total_hits_as_int=false", {"from": 2, "size": 1, "sort": ["_doc"]}),
    ("POST", "/books/_search?scroll=1m", {"size": 2}, {"scroll": "_scroll_id"}),
    ("POST", "/_search/scroll", {"scroll_id": "{scroll}", "scroll": "1m"}),
    ("DELETE", "/_search/scroll", {"scroll_id": "{scroll}"}),
    ("POST", "/books/_pit?keep_alive=1m", None, {"pit": "id"}),
    ("POST", "/_search", {"pit": {"id": "{pit}"}, "size": 1, "sort": ["_shard_doc"]}),
    ("DELETE", "/_pit", {"id": "{pit}"}),
    ("POST", "/books/_search/point_in_time?keep_alive=1m", None, {"open": "pit_id"}),
    ("GET", "/_search/point_in_time/_all"),
    ("DELETE", "/_search/point_in_time", {"pit_id": ["{open}"]}),
    ("DELETE", "/_search/point_in_time/_all"),
    ("POST", "/books/_async_search?keep_on_completion=true", _SEARCH, {"later": "id"}),
    ("GET", "/_async_search/{later}"),
    ("GET", "/_async_search/status/{later}"),
    ("DELETE", "/_async_search/{later}"),
    ("POST", "/_msearch", [{"index": "books"}, {"size": 1}, {"index": "none"}, {}]),
    ("PUT", "/_scripts/one", {"script": {"lang": "mustache", "source": {"query": {"match": {"title": "{{word}}"}}}}}),
    ("GET", "/_scripts/one"),
    ("GET", "/_scripts/none"),
    ("GET", "/_script_language"),
    ("POST", "/_render/template", {"id": "one", "params": {"word": "whale"}}),
    ("POST", "/books/_search/template", {"id": "one", "params": {"word": "whale"}}),
    ("POST", "/books/_msearch/template", [{}, {"id": "one", "params": {"word": "whale"}}]),
    ("DELETE", "/_scripts/one"),
    ("POST", "/books/_explain/1", {"query": {"match": {"title": "whale"}}}),
    ("POST", "/books/_explain/1", {"query": {"match": {"title": "ship"}}}),
    ("GET", "/books/_field_caps?fields=*"),
    ("POST", "/books/_termvectors/1", {"fields": ["title"], "term_statistics": True}),
    ("POST", "/_mtermvectors", {"docs": [{"_index": "books", "_id": "1"}, {"_index": "books", "_id": "none"}]}),
    ("GET", "/books/_search_shards"),
    ("POST", "/books/_terms_enum", {"field": "tags", "string": "t"}),
    ("POST", "/books/_validate/query?explain=true&rewrite=true", {"query": {"match": {"title": "whale"}}}),
    ("POST", "/books/_validate/query?explain=true", {"query": {"term": {"sold": "many"}}}),
    ("POST", "/books/_update_by_query?conflicts=proceed", {"query": {"term": {"tags": "t1"}}}),
    ("POST", "/books/_delete_by_query?slices=2", {"query": {"term": {"tags": "t2"}}}),
    ("POST", "/_reindex", {"source": {"index": "books"}, "dest": {"index": "copies"}}),
    ("POST", "/_reindex?slices=2", {"source": {"index": "books"}, "dest": {"index": "copies"}}),
    ("POST", "/_reindex", {"conflicts": "proceed", "source": {"index": "books"}, "dest": {"index": "copies", "op_type": "create"}}),
    ("POST", "/_reindex", {"source": {"index": "books"}, "dest": {"index": "copies", "op_type": "create"}}),
    ("POST", "/_reindex?wait_for_completion=false&requests_per_second=1", {"source": {"index": "books", "size": 1}, "dest": {"index": "slow"}}, {"task": "task"}),
    ("GET", "/_tasks?detailed=true&actions=*reindex"),
    ("GET", "/_tasks?group_by=parents"),
    ("GET", "/_tasks?group_by=none"),
    ("GET", "/_reindex"),
    ("GET", "/_reindex/{task}"),
    ("GET", "/_tasks/{task}"),
    ("POST", "/_reindex/{task}/_rethrottle?requests_per_second=2"),
    ("POST", "/_reindex/{task}/_cancel"),
    ("POST", "/_tasks/_cancel?actions=*none"),
    ("POST", "/books/_update_by_query?wait_for_completion=false&requests_per_second=1&scroll_size=1", None, {"update": "task"}),
    ("POST", "/_update_by_query/{update}/_rethrottle?requests_per_second=-1"),
    ("POST", "/copies/_delete_by_query?wait_for_completion=false&requests_per_second=1&scroll_size=1", {"query": {"match_all": {}}}, {"delete": "task"}),
    ("POST", "/_delete_by_query/{delete}/_rethrottle?requests_per_second=-1"),
    ("GET", "/_tasks/{delete}?wait_for_completion=true"),
    *(("GET", f"/_cat/{table}?format=json") for table in (
        "aliases", "allocation", "circuit_breaker", "component_templates", "count", "fielddata", "health", "indices", "master", "nodeattrs", "nodes",
        "pending_tasks", "plugins", "recovery", "repositories", "segments", "shards", "snapshots", "tasks", "templates", "thread_pool",
    )),
    ("GET", "/_cluster/allocation/explain"),
    ("PUT", "/_component_template/part", {"template": {"settings": {"number_of_replicas": 0}}, "_meta": {"by": "us"}, "version": 3}),
    ("GET", "/_component_template/part"),
    ("PUT", "/_index_template/logs", _STREAM),
    ("PUT", "/_index_template/made", {"index_patterns": ["made-*"], "composed_of": ["part"], "template": {"mappings": _MAPPINGS, "aliases": {"a": {}}}}),
    ("GET", "/_index_template/*"),
    ("POST", "/_index_template/_simulate_index/made-1"),
    ("POST", "/_index_template/_simulate/logs"),
    ("PUT", "/_template/old", {"index_patterns": ["old-*"], "order": 1, "mappings": _MAPPINGS, "aliases": {"b": {"filter": {"term": {"tags": "t1"}}}}}),
    ("GET", "/_template/old"),
    ("GET", "/_cat/templates?format=json"),
    ("GET", "/_cat/component_templates?format=json"),
    ("PUT", "/_data_stream/logs-a"),
    ("POST", "/logs-a/_doc", {"@timestamp": "2025-05-05T00:00:00Z", "message": "hello"}),
    ("POST", "/logs-a/_rollover", None, {"old": "old_index", "new": "new_index"}),
    ("POST", "/logs-a/_rollover?dry_run=true", {"conditions": {"max_docs": 1}}),
    ("GET", "/_data_stream/logs-a?include_defaults=true"),
    ("GET", "/_data_stream/_stats?human=true"),
    ("PUT", "/_data_stream/logs-a/_lifecycle", {"data_retention": "7d"}),
    ("GET", "/_data_stream/logs-a/_lifecycle"),
    ("GET", "/logs-a/_lifecycle/explain"),
    ("GET", "/{old}/_lifecycle/explain"),
    ("DELETE", "/_data_stream/logs-a/_lifecycle"),
    ("PUT", "/_data_stream/logs-a/_options", {"failure_store": {"enabled": True}}),
    ("GET", "/_data_stream/logs-a/_options"),
    ("DELETE", "/_data_stream/logs-a/_options"),
    ("PUT", "/_data_stream/logs-a/_settings", {"index": {"refresh_interval": "5s"}}),
    ("GET", "/_data_stream/logs-a/_settings"),
    ("PUT", "/_data_stream/logs-a/_mappings", {"properties": {"more": {"type": "keyword"}}}),
    ("GET", "/_data_stream/logs-a/_mappings"),
    ("POST", "/_data_stream/_modify", {"actions": [{"remove_backing_index": {"data_stream": "logs-a", "index": "{old}"}}]}),
    ("POST", "/_data_stream/_promote/logs-a"),
    ("POST", "/_create_from/{old}/restored"),
    ("PUT", "/before-streams", {"mappings": {"properties": {"@timestamp": {"type": "date"}}}}),
    ("PUT", "/before-streams/_alias/logs-b", {"is_write_index": True}),
    ("POST", "/_data_stream/_migrate/logs-b"),
    ("GET", "/_resolve/index/*"),
    ("GET", "/_resolve/cluster/*"),
    ("GET", "/_search_shards"),
    ("DELETE", "/_data_stream/logs-a"),
    ("PUT", "/_cluster/settings?flat_settings=true", {"persistent": {"action.auto_create_index": "true"}, "transient": {"search.max_buckets": 1000}}),
    ("GET", "/_cluster/settings?include_defaults=true"),
    *(("GET", f"/_cluster/{what}") for what in ("health", "health?level=shards", "pending_tasks", "state", "stats", "stats?human=true")),
    ("GET", "/_info/_all"),
    ("GET", "/_remote/info"),
    ("GET", "/_features"),
    ("GET", "/_capabilities?method=GET&path=/_search"),
    ("GET", "/_health_report"),
    ("GET", "/_health_report/disk?verbose=false"),
    ("GET", "/_dangling"),
    ("GET", "/_migration/deprecations"),
    ("GET", "/_migration/system_features"),
    ("POST", "/_migration/system_features"),
    ("POST", "/_cluster/reroute?explain=true&metric=version"),
    ("POST", "/_cluster/reroute"),
    ("GET", "/_ssl/certificates"),
    ("POST", "/_nodes/reload_secure_settings"),
    ("GET", "/_lifecycle/stats"),
    ("POST", "/_features/_reset"),
    ("GET", "/_license"),
    ("GET", "/_license/basic_status"),
    ("GET", "/_license/trial_status"),
    ("POST", "/_license/start_basic"),
    ("GET", "/_snapshot"),
    ("GET", "/_snapshot/_status"),
    ("GET", "/_snapshot/_all/_all"),
    ("DELETE", "/_snapshot/none"),
    ("GET", "/_slm/policy"),
    ("GET", "/_slm/stats"),
    ("GET", "/_slm/status"),
    ("GET", "/_xpack"),
    ("GET", "/_xpack/usage"),
    ("GET", "/_enrich/policy"),
    ("GET", "/_ingest/pipeline"),
    ("DELETE", "/_ingest/pipeline/none"),
    ("GET", "/_transform"),
    ("GET", "/_transform/_all/_stats"),
    ("PUT", "/_ilm/policy/warm", _POLICY),
    ("PUT", "/managed", {"settings": {"index.lifecycle.name": "warm"}}),
    ("GET", "/_ilm/policy/warm"),
    ("GET", "/_ilm/status"),
    ("POST", "/_ilm/stop"),
    ("POST", "/_ilm/start"),
    ("GET", "/books,managed/_ilm/explain"),
    ("POST", "/managed/_ilm/remove"),
    ("DELETE", "/_ilm/policy/warm"),
    *(("GET", f"/_nodes/{what}") for what in ("_all", "http", "settings", "stats", "stats/indices?level=shards", "usage", "_local/stats/os,process,jvm,fs,http")),
    ("PUT", "/many", {"settings": {"number_of_shards": 4}}),
    ("PUT", "/many/_block/write"),
    ("PUT", "/many/_clone/cloned"),
    ("PUT", "/many/_shrink/shrunk", {"settings": {"index.number_of_shards": 2}}),
    ("PUT", "/many/_split/split", {"settings": {"index.number_of_shards": 8}}),
    ("DELETE", "/many/_block/write"),
    ("POST", "/_aliases", {"actions": [{"add": {"index": "many", "alias": "lots", "is_write_index": True}}]}),
    ("POST", "/lots/_rollover/lots-000002", {"conditions": {"max_age": "1h"}}),
    ("DELETE", "/many/_alias/lots"),
    ("POST", "/many/_close"),
    ("POST", "/many/_open"),
    *((method, f"/books/{what}") for method, what in (
        ("GET", ""), ("GET", "_alias"), ("GET", "_mapping"), ("GET", "_settings"), ("GET", "_settings?include_defaults=true&flat_settings=true"),
        ("GET", "_mapping/field/*"), ("GET", "_mapping/field/title?include_defaults=true"), ("GET", "_segments"), ("GET", "_recovery?human=true"),
        ("GET", "_shard_stores?status=all"), ("GET", "_stats"), ("GET", "_stats?level=shards&human=true"), ("POST", "_refresh"),
        ("POST", "_flush"), ("POST", "_forcemerge"), ("POST", "_cache/clear"),
        ("POST", "_disk_usage?run_expensive_tasks=true"),
    )),
    ("PUT", "/books/_mapping", {"properties": {"later": {"type": "keyword"}}}),
    ("PUT", "/books/_settings", {"index": {"refresh_interval": "5s"}}),
    ("POST", "/_analyze", {"analyzer": "standard", "text": ["The quick fox"]}),
    ("POST", "/_analyze", {"tokenizer": "standard", "filter": ["lowercase"], "text": "The quick fox", "explain": True}),
    ("DELETE", "/_index_template/made"),
    ("DELETE", "/_component_template/part"),
    ("DELETE", "/_template/old"),
    ("DELETE", "/copies"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer in JSON, of the API ``name``."""

    name: str
    target: str
    response: Response

    @property
    def text(self) -> str:
        """The body."""
        return self.response.body.decode("utf-8")


def answers(rest: Rest, router: Router) -> Iterator[Answered]:
    """Ask everything of a new store, in order."""
    known: dict[str, str] = {}

    def filled(text: str) -> str:
        return re.sub(r"(?<!\{)\{(\w+)\}(?!\})", lambda found: known[found[1]], text)

    for method, target, *further in _ASKED:
        body, kept = (*further, None, None)[:2]
        sent = "".join(json.dumps(line) + "\n" for line in body) if isinstance(body, list) else None if body is None else filled(json.dumps(body))
        request = Request.of(method, filled(target), {"content-type": "application/json"} if sent else {}, sent)
        response = rest.handle(request)
        found = router.find(method, request.path)
        assert found is not None, target
        for name, path in (kept or {}).items():
            known[name] = json.loads(response.body)[path]
        yield Answered(found.api.name, f"{method} {target}", response)
