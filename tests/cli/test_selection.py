import pytest

import docstore
from docstore.cli.selection import Selected, select


def test_versions_routing_and_order() -> None:
    with docstore.open() as store:
        store.index(index="a", id="1", document={"n": 1})
        store.index(index="a", id="2", document={"n": 2}, routing="r")
        store.index(index="a", id="1", document={"n": 3})
        assert list(select(store, "a")) == [Selected("2", "r", 1, {"n": 2}), Selected("1", None, 2, {"n": 3})]
        assert [found.id for found in select(store, "a", {"term": {"n": 2}})] == ["2"]


def test_a_wrong_query() -> None:
    with docstore.open() as store:
        store.index(index="a", id="1", document={})
        with pytest.raises(docstore.ApiError, match="unknown query"):
            list(select(store, "a", {"nonsense": {}}))
