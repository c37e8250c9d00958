"""``_terms_enum``."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError, ValidationError


@pytest.fixture
def terms(store: docstore.Store) -> docstore.Store:
    kinds = {"test_k": {"type": "keyword"}, "test_ck": {"type": "constant_keyword", "value": "bar_ck"}, "test_f": {"type": "flattened"}}
    for name, kind in kinds.items():
        store.indices.create(index=name, mappings={"properties": {"foo": kind, "at": {"type": "date"}, "t": {"type": "text"}}})
    store.index(index="test_k", id="1", document={"foo": ["bar_k", "Baz", "other"], "at": "2021-01-01", "t": "bar"})
    store.index(index="test_ck", id="1", document={"at": "2020-01-01"})
    store.index(index="test_f", id="1", document={"foo": {"bar": "bar_f"}, "at": "2019-01-01"})
    store.index(index="test_k", id="2", document={"foo": "bar_gone"})
    store.delete(index="test_k", id="2")
    return store


@pytest.mark.parametrize(
    ("index", "body", "expected"),
    [
        ("test_*", {"field": "foo", "string": "b"}, ["bar_ck", "bar_k"]),
        ("test_*", {"field": "foo.bar", "string": "b"}, ["bar_f"]),
        ("test_k", {"field": "foo", "string": "B"}, ["Baz"]),
        ("test_k", {"field": "foo", "string": "B", "case_insensitive": True}, ["Baz", "bar_k"]),
        ("test_k", {"field": "foo"}, ["Baz", "bar_k", "other"]),
        ("test_k", {"field": "foo", "size": 1}, ["Baz"]),
        ("test_k", {"field": "foo", "search_after": "bar_k"}, ["other"]),
        ("test_ck", {"field": "foo", "string": "b", "search_after": "baa"}, ["bar_ck"]),
        ("test_*", {"field": "foo", "string": "b", "index_filter": {"range": {"at": {"gte": "2020-06-01"}}}}, ["bar_k"]),
        ("test_*", {"field": "t"}, []),
        ("test_*", {"field": "absent", "timeout": "1s"}, []),
    ],
)
def test_terms(terms: docstore.Store, index: str, body: dict[str, Any], expected: list[str]) -> None:
    found = terms.terms_enum(index=index, **body)
    assert (found["terms"], found["complete"]) == (expected, True)


@pytest.mark.parametrize(
    ("body", "reason"),
    [({}, "field cannot be null"), ({"field": "foo", "timeout": "2m"}, "Timeout cannot be > 1 minute")],
)
def test_refusals(terms: docstore.Store, body: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        terms.terms_enum(index="test_k", **body)


def test_a_missing_index(terms: docstore.Store) -> None:
    with pytest.raises(ApiError, match="no such index"):
        terms.terms_enum(index="absent", field="foo")
