"""``q=`` with ``df``, ``analyzer``, ``default_operator``, ``lenient`` and ``analyze_wildcard``, in every API that takes a query."""

from __future__ import annotations

from typing import Any

import pytest

from docstore import Store
from docstore.errors import ApiError


@pytest.fixture
def texts(store: Store) -> Store:
    for at, text in enumerate(["quick fox", "lazy dog", "quick dog"]):
        store.index(index="a", id=str(at), document={"t": text, "u": "other", "n": at})
    return store


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        ({"q": "t:quick"}, "02"),
        ({"q": "quick dog"}, "012"),
        ({"q": "quick dog", "default_operator": "AND"}, "2"),
        ({"q": "quick", "df": "u"}, ""),
        ({"q": "QUICK", "df": "t", "analyzer": "whitespace"}, ""),
        ({"q": "n:x", "lenient": True}, ""),
        ({"q": "t:quick-d*", "default_operator": "and", "analyze_wildcard": True}, "2"),
        ({"q": "*:*"}, "012"),
    ],
)
def test_search_and_count(texts: Store, arguments: dict[str, Any], ids: str) -> None:
    found = texts.search(index="a", **arguments)["hits"]["hits"]
    assert "".join(sorted(hit["_id"] for hit in found)) == ids
    assert texts.count(index="a", **arguments)["count"] == len(ids)


def test_whose_query_counts(texts: Store) -> None:
    body = {"term": {"t": "lazy"}}
    assert [hit["_id"] for hit in texts.search(index="a", q="t:fox", query=body)["hits"]["hits"]] == ["0"]
    assert texts.count(index="a", q="t:quick", query=body)["count"] == 1


def test_by_query(texts: Store) -> None:
    assert texts.update_by_query(index="a", q="t:quick")["updated"] == 2
    assert texts.delete_by_query(index="a", q="dog", df="t")["deleted"] == 2
    assert texts.count(index="a")["count"] == 1


def test_explain_and_validate_query(texts: Store) -> None:
    assert texts.explain(index="a", id="0", q="t:fox")["matched"]
    assert not texts.explain(index="a", id="1", q="fox", df="t")["matched"]
    assert texts.indices.validate_query(index="a", q="t:fox")["valid"]
    assert not texts.indices.validate_query(index="a", q="t:(fox")["valid"]


def test_a_query_that_is_none(texts: Store) -> None:
    with pytest.raises(ApiError) as raised:
        texts.count(index="a", q="t:(fox")
    assert raised.value.root_cause.reason == "Failed to parse query [t:(fox]"
    with pytest.raises(ApiError) as raised:
        texts.search(index="a", df="t", default_operator="AND", analyzer="simple")
    path = "request [/a/_search] contains parameters [df, analyzer, default_operator]"
    assert raised.value.reason == f"{path} but missing query string parameter 'q'."
    with pytest.raises(ApiError) as raised:
        texts.count(lenient=True)
    assert raised.value.reason == "request [/_count] contains parameters [lenient] but missing query string parameter 'q'."


def test_over_rest(texts: Store) -> None:
    found = texts.elasticsearch().search(index="a", q="t:quick AND t:dog", filter_path="hits.hits._id")
    assert found.body == {"hits": {"hits": [{"_id": "2"}]}}
