"""What columns and queries use of ``storage.IndexReader``: one index at one moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from docstore.columns.fields import Mapping
from docstore.columns.rows import Ints


class Reader(Protocol):
    """Live documents by ``_seq_no``. Content is named by ``(next_seq, removed)``: the same ``removed`` and a larger ``next_seq`` means
    that documents were only added since."""

    @property
    def uuid(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def mapping(self) -> Mapping: ...
    @property
    def next_seq(self) -> int: ...
    @property
    def removed(self) -> int: ...
    def live_seqs(self, start: int = 0) -> Ints: ...
    def sources(self, start: int = 0) -> Iterator[tuple[Ints, list[bytes]]]: ...
    def lookup(self, ids: Sequence[str]) -> Ints: ...
