"""Which process is this, does that one still live, and has the machine started anew since?"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from docstore.errors import StoreError


@cache
def boot_id() -> bytes:
    """36 bytes that change when the machine starts anew.

    :raises StoreError: the system does not tell (Linux and macOS do).
    """
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_bytes().strip()[:36]
    except OSError:
        pass
    import subprocess

    try:
        told = subprocess.run(["sysctl", "-n", "kern.bootsessionuuid"], capture_output=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        told = b""
    if len(told) != 36:
        raise StoreError('this system does not tell when it was started, which durability="async" and tasks need')
    return told


class Forks:
    """How many forks this process is away from the one that imported this. Asked instead of for the pid, which costs a system call."""

    count = 0

    @classmethod
    def one_more(cls) -> None:
        """Called in a child."""
        cls.count += 1


os.register_at_fork(after_in_child=Forks.one_more)


def name_of(pid: int) -> str:
    """``pid.start``: a pid is used again, together with the time of its start it is not. Empty start: no such process."""
    return f"{pid}.{_started(pid)}"


def own_name() -> str:
    """The name of this process."""
    return name_of(os.getpid())


def lives(name: str) -> bool:
    """Whether the process of this name, of the present boot, still runs."""
    pid, _, started = name.partition(".")
    return pid.isdigit() and bool(started) and _started(int(pid)) == started


def _started(pid: int) -> str:
    """When a process started, in the kernel's ticks; where it does not tell, whether there is one."""
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
