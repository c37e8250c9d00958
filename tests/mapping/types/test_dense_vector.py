"""dense_vector: elements, dimensions, similarities, index options, arrays that are mapped as vectors."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import pytest

import docstore
from docstore.errors import ApiError, DocumentParsingError
from tests.mapping.types.cases import accepts, changed, conflict, direct, found, index_of, refused, round_trip, wrong

VECTOR: dict[str, Any] = {"type": "dense_vector"}
THREE: dict[str, Any] = {**VECTOR, "dims": 3}
BYTES: dict[str, Any] = {**VECTOR, "dims": 2, "element_type": "byte"}
BITS: dict[str, Any] = {**VECTOR, "dims": 16, "element_type": "bit"}
INT8 = {"type": "int8_hnsw", "m": 16, "ef_construction": 100}


@pytest.mark.parametrize(
    ("spec", "value"),
    [
        (THREE, [1, 2, 3]),
        (THREE, [0.5, -1e30 / 1e20, 0]),
        (THREE, None),
        ({**THREE, "similarity": "dot_product"}, [1, 0, 0]),
        ({**THREE, "similarity": "dot_product"}, [0.6, 0.8, 0.0001]),
        ({**THREE, "similarity": "l2_norm"}, [0, 0, 0]),
        ({**THREE, "similarity": "max_inner_product"}, [0, 0, 0]),
        ({**THREE, "index": False}, [0, 0, 0]),
        ({**THREE, "element_type": "bfloat16"}, [1.001, 2, 3]),
        (BYTES, [-128, 127]),
        (BYTES, [1.0, 2]),
        (BYTES, "7fFF"),
        (BITS, [1, -128]),
        (BITS, "0a0b"),
    ],
    ids=str,
)
def test_accepted(spec: dict[str, Any], value: Any) -> None:
    accepts(spec, value)


TOKEN = "Failed to parse object: expecting token of type [VALUE_NUMBER] but found "


@pytest.mark.parametrize(
    ("spec", "value", "reason"),
    [
        (THREE, [1, 2, "3"], TOKEN + "[VALUE_STRING]"),
        (THREE, [1, [2], 3], TOKEN + "[START_ARRAY]"),
        (THREE, [1, None, 3], TOKEN + "[VALUE_NULL]"),
        (THREE, [1, True, 3], TOKEN + "[VALUE_BOOLEAN]"),
        (
            THREE,
            [1, 2],
            "The [dense_vector] field [f] in doc [document with id '1'] has a different number of dimensions [2] than defined in the "
            "mapping [3]",
        ),
        (THREE, [], "The [dense_vector] field [f] in doc [document with id '1'] has a different number of dimensions [0] than "
                    "defined in the mapping [3]"),
        (
            THREE,
            [1, 2, 3, 4],
            "The [dense_vector] field [f] in doc [document with id '1'] has more dimensions than defined in the mapping [3]",
        ),
        (
            THREE,
            [0, 0.0, 0],
            "The [cosine] similarity does not support vectors with zero magnitude. Preview of invalid vector: [0.0, 0.0, 0.0]",
        ),
        (
            {**THREE, "similarity": "dot_product"},
            [1, 1, 0],
            "The [dot_product] similarity can only be used with unit-length vectors. Preview of invalid vector: [1.0, 1.0, 0.0]",
        ),
        (
            {**VECTOR, "dims": 6},
            [1e39, 1, 2, 3, 4, 5],
            "element_type [float] vectors do not support infinite values but found [Infinity] at dim [0]; Preview of invalid "
            "vector: [Infinity, 1.0, 2.0, 3.0, 4.0, ...]",
        ),
        (
            BYTES,
            [1.5, 1],
            "element_type [byte] vectors only support non-decimal values but found decimal value [1.5] at dim [0];",
        ),
        (BYTES, [1, 128], "element_type [byte] vectors only support integers between [-128, 127] but found [128] at dim [1];"),
        (
            BYTES,
            [0, 0],
            "The [cosine] similarity does not support vectors with zero magnitude. Preview of invalid vector: [0, 0]",
        ),
        (BITS, [1, 200], "element_type [bit] vectors only support integers between [-128, 127] but found [200] at dim [1];"),
        (
            BITS,
            "0a",
            "The [dense_vector] field [f] in doc [document with id '1'] has a different number of dimensions [8] than defined in the "
            "mapping [16]",
        ),
        (VECTOR, [], "The number of dimensions should be in the range [1, 4096] but was [0]"),
        (VECTOR, [1.0] * 4097, "The number of dimensions should be in the range [1, 4096] but was [4097]"),
    ],
    ids=str,
)
def test_refused(spec: dict[str, Any], value: Any, reason: str) -> None:
    assert direct(spec, value) == f"failed to parse: {reason}"


@pytest.mark.parametrize("value", [5, True, {}, {"a": 1}])
def test_what_is_no_array(value: Any) -> None:
    assert direct(THREE, value).startswith(f"failed to parse: {TOKEN}")


def test_bodies() -> None:
    shown = {**VECTOR, "index": True, "similarity": "cosine"}
    assert round_trip(VECTOR) == shown
    assert round_trip(THREE) == {**THREE, "index": True, "similarity": "cosine", "index_options": INT8}
    assert round_trip({**VECTOR, "dims": 384})["index_options"] == {
        "type": "bbq_hnsw",
        "m": 16,
        "ef_construction": 100,
        "rescore_vector": {"oversample": 3.0},
    }
    assert round_trip({**THREE, "index": False}) == {**THREE, "index": False}
    assert round_trip(BYTES) == {**BYTES, "index": True, "similarity": "cosine"}
    assert round_trip(BITS)["similarity"] == "l2_norm"
    for options in (
        {"type": "hnsw", "m": 32, "ef_construction": 100},
        {"type": "flat"},
        {"type": "int4_hnsw", "m": 16, "ef_construction": 50, "confidence_interval": 0.95},
        {"type": "int8_flat", "rescore_vector": {"oversample": 2.0}},
    ):
        assert round_trip({**VECTOR, "dims": 4, "index_options": options})["index_options"] == options
    assert round_trip({**THREE, "index_options": {"type": "hnsw"}})["index_options"] == {**INT8, "type": "hnsw"}


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"dims": "3"}, "Property [dims] on field [f] must be an integer but got [3]"),
        ({"dims": 0}, "The number of dimensions should be in the range [1, 4096] but was [0]"),
        ({"dims": 4097}, "The number of dimensions should be in the range [1, 4096] but was [4097]"),
        ({"dims": 8 * 4096 + 8, "element_type": "bit"}, "The number of dimensions should be in the range [8, 32768] but was [32776]"),
        ({"dims": 9, "element_type": "bit"}, "The number of dimensions for should be a multiple of 8 but was [9]"),
        ({"element_type": "int"}, "invalid element_type [int]; available types are [bfloat16, bit, byte, float]"),
        (
            {"similarity": "near"},
            "Unknown value [near] for field [similarity] - accepted values are [l2_norm, cosine, dot_product, max_inner_product]",
        ),
        ({"similarity": None}, "Field [index] requires field [similarity] to be configured and not null"),
        (
            {"similarity": "cosine", "index": False},
            "Field [similarity] can only be specified for a field of type [dense_vector] when it is indexed",
        ),
        (
            {"index_options": {"type": "hnsw"}, "index": False},
            "Field [index_options] can only be specified for a field of type [dense_vector] when it is indexed",
        ),
        (
            {"element_type": "bit", "similarity": "cosine"},
            "The [l2_norm] similarity is the only supported similarity for bit vectors",
        ),
        ({"index_options": {"m": 5}}, "[index_options] requires field [type] to be configured"),
        ({"index_options": {"type": "ivf"}}, "Unknown vector index options type [ivf] for field [f]"),
        (
            {"index_options": {"type": "flat", "m": 5}},
            "Mapping definition for [f] has unsupported parameters:  [m : 5]",
        ),
        ({"dims": 3, "index_options": {"type": "int4_flat"}}, "int4_flat only supports even dimensions; provided=3"),
        (
            {"dims": 3, "index_options": {"type": "bbq_flat"}},
            "bbq_flat does not support dimensions fewer than 64; provided=3",
        ),
        (
            {"element_type": "byte", "index_options": {"type": "int8_hnsw"}},
            "[element_type] cannot be [byte] when using index type [int8_hnsw]",
        ),
        ({"store": True}, "unknown parameter [store] on mapper [f] of type [dense_vector]"),
    ],
    ids=str,
)
def test_wrong_bodies(more: dict[str, Any], reason: str) -> None:
    assert wrong({**VECTOR, **more}) == reason


def test_not_in_multi_fields() -> None:
    for kind in ("dense_vector", "rank_features", "sparse_vector"):
        assert wrong({"type": "keyword", "fields": {"v": {"type": kind}}}) == f"Field [v] of type [{kind}] can't be used in multifields"


def test_changes() -> None:
    assert changed(VECTOR, THREE)["dims"] == 3
    assert "Cannot update parameter [dims] from [3] to [4]" in conflict(THREE, {**VECTOR, "dims": 4})
    assert "Cannot update parameter [dims] from [3] to [null]" in conflict(THREE, VECTOR)
    assert "Cannot update parameter [element_type] from [float] to [byte]" in conflict(THREE, {**THREE, "element_type": "byte"})
    assert "Cannot update parameter [similarity] from [cosine] to [l2_norm]" in conflict(THREE, {**THREE, "similarity": "l2_norm"})
    four = {**VECTOR, "dims": 4}
    int4 = {**INT8, "type": "int4_hnsw"}
    assert changed(four, {**four, "index_options": int4})["index_options"] == int4
    assert "Cannot update parameter [index_options] from [{type=int4_hnsw" in conflict({**four, "index_options": int4}, four)
    assert "index_options" in conflict(four, {**four, "index_options": {**INT8, "m": 4}})


def test_through_a_store(store: docstore.Store) -> None:
    index_of(store, VECTOR, [1, 2.5], None, [3, 4])
    assert store.indices.get_mapping(index="i")["i"]["mappings"]["properties"]["f"] == {
        "type": "dense_vector",
        "dims": 2,
        "index": True,
        "similarity": "cosine",
        "index_options": INT8,
    }
    assert found(store, {"exists": {"field": "f"}}) == 2
    with pytest.raises(ApiError) as caught:
        found(store, {"term": {"f": 1}})
    assert "Field [f] of type [dense_vector] doesn't support term queries" in str(caught.value.body)
    assert "[document with id 'x']" in refused(store, {"f": [1]}, id="x")["reason"]


def test_one_vector_a_document(store: docstore.Store) -> None:
    store.indices.create(index="i", mappings={"properties": {"o": {"properties": {"f": THREE}}}})
    error = refused(store, {"o": [{"f": [1, 2, 3]}, {"f": [1, 2, 3]}]})
    assert error["reason"].endswith(
        "Field [o.f] of type [dense_vector] doesn't support indexing multiple values for the same field in the same document"
    )


@pytest.mark.parametrize(
    ("items", "kind"),
    [
        ([0.5] * 127, "float"),
        ([0.5] * 128, "dense_vector"),
        ([0.5] * 4096, "dense_vector"),
        ([0.5] * 4097, "float"),
        ([1] * 128, "long"),
    ],
    ids=lambda value: f"{len(value)} {value[-1]}",
)
def test_a_new_array_of_many_floats_is_a_vector(store: docstore.Store, items: list[float], kind: str) -> None:
    store.index(index="i", document={"o": {"v": items}})
    doc_id = store.index(index="i", document={"o": {"v": items}})["_id"]
    assert store.get(index="i", id=doc_id, source_exclude_vectors=False)["_source"] == {"o": {"v": items}}
    field = store.indices.get_mapping(index="i")["i"]["mappings"]["properties"]["o"]["properties"]["v"]
    assert field["type"] == kind
    assert field.get("dims") == (len(items) if kind == "dense_vector" else None)


def test_a_template_decides_first(store: docstore.Store) -> None:
    templates = [{"d": {"match_mapping_type": "double", "mapping": {"type": "double"}}}]
    store.indices.create(index="i", mappings={"dynamic_templates": templates})
    store.index(index="i", document={"v": [0.5] * 128})
    assert store.indices.get_mapping(index="i")["i"]["mappings"]["properties"]["v"] == {"type": "double"}


def test_reindex_into_a_vector(store: docstore.Store) -> None:
    index_of(store, {"type": "float"}, [1, 2], [3], [4, 5])
    store.indices.create(index="dest", mappings={"properties": {"f": VECTOR}})
    with pytest.raises(ApiError) as caught:
        store.reindex(source={"index": "i"}, dest={"index": "dest"})
    assert [failure["id"] for failure in caught.value.body["failures"]] == ["1"]
    assert store.count(index="dest", query={"exists": {"field": "f"}})["count"] == 2


def _packed(*numbers: float, kind: str = ">f4") -> str:
    return base64.b64encode(np.array(numbers, dtype=kind).tobytes()).decode()


@pytest.mark.parametrize(
    ("spec", "text", "numbers"),
    [
        ({"dims": 3}, _packed(1, 1.2, -2.5), [1.0, 1.2, -2.5]),
        ({}, _packed(1, 2), [1.0, 2.0]),
        ({"dims": 2}, base64.b64encode(b"\x3f\x80\xc0\x00").decode(), [1.0, -2.0]),
        ({"element_type": "byte"}, "0102ff", [1, 2, -1]),
        ({"element_type": "byte", "dims": 2}, "/wE=", [-1, 1]),
        ({"element_type": "bit"}, "ff00", [-1, 0]),
    ],
)
def test_a_vector_as_text_comes_back_as_numbers(store: docstore.Store, spec: dict[str, Any], text: str, numbers: list[float]) -> None:
    field = {"type": "dense_vector", **spec}
    store.indices.create(index="a", mappings={"properties": {"v": field, "o": {"properties": {"v": field}}}})
    store.index(index="a", id="1", document={"v": text, "o": {"v": text}, "n": 1})
    shown = store.get(index="a", id="1", source_exclude_vectors=False)["_source"]
    assert shown == {"v": numbers, "o": {"v": numbers}, "n": 1}
    (hit,) = store.search(index="a", fields=["v"], source={"exclude_vectors": False, "includes": ["o"]})["hits"]["hits"]
    assert (hit["fields"]["v"], hit["_source"]) == (numbers, {"o": {"v": numbers}})
    query = {"knn": {"field": "v", "query_vector": text, "k": 1, "num_candidates": 1}}
    assert store.count(index="a", query=query)["count"] == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("?", "failed to decode vector: value must be a valid base64 string"),
        (
            _packed(1, 2),
            "Failed to parse object: Base64 decoded vector byte length [8] does not match the expected length of [12] or [6] for"
            " dimension count [3]",
        ),
    ],
)
def test_a_text_that_is_no_vector(store: docstore.Store, text: str, reason: str) -> None:
    store.indices.create(index="a", mappings={"properties": {"v": {"type": "dense_vector", "dims": 3}}})
    with pytest.raises(DocumentParsingError) as told:
        store.index(index="a", document={"v": text})
    assert told.value.reason.endswith(f"failed to parse: {reason}")
