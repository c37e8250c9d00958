"""What a run shows while it goes and answers when it has ended (``BulkByPaginatedSearchResponse``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any, Self

from docstore.clock import CLOCK
from docstore.errors import JsonObject
from docstore.reindex.counters import Counters, Pace, status
from docstore.reindex.throttle import UNLIMITED, parse_rate
from docstore.tasks.task import Task

_ENDED = 3
"""The place of ``ended`` in the row of a worker."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the workers of a run stand: one, or one for each slice."""

    rows: list[Any]
    rates: list[float]
    canceled: list[str | None]
    waits: list[int]
    """Milliseconds until each goes on."""

    @classmethod
    def of(cls, task: Task, checkpoint: Any, wishes: JsonObject) -> Self:
        """From the last checkpoint of a task, and what was wished of it since."""
        count = task.request.get("workers", 1)
        if checkpoint is None:
            checkpoint = {"workers": [_NEW] * count, "rate": task.request["params"].get("requests_per_second")}
        rows = checkpoint["workers"]
        rates = checkpoint.get("rates") or [_share(parse_rate(checkpoint["rate"]), rows, row) for row in rows]
        canceled = checkpoint.get("canceled") or [None] * len(rows)
        now, untils = CLOCK.millis(), checkpoint.get("untils") or [0] * len(rows)
        wished = [{} if row[_ENDED] else _wished(wishes, rows, at) for at, row in enumerate(rows)]
        return cls(
            rows,
            [parse_rate(wish.get("requests_per_second", rate)) for wish, rate in zip(wished, rates, strict=True)],
            [wish.get("canceled", reason) for wish, reason in zip(wished, canceled, strict=True)],
            [max(until - now, 0) for until in untils],
        )

    @property
    def running(self) -> list[int]:
        """The slices that have not ended."""
        return [at for at, row in enumerate(self.rows) if not row[_ENDED]] if len(self.rows) > 1 else []

    def slice(self, at: int) -> JsonObject:
        """The status of one slice."""
        pace = Pace(self.rates[at], self.waits[at])
        return status(Counters(*self.rows[at][0]), pace, slice_id=at, canceled=self.canceled[at])

    def whole(self, canceled: str | None, *, without: list[int] | None = None) -> JsonObject:
        """The status of the run. Where there are slices it shows them, and null for those that it is ``without``: these do not count."""
        shown = [at for at in range(len(self.rows)) if at not in (without or ())]
        counters = reduce(add, (Counters(*self.rows[at][0]) for at in shown), Counters())
        pace = Pace(sum(self.rates[at] for at in shown), min((self.waits[at] for at in shown), default=0))
        body = status(counters, pace, canceled=canceled)
        if len(self.rows) > 1:
            body["slices"] = [self.slice(at) if at in shown else None for at in range(len(self.rows))]
        return body


_NEW = [Counters().to_row(), 0, 0, False, [], 0, 0]


def _wished(wishes: JsonObject, rows: list[Any], at: int) -> JsonObject:
    """What was wished of one that has not ended: of all of them, or of this slice."""
    found: JsonObject = {}
    if wishes.get("requests_per_second") is not None:
        found["requests_per_second"] = _share(parse_rate(wishes["requests_per_second"]), rows, rows[at])
    found |= wishes.get("slices", {}).get(str(at), {})
    return found | ({"canceled": wishes["canceled"]} if "canceled" in wishes else {})


def _share(rate: float, rows: list[Any], row: Any) -> float:
    """A rate is shared by those that have not ended."""
    return rate if rate == UNLIMITED or row[_ENDED] else rate / sum(not each[_ENDED] for each in rows)


def of_task(task: Task, checkpoint: Any, wishes: JsonObject, *, live: bool = False) -> JsonObject:
    """The status of a task: of an ended one what it answered, else from its last checkpoint.

    :param live: also of the slices that run. Elasticsearch shows these only in their own tasks.
    """
    if task.response is not None:
        return {key: value for key, value in task.response.items() if key not in ("took", "timed_out", "failures")}
    standing = Standing.of(task, checkpoint, wishes)
    return standing.whole(wishes.get("canceled"), without=None if live else standing.running)


def response(took: int, body: JsonObject, failures: list[JsonObject]) -> JsonObject:
    """The answer of an ended run."""
    return {"took": took, "timed_out": False, **body, "failures": failures}


def http_status(answer: JsonObject) -> int:
    """200, or the highest status among the failures."""
    return max((int(failure["status"]) for failure in answer["failures"]), default=200)
