"""Background work that did not end in time."""

from __future__ import annotations

from docstore.errors.status import TooManyRequestsError


class TaskTimeoutError(TooManyRequestsError):
    type = "timeout_exception"
