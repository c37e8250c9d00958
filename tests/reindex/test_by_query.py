"""``update_by_query`` and ``delete_by_query``: what they find, what they write, and what comes between."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError, ConflictError

ALL = {"match_all": {}}


@pytest.fixture
def books(store: docstore.Store) -> docstore.Store:
    store.load(index="books", documents=({"n": n, "even": n % 2 == 0} for n in range(100)), id="n")
    return store


def test_what_matches_is_deleted(books: docstore.Store) -> None:
    answer = books.delete_by_query(index="books", query={"term": {"even": True}}, scroll_size=7)
    assert {key: answer[key] for key in ("total", "deleted", "batches", "version_conflicts", "failures")} == {
        "total": 50, "deleted": 50, "batches": 8, "version_conflicts": 0, "failures": [],
    }  # fmt: skip
    assert books.count(index="books")["count"] == 50
    assert not books.exists(index="books", id="2")
    assert books.delete_by_query(index="books", query={"term": {"even": True}})["total"] == 0


def test_an_answer_counts_what_it_can_have_done(books: docstore.Store) -> None:
    deleted = books.delete_by_query(index="books", query={"term": {"n": 1}}, slices=2)
    assert not {"created", "updated"} & {*deleted, *deleted["slices"][0]}
    updated = books.update_by_query(index="books", query={"term": {"n": 2}}, slices=2)
    assert "updated" in updated["slices"][0]
    assert not {"created"} & {*updated, *updated["slices"][0]}


def test_an_update_meets_the_mapping_as_it_is_now(store: docstore.Store) -> None:
    store.indices.create(index="a", mappings={"dynamic": False, "properties": {"n": {"type": "long"}}})
    store.index(index="a", id="1", document={"n": 1, "text": "x"}, routing="r")
    store.indices.put_mapping(index="a", properties={"text": {"type": "keyword"}})
    answer = store.update_by_query(index="a")
    assert (answer["updated"], answer["deleted"]) == (1, 0)
    found = store.get(index="a", id="1", routing="r")
    assert (found["_version"], found["_routing"], found["_source"]) == (2, "r", {"n": 1, "text": "x"})
    assert store.count(index="a", query={"term": {"text": "x"}})["count"] == 1


@pytest.mark.parametrize("deed", ["update_by_query", "delete_by_query"])
def test_a_document_that_somebody_writes_meanwhile_is_a_conflict(books: docstore.Store, deed: str) -> None:
    def write(done: int, *_: object) -> None:
        if done == 10:
            books.index(index="books", id="15", document={"n": -1})

    call: Callable[..., Any] = getattr(books, deed)
    with pytest.raises(ConflictError) as conflict:
        call(index="books", query=ALL, scroll_size=10, progress=write)
    (failure,) = conflict.value.body["failures"]
    assert (failure["index"], failure["id"], failure["status"]) == ("books", "15", 409)
    assert failure["cause"]["reason"].startswith("[15]: version conflict, required seqNo [15], primary term [1].")
    assert conflict.value.body["version_conflicts"] == 1
    assert books.get(index="books", id="15")["_source"] == {"n": -1}


@pytest.mark.parametrize("deed", ["update_by_query", "delete_by_query"])
@pytest.mark.parametrize("again", [False, True])
def test_an_index_that_goes_meanwhile(books: docstore.Store, deed: str, again: bool) -> None:
    """Whether or not another one has its name then: what is in that was not found."""

    first = books.indices.get_settings(index="books")

    def replace(*_: object) -> None:
        if not books.indices.exists(index="books") or books.indices.get_settings(index="books") != first:
            return
        books.indices.delete(index="books")
        if again:
            books.load(index="books", documents=({"new": n} for n in range(100)), id="new")

    call: Callable[..., Any] = getattr(books, deed)
    with pytest.raises(ApiError) as gone:
        call(index="books", query=ALL, scroll_size=10, progress=replace)
    failures = gone.value.body["failures"]
    assert (gone.value.status, {failure["cause"]["type"] for failure in failures}) == (404, {"index_not_found_exception"})
    assert [failure["id"] for failure in failures] == [str(n) for n in range(10, 20)]
    if again:
        assert {hit["_version"] for hit in books.search(index="books", size=200, version=True)["hits"]["hits"]} == {1}
        assert books.count(index="books")["count"] == 100


def test_conflicts_may_be_passed_over(books: docstore.Store) -> None:
    def write(done: int, *_: object) -> None:
        if done == 10:
            books.delete(index="books", id="15")

    answer = books.delete_by_query(index="books", query=ALL, conflicts="proceed", scroll_size=10, progress=write)
    assert (answer["deleted"], answer["version_conflicts"], answer["failures"]) == (99, 1, [])


def test_no_more_than_max_docs_in_slices_and_through_an_alias(books: docstore.Store) -> None:
    books.indices.put_alias(index="books", name="odd", filter={"term": {"even": False}})
    answer = books.delete_by_query(index="odd", query=ALL, max_docs=10, slices=3)
    assert answer["deleted"] == 10
    assert len(answer["slices"]) == 3
    assert books.count(index="books", query={"term": {"even": True}})["count"] == 50
    by_order = books.delete_by_query(index="books", query=ALL, max_docs=1, sort="n:desc")
    assert by_order["deleted"] == 1
    assert not books.exists(index="books", id="99")


def test_several_indices_and_what_they_refuse(books: docstore.Store) -> None:
    books.load(index="more", documents=({"n": n} for n in range(5)), id="n")
    books.indices.put_settings(index="more", settings={"index.blocks.write": True})
    with pytest.raises(ApiError) as refused:
        books.delete_by_query(index="books,more", query={"range": {"n": {"lt": 5}}})
    assert refused.value.status == 403
    assert {failure["cause"]["type"] for failure in refused.value.body["failures"]} == {"cluster_block_exception"}
    assert books.count(index="more")["count"] == 5


def test_parts_of_documents(books: docstore.Store) -> None:
    with pytest.raises(docstore.errors.NotImplementedByDocstoreError, match=r"\[_source\] in an update by query"):
        books.update_by_query(index="books", body={"_source": ["n"]})
    assert books.update_by_query(index="books", body={"_source": True})["updated"] == 100
    assert books.delete_by_query(index="books", query=ALL, body={"_source": ["n"]})["deleted"] == 100


@pytest.mark.parametrize(
    ("given", "kind", "reason"),
    [
        ({}, "action_request_validation_exception", "Validation Failed: 1: query is missing;"),
        ({"query": {"nothing": {}}}, "parsing_exception", "unknown query [nothing]"),
        ({"query": ALL, "conflicts": "cat"}, "illegal_argument_exception", 'conflicts may only be "proceed" or "abort" but was [cat]'),
        ({"query": ALL, "max_docs": -4}, "illegal_argument_exception", "[max_docs] parameter cannot be negative, found [-4]"),
        ({"query": ALL, "slices": 5, "max_docs": 2}, "illegal_argument_exception", "[max_docs] should be >= [slices]"),
        ({"query": ALL, "slices": -1}, "illegal_argument_exception", "[slices] must be a positive integer"),
        ({"query": ALL, "scroll_size": -1}, "illegal_argument_exception", "[size] parameter cannot be negative, found [-1]"),
        ({"query": ALL, "requests_per_second": 0}, "illegal_argument_exception", "[requests_per_second] must be a float greater"),
        ({"query": ALL, "body": {"junk": "x"}}, "parsing_exception", "Unknown key for a VALUE_STRING in [junk]."),
        ({"query": ALL, "index": "none"}, "index_not_found_exception", "no such index [none]"),
    ],
)
def test_refusals(books: docstore.Store, given: dict[str, Any], kind: str, reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        books.delete_by_query(**({"index": "books"} | given))
    assert refused.value.type == kind
    assert refused.value.reason.startswith(reason)
    assert books.count(index="books")["count"] == 100


def test_what_an_update_cannot_do(books: docstore.Store) -> None:
    with pytest.raises(ApiError, match="not supported by docstore yet"):
        books.update_by_query(index="books", script={"source": "ctx._source.n++"})
    with pytest.raises(ApiError, match="not supported by docstore yet"):
        books.update_by_query(index="books", pipeline="p")
    books.indices.create(index="bare", mappings={"_source": {"enabled": False}})
    books.index(index="bare", id="1", document={"n": 1})
    with pytest.raises(ApiError, match="didn't store _source"):
        books.update_by_query(index="bare")
    assert books.delete_by_query(index="bare", query=ALL)["deleted"] == 1


def test_a_run_in_the_background_is_throttled_hastened_and_found(books: docstore.Store) -> None:
    task = books.delete_by_query(index="books", query=ALL, scroll_size=10, requests_per_second=10, wait_for_completion=False)["task"]
    shown = books.tasks.get(task_id=task)["task"]
    assert shown["action"] == "indices:data/write/delete/byquery"
    assert shown["description"] == "delete-by-query [books]"
    books.delete_by_query_rethrottle(task_id=task, requests_per_second=-1)
    answer = books.tasks.get(task_id=task, wait_for_completion=True)
    assert (answer["completed"], answer["response"]["deleted"]) == (True, 100)
    late = books.update_by_query_rethrottle(task_id=task, requests_per_second=-1)
    assert "is missing" in late["node_failures"][0]["caused_by"]["reason"]


def test_a_run_that_was_broken_off_goes_on_where_it_was(open_at: Callable[..., docstore.Store]) -> None:
    store = open_at()
    store.load(index="books", documents=({"n": n} for n in range(100)), id="n")
    task = store.update_by_query(index="books", scroll_size=10, requests_per_second=20, wait_for_completion=False)["task"]
    deadline = time.monotonic() + 10
    while store.tasks.get(task_id=task)["task"]["status"]["updated"] < 10 and time.monotonic() < deadline:
        time.sleep(0.01)
    store.close()
    store = open_at()
    store.index(index="books", id="99", document={"n": -1})
    with pytest.raises(ConflictError) as conflict:
        store.tasks.resume(task_id=task)
    assert (conflict.value.body["updated"], conflict.value.body["version_conflicts"]) == (99, 1)
    assert {store.get(index="books", id=str(n))["_version"] for n in range(100)} == {2}


def test_inside_a_transaction(books: docstore.Store) -> None:
    with books.transaction():
        assert books.delete_by_query(index="books", query=ALL, scroll_size=7, max_docs=20)["deleted"] == 20
        assert books.update_by_query(index="books", scroll_size=7)["updated"] == 80
    assert books.count(index="books")["count"] == 80


@pytest.mark.parametrize("query", [ALL, {"range": {"n": {"gte": 5}}}, None])
def test_of_each_index_the_first_so_many(books: docstore.Store, query: Any) -> None:
    books.reindex(source={"index": "books"}, dest={"index": "copies"})
    answer = books.update_by_query(index="books,copies", query=query, terminate_after=3)
    assert (answer["updated"], answer["total"]) == (6, 6)
    changed = books.search(index="copies", query={"match_all": {}}, sort="n", version=True, size=100)["hits"]["hits"]
    first = 0 if query in (ALL, None) else 5
    assert [hit["_source"]["n"] for hit in changed if hit["_version"] == 2] == [first, first + 1, first + 2]


@pytest.mark.parametrize(
    ("asked", "text"),
    [({"from_": 3}, "from is not supported in this context"), ({"terminate_after": -2}, "terminateAfter must be > 0")],
)
def test_pages_are_refused(books: docstore.Store, asked: Any, text: str) -> None:
    with pytest.raises(docstore.ApiError, match=text):
        books.delete_by_query(index="books", query=ALL, **asked)
