"""Beginning a reindex, an update or a delete by query, and going on with one that was interrupted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from docstore.documents.operation import OpType
from docstore.documents.versioning import batch_policy
from docstore.errors import JsonObject
from docstore.reindex import plan as plans
from docstore.reindex import request as requests
from docstore.reindex import status
from docstore.reindex.by_query import ByQuery, ByQueryRequest, Deed
from docstore.reindex.destination import Destination, Shortage, Written
from docstore.reindex.in_place import InPlace
from docstore.reindex.judge import DocumentJudge, Judge
from docstore.reindex.merged import Merged
from docstore.reindex.part import Part
from docstore.reindex.plan import Plan, SourceIndex
from docstore.reindex.request import LoopRequest, ReindexRequest
from docstore.reindex.run import Run, Write, frontier_of
from docstore.reindex.transform import Transform
from docstore.reindex.worker import Worker
from docstore.search.near_real_time import in_turn, keep_view
from docstore.storage import lease
from docstore.storage.batch import Batch
from docstore.tasks import kind
from docstore.tasks import task as tasks
from docstore.tasks.runner import Keep, Progress, TaskRunner
from docstore.tasks.task import Task

if TYPE_CHECKING:
    from docstore.storage.transaction import Transaction

ACTION = "indices:data/write/reindex"

RAW = "raw"
DOCUMENT = "document"
"""Strategies: move records as bytes where that is possible, or take every document apart. The outcome is the same."""


class Job(Protocol):
    """A request as it came, of any of the three kinds: what a task keeps to begin again."""

    @property
    def action(self) -> str:
        """The name of the task's action."""

    @property
    def kept(self) -> JsonObject:
        """What the task keeps."""

    def parse(self) -> Any:
        """The valid request."""

    def sources(self, txn: Transaction, request: Any) -> list[SourceIndex]:
        """The indices that are read, checked."""


@dataclass(frozen=True, slots=True)
class Reindex:
    """A request to reindex as it came."""

    body: JsonObject
    params: JsonObject
    strategy: str = RAW

    @property
    def action(self) -> str:
        """The name of the task's action."""
        return ACTION

    @property
    def kept(self) -> JsonObject:
        """What the task keeps."""
        return {"body": self.body, "params": self.params, "strategy": self.strategy}

    def sources(self, txn: Transaction, request: ReindexRequest) -> list[SourceIndex]:
        """:raises ApiError: as ``plan.sources``."""
        return plans.sources(txn, request)

    def parse(self) -> ReindexRequest:
        """:raises ApiError: as ``request.parse``."""
        return requests.parse(self.body, self.params)


def begin(
    runner: TaskRunner,
    job: Job,
    *,
    wait: bool,
    progress: Progress | None = None,
    after: Callable[[], None] | None = None,
    keep: Keep | None = None,
) -> JsonObject | Task:
    """Validate a request, make a task of it and work on it: here until it ends (its response), or in a thread (the task).

    ``after`` is called when it has ended, or failed; ``keep`` in the transaction that stores the end of one in a thread.

    :raises ApiError: the request is invalid, or ended with an error; what the run had written by then stays.
    """
    request = job.parse()
    if not wait:
        runner.refuse_in_transaction()
    task, found, snapshot, through = _claim(runner, job, request)

    def work() -> JsonObject:
        try:
            return _fresh(runner, task, job, request, found, snapshot, through, progress)
        finally:
            _end(snapshot)
            if after is not None:
                after()

    if wait:
        return runner.run(task, work)
    runner.start(task, work, keep)
    return task


def _claim(
    runner: TaskRunner, job: Job, request: LoopRequest
) -> tuple[Task, list[SourceIndex], Transaction, dict[int, int]]:
    """The task, its sources, the snapshot of them at this moment, and the lease on them."""
    environment = runner.environment
    environment.open_new_tables()
    with environment.write() as txn:
        found = job.sources(txn, request)
        task = tasks.add(txn, job.action, request.description, runner.clock.millis(), job.kept, runner.owner)
        through = plans.claim(txn, found, task)
        snapshot = txn if environment.nested else environment.snapshot()
    if not snapshot.writable:
        keep_view(snapshot, [source.index for source in found])
    return task, found, snapshot, through


def _fresh(
    runner: TaskRunner,
    task: Task,
    job: Job,
    request: LoopRequest,
    found: list[SourceIndex],
    snapshot: Transaction,
    through: dict[int, int],
    progress: Progress | None,
    *,
    late: bool = False,
) -> JsonObject:
    with in_turn(snapshot):
        plan = plans.plan(snapshot, request, found, through, late=late)
    with runner.environment.write() as txn:
        plan.keep(txn, task)
    return _run(runner, task, job, request, plan, snapshot, progress)


def _end(snapshot: Transaction) -> None:
    if not snapshot.writable:
        snapshot.end()


def _run(
    runner: TaskRunner,
    task: Task,
    job: Job,
    request: LoopRequest,
    plan: Plan,
    snapshot: Transaction,
    progress: Progress | None,
    checkpoint: JsonObject | None = None,
) -> JsonObject:
    workers = list(plan.workers(request))
    if checkpoint is not None:
        standing = status.Standing.of(task, checkpoint, {})
        for worker, row, rate, reason in zip(workers, standing.rows, standing.rates, standing.canceled, strict=True):
            worker.restore(row)
            worker.throttle.rate, worker.canceled = rate, reason
    if isinstance(request, ByQueryRequest):
        in_place = InPlace(request.deed, runner.clock, shortage=_shortage(request))
        return Run(runner, task, request, workers, snapshot, in_place.write, progress=progress).execute()
    assert isinstance(request, ReindexRequest)
    assert isinstance(job, Reindex)
    destination = _destination(runner, job, request, workers, checkpoint)
    write = _copying(destination, Transform(request.source.filter, request.dest.routing, decode=job.strategy == DOCUMENT))
    return Run(runner, task, request, workers, snapshot, write, destination, progress).execute()


def _destination(
    runner: TaskRunner, job: Reindex, request: ReindexRequest, workers: list[Worker], checkpoint: JsonObject | None
) -> Destination:
    return Destination(
        request.dest.index,
        batch_policy(request.dest.version_type, create=request.dest.op_type is OpType.CREATE),
        DocumentJudge() if job.strategy == DOCUMENT else Judge(),
        runner.clock,
        creates=request.dest.op_type is OpType.CREATE,
        require_alias=request.require_alias,
        distinct_ids=len({uuid for worker in workers for part in worker.parts for uuid in part.uuids}) == 1,
        shortage=_shortage(request),
        frontier=frontier_of(checkpoint),
    )


def _copying(destination: Destination, transform: Transform) -> Write:
    """Documents on their way into a destination."""

    def write(txn: Transaction, part: Part | Merged, batch: Batch) -> Written:
        return destination.write(txn, part.transformed(txn, batch, transform))

    return write


def _shortage(request: ReindexRequest | ByQueryRequest) -> Shortage | None:
    return Shortage(request.active_shards, request.timeout) if request.active_shards > 1 else None


def resume(runner: TaskRunner, task: Task, progress: Progress | None = None) -> JsonObject:
    """Go on with an interrupted run over the documents that it began with; its response.

    :raises IndexNotFoundError: a source index was deleted meanwhile.
    """
    job = _job(task)
    request = job.parse()
    environment = runner.environment
    environment.open_new_tables()
    with environment.write() as txn:
        checkpoint = tasks.last_checkpoint(txn, task)
        snapshot = txn if environment.nested else environment.snapshot()
        through = lease.held(txn, task.number)
    try:
        if "plan" not in task.request:
            found = plans.claimed(snapshot, task)
            return _fresh(runner, task, job, request, found, snapshot, through, progress, late=True)
        return _run(runner, task, job, request, plans.restore(snapshot, task), snapshot, progress, checkpoint)
    finally:
        _end(snapshot)


def _job(task: Task) -> Job:
    body, params = task.request["body"], task.request["params"]
    deed = next((deed for deed in Deed if deed.action == task.action), None)
    return Reindex(body, params, task.request["strategy"]) if deed is None else ByQuery(deed, body, params)


for action in (ACTION, *(deed.action for deed in Deed)):
    kind.register(kind.Kind(action, status.of_task, resume, rethrottled=True))
