"""True figures of the process and of the machine it runs on. What the system does not tell is left out."""

from __future__ import annotations

import os
import platform
import resource
import shutil
import time
from pathlib import Path

from docstore.errors import JsonObject

HOST = "127.0.0.1"
ROLES = ["data", "ingest", "master"]
_BEGAN = time.time()


def started_millis() -> int:
    """When this process began, or first asked."""
    return int(_BEGAN * 1000)


def os_info() -> JsonObject:
    """The operating system: its name, its processors."""
    return {
        "name": platform.system(),
        "pretty_name": platform.platform(),
        "arch": platform.machine(),
        "version": platform.release(),
        "available_processors": os.cpu_count() or 1,
        "allocated_processors": _own_processors(),
    }


def _own_processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def os_stats(now: int) -> JsonObject:
    """Load and memory of the machine."""
    one, five, fifteen = os.getloadavg()
    cpu = {"percent": min(round(100 * one / (os.cpu_count() or 1)), 100), "load_average": {"1m": one, "5m": five, "15m": fifteen}}
    return {"timestamp": now, "cpu": cpu, "mem": memory(), "swap": _swap()}


def memory() -> JsonObject:
    """Memory of the machine."""
    size = os.sysconf("SC_PAGE_SIZE")
    total, free = os.sysconf("SC_PHYS_PAGES") * size, _available() or os.sysconf("SC_AVPHYS_PAGES") * size
    return {
        "total_in_bytes": total,
        "adjusted_total_in_bytes": total,
        "free_in_bytes": free,
        "used_in_bytes": total - free,
        "free_percent": round(100 * free / total),
        "used_percent": round(100 * (total - free) / total),
    }


def _meminfo() -> dict[str, int]:
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return {}
    return {name: int(rest.split()[0]) * 1024 for name, _, rest in (line.partition(":") for line in lines)}


def _available() -> int | None:
    return _meminfo().get("MemAvailable")


def _swap() -> JsonObject:
    found = _meminfo()
    total, free = found.get("SwapTotal", 0), found.get("SwapFree", 0)
    return {"total_in_bytes": total, "free_in_bytes": free, "used_in_bytes": total - free}


def process_stats(now: int) -> JsonObject:
    """What this process uses."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    used = time.process_time()
    alive = max(time.time() - _BEGAN, 0.001)
    return {
        "timestamp": now,
        "open_file_descriptors": _open_files(),
        "max_file_descriptors": soft,
        "cpu": {"percent": min(round(100 * used / alive / (os.cpu_count() or 1)), 100), "total_in_millis": int(used * 1000)},
        "mem": {"total_virtual_in_bytes": _virtual(), "resident_in_bytes": _resident()},
    }


def _open_files() -> int:
    try:
        return len(os.listdir("/proc/self/fd"))
    except OSError:
        return -1


def _pages(place: int) -> int | None:
    try:
        return int(Path("/proc/self/statm").read_text().split()[place]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return None


def _virtual() -> int:
    return _pages(0) or -1


def _resident() -> int:
    return _pages(1) or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def disk(path: Path) -> JsonObject:
    """The disk below a directory."""
    found = shutil.disk_usage(path)
    return {"total_in_bytes": found.total, "free_in_bytes": found.free, "available_in_bytes": found.free}


def fs_stats(path: Path, now: int) -> JsonObject:
    """The disk below the store."""
    return {"timestamp": now, "total": disk(path), "data": [{"path": str(path), "mount": str(_mount(path)), **disk(path)}]}


def _mount(path: Path) -> Path:
    at = path.resolve()
    while not os.path.ismount(at) and at != at.parent:
        at = at.parent
    return at
