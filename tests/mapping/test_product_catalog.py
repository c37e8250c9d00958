"""A real mapping, whole: a catalog of products with nested variants that have nested attributes, labels and suggestions."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

Json = dict[str, Any]

SETTINGS: Json = {
    "number_of_shards": 1,
    "analysis": {
        "filter": {"english_stop": {"type": "stop", "stopwords": "_english_"}},
        "normalizer": {"folded": {"type": "custom", "filter": ["lowercase", "asciifolding"]}},
        "analyzer": {"prose": {"type": "custom", "tokenizer": "standard", "filter": ["lowercase", "english_stop", "porter_stem"]}},
    },
}
MAPPINGS: Json = {
    "dynamic": "strict",
    "_meta": {"version": 3},
    "properties": {
        "sku": {"type": "keyword"},
        "name": {
            "type": "text",
            "analyzer": "prose",
            "copy_to": ["everything"],
            "fields": {
                "raw": {"type": "keyword", "ignore_above": 256, "normalizer": "folded"},
                "typed": {"type": "search_as_you_type", "max_shingle_size": 2},
                "words": {"type": "token_count", "analyzer": "standard"},
            },
        },
        "description": {"type": "text", "analyzer": "prose", "index_options": "offsets", "copy_to": ["everything"]},
        "everything": {"type": "text"},
        "brand": {"properties": {"id": {"type": "integer"}, "name": {"type": "keyword", "normalizer": "folded"}}},
        "maker": {"type": "alias", "path": "brand.name"},
        "categories": {"type": "keyword", "eager_global_ordinals": True},
        "labels": {"type": "flattened", "depth_limit": 5, "ignore_above": 50},
        "suggest": {"type": "completion", "contexts": [{"name": "market", "type": "category", "path": "markets"}]},
        "markets": {"type": "keyword"},
        "released": {"type": "date", "format": "yyyy-MM-dd||epoch_millis"},
        "on_sale": {"type": "date_range", "format": "yyyy-MM-dd"},
        "rating": {"type": "half_float"},
        "popularity": {"type": "rank_feature"},
        "active": {"type": "boolean", "null_value": False},
        "notes": {"type": "object", "enabled": False},
        "version": {"type": "version"},
        "variants": {
            "type": "nested",
            "dynamic": "false",
            "properties": {
                "sku": {"type": "keyword"},
                "price": {"type": "scaled_float", "scaling_factor": 100},
                "stock": {"type": "integer", "coerce": False},
                "weight": {"type": "float", "ignore_malformed": True},
                "attributes": {"type": "nested", "properties": {"name": {"type": "keyword"}, "value": {"type": "keyword"}}},
            },
        },
    },
}
TENT: Json = {
    "sku": "T-1",
    "name": "Alpine Tents for Two",
    "description": "A light tent that stands in the wind.",
    "brand": {"id": 7, "name": "Höhe"},
    "categories": ["camping", "camping/tents"],
    "labels": {"season": {"main": "summer", "also": ["spring"]}, "eco": True},
    "suggest": {"input": ["alpine tent", "two person tent"], "weight": 12},
    "markets": ["de", "at"],
    "released": "2023-04-01",
    "on_sale": {"gte": "2024-06-01", "lt": "2024-07-01"},
    "rating": 4.6,
    "popularity": 8.5,
    "active": True,
    "notes": {"anything": [1, {"goes": "x"}]},
    "version": "1.10.0",
    "variants": [
        {
            "sku": "T-1-G",
            "price": 199.99,
            "stock": 3,
            "weight": "2.4kg",
            "attributes": [{"name": "color", "value": "green"}, {"name": "size", "value": "2"}],
        },
        {
            "sku": "T-1-R",
            "price": 219,
            "stock": 0,
            "weight": 2.5,
            "internal": {"shelf": 4},
            "attributes": [{"name": "color", "value": "red"}, {"name": "size", "value": "3"}],
        },
    ],
}
STOVE: Json = {
    "sku": "S-9",
    "name": "Gas Stove",
    "brand": {"id": 8, "name": "FLAMME"},
    "categories": "camping",
    "labels": {"season": {"main": "winter"}},
    "suggest": "gas stove",
    "markets": "de",
    "released": 1700000000000,
    "active": None,
    "version": "1.9.1",
    "variants": {"sku": "S-9-A", "price": 49.5, "stock": 20, "attributes": {"name": "color", "value": "green"}},
}


@pytest.fixture
def catalog(store: docstore.Store) -> docstore.Store:
    store.indices.create(index="products", settings=SETTINGS, mappings=MAPPINGS)
    store.bulk(index="products", operations=[{"index": {"_id": "tent"}}, TENT, {"index": {"_id": "stove"}}, STOVE])
    return store


def found(store: docstore.Store, query: Json) -> list[str]:
    return sorted(hit["_id"] for hit in store.search(index="products", query=query)["hits"]["hits"])


def in_variants(query: Json) -> Json:
    return {"nested": {"path": "variants", "query": query}}


def with_attribute(name: str, value: str) -> Json:
    both = [{"term": {"variants.attributes.name": name}}, {"term": {"variants.attributes.value": value}}]
    return {"nested": {"path": "variants.attributes", "query": {"bool": {"must": both}}}}


def test_the_mapping_is_shown_as_it_was_given(catalog: docstore.Store) -> None:
    shown = catalog.indices.get_mapping(index="products")["products"]["mappings"]
    expected = deepcopy(MAPPINGS)
    fields = expected["properties"]
    fields["name"]["fields"]["typed"]["doc_values"] = False
    fields["suggest"] |= {"analyzer": "simple", "preserve_separators": True, "preserve_position_increments": True, "max_input_length": 50}
    fields["suggest"]["contexts"][0]["type"] = "CATEGORY"
    assert shown == expected
    catalog.indices.create(index="copy", settings=SETTINGS, mappings=shown)
    assert catalog.indices.get_mapping(index="copy")["copy"]["mappings"] == shown


def test_documents_come_back_as_they_were_sent(catalog: docstore.Store) -> None:
    assert catalog.get(index="products", id="tent")["_source"] == TENT
    assert catalog.get(index="products", id="stove")["_source"] == STOVE
    part = catalog.get(index="products", id="tent", source_includes=["variants.price", "brand.*"])["_source"]
    assert part == {"brand": TENT["brand"], "variants": [{"price": 199.99}, {"price": 219}]}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ({"match": {"name": "tent"}}, ["tent"]),
        ({"match": {"everything": "stands"}}, ["tent"]),
        ({"match": {"everything": {"query": "gas alpine"}}}, ["stove", "tent"]),
        ({"term": {"name.raw": "ALPINE tents for two"}}, ["tent"]),
        ({"match_bool_prefix": {"name.typed": "alpine te"}}, ["tent"]),
        ({"term": {"name.typed._2gram": "gas stove"}}, ["stove"]),
        ({"range": {"name.words": {"gte": 3}}}, ["tent"]),
        ({"term": {"brand.name": "hohe"}}, ["tent"]),
        ({"term": {"maker": "Flamme"}}, ["stove"]),
        ({"terms": {"categories": ["camping/tents", "kitchen"]}}, ["tent"]),
        ({"term": {"labels.season.main": "winter"}}, ["stove"]),
        ({"term": {"labels": "spring"}}, ["tent"]),
        ({"term": {"labels.eco": "true"}}, ["tent"]),
        ({"range": {"released": {"gte": "2023-01-01", "lt": "2023-11-01"}}}, ["tent"]),
        ({"term": {"on_sale": "2024-06-15"}}, ["tent"]),
        ({"range": {"on_sale": {"gte": "2024-06-02", "lte": "2024-06-03", "relation": "contains"}}}, ["tent"]),
        ({"range": {"version": {"gte": "1.9.2"}}}, ["tent"]),
        ({"term": {"active": False}}, ["stove"]),
        ({"exists": {"field": "popularity"}}, ["tent"]),
        ({"term": {"_ignored": "variants.weight"}}, ["tent"]),
        ({"exists": {"field": "notes.anything"}}, []),
        (in_variants({"range": {"variants.price": {"lt": 100}}}), ["stove"]),
        (in_variants({"term": {"variants.weight": 2.5}}), ["tent"]),
        ({"term": {"variants.sku": "T-1-G"}}, []),
        (with_attribute("color", "green"), ["stove", "tent"]),
        (with_attribute("color", "2"), []),
        (in_variants({"bool": {"must": [{"term": {"variants.stock": 0}}, with_attribute("color", "red")]}}), ["tent"]),
        (in_variants({"bool": {"must": [{"term": {"variants.stock": 0}}, with_attribute("color", "green")]}}), []),
    ],
)
def test_queries(catalog: docstore.Store, query: Json, ids: list[str]) -> None:
    assert found(catalog, query) == ids


def test_sorts_and_aggregations(catalog: docstore.Store) -> None:
    answer = catalog.search(
        index="products",
        sort=[{"variants.price": {"order": "asc", "mode": "max", "nested": {"path": "variants"}}}],
        aggs={
            "makers": {"terms": {"field": "maker"}},
            "seasons": {"terms": {"field": "labels.season.main"}},
            "variants": {
                "nested": {"path": "variants"},
                "aggs": {
                    "prices": {"stats": {"field": "variants.price"}},
                    "attributes": {
                        "nested": {"path": "variants.attributes"},
                        "aggs": {"values": {"terms": {"field": "variants.attributes.value", "order": {"_key": "asc"}}}},
                    },
                },
            },
        },
    )
    assert [(hit["_id"], hit["sort"]) for hit in answer["hits"]["hits"]] == [("stove", [49.5]), ("tent", [219.0])]
    found = answer["aggregations"]
    assert [one["key"] for one in found["makers"]["buckets"]] == ["flamme", "hohe"]
    assert [one["key"] for one in found["seasons"]["buckets"]] == ["summer", "winter"]
    variants = found["variants"]
    assert (variants["doc_count"], variants["prices"]["min"], variants["prices"]["max"]) == (3, 49.5, 219.0)
    assert variants["prices"]["sum"] == pytest.approx(468.49)
    counts = {one["key"]: one["doc_count"] for one in variants["attributes"]["values"]["buckets"]}
    assert counts == {"2": 1, "3": 1, "green": 2, "red": 1}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"color": "red"}, "mapping set to strict, dynamic introduction of [color] within [_doc] is not allowed"),
        ({"brand": {"country": "x"}}, "mapping set to strict, dynamic introduction of [country] within [brand] is not allowed"),
        ({"variants": {"stock": "3"}}, "failed to parse field [variants.stock] of type [integer] in document with id 'x'"),
        ({"variants": {"attributes": "red"}}, "object mapping for [variants.attributes] tried to parse field [attributes] as object"),
        ({"released": "01.04.2023"}, "failed to parse field [released] of type [date] in document with id 'x'"),
        ({"maker": "y"}, "Cannot write to a field alias [maker]."),
        ({"labels": "red"}, "failed to parse field [labels] of type [flattened] in document with id 'x'"),
        ({"popularity": -1}, "failed to parse field [popularity] of type [rank_feature] in document with id 'x'"),
        ({"on_sale": {"gte": "2024-07-01", "lt": "2024-06-01"}}, "failed to parse field [on_sale] of type [date_range]"),
    ],
)
def test_refused_documents(catalog: docstore.Store, change: Json, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        catalog.index(index="products", id="x", document=change)
    assert caught.value.status == 400
    assert reason in caught.value.reason
    assert not catalog.exists(index="products", id="x")
