"""Blocks as an API of their own."""

from __future__ import annotations

import pytest

from docstore.api.indices.blocks import add_block, remove_block
from docstore.api.indices.create import create
from docstore.catalog.current import current
from docstore.errors import ClusterBlockError, IllegalArgumentError, IndexNotFoundError, ValidationError


def found(node, name):
    with node.environment.read() as txn:
        return current(txn).index(name)


def test_add_and_remove(node):
    create(node, index="one")
    create(node, index="two")
    blocked = [{"name": "one", "blocked": True}, {"name": "two", "blocked": True}]
    assert add_block(node, index="*", block="write") == {
        "acknowledged": True,
        "shards_acknowledged": True,
        "indices": blocked,
    }
    with pytest.raises(ClusterBlockError, match=r"FORBIDDEN/8/index write \(api\)"):
        found(node, "one").check_writable()
    assert remove_block(node, index="one", block="write") == {
        "acknowledged": True,
        "indices": [{"name": "one", "unblocked": True}],
    }
    found(node, "one").check_writable()
    assert "index.blocks.write" not in found(node, "one").settings.flat


def test_a_read_only_block_lets_itself_be_lifted(node):
    create(node, index="one")
    add_block(node, index="one", block="read_only")
    with pytest.raises(ClusterBlockError):
        add_block(node, index="one", block="write")
    remove_block(node, index="one", block="read_only")
    found(node, "one").check_writable()


def test_refused(node):
    create(node, index="one")
    with pytest.raises(IllegalArgumentError, match="No block found with name everything"):
        add_block(node, index="one", block="everything")
    with pytest.raises(ValidationError, match="1: read_only_allow_delete block is for internal use only;"):
        add_block(node, index="one", block="read_only_allow_delete")
    with pytest.raises(IndexNotFoundError):
        add_block(node, index="gone", block="write")


@pytest.mark.parametrize("block", ["read_only", "metadata"])
def test_an_index_with_such_a_block_is_not_opened_nor_closed(store, block):
    store.indices.create(index="a", settings={f"blocks.{block}": True})
    for call in (store.indices.open, store.indices.close):
        with pytest.raises(ClusterBlockError):
            call(index="a")
