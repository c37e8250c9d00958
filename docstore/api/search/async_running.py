"""A search that goes on after its request was answered (``AsyncSearchTask``)."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Any

from docstore.api.node import Node
from docstore.api.search import async_results
from docstore.api.search.answer import answer
from docstore.api.search.async_id import AsyncId
from docstore.errors import ApiError, InternalServerError, JsonObject, StoreError
from docstore.tasks.searches import Background


class AsyncSearch(Background):
    """One of this process. ``shards``: how many indices it asks, where that is known."""

    def __init__(self, node: Node, asked: JsonObject, *, keep_alive: int, shards: int | None) -> None:
        doc_id = node.clock.uuid()
        super().__init__(node.searches, doc_id)
        self.id = AsyncId(doc_id, f"{node.id}:{next(node.searches.numbers)}")
        self.expires = self.started + keep_alive
        self._node = node
        self._asked = asked
        self._shards = shards
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._kept = False
        self._response: JsonObject | None = None
        self._error: ApiError | None = None

    def work(self) -> None:
        """Search, and store the outcome if nobody has waited for it."""
        try:
            self._response = answer(self._node, self._asked)
        except ApiError as error:
            self._error = error
        except Exception as error:
            self._error = InternalServerError(f"{type(error).__name__}: {error}")
        with self._lock:
            self._ended.set()
            if self._kept:
                with suppress(ApiError, StoreError):  # what was kept when it began says that it did not come to its end
                    self._store()

    def wait(self, seconds: float) -> None:
        """Wait for its end, so long at most."""
        self._ended.wait(None if seconds == float("inf") else seconds)

    def keep(self, *, always: bool) -> bool:
        """Store its outcome, now or when it ends; if it has ended, only where that is asked for. Whether it is stored."""
        async_results.expire(self._node)
        with self._lock:
            self._kept = always or not self._ended.is_set()
            if self._kept:
                self._store(new=True)
        return self._kept

    @property
    def forgotten(self) -> bool:
        """Whether it was deleted while it ran."""
        return self.cancelled is not None and not self._kept

    def forget(self) -> None:
        """Call it off, and keep nothing of it."""
        self.cancelled = self.cancelled or "cancelled by user"
        with self._lock:
            self._kept = False
            async_results.forget(self._node, self.name)

    def _store(self, *, new: bool = False) -> None:
        ended = self._ended.is_set()
        with self._node.environment.write() as txn:
            if not new and not async_results.exists(txn, self.name):
                return
            result, status = self.result()
            try:
                async_results.check_size(txn, result)
            except ApiError as error:
                result = {name: value for name, value in result.items() if name != "response"} | {"is_partial": True, "error": error.cause}
                status = error.status
            owner = "" if ended else self._node.tasks.owner
            async_results.keep(txn, self._node.clock, self.name, result, status, owner)

    def result(self) -> tuple[JsonObject, int]:
        """What it has found so far, with the HTTP status of that."""
        ended = self._ended.is_set()
        found: JsonObject = {
            "id": self.id.encoded,
            "is_partial": self._response is None or not ended,
            "is_running": not ended,
            "start_time_in_millis": self.started,
            "expiration_time_in_millis": self.expires,
        }
        if not ended:
            return (found if self._shards is None else {**found, "response": self._nothing_yet()}), 200
        if self._error is not None:
            return {**found, "error": async_results.failure(self._error)}, self._error.status
        assert self._response is not None
        return {**found, "completion_time_in_millis": self.started + self._response["took"], "response": self._response}, 200

    def _nothing_yet(self) -> JsonObject:
        total: Any = {"value": 0, "relation": "gte"}
        return {
            "took": self._node.clock.millis() - self.started,
            "timed_out": False,
            "terminated_early": False,
            "num_reduce_phases": 0,
            "_shards": {"total": self._shards, "successful": 0, "skipped": 0, "failed": 0},
            "hits": {"total": total, "max_score": None, "hits": []},
        }
