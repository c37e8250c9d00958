"""docstore through its façade."""

from __future__ import annotations

import gc
from functools import cached_property
from pathlib import Path
from typing import Any

import docstore
from benchmarks.data import Document
from benchmarks.search.body import body_of
from benchmarks.search.corpus import Corpus
from benchmarks.search.memory import resident
from benchmarks.search.operation import KINDS, Answer, Operation
from docstore.columns.cache import CACHE

INDEX = "docs"


class Docstore:
    """A store on disk, never synced within the times."""

    kinds = frozenset(KINDS)

    def __init__(self, directory: Path, corpus: Corpus) -> None:
        self._path = directory / "store"
        self._corpus = corpus
        self._store = docstore.open(self._path, durability="async")
        self._store.indices.create(index=INDEX, mappings=corpus.mapping())

    def load(self, documents: list[Document]) -> None:
        """``store.load``; columns are made when a query first needs them."""
        self._store.load(index=INDEX, documents=documents)

    def run(self, operation: Operation) -> Answer:
        """``store.search``."""
        body = body_of(operation)
        found: dict[str, Any] = dict(self._store.search(index=INDEX, **body))
        if "aggregations" in found:
            return Answer(len(found["aggregations"]["groups"]["buckets"]), [])
        return Answer(found["hits"]["total"]["value"], [hit["_source"] for hit in found["hits"]["hits"]])

    def write(self, document: Document) -> None:
        """``store.index``."""
        self._store.index(index=INDEX, document=document)

    def overwrite(self, document: Document, number: int) -> None:
        """The same, with the id of one that is there."""
        self._store.index(index=INDEX, id=self._ids[number % len(self._ids)], document=document)

    @cached_property
    def _ids(self) -> list[str]:
        hits = self._store.search(index=INDEX, size=10_000, source=False, sort=["_doc"])["hits"]["hits"]
        return [hit["_id"] for hit in hits]

    def close(self) -> None:
        """Columns in memory are dropped, as with the process."""
        self._store.close()
        CACHE.clear()
        gc.collect()

    def open(self) -> None:
        """The same directory."""
        self._store = docstore.open(self._path, durability="async")

    def memory(self) -> int:
        """Of this process."""
        return resident("self")
