"""The official OpenSearch client, unchanged, over a store in this process."""

from __future__ import annotations

import asyncio

import pytest

import docstore

opensearchpy = pytest.importorskip("opensearchpy")


def test_the_client_works_as_with_a_server(store: docstore.Store) -> None:
    client = store.opensearch()
    assert client.info()["version"]["build_flavor"] == "docstore"
    assert client.ping()
    assert client.index(index="books", id="a/b", body={"title": "Walden"}, refresh=True)["result"] == "created"
    assert client.get(index="books", id="a/b")["_source"] == {"title": "Walden"}
    assert not client.exists(index="books", id="none")
    actions = ({"_index": "books", "_id": str(n), "n": n} for n in range(1000))
    assert opensearchpy.helpers.bulk(client, actions, chunk_size=300) == (1000, [])
    assert client.count(index="books", body={"query": {"range": {"n": {"gte": 990}}}})["count"] == 10
    answer = client.reindex(body={"source": {"index": "books"}, "dest": {"index": "copy"}})
    assert answer["created"] == 1001


def test_errors_are_those_of_the_client(store: docstore.Store) -> None:
    client = store.opensearch(http_compress=True)
    with pytest.raises(opensearchpy.NotFoundError) as missing:
        client.get(index="none", id="1")
    assert missing.value.error == "index_not_found_exception"
    client.index(index="books", id="1", body={"text": "x" * 10_000})
    with pytest.raises(opensearchpy.ConflictError):
        client.create(index="books", id="1", body={})
    assert client.get(index="none", id="1", ignore=404)["status"] == 404


def test_the_asynchronous_client(store: docstore.Store) -> None:
    pytest.importorskip("aiohttp")

    async def work() -> int:
        async with store.async_opensearch() as client:
            await asyncio.gather(*(client.index(index="books", id=str(n), body={"n": n}) for n in range(20)))
            with pytest.raises(opensearchpy.NotFoundError):
                await client.get(index="books", id="none")
            return int((await client.count(index="books"))["count"])

    assert asyncio.run(work()) == 20


def test_what_it_calls_by_names_of_its_own(store: docstore.Store) -> None:
    client = store.opensearch()
    assert client.indices.create(index="books", params={"cluster_manager_timeout": "30s"})["acknowledged"]
    assert client.cluster.health(params={"cluster_manager_timeout": "30s"})["status"]
    assert client.cat.cluster_manager() == store.cat.master()
    with pytest.raises(opensearchpy.RequestError, match="unrecognized parameter"):
        client.get(index="books", id="1", params={"cluster_manager_timeout": "30s"})


def test_what_only_it_has_is_refused_by_name(store: docstore.Store) -> None:
    client = store.opensearch()
    with pytest.raises(opensearchpy.TransportError, match=r"the API \[/_plugins/_asynchronous_search\] of OpenSearch is not supported"):
        client.asynchronous_search.search(body={})
    with pytest.raises(opensearchpy.TransportError, match=r"the API \[/_search/pipeline\] of OpenSearch is not supported by docstore"):
        client.search_pipeline.get()
