"""Watching the memory of another process while it works."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import sleep

_INTERVAL = 0.001
_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Seen:
    """What a child did: its own report, and the most anonymous memory it had at any look, in MiB."""

    report: dict[str, float]
    peak: float
    looks: int


def watch(action: str, store: Path) -> Seen:
    """Run ``benchmarks.child`` and look at its ``RssAnon`` each millisecond, from outside, until it ends."""
    command = [sys.executable, "-m", "benchmarks.child", action, str(store)]
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as child:
        status, peak, looks = Path(f"/proc/{child.pid}/status"), 0, 0
        while child.poll() is None:
            peak, looks = max(peak, _anonymous(status)), looks + 1
            sleep(_INTERVAL)
        assert child.stdout is not None
        lines = child.stdout.read().splitlines()
    if child.returncode:
        raise RuntimeError(f"{command} ended with {child.returncode}")
    return Seen(json.loads(lines[-1]), peak / 1024, looks)


def _anonymous(status: Path) -> int:
    """KiB; 0 once the process has ended."""
    try:
        lines = status.read_text().splitlines()
    except OSError:
        return 0
    return int(next((line.split()[1] for line in lines if line.startswith("RssAnon")), "0"))
