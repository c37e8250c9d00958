"""The scene in which a process is killed in the middle of a reindex, and another goes on with its task."""

from __future__ import annotations

import subprocess
import sys
import time

from docstore.cli import numbers
from docstore.cli.demo.scene import Expected, Scene
from docstore.cli.demo.stage import CITIES, Stage
from docstore.cli.failure import CommandError
from docstore.errors import JsonObject

_DEST = "resumed"
_AT_LEAST = 0.4
"""Of the documents are written when the process is killed."""


def interruption(stage: Stage) -> Scene:
    """Kill, look, resume."""
    title = "killed (SIGKILL) and resumed"
    with stage.bar(title) as bar:
        began = time.monotonic()
        _kill(stage)
        task = _interrupted(stage)
        done = int(task["status"]["created"])
        there = stage.store.count(index=_DEST)["count"]
        outcome = stage.store.tasks.resume(task_id=f"{task['node']}:{task['id']}", progress=bar.of)
        seconds = time.monotonic() - began
    scene = stage.ended(title, outcome, seconds, Expected(_DEST, stage.cities), {"created": len(stage.cities)})
    scene.outcome += f", killed at {numbers.count(done)}"
    if there != done:
        scene.problems.append(f"after the kill the index held {there} documents, the task said {done}")
    return scene


def _kill(stage: Stage) -> None:
    """Start the victim and kill it without warning when it has come far enough."""
    command = [sys.executable, "-m", "docstore.cli.demo.victim", str(stage.store.path), CITIES, _DEST]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as victim:
        assert victim.stdout is not None
        for line in victim.stdout:
            if int(line) >= len(stage.cities) * _AT_LEAST:
                break
        victim.kill()
    if victim.returncode == 0:
        raise CommandError("the process ended before it could be killed")


def _interrupted(stage: Stage) -> JsonObject:
    """The task that the victim left."""
    tasks: list[JsonObject] = stage.store.tasks.list(detailed=True, group_by="none")["tasks"]
    found = [task for task in tasks if task.get("interrupted")]
    if len(found) != 1:
        raise CommandError(f"one interrupted task should be there, not {len(found)}")
    return found[0]
