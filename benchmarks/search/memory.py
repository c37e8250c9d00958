"""How much memory a process has."""

from __future__ import annotations

from pathlib import Path


def resident(pid: int | str) -> int:
    """Bytes of private memory (``RssAnon``) of a process: pages of mapped files, which the system may drop, are not counted."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("RssAnon")).split()[1]) * 1024


def available() -> int:
    """Bytes that a new process could have."""
    lines = Path("/proc/meminfo").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("MemAvailable")).split()[1]) * 1024
