"""What the tests of all field types do: one field ``f`` in an index ``i``."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError
from docstore.mapping import Mapping

Json = dict[str, Any]


def index_of(store: docstore.Store, spec: Json, *values: Any) -> docstore.Store:
    """An index with the field, and a document for each value, with ids from 0."""
    store.indices.create(index="i", mappings={"properties": {"f": spec}})
    for number, value in enumerate(values):
        store.index(index="i", id=str(number), document={"f": value})
        shown = {} if value is None and spec["type"] == "dense_vector" else {"f": value}
        assert store.get(index="i", id=str(number), source_exclude_vectors=False)["_source"] == shown
    return store


def found(store: docstore.Store, query: Json) -> int:
    """How many documents a query finds."""
    return int(store.count(index="i", query=query)["count"])


def refused(store: docstore.Store, document: Json, **options: Any) -> Json:
    """The error of a document that is refused."""
    with pytest.raises(ApiError) as caught:
        store.index(index="i", document=document, **options)
    assert caught.value.status == 400
    return caught.value.cause


def cause(spec: Json, value: Any) -> tuple[str, str]:
    """Type and reason of what is wrong with a value; the refusal names field and type before it."""
    with pytest.raises(ApiError) as caught:
        Mapping.parse({"properties": {"f": spec}}).validate({"f": value}, "1")
    error = caught.value.cause
    assert f"failed to parse field [f] of type [{spec['type']}]" in error["reason"]
    return error["caused_by"]["type"], error["caused_by"]["reason"]


def direct(spec: Json, value: Any) -> str:
    """The reason of a refusal that does not name field and type, without its position."""
    with pytest.raises(ApiError) as caught:
        Mapping.parse({"properties": {"f": spec}}).validate({"f": value}, "1")
    return str(caught.value.cause["reason"]).partition("] ")[2]


def accepts(spec: Json, *values: Any) -> None:
    """All these values are valid."""
    mapping = Mapping.parse({"properties": {"f": spec}})
    for value in values:
        mapping.validate({"f": value}, "1")


def round_trip(spec: Json) -> Json:
    """The field as ``GET _mapping`` shows it, which gives the same mapping again."""
    body = Mapping.parse({"properties": {"f": spec}}).to_body()
    assert Mapping.parse(body).to_body() == body
    shown: Json = body["properties"]["f"]
    return shown


def wrong(spec: Json) -> str:
    """Why a field cannot be described so."""
    with pytest.raises(ApiError) as caught:
        Mapping.parse({"properties": {"f": spec}})
    assert caught.value.reason.startswith("Failed to parse mapping: ")
    return caught.value.reason.removeprefix("Failed to parse mapping: ")


def conflict(old: Json, new: Json) -> str:
    """Why a field cannot be changed so."""
    with pytest.raises(ApiError) as caught:
        Mapping.parse({"properties": {"f": old}}).merge({"properties": {"f": new}})
    return caught.value.reason


def changed(old: Json, new: Json) -> Json:
    """The field after a change."""
    shown: Json = Mapping.parse({"properties": {"f": old}}).merge({"properties": {"f": new}}).to_body()["properties"]["f"]
    return shown
