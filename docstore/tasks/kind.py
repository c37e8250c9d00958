"""Kinds of tasks: what one action must know how to do. Registered by the package that brings the action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from docstore.errors import JsonObject

if TYPE_CHECKING:
    from docstore.tasks.runner import Progress, TaskRunner
    from docstore.tasks.task import Task


class Status(Protocol):
    """What a task shows."""

    def __call__(self, task: Task, checkpoint: Any, wishes: JsonObject, *, live: bool = False) -> JsonObject:
        """From its last checkpoint."""


@dataclass(frozen=True, slots=True)
class Kind:
    """``status`` turns a checkpoint and wishes into what a task shows, live or as it is shown usually; ``resume`` works on a task until it
    has ended.
    """

    action: str
    status: Status
    resume: Callable[[TaskRunner, Task, Progress | None], JsonObject]
    rethrottled: bool = False


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known."""
    _KINDS[kind.action] = kind


def kind_of(action: str) -> Kind:
    """The kind of an action."""
    return _KINDS[action]
