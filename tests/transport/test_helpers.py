"""The helpers of both official clients, threads and coroutines too, over a store in this process."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

import docstore
from tests.rest.test_warnings import dot, visible

CLIENTS = ("elasticsearch", "opensearch")
_PACKAGES = {"elasticsearch": "elasticsearch", "opensearch": "opensearchpy"}
ACTIONS = [{"_index": "books", "_id": str(n), "n": n} for n in range(500)]
MIXED: list[dict[str, Any]] = [
    {"_op_type": "create", "_index": "books", "_id": "1", "n": 1},
    {"_op_type": "update", "_index": "books", "_id": "2", "doc": {"n": 20}},
    {"_op_type": "delete", "_index": "books", "_id": "3"},
    {"_op_type": "delete", "_index": "books", "_id": "none"},
]


def _helpers(name: str) -> Any:
    return pytest.importorskip(f"{_PACKAGES[name]}.helpers")


@pytest.mark.parametrize("name", CLIENTS)
def test_bulk_in_parts_and_in_threads_and_scan(store: docstore.Store, name: str) -> None:
    helpers, client = _helpers(name), getattr(store, name)()
    assert all(ok for ok, _ in helpers.parallel_bulk(client, ACTIONS, thread_count=4, chunk_size=50))
    assert store.count(index="books")["count"] == 500
    found = helpers.streaming_bulk(client, MIXED, chunk_size=2, raise_on_error=False)
    told = [(ok, next(iter(item)), next(iter(item.values()))["status"]) for ok, item in found]
    assert told == [(False, "create", 409), (True, "update", 200), (True, "delete", 200), (False, "delete", 404)]
    hits = list(helpers.scan(client, index="books", query={"query": {"range": {"n": {"lt": 100}}}}, size=7, preserve_order=True))
    assert {hit["_id"] for hit in hits} == {str(n) for n in range(100) if n != 3}
    with pytest.raises(helpers.BulkIndexError) as failed:
        helpers.bulk(client, MIXED[:1])
    assert failed.value.errors[0]["create"]["error"]["type"] == "version_conflict_engine_exception"


@pytest.mark.parametrize("name", CLIENTS)
def test_helpers_of_coroutines(store: docstore.Store, name: str) -> None:
    pytest.importorskip("aiohttp")
    helpers = _helpers(name)

    async def work() -> tuple[Any, ...]:
        async with getattr(store, f"async_{name}")() as client:
            written = await helpers.async_bulk(client, ACTIONS, chunk_size=100)
            streamed = [ok async for ok, _ in helpers.async_streaming_bulk(client, MIXED, raise_on_error=False)]
            scanned = [hit["_id"] async for hit in helpers.async_scan(client, index="books", size=50)]
            copied = await helpers.async_reindex(client, "books", "copy", chunk_size=50)
            return written, streamed, len(scanned), copied

    assert asyncio.run(work()) == ((500, []), [False, True, True, False], 499, (499, 0))
    assert store.count(index="copy")["count"] == 499


@pytest.mark.parametrize("name", CLIENTS)
def test_a_warning_is_one_of_the_client(store: docstore.Store, name: str) -> None:
    package = pytest.importorskip(_PACKAGES[name])
    kind = getattr(package, "ElasticsearchWarning", None) or package.OpenSearchWarning
    with pytest.warns(kind) as told:
        getattr(store, name)().indices.create(index=".mine")
    assert [str(each.message) for each in told] == [dot(".mine"), visible(".mine")]
