from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.duel import Pedantic
from benchmarks.search.contest import contest
from benchmarks.search.memory import available
from benchmarks.search.operation import KINDS

OSMEM_NEEDS = {"cities-fifth": 4 << 30, "paragraphs": 12 << 30, "cities": 14 << 30}
"""It holds all in memory, several times over; where that is not to be had, it is left out."""


@pytest.mark.parametrize("corpus", OSMEM_NEEDS)
def test_search(benchmark: Pedantic, tmp_path: Path, corpus: str) -> None:
    engines = ["docstore", "docstore, official client", "osmem", "SQLite", "tantivy"]
    if available() < OSMEM_NEEDS[corpus]:
        engines.remove("osmem")
    found = benchmark.pedantic(lambda: contest(corpus, engines, tmp_path), setup=lambda: None, rounds=1, warmup_rounds=0)
    assert found.engines["docstore"].p50.keys() == KINDS.keys()
    found.save()
