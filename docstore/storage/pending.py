"""Records of one transaction that wait to be written together, as blocks."""

from __future__ import annotations

from docstore.storage.batch import Batch
from docstore.storage.log import Log
from docstore.storage.record import HOLE

FULL = 1_000
"""Records after which they are written without waiting for more."""


class Pending:
    """Consecutive records, from the ``_seq_no`` ``first`` on, that stand behind all that the log has."""

    __slots__ = ("_bodies", "_stamps", "first")

    def __init__(self) -> None:
        self.first = 0
        self._stamps: list[bytes] = []
        self._bodies: list[bytes] = []

    def __len__(self) -> int:
        return len(self._bodies)

    def holds(self, seq: int) -> bool:
        """Whether a record waits here."""
        return 0 <= seq - self.first < len(self._bodies)

    def add(self, seq: int, stamp: bytes, body: bytes) -> None:
        """Add the next record."""
        if not self._bodies:
            self.first = seq
        self._stamps.append(stamp)
        self._bodies.append(body)

    def at(self, seq: int) -> tuple[bytes, bytes]:
        """The stamp and the body of a record that waits here."""
        return self._stamps[seq - self.first], self._bodies[seq - self.first]

    def remove(self, seq: int) -> None:
        """Make a hole of a record that waits here."""
        self._stamps[seq - self.first], self._bodies[seq - self.first] = HOLE, b""

    def write(self, log: Log) -> None:
        """Write all to the log, but for what would be nothing but holes; none waits any more."""
        stamps = b"".join(self._stamps)
        if len(self._bodies) == 1:
            log.append_one(self.first, stamps, self._bodies[0])
        else:
            Batch(stamps, bodies=self._bodies).append_to(log, self.first, stamps)
        self._stamps, self._bodies = [], []
