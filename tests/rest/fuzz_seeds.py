"""Requests of real programs, and the words and values that change them."""

from __future__ import annotations

from typing import Any

_FIELDS: dict[str, Any] = {
    "title": {"type": "text", "fields": {"raw": {"type": "keyword", "ignore_above": 64}}},
    "tag": {"type": "keyword"},
    "n": {"type": "long"},
    "price": {"type": "scaled_float", "scaling_factor": 100},
    "x": {"type": "double"},
    "day": {"type": "date", "format": "yyyy-MM-dd||epoch_millis"},
    "ok": {"type": "boolean"},
    "ip": {"type": "ip"},
    "at": {"type": "geo_point"},
    "vector": {"type": "dense_vector", "dims": 3},
    "span": {"type": "integer_range"},
    "inner": {"type": "nested", "properties": {"a": {"type": "keyword"}, "b": {"type": "integer"}}},
    "flat": {"type": "flattened"},
    "link": {"type": "join", "relations": {"parent": "child"}},
    "suggest": {"type": "completion"},
}

_DOCUMENT: dict[str, Any] = {
    "title": "a quick brown fox", "tag": ["red", "blue"], "n": 5, "price": 9.99, "x": 1.5, "day": "2026-11-28", "ok": True,
    "ip": "10.0.0.1", "at": {"lat": 48.1, "lon": 11.5}, "vector": [0.1, 0.2, 0.3], "span": {"gte": 1, "lt": 5},
    "inner": [{"a": "x", "b": 1}, {"a": "y", "b": 2}], "flat": {"k": "v"}, "link": "parent",
}  # fmt: skip

_BULK = '{"index":{"_index":"books","_id":"7"}}\n{"n":7,"tag":"red"}\n{"create":{"_id":"8","routing":"r"}}\n{"n":8}\n'
_BULK += '{"update":{"_id":"7"}}\n{"doc":{"n":9},"doc_as_upsert":true}\n{"delete":{"_id":"8","if_seq_no":3,"if_primary_term":1}}\n'

QUERIES: list[Any] = [
    {"match_all": {"boost": 2}},
    {"bool": {"must": [{"term": {"tag": "red"}}], "should": {"range": {"n": {"gte": 1, "lt": 9}}}, "minimum_should_match": "50%"}},
    {"bool": {"filter": [{"exists": {"field": "n"}}], "must_not": [{"ids": {"values": ["1"]}}]}},
    {"match": {"title": {"query": "quick fox", "operator": "and", "fuzziness": "AUTO", "minimum_should_match": 1}}},
    {"match_phrase": {"title": {"query": "brown fox", "slop": 2}}},
    {"multi_match": {"query": "fox", "fields": ["title^2", "t*"], "type": "best_fields", "tie_breaker": 0.3}},
    {"query_string": {"query": "title:(quick OR fox) AND n:[1 TO 9]", "default_field": "title"}},
    {"simple_query_string": {"query": '"brown fox" +red | blue*', "fields": ["title", "tag"]}},
    {"terms": {"tag": ["red", "green"], "boost": 1.5}},
    {"terms": {"tag": {"index": "books", "id": "1", "path": "tag"}}},
    {"prefix": {"tag": {"value": "re", "case_insensitive": True}}},
    {"wildcard": {"tag": {"value": "r*d?"}}},
    {"regexp": {"tag": {"value": "r.*", "flags": "ALL", "max_determinized_states": 100}}},
    {"fuzzy": {"tag": {"value": "rad", "fuzziness": 1, "prefix_length": 1}}},
    {"range": {"day": {"gte": "now-1d/d", "lte": "2027", "format": "yyyy", "time_zone": "+01:00"}}},
    {"range": {"span": {"gte": 1, "lte": 3, "relation": "within"}}},
    {"geo_distance": {"distance": "100km", "at": [11.5, 48.1]}},
    {"geo_shape": {"at": {"shape": {"type": "polygon", "coordinates": [[[0, 0], [9, 0], [9, 9], [0, 0]]]}, "relation": "within"}}},
    {"geo_bounding_box": {"at": {"top_left": "POINT (10 50)", "bottom_right": {"lat": 40, "lon": 12}}}},
    {"nested": {"path": "inner", "query": {"term": {"inner.a": "x"}}, "inner_hits": {"size": 1}, "score_mode": "max"}},
    {"has_child": {"type": "child", "query": {"match_all": {}}, "min_children": 1}},
    {"has_parent": {"parent_type": "parent", "query": {"match_all": {}}, "score": True}},
    {"parent_id": {"type": "child", "id": "1"}},
    {"function_score": {"query": {"match_all": {}}, "functions": [{"weight": 2, "filter": {"term": {"n": 1}}}, {"random_score": {}}]}},
    {"function_score": {"gauss": {"n": {"origin": 5, "scale": 2}}, "boost_mode": "multiply"}},
    {"function_score": {"field_value_factor": {"field": "n", "modifier": "log1p", "factor": 1.2, "missing": 1}}},
    {"dis_max": {"queries": [{"term": {"tag": "red"}}, {"match": {"title": "fox"}}], "tie_breaker": 0.5}},
    {"constant_score": {"filter": {"term": {"ip": "10.0.0.0/8"}}, "boost": 1.2}},
    {"boosting": {"positive": {"match_all": {}}, "negative": {"term": {"ok": True}}, "negative_boost": 0.5}},
    {"more_like_this": {"fields": ["title"], "like": ["quick fox", {"_id": "1"}], "min_term_freq": 1, "min_doc_freq": 1}},
    {"distance_feature": {"field": "day", "origin": "now", "pivot": "7d"}},
    {"combined_fields": {"query": "fox", "fields": ["title"], "operator": "or"}},
    {"terms_set": {"tag": {"terms": ["red", "blue"], "minimum_should_match_field": "n"}}},
    {"knn": {"field": "vector", "query_vector": [0.1, 0.2, 0.3], "k": 2, "num_candidates": 10}},
    {"wrapper": {"query": "eyJtYXRjaF9hbGwiOnt9fQ=="}},
]

AGGREGATIONS: dict[str, Any] = {
    "a": {"terms": {"field": "tag", "size": 3, "order": [{"b": "desc"}, {"_key": "asc"}]}, "aggs": {"b": {"avg": {"field": "n"}}}},
    "c": {"date_histogram": {"field": "day", "calendar_interval": "month", "time_zone": "Europe/Berlin", "min_doc_count": 1}},
    "d": {"histogram": {"field": "n", "interval": 5, "offset": 1, "extended_bounds": {"min": 0, "max": 10}}},
    "e": {"range": {"field": "x", "ranges": [{"to": 1}, {"from": 1, "to": 2, "key": "k"}]}},
    "f": {"filters": {"filters": {"r": {"term": {"tag": "red"}}}, "other_bucket": True}},
    "g": {"cardinality": {"field": "tag", "precision_threshold": 100}},
    "h": {"percentiles": {"field": "n", "percents": [1, 50.5, 99], "keyed": False}},
    "i": {"composite": {"sources": [{"t": {"terms": {"field": "tag", "missing_bucket": True}}}], "size": 2, "after": {"t": "blue"}}},
    "j": {"top_hits": {"size": 1, "sort": [{"n": "desc"}], "_source": ["n"]}},
    "k": {"nested": {"path": "inner"}, "aggs": {"l": {"reverse_nested": {}}}},
    "m": {"stats_bucket": {"buckets_path": "a>b"}},
    "o": {"ip_range": {"field": "ip", "ranges": [{"mask": "10.0.0.0/8"}]}},
    "p": {"missing": {"field": "x"}},
    "q": {"extended_stats": {"field": "x", "sigma": 2, "missing": 0}},
    "r": {"significant_terms": {"field": "tag"}},
    "s": {"geotile_grid": {"field": "at", "precision": 5}},
}

_SEARCH: dict[str, Any] = {
    "query": {"match": {"title": "fox"}}, "size": 5, "from": 0, "sort": [{"n": {"order": "desc", "missing": "_last"}}, "_score"],
    "_source": {"includes": ["n", "t*"], "excludes": ["tag"]}, "fields": ["n", {"field": "day", "format": "yyyy"}], "track_total_hits": 10,
    "docvalue_fields": ["n"], "highlight": {"fields": {"title": {"number_of_fragments": 0}}}, "post_filter": {"term": {"ok": True}},
    "collapse": {"field": "tag"}, "rescore": {"query": {"rescore_query": {"match_all": {}}, "query_weight": 0.5}, "window_size": 5},
    "min_score": 0.1, "explain": True, "version": True, "seq_no_primary_term": True, "search_after": [3, 0.5], "timeout": "1s",
    "indices_boost": [{"books": 1.3}], "runtime_mappings": {"rt": {"type": "long"}}, "terminate_after": 5, "stats": ["s"],
}  # fmt: skip


def _searches() -> list[tuple[str, str, Any]]:
    found: list[tuple[str, str, Any]] = [("POST", "/books/_search", {"query": query}) for query in QUERIES]
    found += [("POST", "/books/_search?size=0", {"aggs": {name: body}}) for name, body in AGGREGATIONS.items()]
    found += [("POST", "/books/_search", {"query": {"match_all": {}}, key: value}) for key, value in _SEARCH.items() if key != "query"]
    return found


def _ranked(metric: str, **keys: Any) -> dict[str, Any]:
    rated: list[dict[str, Any]] = [{"_index": "books", "_id": "1", "rating": 2}, {"_index": "books", "_id": "2", "rating": 0}]
    requests = [
        {"id": "q", "request": {"query": {"match_all": {}}}, "ratings": rated, "summary_fields": ["n"]},
        {"id": "t", "template_id": "x", "params": {"tag": "red"}, "ratings": rated},
    ]
    templates = [{"id": "x", "template": {"source": {"query": {"term": {"tag": "{{tag}}"}}}}}]
    return {"requests": requests, "metric": {metric: keys}, "templates": templates, "max_concurrent_searches": 2}


SEEDS: list[tuple[str, str, Any]] = [
    ("PUT", "/books", {"settings": {"number_of_replicas": 0}, "mappings": {"properties": _FIELDS}, "aliases": {"library": {}}}),
    ("PUT", "/books/_doc/1?refresh=true", _DOCUMENT),
    ("PUT", "/books/_doc/2?routing=a", {"n": 1, "tag": "blue", "title": "lazy dog"}),
    ("POST", "/books/_doc", {"n": 2, "tag": "green", "x": -1}),
    ("POST", "/books/_bulk", _BULK.replace('"_id":"8"', '"_index":"other","_id":"8"')),
    ("POST", "/books/_bulk?refresh=wait_for", _BULK),
    ("PUT", "/_index_template/logs", {"index_patterns": ["logs-x"], "data_stream": {}, "template": {"settings": {"number_of_shards": 1}}}),
    ("PUT", "/_component_template/part", {"template": {"mappings": {"properties": {"z": {"type": "keyword"}}}}, "version": 3}),
    ("PUT", "/_data_stream/logs-x", None),
    ("POST", "/logs-x/_doc", {"@timestamp": "2026-11-28T10:00:00Z", "message": "m"}),
    ("POST", "/_aliases", {"actions": [{"add": {"index": "books", "alias": "red", "filter": {"term": {"tag": "red"}}, "routing": "1"}}]}),
    ("PUT", "/other/_doc/1", {"n": "text", "deep": {"er": [1, {"a": None}]}}),
    *_searches(),
    ("POST", "/_reindex", {"source": {"index": "books", "query": {"match_all": {}}, "size": 2, "_source": "n"}, "dest": {"index": "c"}}),
    ("POST", "/_reindex?slices=2", {"source": {"index": ["books"]}, "dest": {"index": "c2", "op_type": "create"}, "conflicts": "proceed"}),
    ("POST", "/_reindex", {"max_docs": 1, "source": {"index": "books", "sort": "n"}, "dest": {"index": "c3", "version_type": "external"}}),
    ("POST", "/books/_update_by_query?conflicts=proceed", {"query": {"term": {"tag": "red"}}, "max_docs": 2}),
    ("POST", "/other/_delete_by_query", {"query": {"range": {"n": {"gt": 3}}}, "slice": {"id": 0, "max": 2}}),
    ("POST", "/books/_update/1", {"doc": {"n": 6}, "detect_noop": False, "upsert": {"n": 1}, "_source": True}),
    ("POST", "/_mget", {"docs": [{"_index": "books", "_id": "1", "_source": ["n"]}, {"_index": "none", "_id": "2", "routing": "x"}]}),
    ("POST", "/_msearch", '{"index":"books"}\n{"query":{"match_all":{}},"size":1}\n{"index":["none"],"ignore_unavailable":true}\n{}\n'),
    ("GET", "/books/_doc/1?_source=n&version=1&stored_fields=n", None),
    ("GET", "/books/_count?q=tag:red", None),
    ("POST", "/books/_count", {"query": {"exists": {"field": "tag"}}}),
    ("GET", "/_field_caps?fields=*&filters=-metadata", {"index_filter": {"term": {"n": 5}}}),
    ("PUT", "/books/_mapping", {"dynamic": "strict", "properties": {"new": {"type": "date", "format": "epoch_second"}}}),
    ("PUT", "/books/_settings", {"index": {"refresh_interval": "5s", "max_result_window": 100, "blocks.write": False}}),
    ("PUT", "/_cluster/settings", {"persistent": {"action.auto_create_index": "+*"}, "transient": {"search.max_buckets": 1000}}),
    ("POST", "/_analyze", {"tokenizer": "standard", "filter": ["lowercase", {"type": "stop", "stopwords": ["a"]}], "text": ["A b"]}),
    ("POST", "/books/_pit?keep_alive=1m", None),
    ("POST", "/books/_search?scroll=1m&size=1", {"query": {"match_all": {}}, "slice": {"id": 0, "max": 2}}),
    ("POST", "/_search/scroll", {"scroll_id": "xyz", "scroll": "1m"}),
    ("POST", "/logs-x/_rollover", {"conditions": {"max_docs": 1, "max_age": "7d", "max_primary_shard_size": "50gb"}}),
    ("POST", "/_data_stream/_modify", {"actions": [{"add_backing_index": {"data_stream": "logs-x", "index": "other"}}]}),
    ("PUT", "/logs-x/_lifecycle", {"data_retention": "30d"}),
    ("POST", "/_index_template/_simulate", {"index_patterns": ["q*"], "priority": 5, "composed_of": ["part"]}),
    ("PUT", "/books/_clone/twin", {"settings": {"index.number_of_replicas": 0}}),
    ("POST", "/books/_validate/query?explain=true", {"query": {"match": {"title": "x"}}}),
    ("POST", "/books/_explain/1", {"query": {"match": {"title": "fox"}}}),
    ("POST", "/books/_terms_enum", {"field": "tag", "string": "r", "size": 3}),
    ("POST", "/_search/template", {"source": {"query": {"term": {"tag": "{{t}}"}}}, "params": {"t": "red"}}),
    *(("POST", "/books/_rank_eval", _ranked(metric)) for metric in ("precision", "recall", "mean_reciprocal_rank", "dcg")),
    ("POST", "/_rank_eval", _ranked("expected_reciprocal_rank", maximum_relevance=3, unknown_doc_rating=1, k=3)),
    ("GET", "/_cluster/state/metadata,blocks/books", None),
    ("GET", "/_nodes/stats/indices/docs?level=shards", None),
    ("GET", "/_cat/indices?v&h=index,docs.count&s=index:desc&bytes=b&format=json", None),
    ("GET", "/_cat/shards?help", None),
    ("GET", "/_tasks?detailed&group_by=parents&actions=*reindex", None),
    ("GET", "/_all/_stats/docs,store?level=shards&filter_path=**.count", None),
    ("GET", "/_resolve/index/*?expand_wildcards=all", None),
    ("POST", "/books/_forcemerge?max_num_segments=1", None),
    ("POST", "/books/_close", None),
    ("POST", "/books/_open", None),
]

NAMES: list[Any] = [
    "books", "other", "b*", "*", "_all", "none", "library", "logs-x", ".ds-logs-x-*", "books,other", "-books", "*,-other",
    "<logs-{now/d}>", "far:books", "books::data", "a" * 300, "UPPER", "1", "2", "7", "_doc", "", "%", "a/b", "é", "\U0001f600",
    ".", "..", "_source", "n", "tag", "docs", "x:1", "node:1",
]  # fmt: skip

SCALARS: list[Any] = [
    None, True, False, 0, 1, -1, 2, 10, 2**31, 2**63 - 1, 2**63, 2**64, -(2**63) - 1, 1.5, -0.0, 1e308, 1e-320, "", " ", "0", "1",
    "-1", "1.5", "true", "false", "null", "NaN", "Infinity", "1m", "-1s", "1.5d", "10kb", "100%", "-50%", "3<90%", "now",
    "now-1d/d", "now/x", "2026-11-28", "2026-13-45", "9999999999999", "10.0.0.1", "::1", "10.0.0.0/8", "48.1,11.5", "POINT (1 2)",
    "u33d", "*", "a*", "_score", "_doc", "_id", "asc", "desc", "n", "tag", "title", "books", "other", "\u0000", "\ud800",
    "é" * 40, "x" * 1000, "yyyy", "AUTO", "and", "\\", "[", "(", "/", "{{", "red",
]  # fmt: skip

_TEXT = """
* .a _field_names _id _index _name _routing _source a a. a..b a.b actions add after aggregations aggs alias aliases analyzer at b bool
boolean boost boost_mode buckets_path calendar_interval char_filter completion composed_of conflicts copy_to data_stream date day decay
dense_vector dest doc doc_values docs double dynamic enabled excludes exists field fields filter fixed_interval flat flat.k flattened
format from functions fuzziness gap_policy geo_point gt gte id ids if_seq_no includes index index_patterns inner inner.a integer_range
interval ip join key keyed keyword lang like link long lt lte mappings mask match max max_docs meta min_doc_count minimum_should_match
missing mode must must_not n negative nested null_value number_of_replicas number_of_shards object offset ok op_type operator order origin
params path positive precision price priority properties query range ranges remove routing scale score_mode script settings should size
slice slop sort source sources span tag template term terms text time_zone title to tokenizer type unmapped_type upsert value values
vector version version_type weight x
"""

WORDS: list[str] = ["", *_TEXT.split()]
