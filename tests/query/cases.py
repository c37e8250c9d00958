"""What the tests of query kinds share: running a query over a few documents, and reading an error."""

from __future__ import annotations

from typing import Any

import pytest

from docstore.columns import ColumnCache
from docstore.errors import ApiError
from docstore.query import parse, parse_sort, select
from tests.columns.fake_index import FakeIndex

Json = dict[str, Any]


def found(index: FakeIndex, query: Json, sort: Any = None) -> list[int]:
    """The sequence numbers of the documents that match."""
    return select(index.reader(), parse(query), sort=parse_sort(sort), cache=ColumnCache()).tolist()  # type: ignore[no-any-return]


def matches(properties: Json, documents: list[Json], query: Json) -> list[int]:
    return found(FakeIndex(properties, *documents), query)


def parse_error(query: Any) -> Json:
    with pytest.raises(ApiError) as raised:
        parse(query)
    return raised.value.cause


def bind_error(properties: Json, query: Json) -> Json:
    index = FakeIndex(properties)
    with pytest.raises(ApiError) as raised:
        found(index, query)
    cause = raised.value.cause
    if cause["type"] == "query_shard_exception":
        assert cause.pop("index_uuid") == index.uuid
        assert cause.pop("index") == "cities"
    return cause
