"""Searches that go on over several requests: scrolls and points in time.

Each holds a snapshot of the store, so it sees what was there when it began, whatever is written since. They live in the process that
opened them and end with it, by ``clear`` or when nobody asked for them within their ``keep_alive``; a process that has many of them
open, for long, keeps the store from using freed room again.
"""

from __future__ import annotations

import base64
import os
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from docstore.catalog.catalog import Target
from docstore.catalog.current import current
from docstore.catalog.settings.cluster import cluster_setting
from docstore.clock import CLOCK
from docstore.errors import IllegalArgumentError, SearchContextMissingError, TooManyScrollContextsError, search_failed
from docstore.search.engine import Outcome
from docstore.search.hits import Owned
from docstore.search.near_real_time import in_turn, keep_view
from docstore.search.scroll_id import first_context
from docstore.storage.activity import activity
from docstore.storage.environment import Environment
from docstore.storage.transaction import Transaction
from docstore.time_value import shown

_CACHE_KEY = "search_contexts"
_BYTES = 24


@dataclass(slots=True)
class Context:
    """One of them. ``lock``: a snapshot is used by one thread at a time."""

    id: str
    number: int
    txn: Transaction
    targets: list[Target]
    keep_alive: float
    expires: float = 0.0
    outcome: Outcome | None = None
    """Of a scroll."""
    rows: Iterator[Owned] | None = None
    """Of a scroll: those that were not shown yet."""
    lock: Any = field(default_factory=threading.RLock)
    began: float = field(default_factory=time.monotonic)
    created: int = field(default_factory=CLOCK.millis)


class Contexts:
    """All of one open store."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._lock = threading.Lock()
        self._open: dict[str, Context] = {}
        self._last = 0

    def snapshot(self) -> Transaction:
        """The store as it is now, for as long as a context lives."""
        self._environment.open_new_tables()
        return self._environment.snapshot()

    def add(self, txn: Transaction, targets: Sequence[Target], keep_alive: float) -> Context:
        """A new one; it owns the snapshot.

        :raises TooManyScrollContextsError: as many are open as ``search.max_open_scroll_context`` allows.
        """
        self._sweep()
        keep_view(txn, [target.index for target in targets])
        limit = int(cluster_setting(current(txn), "search.max_open_scroll_context"))
        with self._lock:
            if len(self._open) >= limit:
                raise TooManyScrollContextsError(limit)
            self._last += 1
            name = base64.urlsafe_b64encode(self._last.to_bytes(8, "big") + os.urandom(_BYTES - 8)).decode()
            found = self._open[name] = Context(name, self._last, txn, list(targets), keep_alive)
        found.expires = time.monotonic() + keep_alive
        return found

    @contextmanager
    def use(self, name: str, keep_alive: float | None, node: str) -> Iterator[Context]:
        """An open one, for one request; it lives on for its ``keep_alive``, or this new one.

        :raises ApiError: there is none (any more).
        """
        self._sweep()
        with self._lock:
            found = self._open.get(name)
        if found is None:
            missing = SearchContextMissingError(f"No search context found for id [{number_of(name)}]")
            raise search_failed([("", node, missing)])
        with found.lock, in_turn(found.txn):
            if keep_alive is not None:
                found.keep_alive = keep_alive
            yield found
            found.expires = time.monotonic() + found.keep_alive

    def close(self, names: Sequence[str]) -> int:
        """End some; how many of them were open."""
        with self._lock:
            closed = [found for name in names if (found := self._open.pop(name, None)) is not None]
        for each in closed:
            _end(each)
        return len(closed)

    def points(self) -> list[Context]:
        """The points in time that are open, the oldest first."""
        self._sweep()
        with self._lock:
            return [each for each in self._open.values() if each.rows is None]

    def close_all(self) -> int:
        """End all scrolls."""
        with self._lock:
            names = [name for name, each in self._open.items() if each.rows is not None]
        return self.close(names)

    def open_on(self) -> tuple[Counter[str], Counter[str]]:
        """How many are open on each index, by its ``uuid``; and how many of those are scrolls."""
        self._sweep()
        with self._lock:
            every = list(self._open.values())
        scrolls = [each for each in every if each.rows is not None]
        return _by_index(every), _by_index(scrolls)

    def count(self) -> int:
        """How many are open."""
        self._sweep()
        return len(self._open)

    def _sweep(self) -> None:
        now = time.monotonic()
        with self._lock:
            late = [name for name, each in self._open.items() if each.expires and each.expires < now]
        self.close(late)


def _by_index(contexts: Sequence[Context]) -> Counter[str]:
    return Counter(target.index.uuid for each in contexts for target in each.targets)


def _end(context: Context) -> None:
    with context.lock:
        if context.rows is not None:
            for index in (target.index for target in context.targets):
                activity(context.txn.environment, index).scroll.add(time.monotonic() - context.began)
        context.outcome = context.rows = None
        context.txn.end()


def contexts_of(environment: Environment) -> Contexts:
    """The open contexts of a store in this process."""
    found = environment.cache.setdefault(_CACHE_KEY, Contexts(environment))
    assert isinstance(found, Contexts)
    return found


def number_of(name: str) -> int:
    """The number in an id, also in one of Elasticsearch, which names nothing here.

    :raises IllegalArgumentError: it is none.
    """
    try:
        raw = base64.urlsafe_b64decode(name)
        return int.from_bytes(raw[:8], "big") if len(raw) == _BYTES else first_context(raw)
    except (ValueError, UnicodeEncodeError):
        raise IllegalArgumentError("Cannot parse scroll id") from None


def check_keep_alive(environment: Environment, seconds: float, text: str) -> float:
    """:raises IllegalArgumentError: longer than ``search.max_keep_alive``."""
    with environment.read() as txn:
        longest = float(cluster_setting(current(txn), "search.max_keep_alive"))
    if seconds * 1000 > longest:
        raise IllegalArgumentError(
            f"Keep alive for request ({text}) is too large. It must be less than ({shown(longest)}). This limit can be set by changing"
            " the [search.max_keep_alive] cluster level setting."
        )
    return seconds
