"""``requests_per_second``: how long a run waits before its next batch (``WorkerBulkByPaginatedSearchTaskState``)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from docstore.errors import IllegalArgumentError

UNLIMITED = math.inf
LONGEST_WAIT = 3600.0
"""Seconds; Elasticsearch's cap on one wait."""


def parse_rate(value: Any) -> float:
    """``requests_per_second`` in documents per second; -1 and ``None`` are unlimited.

    :raises IllegalArgumentError: zero, another negative number, or no number.
    """
    if value is None:
        return UNLIMITED
    try:
        rate = float(value) if not isinstance(value, bool) and value != "" else math.nan
    except (TypeError, ValueError, OverflowError):
        rate = math.nan
    if rate == -1:
        return UNLIMITED
    if not rate > 0 or (isinstance(value, str) and math.isinf(rate)):
        raise IllegalArgumentError("[requests_per_second] must be a float greater than 0. Use -1 to disable throttling.")
    return rate


def shown(rate: float) -> float:
    """A rate as a status shows it, with the digits of a float of 32 bits: -1 for unlimited."""
    return -1.0 if math.isinf(rate) else float(str(np.float32(rate)))


@dataclass(slots=True)
class Throttle:
    """Paces one worker: ``documents`` taken at ``since`` seconds allow the next batch when their time is up."""

    rate: float
    since: float = 0.0
    documents: int = 0

    def took(self, documents: int, now: float) -> None:
        """A batch of so many documents began now."""
        self.since, self.documents = now, documents

    def took_more(self, documents: int) -> None:
        """So many more documents, of another index, are of the same batch."""
        self.documents += documents

    def wait(self, now: float) -> float:
        """Seconds until the next batch may begin."""
        if math.isinf(self.rate) or not self.documents:
            return 0.0
        return min(max(self.documents / self.rate - (now - self.since), 0.0), LONGEST_WAIT)


@dataclass(slots=True)
class Wait:
    """One wait of a worker: how long it was planned to be, at which rate, and the second at which it is over."""

    rate: float
    planned: float
    until: float

    @classmethod
    def of(cls, throttle: Throttle, now: float) -> Wait:
        """The wait that a throttle asks for."""
        seconds = throttle.wait(now)
        return cls(throttle.rate, seconds, now + seconds)

    def hasten(self, rate: float, now: float) -> bool:
        """Shorten what is left as a faster rate asks; whether it is faster."""
        if rate <= self.rate:
            return False
        self.planned = max(self.until - now, 0.0) * self.rate / rate
        self.rate, self.until = rate, now + self.planned
        return True
