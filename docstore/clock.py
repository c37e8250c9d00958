"""The only source of time and of generated ids; a test replaces ``Clock`` to hold both still."""

from __future__ import annotations

import base64
import os
import threading
import time

_ID_ALPHABET_SAFE = b"-_"


class Clock:
    """Wall time, elapsed time, waiting and unique ids."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sequence = int.from_bytes(os.urandom(3), "big")
        self._last_millis = 0
        self._node = os.urandom(6)

    def millis(self) -> int:
        """Milliseconds since the epoch."""
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        """Seconds that only ever grow; for measuring, not for dates."""
        return time.monotonic()

    def document_id(self) -> str:
        """A fresh 20-character document id, URL-safe and roughly ascending in time.

        Elasticsearch's ids (``TimeBasedUUIDGenerator``) have the same length and alphabet. Ascending ids land at the end of
        the ``ids`` table, where an insert is cheapest.
        """
        with self._lock:
            self._sequence = (self._sequence + 1) & 0xFFFFFF
            self._last_millis = max(self._last_millis, self.millis())
            if self._sequence == 0:
                self._last_millis += 1
            raw = self._last_millis.to_bytes(6, "big") + self._sequence.to_bytes(3, "big") + self._node
        return base64.b64encode(raw, _ID_ALPHABET_SAFE).decode()

    def uuid(self) -> str:
        """A random 22-character id for an index or a node, as Elasticsearch's ``UUIDs.randomBase64UUID``."""
        return base64.b64encode(os.urandom(16), _ID_ALPHABET_SAFE).decode().rstrip("=")


CLOCK = Clock()
"""The clock of the process."""
