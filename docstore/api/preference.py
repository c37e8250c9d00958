"""``preference``: which shards a request asks, and which copies of them (``OperationRouting``).

A store has one copy of everything, on one node, and all documents of an index are in its first shard.
"""

from __future__ import annotations

from docstore.api.node import Node
from docstore.errors import IllegalArgumentError, NumberFormatError

_SHARDS = "_shards"
_NODES = ("_prefer_nodes", "_only_nodes")
_KINDS = (_SHARDS, *_NODES, "_local", "_only_local", "_onlyLocal")


def asks(node: Node, preference: str | None, index: str, shard: int = 0) -> bool:
    """Whether a request with this ``preference`` asks this shard of an index.

    Text that does not begin with ``_`` only says that requests go to the same copies.

    :raises IllegalArgumentError: a preference that nobody has, or one for other nodes only.
    :raises NumberFormatError: a shard that is no number.
    """
    if not preference or not preference.startswith("_"):
        return True
    kind, value = _parted(preference)
    if kind == _SHARDS:
        numbers, _, further = value.partition("|")
        return shard in _numbers(numbers) and (not further or _asks_node(node, further, index, shard))
    return _asks_node(node, preference, index, shard)


def _asks_node(node: Node, preference: str, index: str, shard: int) -> bool:
    from docstore.api.cluster.node_names import is_meant

    if not preference.startswith("_"):
        return True
    kind, value = _parted(preference)
    if kind == _SHARDS:
        raise IllegalArgumentError("unknown preference [SHARDS]")
    if kind == "_only_nodes" and not is_meant(node, value):
        word = "criterion" if "," in value else "criteria"
        raise IllegalArgumentError(f"no data nodes with {word} [{value}] found for shard: [{index}][{shard}]")
    return True


def _parted(preference: str) -> tuple[str, str]:
    kind, colon, value = preference.partition(":")
    if kind not in _KINDS:
        raise IllegalArgumentError(f"no Preference for [{kind}]")
    if not colon and kind in (_SHARDS, *_NODES):
        raise IllegalArgumentError(f"the preference [{kind}] needs values, as in [{kind}:0]")
    return kind, value


def _numbers(text: str) -> set[int]:
    for each in filter(None, text.split(",")):
        if not each.isdecimal():
            raise NumberFormatError.of(each)
    return {int(each) for each in text.split(",") if each}
