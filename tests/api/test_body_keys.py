"""Keys of a body that are called like parameters which stand elsewhere are unknown keys."""

from __future__ import annotations

from typing import Any

import pytest

import docstore


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("search", {"index": "b"}, "Unknown key for a VALUE_STRING in [index]."),
        ("search", {"source": True}, "Unknown key for a VALUE_BOOLEAN in [source]."),
        ("search", {"bad": 1, "size": "x"}, "Unknown key for a VALUE_NUMBER in [bad]."),
        ("count", {"routing": "b"}, "request does not support [routing]"),
        ("explain", {"id": "2"}, "request does not support [id]"),
        ("update", {"index": "b"}, "[UpdateRequest] unknown field [index]"),
        ("reindex", {"refresh": True}, "[1:2] [reindex] unknown field [refresh]"),
        ("indices.create", {"index": "b"}, "request [indices.create] contains unrecognized body key: [index]"),
    ],
)
def test_they_are_refused(store: docstore.Store, name: str, body: dict[str, Any], reason: str) -> None:
    store.index(index="a", id="1", document={})
    beside = {"index": "a", "id": "1"} if name in ("explain", "update") else {} if name == "reindex" else {"index": "a"}
    space, _, method = name.rpartition(".")
    with pytest.raises(docstore.ApiError) as refused:
        getattr(getattr(store, space) if space else store, method)(**beside, body=body)
    assert refused.value.status == 400
    assert refused.value.reason.startswith(reason)
