"""The official Elasticsearch client, unchanged, over a store in this process."""

from __future__ import annotations

import asyncio

import pytest

import docstore

elasticsearch = pytest.importorskip("elasticsearch")


def test_the_client_works_as_with_a_server(store: docstore.Store) -> None:
    from elasticsearch.helpers import bulk

    client = store.elasticsearch()
    assert client.info()["version"]["build_flavor"] == "docstore"
    assert client.ping()
    made = client.index(index="books", id="a/b", document={"title": "Walden"}, refresh=True)
    assert (made["result"], made.meta.status) == ("created", 201)
    assert client.get(index="books", id="a/b")["_source"] == {"title": "Walden"}
    assert not client.exists(index="books", id="none")
    assert bulk(client, ({"_index": "books", "_id": str(n), "n": n} for n in range(1000)), chunk_size=300) == (1000, [])
    assert client.count(index="books", query={"range": {"n": {"gte": 990}}})["count"] == 10
    answer = client.reindex(source={"index": "books"}, dest={"index": "copy"}, max_docs=5)
    assert (answer["created"], answer["failures"]) == (5, [])
    assert store.count(index="copy")["count"] == 5


def test_helpers_copy_an_index_into_this_store_and_another(store: docstore.Store) -> None:
    from elasticsearch import helpers

    client = store.elasticsearch()
    for number in range(120):
        client.index(index="books", id=str(number), document={"n": number}, routing="r" if number % 2 else None)
    assert helpers.reindex(client, "books", "copy", chunk_size=40) == (120, 0)
    assert client.get(index="copy", id="1", routing="r")["_routing"] == "r"
    with docstore.open() as other:
        found = {"query": {"range": {"n": {"lt": 10}}}}
        asked = {"target_client": other.elasticsearch(), "scan_kwargs": {"size": 3}, "op_type": "create"}
        assert helpers.reindex(client, "books", "copy", query=found, **asked) == (10, 0)
        assert other.count(index="copy")["count"] == 10
        with pytest.raises(helpers.BulkIndexError) as taken:
            helpers.reindex(client, "books", "copy", query=found, **asked)
        assert {error["create"]["error"]["type"] for error in taken.value.errors} == {"version_conflict_engine_exception"}


def test_errors_are_those_of_the_client(store: docstore.Store) -> None:
    client = store.elasticsearch()
    with pytest.raises(elasticsearch.NotFoundError) as missing:
        client.get(index="none", id="1")
    assert missing.value.body["error"]["type"] == "index_not_found_exception"
    client.index(index="books", id="1", document={}, version=5, version_type="external")
    with pytest.raises(elasticsearch.ConflictError):
        client.index(index="books", id="1", document={}, version=5, version_type="external")
    with pytest.raises(elasticsearch.BadRequestError, match="mapper_parsing_exception"):
        client.indices.create(index="x", mappings={"properties": {"a": {"type": "nothing"}}})
    assert client.options(ignore_status=404).get(index="none", id="1")["status"] == 404


def test_options_and_compression(store: docstore.Store) -> None:
    client = store.elasticsearch(http_compress=True, opaque_id="me", max_retries=0)
    client.index(index="books", id="1", document={"text": "x" * 10_000})
    answer = client.get(index="books", id="1", filter_path="_source")
    assert answer.body == {"_source": {"text": "x" * 10_000}}
    assert answer.meta.headers["x-opaque-id"] == "me"


def test_calls_take_part_in_a_transaction(store: docstore.Store) -> None:
    client = store.elasticsearch()

    def break_off() -> None:
        with store.transaction():
            client.index(index="books", id="1", document={})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert not client.indices.exists(index="books")


def test_the_asynchronous_client(store: docstore.Store) -> None:
    pytest.importorskip("aiohttp")

    async def work() -> int:
        async with store.async_elasticsearch() as client:
            await asyncio.gather(*(client.index(index="books", id=str(n), document={"n": n}) for n in range(20)))
            with pytest.raises(elasticsearch.NotFoundError):
                await client.get(index="books", id="none")
            return int((await client.count(index="books"))["count"])

    assert asyncio.run(work()) == 20


def test_the_store_stays_open_when_its_client_is_closed(store: docstore.Store) -> None:
    with store.elasticsearch() as client:
        client.index(index="books", id="1", document={})
    assert store.count(index="books")["count"] == 1
