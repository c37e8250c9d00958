"""Runs in a process of its own: one engine over one corpus, told what to do by lines of JSON.

``python -m benchmarks.search.worker ENGINE CORPUS DIRECTORY``; each line in is an order, each line out its answer.
"""

from __future__ import annotations

import gc
import json
import sys
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.search.corpus import CORPORA, GROWTH
from benchmarks.search.engine import Engine, Writable

ENGINES = {
    "docstore": "embedded:Docstore",
    "docstore, official client": "client:Client",
    "osmem": "osmem:Osmem",
    "noida": "noida:Noida",
    "SQLite": "sqlite:Sqlite",
    "tantivy": "tantivy:Tantivy",
}

_STRIDE = 37
"""The documents that are written again are every so many."""


class Worker:
    """An engine and its clock."""

    def __init__(self, engine: str, corpus: str, directory: str) -> None:
        module, name = ENGINES[engine].split(":")
        self._corpus = (CORPORA | GROWTH)[corpus]
        self._documents = self._corpus.make()
        self._operations = self._corpus.operations(self._documents)
        made = getattr(import_module(f"benchmarks.search.engines.{module}"), name)
        gc.collect()
        gc.freeze()
        self._engine: Engine = made(Path(directory), self._corpus)
        self._base = self._engine.memory()
        self._writes = 0

    def load(self) -> dict[str, Any]:
        """Load all; how long it took, and what can be asked."""
        began = perf_counter()
        for _ in range(self._corpus.times):
            self._engine.load(self._documents)
        seconds = perf_counter() - began
        return {"seconds": seconds, "kinds": sorted(self._engine.kinds), "writes": isinstance(self._engine, Writable)}

    def first(self, kind: str) -> dict[str, Any]:
        """One search, the first of its kind; how long it took, and what was found by all variants."""
        began = perf_counter()
        self._engine.run(self._operations[kind][0])
        seconds = perf_counter() - began
        return {"seconds": seconds, "totals": [self._engine.run(each).total for each in self._operations[kind]]}

    def run(self, kind: str, seconds: float) -> dict[str, Any]:
        """All variants in turn, for so long; the time of each call."""
        run, operations = self._engine.run, self._operations[kind]
        times: list[float] = []
        gc.collect()
        until = perf_counter() + seconds
        while perf_counter() < until or len(times) < len(operations):
            for operation in operations:
                began = perf_counter()
                run(operation)
                times.append(perf_counter() - began)
        return {"times": times}

    def written(self, kind: str, seconds: float, over: bool) -> dict[str, Any]:
        """All variants in turn, a document before each, for so long; the time of each write and search together."""
        engine, operations = self._engine, self._operations[kind]
        assert isinstance(engine, Writable)
        times: list[float] = []
        gc.collect()
        until = perf_counter() + seconds
        while perf_counter() < until or len(times) < len(operations):
            for operation in operations:
                self._writes += 1
                document = self._documents[self._writes * _STRIDE % len(self._documents)]
                began = perf_counter()
                if over:
                    engine.overwrite(document, self._writes)
                else:
                    engine.write(document)
                engine.run(operation)
                times.append(perf_counter() - began)
        return {"times": times}

    def reopen(self, kind: str) -> dict[str, Any]:
        """Open again what is on disk, up to the first answer."""
        self._engine.close()
        began = perf_counter()
        self._engine.open()
        self._engine.run(self._operations[kind][0])
        return {"seconds": perf_counter() - began}

    def memory(self) -> dict[str, Any]:
        """Bytes above what the process had before the documents came into the engine."""
        gc.collect()
        return {"bytes": self._engine.memory() - self._base}


def main() -> None:
    """Until the input ends."""
    worker = Worker(*sys.argv[1:])
    print("{}", flush=True)
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        print(json.dumps(getattr(worker, name)(*arguments)), flush=True)


if __name__ == "__main__":
    main()
