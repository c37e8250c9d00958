"""What a run shows while it goes and answers when it has ended (``BulkByPaginatedSearchResponse``)."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import Any

from docstore.clock import CLOCK
from docstore.errors import JsonObject
from docstore.reindex.counters import Counters, Pace, status
from docstore.reindex.throttle import UNLIMITED, parse_rate
from docstore.tasks.task import Task


def of_task(task: Task, checkpoint: Any, wishes: JsonObject) -> JsonObject:
    """The status of a task: of an ended one what it answered, else from its last checkpoint."""
    if task.response is not None:
        return {key: value for key, value in task.response.items() if key not in ("took", "timed_out", "failures")}
    if checkpoint is None:
        checkpoint = {"workers": [], "rate": task.request["params"].get("requests_per_second")}
    wished = wishes.get("requests_per_second")
    rate = parse_rate(wished if wished is not None else checkpoint["rate"])
    return whole(checkpoint["workers"], rate, wishes.get("canceled"), _remaining(checkpoint))


def _remaining(checkpoint: JsonObject) -> int:
    until: int = checkpoint.get("until", 0)
    return max(until - CLOCK.millis(), 0)


def whole(rows: list[Any], rate: float, canceled: str | None, wait_millis: int = 0) -> JsonObject:
    """The status of a whole run from the rows of its workers; ``slices`` where there are several."""
    counters = [Counters(*row[0]) for row in rows]
    body = status(reduce(add, counters, Counters()), Pace(rate, wait_millis), canceled=canceled)
    if len(rows) > 1:
        pace = Pace(rate / len(rows) if rate != UNLIMITED else rate, wait_millis)
        body["slices"] = [status(one, pace, slice_id=at, canceled=canceled) for at, one in enumerate(counters)]
    return body


def response(took: int, body: JsonObject, failures: list[JsonObject]) -> JsonObject:
    """The answer of an ended run."""
    return {"took": took, "timed_out": False, **body, "failures": failures}


def http_status(answer: JsonObject) -> int:
    """200, or the highest status among the failures."""
    return max((int(failure["status"]) for failure in answer["failures"]), default=200)
