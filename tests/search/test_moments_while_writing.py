"""A point in time and a scroll show the documents of their beginning while other threads write, update and delete."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

import docstore

Json = dict[str, Any]
COUNT = 120


@contextmanager
def writers(store: docstore.Store, count: int) -> Iterator[list[int]]:
    """So many threads write until the block ends; how often each has written."""
    ended, written = threading.Event(), [0] * count

    def run(number: int) -> None:
        random = Random(number)
        while not ended.is_set():
            doc_id = str(random.randrange(COUNT + 40))
            if random.random() < 0.3:
                store.bulk(index="i", operations=[{"delete": {"_id": doc_id}}])
            else:
                store.index(index="i", id=doc_id, document={"n": random.randrange(5), "t": "dog"})
            written[number] += 1

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for each in threads:
        each.start()
    try:
        yield written
    finally:
        ended.set()
        for each in threads:
            each.join()


def filled(store: docstore.Store) -> list[str]:
    """An index, and the ids of its documents by number, equal ones as they were written."""
    store.indices.create(index="i", mappings={"properties": {"n": {"type": "long"}, "t": {"type": "text"}}})
    documents = {str(at): {"n": at % 5, "t": "fox" if at % 3 else "dog"} for at in range(COUNT)}
    store.bulk(index="i", operations=[line for key, each in documents.items() for line in ({"index": {"_id": key}}, each)])
    return sorted(documents, key=lambda key: (documents[key]["n"], int(key)))


def pages_of_pit(store: docstore.Store, more: Json) -> Iterator[Json]:
    pit = {"id": store.open_point_in_time(index="i", keep_alive="1m")["id"]}
    yield {}
    after: Json = {}
    while (page := dict(store.search(pit=pit, size=7, **more, **after)))["hits"]["hits"]:
        yield page
        after = {"search_after": page["hits"]["hits"][-1]["sort"]}
    store.close_point_in_time(id=pit["id"])


def pages_of_scroll(store: docstore.Store, more: Json) -> Iterator[Json]:
    page = dict(store.search(index="i", scroll="1m", size=7, **more))
    yield {}
    while page["hits"]["hits"]:
        yield page
        page = dict(store.scroll(scroll_id=page["_scroll_id"], scroll="1m"))
    store.clear_scroll(scroll_id=page["_scroll_id"])


@pytest.mark.parametrize("pages", [pages_of_pit, pages_of_scroll])
def test_walked_while_others_write(tmp_path: Path, pages: Any) -> None:
    with docstore.open(tmp_path / "s") as store:
        expected = filled(store)
        every = pages(store, {"sort": ["n"]})
        foxes = pages(store, {"query": {"match": {"t": "fox"}}, "sort": ["n"]})
        assert (next(every), next(foxes)) == ({}, {})  # both have begun
        with writers(store, 2) as written:
            found = [hit for page in every for hit in page["hits"]["hits"]]
            some = [hit["_id"] for page in foxes for hit in page["hits"]["hits"]]
        assert all(written)
        assert [hit["_id"] for hit in found] == expected
        assert [hit["_source"]["n"] for hit in found] == [int(key) % 5 for key in expected]
        assert some == [key for key in expected if int(key) % 3]
        assert store.check() == []
