"""docstore through the official client, in process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.data import Document
from benchmarks.search.body import body_of
from benchmarks.search.corpus import Corpus
from benchmarks.search.engines.embedded import INDEX, Docstore
from benchmarks.search.operation import Answer, Operation


class Client(Docstore):
    """The same store; each request becomes bytes and back."""

    def __init__(self, directory: Path, corpus: Corpus) -> None:
        super().__init__(directory, corpus)
        self._client = self._store.elasticsearch()

    def load(self, documents: list[Document]) -> None:
        """As without the client."""
        super().load(documents)

    def run(self, operation: Operation) -> Answer:
        """``client.search``."""
        found: dict[str, Any] = self._client.search(index=INDEX, body=body_of(operation)).body
        if "aggregations" in found:
            return Answer(len(found["aggregations"]["groups"]["buckets"]), [])
        return Answer(found["hits"]["total"]["value"], [hit["_source"] for hit in found["hits"]["hits"]])

    def open(self) -> None:
        """The same directory."""
        super().open()
        self._client = self._store.elasticsearch()
