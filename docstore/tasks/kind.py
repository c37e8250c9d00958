"""Kinds of tasks: what one action must know how to do. Registered by the package that brings the action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docstore.errors import JsonObject

if TYPE_CHECKING:
    from docstore.tasks.runner import Progress, TaskRunner
    from docstore.tasks.task import Task


@dataclass(frozen=True, slots=True)
class Kind:
    """``status`` turns a checkpoint into what a task shows; ``resume`` works on a task until it has ended."""

    action: str
    status: Callable[[Task, Any, JsonObject], JsonObject]
    resume: Callable[[TaskRunner, Task, Progress | None], JsonObject]
    rethrottled: bool = False


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known."""
    _KINDS[kind.action] = kind


def kind_of(action: str) -> Kind:
    """The kind of an action."""
    return _KINDS[action]
