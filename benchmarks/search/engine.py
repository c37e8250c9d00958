"""What every engine does."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, runtime_checkable

from benchmarks.data import Document
from benchmarks.search.corpus import Corpus
from benchmarks.search.operation import Answer, Operation


class Engine(Protocol):
    """One way of searching, made with a directory of its own and the corpus it will hold."""

    kinds: frozenset[str]
    """What it can do."""

    def __init__(self, directory: Path, corpus: Corpus) -> None:
        """Nothing is in it."""

    def load(self, documents: list[Document]) -> None:
        """All documents, as fast as it takes them, ready to be searched."""

    def run(self, operation: Operation) -> Answer:
        """The first hits, decoded, and how many there are."""

    def close(self) -> None:
        """Give back all that is in memory; what is on disk stays."""

    def open(self) -> None:
        """Open again what is on disk."""

    def memory(self) -> int:
        """The resident memory of the process that holds the documents, in bytes."""


@runtime_checkable
class Writable(Protocol):
    """An engine that takes single documents."""

    def write(self, document: Document) -> None:
        """One more document; the next search finds it."""

    def overwrite(self, document: Document, number: int) -> None:
        """A document in the place of another: of the one with this number, more or less."""
