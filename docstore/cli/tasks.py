"""``docstore tasks``: what runs in a store, or was interrupted and can go on."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from docstore.cli import numbers, opening
from docstore.cli.failure import CommandError
from docstore.cli.interruption import resumable
from docstore.cli.parameters import AsJson, StorePath
from docstore.cli.reindex import processed
from docstore.cli.reindex import show as show_outcome
from docstore.cli.screen import Screen
from docstore.errors import JsonObject

if TYPE_CHECKING:
    from docstore.store import Store

tasks = typer.Typer(help="List, look at, cancel and resume tasks.", no_args_is_help=True)

TaskId = Annotated[str, typer.Argument(metavar="ID", help="The task's number, or <node>:<number>.", show_default=False)]


@tasks.command("list")
def list_(path: StorePath, as_json: AsJson = False) -> None:
    """List the tasks that have not ended: running ones and interrupted ones."""
    with opening.for_reading(path) as store:
        listed: list[JsonObject] = store.tasks.list(detailed=True, group_by="none")["tasks"]
    found = [task for task in listed if "status" in task]

    def show(console: Console) -> None:
        for task in found:
            console.print(_line(task), markup=False, soft_wrap=True)
        if not found:
            console.print("no tasks")

    Screen(as_json=as_json).answer({"tasks": found}, show)


@tasks.command()
def get(path: StorePath, task_id: TaskId, as_json: AsJson = False) -> None:
    """Show one task with its status and, when it has ended, its outcome."""
    with opening.for_reading(path) as store:
        body = store.tasks.get(task_id=_full(store, task_id))

    def show(console: Console) -> None:
        state = "completed" if body["completed"] else ""
        console.print(_line({**body["task"], "interrupted": body.get("interrupted", False)}, state), markup=False, soft_wrap=True)
        for key in ("response", "error"):
            if key in body:
                console.print(f"{key}: {json.dumps(body[key], ensure_ascii=False)}", markup=False, soft_wrap=True)

    Screen(as_json=as_json).answer(body, show)


@tasks.command()
def cancel(path: StorePath, task_id: TaskId, as_json: AsJson = False) -> None:
    """Ask a task to stop after its present batch; an interrupted one ends at once. What it wrote stays."""
    with opening.existing(path) as store:
        body = store.tasks.cancel(task_id=_full(store, task_id))
    for failure in body.get("node_failures", ()):
        raise CommandError(failure["caused_by"]["reason"])
    Screen(as_json=as_json).answer(body, lambda console: console.print(f"task {task_id} is asked to stop", markup=False))


@tasks.command()
def resume(path: StorePath, task_id: TaskId, as_json: AsJson = False) -> None:
    """Go on with an interrupted task where its last committed batch left it."""
    screen = Screen(as_json=as_json)
    began = time.monotonic()
    with opening.existing(path) as store, screen.bar("resuming") as bar, resumable(store, path):
        number = _full(store, task_id)
        before = processed(store.tasks.get(task_id=number)["task"]["status"])
        outcome = store.tasks.resume(task_id=number, progress=bar.of)
    seconds = time.monotonic() - began
    screen.answer(outcome, lambda console: show_outcome(console, outcome, seconds, before))


def _full(store: Store, task_id: str) -> str:
    """``<node>:<number>``; the node is the store itself."""
    return f"{store._node.id}:{task_id}" if task_id.isdigit() else task_id


def _line(task: JsonObject, state: str = "") -> str:
    status = task["status"]
    state = state or ("interrupted" if task.get("interrupted") else "running")
    return f"{task['id']}  {state}  {numbers.count(processed(status))} of {numbers.count(status['total'])}  {task['description']}"
