"""The loop: read a batch, write it with its checkpoint in one transaction, until all workers have ended.

Batch, counters, position and failures are one commit. So whatever happens to the process, what the checkpoint says is what the
destination holds.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from docstore.catalog.current import current
from docstore.columns.quiet import quiet
from docstore.errors import JsonObject, StoreClosingError
from docstore.reindex import settling, status
from docstore.reindex.backoff import PAUSES
from docstore.reindex.destination import Destination, Frontier, Refused, Written
from docstore.reindex.merged import Merged
from docstore.reindex.part import Part
from docstore.reindex.request import LoopRequest
from docstore.reindex.settling import Moves
from docstore.reindex.throttle import UNLIMITED, Wait, parse_rate, shown
from docstore.reindex.worker import Worker
from docstore.search.near_real_time import in_turn
from docstore.storage.batch import Batch
from docstore.storage.index_tables import IndexTables
from docstore.storage.transaction import Transaction
from docstore.tasks import task as tasks
from docstore.tasks.runner import Progress, ProgressError, Running, TaskRunner
from docstore.tasks.task import Task

Write = Callable[[Transaction, Part | Merged, Batch], Written]
"""Does with the documents of a batch what the run is for, in the batch's transaction."""

_LONGEST_SLEEP = 0.25
"""Seconds; a sleeping run looks this often whether another process wants something of it."""


class _TurnedAway(Exception):
    """Undoes a batch that is to be tried again."""


class Run:
    """One run of a task from where its workers stand to the end."""

    def __init__(
        self,
        runner: TaskRunner,
        task: Task,
        request: LoopRequest,
        workers: list[Worker],
        snapshot: Transaction,
        write: Write,
        destination: Destination | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.runner = runner
        self.environment = runner.environment
        self.clock = runner.clock
        self.task = task
        self.request = request
        self.workers = workers
        self.snapshot = snapshot
        self.write = write
        self.destination = destination
        self.progress = progress
        self.canceled: str | None = None
        self.moves = Moves()
        self._began = self.clock.monotonic()
        self._done_before = sum(worker.counters.processed for worker in workers)
        self._rate = UNLIMITED
        self._wishes: JsonObject = {}
        self._set_rate(request.requests_per_second)

    def execute(self) -> JsonObject:
        """Go on to the end; the response."""
        with quiet():
            waiting = deque(worker for worker in self.workers if not worker.ended)
            while waiting and self.canceled is None:
                worker = min(waiting, key=lambda one: one.throttle.wait(self.clock.monotonic()))
                self._step(worker)
                while worker.room and not worker.ended:
                    self._step(worker)
                waiting.rotate(-1)
                waiting = deque(worker for worker in waiting if not worker.ended)
            self._settle()
        return self._response()

    def _step(self, worker: Worker) -> None:
        """One batch of one worker."""
        with in_turn(self.snapshot):
            found = worker.next_batch(self.snapshot)
        if found is None:
            self._sleep(worker)
            self._end(worker)
            return
        part, batch = found
        goes_on = worker.room > 0
        if not goes_on:
            self._sleep(worker)
        if worker.canceled is not None:
            return
        if goes_on:
            worker.throttle.took_more(len(batch))
        else:
            worker.throttle.took(len(batch), self.clock.monotonic())
        pauses = iter(() if self.environment.in_transaction else PAUSES)
        while not self._wrote(worker, part, batch, pause := next(pauses, None)):
            assert pause is not None
            self._wait_to_retry(worker, pause)
        self._tell()

    def _end(self, worker: Worker) -> None:
        """There is no more; who looks at the slices is told."""
        worker.ended = True
        if len(self.workers) > 1:
            with self.environment.write() as txn:
                tasks.checkpoint(txn, self.task, self._checkpoint())

    def _wrote(self, worker: Worker, part: Part | Merged, batch: Batch, pause: float | None) -> bool:
        """Write a batch, unless the worker is called off.

        ``False``: it is to be tried again after this ``pause``, and nothing is written.
        """
        try:
            with self.environment.write() as txn:
                self._heed(txn)
                if worker.canceled is not None:
                    return True
                written = self.write(txn, part, batch)
                if pause is not None and written.turned_away:
                    raise _TurnedAway
                self._note(worker, batch, written)
                tasks.checkpoint(txn, self.task, self._checkpoint())
        except _TurnedAway:
            return False
        return True

    def _wait_to_retry(self, worker: Worker, pause: float) -> None:
        worker.counters.bulk_retries += 1
        with self.environment.write() as txn:
            tasks.checkpoint(txn, self.task, self._checkpoint())
        until = self.clock.monotonic() + pause
        while (left := until - self.clock.monotonic()) > 0 and worker.canceled is None:
            self._doze(left)

    def _note(self, worker: Worker, batch: Batch, written: Written) -> None:
        counters = worker.counters
        counters.created += written.created + written.kept
        counters.updated += written.updated
        counters.deleted += written.deleted
        counters.version_conflicts += len(written.conflicts)
        if written.failures or (written.conflicts and not self.request.proceed):
            refused = written.failures + ([] if self.request.proceed else written.conflicts)
            worker.failures += [_failure(each) for each in refused]
        frontier = self._frontier
        if frontier is not None:
            self._follow(frontier, batch, written)
        worker.passed(batch)

    @property
    def _frontier(self) -> Frontier | None:
        return None if self.destination is None else self.destination.frontier

    def _follow(self, frontier: Frontier, batch: Batch, written: Written) -> None:
        """Remember where records went, for ``settling``; a batch with gaps is left to its slower way.

        Only for a whole index, whose records come in their order; ``_settle`` looks at the moves of nothing else.
        """
        first, last, count = batch.first, batch.last, len(batch)
        self.moves.verbatim = self.moves.verbatim and written.verbatim
        if last - first + 1 == count == written.created:
            self.moves.add(first, frontier.next_seq - count, count)
        else:
            self.moves.complete = False

    def _sleep(self, worker: Worker) -> None:
        """Wait as long as the throttle says, or until somebody cancels. A faster pace shortens the wait, a slower one is for the next.

        Elasticsearch waits before it looks for more, so also when there is none; and it counts what it planned last, not what passed.
        """
        now = self.clock.monotonic()
        wait = Wait.of(worker.throttle, now)
        if wait.planned <= 0:
            return
        self._note_wait(worker, wait.planned)
        while now < wait.until and worker.canceled is None:
            self._doze(wait.until - now)
            now = self.clock.monotonic()
            if wait.hasten(worker.throttle.rate, now):
                self._note_wait(worker, wait.until - now)
        worker.counters.throttled_millis += 0 if worker.canceled is not None else round(wait.planned * 1000)

    def _doze(self, seconds: float) -> None:
        """Wait for so long at most, and see what others want."""
        running: Running | None = self.runner.here(self.task.number)
        if running is not None:
            running.bell.wait(min(seconds, _LONGEST_SLEEP))
            running.bell.clear()
        with self.environment.read() as txn:
            self._heed(txn)

    def _note_wait(self, waiting: Worker, seconds: float) -> None:
        """One waits so long now; others go on when their own time is over."""
        now, millis = self.clock.monotonic(), self.clock.millis()
        waits = [seconds if one is waiting else 0.0 if one.ended else one.throttle.wait(now) for one in self.workers]
        with self.environment.write() as txn:
            tasks.checkpoint(txn, self.task, {**self._checkpoint(), "untils": [millis + round(each * 1000) for each in waits]})

    def _heed(self, txn: Transaction) -> None:
        """Do what others asked of this task."""
        if self.runner.leaving:
            raise StoreClosingError
        wishes = tasks.wishes(txn, self.task)
        if wishes == self._wishes:
            return
        self._wishes = wishes
        rate = wishes.get("requests_per_second")
        if rate is not None:
            self._set_rate(parse_rate(rate))
        for at, wish in wishes.get("slices", {}).items():
            worker = self.workers[int(at)]
            if not worker.ended and "requests_per_second" in wish:
                worker.throttle.rate = parse_rate(wish["requests_per_second"])
            if not worker.ended and "canceled" in wish:
                worker.call_off(wish["canceled"])
        if "canceled" in wishes:
            reason = self.canceled = str(wishes["canceled"])
            for worker in self.workers:
                if not worker.ended:
                    worker.call_off(reason)

    def _set_rate(self, rate: float) -> None:
        """Share a rate among the workers that still run."""
        self._rate = rate
        active = [worker for worker in self.workers if not worker.ended]
        for worker in active:
            worker.throttle.rate = rate / len(active)

    def _checkpoint(self) -> JsonObject:
        frontier = self._frontier
        return {
            "workers": [worker.to_row() for worker in self.workers],
            "rate": shown(self._rate),
            "rates": [shown(worker.throttle.rate) for worker in self.workers],
            "canceled": [worker.canceled for worker in self.workers],
            "frontier": None if frontier is None else [frontier.born, frontier.next_seq],
        }

    def _tell(self) -> None:
        if self.progress is None:
            return
        done = sum(worker.counters.processed for worker in self.workers)
        total = sum(worker.counters.total for worker in self.workers)
        seconds = self.clock.monotonic() - self._began
        rate = (done - self._done_before) / seconds if seconds > 0 else 0.0
        try:
            self.progress(done, total, rate, (total - done) / rate if rate else 0.0)
        except Exception as error:
            raise ProgressError(error) from error

    def _settle(self) -> None:
        if self.destination is None or self.destination.frontier is None:
            return
        only = self.workers[0].parts[0] if len(self.workers) == 1 and len(self.workers[0].parts) == 1 else None
        with self.environment.read() as txn:
            found = current(txn).write_index(self.destination.name)
            if found is None:
                return
            index = found.index
            tables = IndexTables(txn, index.number)
            if not self.destination.frontier.holds(tables) or tables.state.settled == tables.state.next_seq:
                return
        settling.settle(
            settling.Target(self.environment, index.number, self.destination.frontier.born),
            snapshot=self.snapshot,
            part=None if only is None else only.whole,
            moves=self.moves,
            keep_versions=self.destination.policy.keeps_versions,
        )

    def _response(self) -> JsonObject:
        workers = self.workers
        failures = [failure for worker in workers for failure in worker.failures]
        standing = status.Standing(
            [worker.to_row() for worker in workers],
            [worker.throttle.rate for worker in workers],
            [worker.canceled for worker in workers],
            [0] * len(workers),
        )
        return status.response(self.clock.millis() - self.task.started, standing.whole(self.canceled), failures)


def frontier_of(checkpoint: JsonObject | None) -> Frontier | None:
    """The frontier that a checkpoint noted."""
    noted = None if checkpoint is None else checkpoint["frontier"]
    return None if noted is None else Frontier(*noted)


def _failure(refused: Refused) -> JsonObject:
    return {"index": refused.index, "id": refused.id, "cause": refused.error.cause, "status": refused.error.status}

