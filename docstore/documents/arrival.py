"""What a document gets on its way into an index of logs: a time, where it has none.

It is what ``logs@default-pipeline``, the default pipeline that Elasticsearch's own template of logs names, does; it is done here as long as
there are no ingest pipelines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docstore.catalog.pipelines import LOGS_PIPELINE
from docstore.documents.time_span import shown_time
from docstore.mapping.timestamp import TIMESTAMP
from docstore.storage.source import Source

if TYPE_CHECKING:
    from docstore.catalog.index import Index


def gives_time(index: Index) -> bool:
    """Whether the index's default pipeline is that of logs."""
    return index.settings.flat.get("index.default_pipeline") == LOGS_PIPELINE


def with_time(source: Source, millis: int) -> Source:
    """The document, with a time if it has none."""
    return source if source.get(TIMESTAMP) is not None else {**source, TIMESTAMP: shown_time(millis, "milliseconds")}
