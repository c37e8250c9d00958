import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import docstore


def _heeds_interrupts() -> None:
    """Jobs in the background of a shell ignore SIGINT, and what they start does too."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def _slow_reindex(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A reindex in a process of its own that would take many seconds, some batches of which are done."""
    options = ["--source", "books", "--dest", "copy", "--size", "2", "--requests-per-second", "3"]
    command = [sys.executable, "-m", "docstore.cli", "reindex", str(path), *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=_heeds_interrupts) as process:
        with docstore.open(path) as store:
            while not store.indices.exists(index="copy"):
                assert process.poll() is None
                time.sleep(0.02)
        yield process
        if process.poll() is None:
            process.kill()


def test_killed_listed_and_resumed(run: Any, answer: Any, path: Path) -> None:
    with _slow_reindex(path) as process:
        (running,) = answer("tasks", "list", path)["tasks"]
        assert "interrupted" not in running
        process.send_signal(signal.SIGKILL)
        process.wait()
    (task,) = answer("tasks", "list", path)["tasks"]
    assert task["interrupted"]
    assert 0 < task["status"]["created"] < 30
    assert "interrupted" in run("tasks", "list", path).stdout
    number = task["id"]
    body = answer("tasks", "get", path, number)
    assert (body["completed"], body["interrupted"]) == (False, True)
    with docstore.open(path) as store:
        store.reindex_rethrottle(task_id=f"{task['node']}:{number}", requests_per_second=-1)
    assert answer("tasks", "resume", path, number)["created"] == 30
    assert answer("tasks", "get", path, f"{task['node']}:{number}")["completed"]
    assert "completed" in run("tasks", "get", path, number).stdout
    assert run("tasks", "list", path).stdout == "no tasks\n"
    result = run("tasks", "resume", path, number)
    assert (result.exit_code, "has ended" in result.stderr) == (1, True)


def test_interrupted_by_hand_and_canceled(answer: Any, path: Path) -> None:
    with _slow_reindex(path) as process:
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
    assert process.returncode == 1
    assert stderr == f"error: interrupted; go on with: docstore tasks resume {path} 1\n"
    answer("tasks", "cancel", path, "1")
    outcome = answer("tasks", "get", path, "1")
    assert outcome["response"]["canceled"] == "by user request"


def test_unknown(run: Any, path: Path) -> None:
    for verb in ("get", "cancel", "resume"):
        result = run("tasks", verb, path, "77")
        assert result.exit_code == 1
        assert result.stderr.startswith("error: task [")
    assert run("tasks", "get", path, "junk").exit_code == 1
    assert json.loads(run("tasks", "list", path, "--json").stdout) == {"tasks": []}
