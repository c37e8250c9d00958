"""An index that wants a pipeline takes no documents, as Elasticsearch does where there is none of that name."""

from __future__ import annotations

from typing import Any

import pytest

import docstore

REASON = "pipeline with id [p] does not exist"


@pytest.fixture(params=["index.default_pipeline", "index.final_pipeline"])
def piped(store: docstore.Store, request: pytest.FixtureRequest) -> docstore.Store:
    store.index(index="source", id="1", document={"n": 1})
    store.indices.create(index="a")
    store.index(index="a", id="there", document={"n": 1})
    store.indices.put_settings(index="a", settings={request.param: "p"})
    return store


def _refused(call: Any, **arguments: Any) -> None:
    with pytest.raises(docstore.errors.ApiError) as refused:
        call(**arguments)
    assert (refused.value.status, refused.value.type, refused.value.reason) == (400, "illegal_argument_exception", REASON)


def test_documents_are_refused(piped: docstore.Store) -> None:
    _refused(piped.index, index="a", document={"n": 2})
    _refused(piped.create, index="a", id="x", document={"n": 2})
    _refused(piped.update, index="a", id="x", doc={"n": 2}, doc_as_upsert=True)
    _refused(piped.load, index="a", documents=[{"n": 2}])
    answer = piped.bulk(operations=[{"index": {"_index": "a"}}, {}, {"update": {"_index": "a", "_id": "there"}}, {"doc": {"n": 3}}])
    first, second = (next(iter(item.values())) for item in answer["items"])
    assert (first["status"], first["error"]) == (400, {"type": "illegal_argument_exception", "reason": REASON})
    assert second["result"] == "updated"
    assert piped.delete(index="a", id="there")["result"] == "deleted"
    assert piped.count(index="a")["count"] == 0


def test_runs_have_failures(piped: docstore.Store) -> None:
    for run in (
        lambda: piped.reindex(source={"index": "source"}, dest={"index": "a"}),
        lambda: piped.update_by_query(index="a"),
    ):
        with pytest.raises(docstore.errors.ApiError) as refused:
            run()
        (failure,) = refused.value.body["failures"]
        assert (failure["status"], failure["cause"]["reason"]) == (400, REASON)
    assert piped.delete_by_query(index="a", query={"match_all": {}})["deleted"] == 1


def test_a_request_may_call_the_default_off(store: docstore.Store) -> None:
    store.indices.create(index="a", settings={"index.default_pipeline": "p"})
    assert store.index(index="a", document={}, pipeline="_none")["result"] == "created"
    assert not store.bulk(index="a", operations=[{"index": {}}, {}], pipeline="_none")["errors"]
    assert not store.bulk(index="a", operations=[{"index": {"pipeline": "_none"}}, {}])["errors"]
    store.indices.put_settings(index="a", settings={"index.default_pipeline": None, "index.final_pipeline": "p"})
    _refused(store.index, index="a", document={}, pipeline="_none")
    store.indices.put_settings(index="a", settings={"index.final_pipeline": "_none"})
    assert store.index(index="a", document={})["result"] == "created"


def test_the_pipeline_of_logs_is_there_unless_it_is_called_off(store: docstore.Store) -> None:
    store.indices.create(index="a", settings={"index.default_pipeline": "logs@default-pipeline"})
    store.index(index="a", id="1", document={})
    store.index(index="a", id="2", document={}, pipeline="_none")
    assert [("@timestamp" in store.get_source(index="a", id=each)) for each in "12"] == [True, False]
    store.indices.put_settings(index="a", settings={"index.final_pipeline": "p"})
    _refused(store.index, index="a", document={})
