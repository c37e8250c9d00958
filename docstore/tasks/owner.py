"""Which process works on a task, and whether it still lives.

An owner is ``boot:pid:start:instance``: the boot of the machine, the process with the time it started (a pid is used again), and the
opening of the store within that process.
"""

from __future__ import annotations

import os
from pathlib import Path

from docstore.clock import CLOCK
from docstore.storage.checkpoint import boot_id

_LIVING: set[str] = set()


def enter() -> str:
    """A new owner: this process, for as long as one opening of a store lasts."""
    name = f"{_process(os.getpid())}:{CLOCK.uuid()}"
    _LIVING.add(name)
    return name


def leave(owner: str) -> None:
    """The opening has ended."""
    _LIVING.discard(owner)


def lives(owner: str) -> bool:
    """Whether the owner can still be at work."""
    if not owner:
        return False
    if owner in _LIVING:
        return True
    process, _, _ = owner.rpartition(":")
    _, pid, _ = process.rsplit(":", 2)
    return int(pid) != os.getpid() and _process(int(pid)) == process


def _process(pid: int) -> str:
    return f"{boot_id().decode()}:{pid}:{_started(pid)}"


def _started(pid: int) -> str:
    """When a process started, in the kernel's ticks; empty if there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        pass
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return ""
    except OSError:
        return "0"
    return "0"
