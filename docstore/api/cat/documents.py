"""How many documents there are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from docstore.api.cat.table import Row, cat, text
from docstore.api.node import Node
from docstore.api.parameters import Names
from docstore.api.registry import Body
from docstore.api.search.count import count as count_documents
from docstore.errors import JsonObject

_COUNT = (
    text("epoch", "seconds since 1970-01-01 00:00:00", "t", "time"),
    text("timestamp", "time in HH:MM:SS", "ts", "hms", "hhmmss"),
    text("count", "the document count", "dc", "docs.count", "docsCount"),
)


@cat(
    "cat.count", "GET /_cat/count", "POST /_cat/count", "GET /_cat/count/{index}", "POST /_cat/count/{index}", columns=_COUNT
)
def count(node: Node, *, index: Names | None = None, query: Body[JsonObject | None] = None) -> Iterator[Row]:
    """One line: how many documents there are, or match ``query``."""
    found = count_documents(node, index=index, query=query)["count"]
    yield (*now(node), found)


def now(node: Node) -> tuple[int, str]:
    """The time as tables show it: seconds since the epoch, and the time of day (UTC)."""
    millis = node.clock.millis()
    return millis // 1000, datetime.fromtimestamp(millis / 1000, UTC).strftime("%H:%M:%S")
