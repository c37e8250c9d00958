"""Beginning a reindex, and going on with one that was interrupted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docstore.documents.operation import OpType
from docstore.documents.versioning import batch_policy
from docstore.errors import JsonObject
from docstore.reindex import plan as plans
from docstore.reindex import request as requests
from docstore.reindex import status
from docstore.reindex.destination import Destination, Shortage
from docstore.reindex.judge import DocumentJudge, Judge
from docstore.reindex.plan import Plan, SourceIndex
from docstore.reindex.request import ReindexRequest
from docstore.reindex.run import Run, frontier_of
from docstore.reindex.transform import Transform
from docstore.storage import lease
from docstore.tasks import kind
from docstore.tasks import task as tasks
from docstore.tasks.runner import Progress, TaskRunner
from docstore.tasks.task import Task

if TYPE_CHECKING:
    from docstore.storage.transaction import Transaction

ACTION = "indices:data/write/reindex"

RAW = "raw"
DOCUMENT = "document"
"""Strategies: move records as bytes where that is possible, or take every document apart. The outcome is the same."""


@dataclass(frozen=True, slots=True)
class Reindex:
    """A request as it came: what a task keeps to begin again."""

    body: JsonObject
    params: JsonObject
    strategy: str = RAW

    def parse(self) -> ReindexRequest:
        """:raises ApiError: as ``request.parse``."""
        return requests.parse(self.body, self.params)


def begin(runner: TaskRunner, reindex: Reindex, *, wait: bool, progress: Progress | None = None) -> JsonObject | Task:
    """Validate a request, make a task of it and work on it: here until it ends (its response), or in a thread (the task).

    :raises ApiError: the request is invalid, or ended with an error; what the run had written by then stays.
    """
    request = reindex.parse()
    if not wait:
        runner.refuse_in_transaction()
    task, found, snapshot, through = _claim(runner, reindex, request)

    def work() -> JsonObject:
        try:
            return _fresh(runner, task, reindex, request, found, snapshot, through, progress)
        finally:
            _end(snapshot)

    if wait:
        return runner.run(task, work)
    runner.start(task, work)
    return task


def _claim(
    runner: TaskRunner, reindex: Reindex, request: ReindexRequest
) -> tuple[Task, list[SourceIndex], Transaction, dict[int, int]]:
    """The task, its sources, the snapshot of them at this moment, and the lease on them."""
    environment = runner.environment
    environment.open_new_tables()
    kept = {"body": reindex.body, "params": reindex.params, "strategy": reindex.strategy}
    with environment.write() as txn:
        found = plans.sources(txn, request)
        task = tasks.add(txn, ACTION, request.description, runner.clock.millis(), kept, runner.owner)
        through = plans.claim(txn, found, task)
        snapshot = txn if environment.nested else environment.snapshot()
    return task, found, snapshot, through


def _fresh(
    runner: TaskRunner,
    task: Task,
    reindex: Reindex,
    request: ReindexRequest,
    found: list[SourceIndex],
    snapshot: Transaction,
    through: dict[int, int],
    progress: Progress | None,
    *,
    late: bool = False,
) -> JsonObject:
    plan = plans.plan(snapshot, request, found, through, late=late)
    with runner.environment.write() as txn:
        plan.keep(txn, task)
    return _run(runner, task, reindex, request, plan, snapshot, progress)


def _end(snapshot: Transaction) -> None:
    if not snapshot.writable:
        snapshot.end()


def _run(
    runner: TaskRunner,
    task: Task,
    reindex: Reindex,
    request: ReindexRequest,
    plan: Plan,
    snapshot: Transaction,
    progress: Progress | None,
    checkpoint: JsonObject | None = None,
) -> JsonObject:
    workers = plan.workers(request)
    if checkpoint is not None:
        for worker, row in zip(workers, checkpoint["workers"], strict=True):
            worker.restore(row)
    destination = Destination(
        request.dest.index,
        batch_policy(request.dest.version_type, create=request.dest.op_type is OpType.CREATE),
        DocumentJudge() if reindex.strategy == DOCUMENT else Judge(),
        runner.clock,
        creates=request.dest.op_type is OpType.CREATE,
        require_alias=request.require_alias,
        distinct_ids=len({part.uuid for worker in workers for part in worker.parts}) == 1,
        shortage=Shortage(request.active_shards, request.timeout) if request.active_shards > 1 else None,
        frontier=frontier_of(checkpoint),
    )
    transform = Transform(request.source.filter, request.dest.routing, decode=reindex.strategy == DOCUMENT)
    return Run(runner, task, request, workers, snapshot, destination, transform, progress).execute()


def resume(runner: TaskRunner, task: Task, progress: Progress | None = None) -> JsonObject:
    """Go on with an interrupted run over the documents that it began with; its response.

    :raises IndexNotFoundError: a source index was deleted meanwhile.
    """
    reindex = Reindex(task.request["body"], task.request["params"], task.request["strategy"])
    request = reindex.parse()
    environment = runner.environment
    environment.open_new_tables()
    with environment.write() as txn:
        checkpoint = tasks.last_checkpoint(txn, task)
        snapshot = txn if environment.nested else environment.snapshot()
        through = lease.held(txn, task.number)
    try:
        if "plan" not in task.request:
            found = plans.claimed(snapshot, task)
            return _fresh(runner, task, reindex, request, found, snapshot, through, progress, late=True)
        return _run(runner, task, reindex, request, plans.restore(snapshot, task), snapshot, progress, checkpoint)
    finally:
        _end(snapshot)


kind.register(kind.Kind(ACTION, status.of_task, resume, rethrottled=True))
