"""Random documents under random mappings: refused with an error of Elasticsearch's, or kept and given back as they came."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import docstore
from docstore.errors import ApiError, BadRequestError, MapperError
from docstore.mapping import Mapping
from docstore.mapping.registry import FIELD_TYPES
from tests.examples import TIMES

NEEDED: dict[str, dict[str, Any]] = {
    "aggregate_metric_double": {"metrics": ["min", "max"], "default_metric": "max"},
    "alias": {"path": "keyword_field"},
    "dense_vector": {"dims": 2},
    "join": {"relations": {"question": "answer"}},
    "passthrough": {"priority": 1},
    "scaled_float": {"scaling_factor": 100},
    "token_count": {"analyzer": "standard"},
}
"""What a type cannot do without."""

VALUES: dict[str, list[Any]] = {
    "aggregate_metric_double": [{"min": 1, "max": 2.5}, {"min": 1}],
    "binary": ["U29tZQ==", "%"],
    "boolean": [True, "false", "no"],
    "completion": ["nevermind", ["a", "b"], {"input": ["x"], "weight": 3}, {"weight": -1}],
    "date": ["2024-05-01", 1714521600000, "2024-05-01T10:00:00.123+02:00", "yesterday"],
    "date_range": [{"gte": "2024-01-01", "lt": "2025-01-01"}, {"gte": "2025-01-01", "lte": "2024-01-01"}],
    "dense_vector": [[1.0, 2.0], [1, 2], [1.0], [0.0, 0.0], "x"],
    "flattened": [{"a": {"b": ["x", 1, None]}}, {}, "x"],
    "geo_point": [{"lat": 41.1, "lon": -71.3}, "41.1,-71.3", [-71.3, 41.1], "drm3btev3e86", "POINT (1 2)", [[1, 2], [3, 4]], [200, 0]],
    "geo_shape": [{"type": "point", "coordinates": [1.0, 2.0]}, "LINESTRING (0 0, 1 1)", {"type": "polygon", "coordinates": [[[0, 0]]]}],
    "histogram": [{"values": [0.1, 0.2], "counts": [3, 7]}, {"values": [2, 1], "counts": [1, 1]}],
    "integer_range": [{"gte": 1, "lt": 5}, {"gte": 5, "lt": 1}, {"gt": None}],
    "ip": ["10.0.0.1", "::1", "10.0.0.256"],
    "ip_range": ["10.0.0.0/8", {"gte": "::1"}, "10.0.0.0/99"],
    "join": ["question", {"name": "question"}, {"name": "answer", "parent": "1"}, "other"],
    "nested": [{"x": 1}, [{"x": 1}, {"x": 2}], 1],
    "passthrough": [{"x": 1}, {"x": {"y": "a"}}, {"x.y": [1, 2]}, [{"x": 1}, {"z": None}], "x"],
    "object": [{"x": 1}, [{"x": "a"}, {"y": None}], "x"],
    "percolator": [{"term": {"keyword_field": "x"}}, {"nothing": {}}],
    "point": [{"x": 1, "y": 2}, "1,2", [1, 2], "POINT (1 2)"],
    "rank_feature": [1.5, 0, "3", -1],
    "rank_features": [{"a": 1, "b": 2.5}, {"a": 0}],
    "sparse_vector": [{"a": 0.5}, {"a": "x"}],
    "version": ["1.2.3-beta.1+build", "not a version"],
}
"""Of each type some values that mean something to it, good and bad; those of all others may come too."""

PLAIN = [None, True, "", "some text", "12", "1.5", 0, 7, -3, 3.25, 2**31, 2**63, 2**70, 1e300, "ü\u2028x" * 3, []]
TYPES = sorted({*FIELD_TYPES, "object", "nested", "passthrough"} - {"alias"})


MORE: list[dict[str, Any]] = [
    {},
    {},
    {"ignore_malformed": True},
    {"index": False},
    {"copy_to": "all"},
    {"fields": {"k": {"type": "keyword"}}},
]


def body_of(type_name: str) -> dict[str, Any]:
    return {"type": type_name, **NEEDED.get(type_name, {})}


@st.composite
def fields(draw: st.DrawFn) -> dict[str, Any]:
    body = body_of(draw(st.sampled_from(TYPES)))
    if body["type"] in ("object", "nested", "passthrough"):
        if body["type"] == "passthrough":
            body["priority"] = draw(st.integers(0, 100))
        if draw(st.booleans()):
            body["properties"] = {"x": body_of(draw(st.sampled_from(sorted(set(TYPES) - {"join", "nested", "object", "passthrough"}))))}
        return body
    return body | draw(st.sampled_from(MORE))


@st.composite
def mappings(draw: st.DrawFn) -> dict[str, Any]:
    properties = draw(st.dictionaries(st.sampled_from(["a", "b", "c"]), fields(), max_size=3))
    dynamic = draw(st.sampled_from([True, True, False, "strict"]))
    return {"dynamic": dynamic, "properties": {"keyword_field": {"type": "keyword"}, "all": {"type": "text"}, **properties}}


@st.composite
def documents(draw: st.DrawFn, mapping: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in draw(st.lists(st.sampled_from(["a", "b", "c", "keyword_field", "new", "a.x"]), max_size=4, unique=True)):
        own = VALUES.get(mapping["properties"].get(name, {}).get("type", ""), PLAIN)
        found[name] = draw(st.sampled_from(own) | st.sampled_from(PLAIN) | st.sampled_from([v for vs in VALUES.values() for v in vs]))
    return found


@settings(max_examples=300 * TIMES, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_documents_are_refused_with_a_reason_or_come_back_equal(data: st.DataObject) -> None:
    with docstore.open() as store:
        mapping = data.draw(mappings())
        try:
            store.indices.create(index="source", mappings=mapping)
        except (BadRequestError, MapperError):
            return
        kept: dict[str, Any] = {}
        for number in range(4):
            document = data.draw(documents(mapping))
            try:
                store.index(index="source", id=str(number), document=document, routing="r")
            except BadRequestError:
                pass  # any other error fails the test
            else:
                kept[str(number)] = json.loads(json.dumps(document))
        for doc_id, document in kept.items():
            assert store.get(index="source", id=doc_id, routing="r", source_exclude_vectors=False)["_source"] == document
        assert store.count(index="source")["count"] == len(kept)
        _same_mapping_takes_the_same(store, kept)
        assert store.check() == []


def _same_mapping_takes_the_same(store: docstore.Store, kept: dict[str, Any]) -> None:
    """What one index has accepted, another with the mapping that came of it accepts too, one by one and moved as blocks."""
    mapping = store.indices.get_mapping(index="source")["source"]["mappings"]
    store.indices.create(index="dest", mappings=mapping)
    assert store.indices.get_mapping(index="dest")["dest"]["mappings"] == mapping
    response = store.reindex(source={"index": "source"}, dest={"index": "dest"})
    assert (response["created"], response["failures"]) == (len(kept), [])
    assert store.indices.get_mapping(index="dest")["dest"]["mappings"] == mapping


@pytest.mark.parametrize("type_name", TYPES)
def test_every_type_can_be_mapped_and_asked_whether_it_is_there(store: docstore.Store, type_name: str) -> None:
    properties = {"keyword_field": {"type": "keyword"}, "f": body_of(type_name)}
    store.indices.create(index="i", mappings={"properties": properties})
    taken = 0
    for number, value in enumerate(VALUES.get(type_name, PLAIN)):
        try:
            store.index(index="i", id=str(number), document={"f": value, "n": number})
            taken += 1
        except BadRequestError:
            pass
    assert taken > 0
    if type_name == "rank_features":
        return  # of which nobody may ask that
    assert 0 <= store.count(index="i", query={"exists": {"field": "f"}})["count"] <= taken


@settings(max_examples=200 * TIMES, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_rebuilt_is_valid_and_rebuilt_to_itself(data: st.DataObject) -> None:
    """But for networks, which come back as objects and are no texts then for others of the same value."""
    body = data.draw(mappings())
    assume(not any(each["type"] == "ip_range" and {"fields", "copy_to"} & set(each) for each in body["properties"].values()))
    document = data.draw(documents(body))
    try:
        mapping = Mapping.parse(body, settings={"index.mapping.source.mode": "synthetic"})
        mapping.validate(document, "1")
    except ApiError:
        return
    rebuilt = mapping.shown_source(document)
    mapping.validate(rebuilt, "1")
    assert json.dumps(mapping.shown_source(rebuilt)) == json.dumps(rebuilt)
