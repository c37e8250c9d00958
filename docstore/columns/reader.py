"""What columns and queries use of ``storage.IndexReader``: one index at one moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from docstore.columns.rows import Ints
from docstore.mapping.history import History
from docstore.mapping.mapping import Mapping
from docstore.storage.derived import DerivedFiles


class Reader(Protocol):
    """Live documents by ``_seq_no``. The same ``removed`` and a larger ``next_seq`` means that documents were only added since."""

    bits: int
    """How many bits of a number are for the place of an object within its document: none where the documents are read."""

    @property
    def uuid(self) -> str:
        """The index, whatever its name."""

    @property
    def opening(self) -> int:
        """Which opening of a store it reads: the indices of a copy have the same uuids, and other documents."""

    @property
    def name(self) -> str:
        """The name of the index."""

    @property
    def files(self) -> DerivedFiles | None:
        """Where its columns are kept, if they are."""

    def fingerprints(self, seqs: Sequence[int]) -> list[bytes]:
        """A digest of each of these documents; nothing for one that is not live."""

    @property
    def mapping(self) -> Mapping:
        """Its mapping at this moment."""

    @property
    def history(self) -> History:
        """What of the mapping came after documents."""

    @property
    def content(self) -> tuple[int, int]:
        """``next_seq`` and ``removed``: what they say of an index, it holds."""

    @property
    def next_seq(self) -> int:
        """The ``_seq_no`` of the next operation."""

    @property
    def removed(self) -> int:
        """How many records were superseded or deleted so far."""

    @property
    def count(self) -> int:
        """How many live documents there are."""

    def removed_since(self, removed: int) -> Ints | None:
        """The ``_seq_no`` of the documents that were superseded or deleted since so many had been, ascending; None when that is not known.
        """

    def live_seqs(self, start: int = 0) -> Ints:
        """``_seq_no`` of all live documents from ``start`` on, ascending."""

    def lookup(self, ids: Sequence[str]) -> Ints:
        """``_seq_no`` of the live documents with these ids, ascending."""

    def find(self, ids: Sequence[str]) -> Ints:
        """The ``_seq_no`` of the live document with each of these ids, -1 where there is none."""


class Documents(Reader, Protocol):
    """The documents themselves."""

    def streams(self, start: int = 0) -> Iterator[tuple[int, bytes]]:
        """Batches of the same documents: how many, and a MessagePack array in which every second value is a ``_source``."""
