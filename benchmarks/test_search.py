from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.duel import Pedantic
from benchmarks.search.contest import GROWN, WRITES, contest
from benchmarks.search.corpus import GROWTH
from benchmarks.search.memory import available
from benchmarks.search.operation import KINDS

OSMEM_NEEDS = {"cities-fifth": 4 << 30, "paragraphs": 12 << 30, "cities": 14 << 30}
"""It holds all in memory, several times over; where that is not to be had, it is left out."""


SMALLEST = "cities-fifth"
"""The only one over which noida-db answers within minutes."""


@pytest.mark.parametrize("corpus", OSMEM_NEEDS)
def test_search(benchmark: Pedantic, tmp_path: Path, corpus: str) -> None:
    engines = ["docstore", "docstore, official client", "osmem", *(["noida"] if corpus == SMALLEST else []), "SQLite", "tantivy"]
    if available() < OSMEM_NEEDS[corpus]:
        engines.remove("osmem")
    found = benchmark.pedantic(lambda: contest(corpus, engines, tmp_path), setup=lambda: None, rounds=1, warmup_rounds=0)
    assert found.engines["docstore"].p50.keys() == KINDS.keys()
    found.save()


@pytest.mark.parametrize("corpus", GROWTH)
def test_search_as_documents_become_more(benchmark: Pedantic, tmp_path: Path, corpus: str) -> None:
    run = lambda: contest(corpus, ["docstore"], tmp_path, rounds=2)  # noqa: E731
    found = benchmark.pedantic(run, setup=lambda: None, rounds=1, warmup_rounds=0)
    assert found.engines["docstore"].written.keys() == WRITES.keys()
    found.save(GROWN)
