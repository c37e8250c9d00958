"""A reindex that sorts several source indices together."""

from typing import Any

import pytest

import docstore


@pytest.fixture
def trees(store: docstore.Store) -> docstore.Store:
    """Even heights in one index, odd ones in the other, each backwards."""
    for name, parity in (("even", 0), ("odd", 1)):
        heights = range(58 + parity, -1, -2)
        store.load(index=name, documents=({"name": f"t{n}", "height": n, "of": name} for n in heights), id="name")
    return store


def _arrived(store: docstore.Store, index: str = "b") -> list[Any]:
    hits = store.search(index=index, size=100, sort="_doc")["hits"]["hits"]
    return [hit["_source"]["height"] for hit in hits]


@pytest.mark.parametrize(("direction", "expected"), [("asc", list(range(60))), ("desc", list(range(59, -1, -1)))])
def test_in_the_order_of_the_sort(trees: docstore.Store, direction: str, expected: list[int]) -> None:
    response = trees.reindex(source={"index": ["even", "odd"], "sort": [{"height": direction}], "size": 7}, dest={"index": "b"})
    assert (response["created"], response["batches"]) == (60, 9)
    assert _arrived(trees) == expected


def test_the_first_of_all(trees: docstore.Store) -> None:
    trees.reindex(source={"index": "*d*,even", "sort": [{"height": "asc"}], "size": 4}, max_docs=5, dest={"index": "b"})
    assert _arrived(trees) == [0, 1, 2, 3, 4]


def test_equals_stand_in_the_order_of_the_indices(trees: docstore.Store) -> None:
    trees.index(index="even", id="x", document={"height": 3, "of": "even"})
    trees.reindex(source={"index": ["odd", "even"], "sort": ["height"]}, max_docs=5, dest={"index": "b"})
    assert [hit["_id"] for hit in trees.search(index="b", sort="_doc")["hits"]["hits"]] == ["t0", "t1", "t2", "x", "t3"]


def test_slices_are_each_in_order(trees: docstore.Store) -> None:
    response = trees.reindex(source={"index": ["even", "odd"], "sort": ["height"], "size": 5}, slices=3, dest={"index": "b"})
    assert (response["created"], len(response["slices"])) == (60, 3)
    assert sorted(_arrived(trees)) == list(range(60))


def test_each_index_shows_of_its_documents_what_it_shows(trees: docstore.Store) -> None:
    trees.indices.create(index="shy", mappings={"_source": {"excludes": ["of"]}, "properties": {"height": {"type": "long"}}})
    trees.index(index="shy", id="s", document={"height": 1, "of": "shy"})
    trees.reindex(source={"index": ["odd", "shy"], "sort": ["height"]}, max_docs=3, dest={"index": "b"})
    shown = [hit["_source"] for hit in trees.search(index="b", sort="_doc")["hits"]["hits"]]
    assert [(each["height"], each.get("of")) for each in shown] == [(1, "odd"), (1, None), (3, "odd")]


def test_by_score(store: docstore.Store) -> None:
    for index, text in (("a", "fox"), ("a", "fox fox fox"), ("c", "fox fox"), ("c", "dog")):
        store.index(index=index, document={"text": text, "height": text.count("fox")})
    store.reindex(source={"index": "a", "query": {"match": {"text": "fox"}}, "sort": ["_score"]}, dest={"index": "b"})
    assert _arrived(store) == [3, 1]


@pytest.mark.parametrize("at", [12, 30])
def test_goes_on_where_it_was_interrupted(trees: docstore.Store, at: int) -> None:
    def stop(done: int, *rest: float) -> None:
        if done >= at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        trees.reindex(source={"index": ["even", "odd"], "sort": ["height"], "size": 4}, dest={"index": "b"}, progress=stop)
    (task,) = trees.tasks.list(actions="*reindex", group_by="none")["tasks"]
    response = trees.tasks.resume(task_id=f"{task['node']}:{task['id']}")
    assert (response["created"], response["batches"]) == (60, 15)
    assert _arrived(trees) == list(range(60))


def test_batches_go_on_over_the_ends_of_indices(trees: docstore.Store) -> None:
    response = trees.reindex(source={"index": ["even", "odd"], "size": 7}, dest={"index": "b"})
    assert (response["created"], response["batches"]) == (60, 9)


def test_by_query_sorts_one_index(trees: docstore.Store) -> None:
    with pytest.raises(docstore.errors.NotImplementedByDocstoreError, match=r"name one, or leave out \[sort\]"):
        trees.delete_by_query(index="even,odd", query={"match_all": {}}, sort="height:asc")


def test_the_batch_with_failures_ends_where_it_would_in_one_index(trees: docstore.Store) -> None:
    trees.indices.create(index="small", mappings={"properties": {"height": {"type": "date", "format": "yyyy"}}})
    with pytest.raises(docstore.ApiError) as refused:
        trees.reindex(source={"index": ["even", "odd"], "size": 40}, dest={"index": "small"})
    assert (refused.value.body["batches"], len(refused.value.body["failures"])) == (1, 40)
