"""The end of a run that had its destination to itself, while others delete it."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.reindex import settling


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("how", [{}, {"slices": 2}])
def test_a_destination_that_is_deleted_before_its_ids_are_brought_in(
    store: docstore.Store, monkeypatch: pytest.MonkeyPatch, how: dict[str, Any], again: bool
) -> None:
    store.load(index="a", documents=({"n": n} for n in range(30)))
    settle = settling.settle

    def deleted_before(*args: Any, **kwargs: Any) -> None:
        store.indices.delete(index="b")
        if again:
            store.load(index="b", documents=({"m": n} for n in range(30)), id="m")
        settle(*args, **kwargs)

    monkeypatch.setattr(settling, "settle", deleted_before)
    assert store.reindex(source={"index": "a"}, dest={"index": "b"}, **how)["created"] == 30
    assert store.check() == []
    assert store.indices.exists(index="b") == again
    if again:
        assert store.get(index="b", id="7")["_source"] == {"m": 7}
    assert store.tasks.list(actions="*reindex")["nodes"] == {}
