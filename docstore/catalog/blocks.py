"""Index blocks: settings that forbid kinds of operations on an index (Elasticsearch's ``ClusterBlock``)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from docstore.errors import ApiError, ClusterBlockError, FloodStageBlockError
from docstore.frozen import frozen


class Operation(Enum):
    """Kinds of operations that blocks tell apart (``ClusterBlockLevel``)."""

    READ = "read"
    WRITE = "write"
    METADATA_READ = "metadata_read"
    METADATA_WRITE = "metadata_write"


@frozen
class Block:
    """One kind of block."""

    setting: str
    id: int
    description: str
    operations: frozenset[Operation]
    status: str = "FORBIDDEN"

    def __str__(self) -> str:
        return f"{self.status}/{self.id}/{self.description}"


BLOCKS = (
    Block(
        "index.blocks.read_only",
        5,
        "index read-only (api)",
        frozenset({Operation.WRITE, Operation.METADATA_WRITE}),
    ),
    Block("index.blocks.read", 7, "index read (api)", frozenset({Operation.READ})),
    Block("index.blocks.write", 8, "index write (api)", frozenset({Operation.WRITE})),
    Block(
        "index.blocks.metadata",
        9,
        "index metadata (api)",
        frozenset({Operation.METADATA_READ, Operation.METADATA_WRITE}),
    ),
    Block(
        "index.blocks.read_only_allow_delete",
        12,
        "disk usage exceeded flood-stage watermark, index has read-only-allow-delete block; "
        "for more information, see https://www.elastic.co/docs/troubleshoot/elasticsearch/fix-watermark-errors"
        "?version=master",
        frozenset({Operation.WRITE}),
        status="TOO_MANY_REQUESTS",
    ),
)
"""All blocks, in the order of their ids."""


def block_error(blocked: Iterable[tuple[str, Iterable[Block]]]) -> ApiError:
    """The error for indices (by name) and what blocks them."""
    found = [(name, tuple(blocks)) for name, blocks in blocked]
    reason = "".join(f"index [{name}] blocked by: [{', '.join(map(str, blocks))}];" for name, blocks in found)
    if all(block.status == "TOO_MANY_REQUESTS" for _, blocks in found for block in blocks):
        return FloodStageBlockError(reason)
    return ClusterBlockError(reason)
