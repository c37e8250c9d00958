"""Runs in a process of its own: open an existing store, do one thing, print what it took as JSON.

``reindex``: copy an index within the store. ``open``: open the store and read one document.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter

import docstore


def anonymous_kib() -> int:
    """The private memory of this process that no file stands behind, now (``RssAnon``)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("RssAnon")).split()[1])


def reindex(path: str) -> dict[str, float]:
    """Copy ``source`` to ``dest``."""
    with docstore.open(path, durability="async") as store:
        before = anonymous_kib()
        began = perf_counter()
        response = store.reindex(source={"index": "source"}, dest={"index": "dest"})
        seconds = perf_counter() - began
        return {"before": before, "seconds": seconds, "created": response["created"]}


def open_(path: str) -> dict[str, float]:
    """Open the store, get one document."""
    began = perf_counter()
    with docstore.open(path, durability="async") as store:
        seconds = perf_counter() - began
        found = store.get(index="source", id="first")["found"]
        return {"seconds": seconds, "created": float(found)}


if __name__ == "__main__":
    print(json.dumps({"reindex": reindex, "open": open_}[sys.argv[1]](sys.argv[2])), flush=True)
