"""An index in memory that keeps the contract of storage: sequence numbers, removals, snapshots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import numpy as np

from docstore.columns.rows import Ints
from docstore.mapping.history import NO_HISTORY
from docstore.mapping.mapping import Mapping

Json = dict[str, Any]

_encode = msgspec.msgpack.Encoder().encode


def mapping_of(properties: Json, settings: Json | None = None) -> Mapping:
    return Mapping.parse({"properties": properties}, settings=settings)


def stream(sources: list[bytes]) -> bytes:
    """As ``Reader.streams`` gives documents: every second value of an array."""
    return b"\xdd" + (2 * len(sources)).to_bytes(4, "big") + b"".join(b"\xc4\x03\0\x01x" + source for source in sources)


class FakeReader:
    """A snapshot. ``scans`` tells from where documents were read."""

    def __init__(self, index: FakeIndex) -> None:
        self.bits = 0
        self.uuid = index.uuid
        self.opening = 0
        self.name = index.name
        self.mapping = index.mapping
        self.history = NO_HISTORY
        self.next_seq = index.next_seq
        self.removed = index.removed
        self.scans: list[int] = []
        self.lookups: list[tuple[str, ...]] = []
        self._removals = dict(index.removals)
        self._live = dict(sorted((seq, (doc_id, source)) for doc_id, (seq, source) in index.documents.items()))

    @property
    def content(self) -> tuple[int, int]:
        return self.next_seq, self.removed

    @property
    def files(self) -> None:
        return None

    def fingerprints(self, seqs: Sequence[int]) -> list[bytes]:
        return [self._live[seq][1] if seq in self._live else b"" for seq in seqs]

    @property
    def count(self) -> int:
        return len(self._live)

    def removed_since(self, removed: int) -> Ints | None:
        """Nothing is known of every third removal."""
        between = range(removed, self.removed)
        if any(number % 3 == 2 for number in between):
            return None
        return np.unique(np.array([self._removals[number] for number in between], dtype=np.int64))

    def live_seqs(self, start: int = 0) -> Ints:
        return np.array([seq for seq in self._live if seq >= start], dtype=np.int64)

    def streams(self, start: int = 0) -> Iterator[tuple[int, bytes]]:
        self.scans.append(start)
        seqs = self.live_seqs(start)
        for at in range(0, len(seqs), 3):
            batch = seqs[at : at + 3]
            yield len(batch), stream([self._live[int(seq)][1] for seq in batch])

    def lookup(self, ids: Sequence[str]) -> Ints:
        self.lookups.append(tuple(ids))
        return np.array([seq for seq, (doc_id, _) in self._live.items() if doc_id in set(ids)], dtype=np.int64)

    def find(self, ids: Sequence[str]) -> Ints:
        known = {doc_id: seq for seq, (doc_id, _) in self._live.items()}
        return np.array([known.get(doc_id, -1) for doc_id in ids], dtype=np.int64)

    def documents(self) -> list[tuple[int, str, Json]]:
        """(seq, id, source) in log order: what a slow evaluation reads."""
        return [(seq, doc_id, msgspec.msgpack.decode(source)) for seq, (doc_id, source) in self._live.items()]


class FakeIndex:
    """Writes as the document API does: an update gets a new sequence number, a delete uses one up."""

    count = 0

    def __init__(self, properties: Json | None = None, *documents: Json, name: str = "cities", settings: Json | None = None) -> None:
        FakeIndex.count += 1
        self.uuid = f"uuid-{FakeIndex.count}"
        self.name = name
        self.mapping = mapping_of(properties or {}, settings)
        self.next_seq = 0
        self.removed = 0
        self.documents: dict[str, tuple[int, bytes]] = {}
        self.removals: dict[int, int] = {}
        for number, document in enumerate(documents):
            self.put(str(number), document)

    def put(self, doc_id: str, document: Json) -> None:
        self._remove(doc_id)
        self.documents[doc_id] = (self.next_seq, _encode(document))
        self.next_seq += 1

    def delete(self, doc_id: str) -> None:
        if self._remove(doc_id):
            self.next_seq += 1

    def _remove(self, doc_id: str) -> bool:
        found = self.documents.pop(doc_id, None)
        if found is not None:
            self.removals[self.removed] = found[0]
            self.removed += 1
        return found is not None

    def map(self, properties: Json) -> None:
        self.mapping = mapping_of(properties)

    def reader(self) -> FakeReader:
        return FakeReader(self)
