"""Which routing a request on a document has: its own, or that of the alias it goes through (``ProjectMetadata.resolveIndexRouting``).

An index keeps all documents in one place, and an id is one document, whatever its routing. But as in Elasticsearch, an index with several
shards has a document only for those who look on its shard: with its routing, or one that leads there too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from docstore.catalog.settings.rules import routing_shards
from docstore.catalog.time_series import is_time_series
from docstore.errors import IllegalArgumentError
from docstore.mapping.murmur3 import hash32

if TYPE_CHECKING:
    from docstore.catalog.aliases.alias import Alias
    from docstore.catalog.index import Index


def resolve(routing: str | None, alias: Alias | None) -> str | None:
    """The routing; ``None`` without one.

    :raises IllegalArgumentError: the request and the alias disagree.
    """
    if alias is None or not alias.index_routing:
        return routing or None
    if routing and routing != alias.index_routing:
        raise conflict(routing, alias)
    return alias.index_routing


def conflict(routing: str, alias: Alias) -> IllegalArgumentError:
    """What is said of a routing that is not that of the alias."""
    return IllegalArgumentError(
        f"Alias [{alias.name}] has index routing associated with it [{alias.index_routing}], and was provided with routing value"
        f" [{routing}], rejecting operation"
    )


def as_text(value: Any) -> str | None:
    """A routing as a body may have it: a number too, and a list for one with commas."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ",".join(map(str, value))
    return None if value is None else str(value)


def is_elsewhere(index: Index, doc_id: str, asked: str | None, held: str | None) -> bool:
    """Whether a document with the routing ``held`` is on another shard than that which the routing ``asked`` leads to."""
    if (asked or None) == held or index.settings.number_of_shards == 1 or is_time_series(index):
        return False
    return _shard(index, doc_id, asked) != _shard(index, doc_id, held)


def _shard(index: Index, doc_id: str, routing: str | None) -> int:
    """``OperationRouting.generateShardId``."""
    settings = index.settings
    number = _hash(routing or doc_id)
    partition = int(settings.get("index.routing_partition_size"))
    if routing and partition > 1:
        number += _hash(doc_id) % partition
    spread = routing_shards(settings)
    return ((number + 2**31) % 2**32 - 2**31) % spread // (spread // settings.number_of_shards)


def _hash(text: str) -> int:
    """``Murmur3HashFunction.hash``: of UTF-16, as a signed number."""
    found = hash32(text.encode("utf-16-le", "surrogatepass"))
    return found - (found >> 31 << 32)
