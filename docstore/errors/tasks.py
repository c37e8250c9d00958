"""Work that did not end in time, or was called off."""

from __future__ import annotations

from typing import Self

from docstore.errors.status import BadRequestError, TooManyRequestsError


class TaskCancelledError(BadRequestError):
    """What is told to the caller of a search that somebody called off."""

    type = "task_cancelled_exception"


class TaskTimeoutError(TooManyRequestsError):
    type = "timeout_exception"

    @classmethod
    def of(cls, task_id: str) -> Self:
        """Of a task that was waited for."""
        return cls(f"Timed out waiting for completion of task [{task_id}]")
