"""A store with a thousand indices is opened, and one document read: what more that takes than with one index."""

from __future__ import annotations

from pathlib import Path

import docstore
from benchmarks.duel import Contestant, Pedantic, duel
from benchmarks.ledger import Comparison, Side

INDICES = 1_000
ALLOWED = 0.05
"""Seconds."""

_MAPPINGS = {"properties": {"name": {"type": "keyword"}, "size": {"type": "long"}, "made": {"type": "date"}}}


def _store(path: Path, indices: int) -> Path:
    with docstore.open(path, durability="async") as store, store.transaction():
        for number in range(indices):
            store.indices.create(index=f"logs-{number:04}", mappings=_MAPPINGS)
        store.index(index="logs-0000", id="first", document={})
    return path


def _open(path: Path) -> None:
    with docstore.open(path, durability="async") as store:
        assert store.get(index="logs-0000", id="first")["found"]


def test_open_many(benchmark: Pedantic, tmp_path: Path) -> None:
    many, one = _store(tmp_path / "many", INDICES), _store(tmp_path / "one", 1)
    ours = Contestant(f"`docstore.open()`, {INDICES:,} indices, one `get`", lambda: _open(many))
    alone = Contestant("the same with one index, and 50 ms", lambda: _open(one))
    duel(benchmark, ours, alone)
    allowed = Side(alone.what, [seconds + ALLOWED for seconds in alone.side().rounds])
    title = f"Open a store with {INDICES:,} indices"
    Comparison("open_many", title, 91, ours.side(), allowed, 1, "calls", goal=1.0).save()
