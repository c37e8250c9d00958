"""Engines side by side: each operation is run on all of them in turn, in several rounds."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.ledger import FOLDER
from benchmarks.search.operation import KINDS

ROUNDS = 5
SECONDS = 0.15
"""How long one engine runs one kind of operation in one round."""

KEPT = FOLDER.parent / "searches"
SLOW = frozenset({"noida"})
"""Engines that are asked in one round only, for their sake."""

IN_MEMORY = frozenset({"osmem", "noida"})
"""Engines that keep nothing on disk: there is nothing to open again."""

WRITES = {"index": False, "overwrite": True}

GROWN = FOLDER.parent / "growth"
_ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(slots=True)
class Figures:
    """One engine over one corpus; times in seconds."""

    load: float = 0.0
    reopen: float = 0.0
    memory: int = 0
    """After all searches."""
    first: dict[str, float] = field(default_factory=dict)
    p50: dict[str, float] = field(default_factory=dict)
    p99: dict[str, float] = field(default_factory=dict)
    totals: dict[str, list[int]] = field(default_factory=dict)
    memory_written: int = 0
    """What it was after those writes."""
    written: dict[str, dict[str, float]] = field(default_factory=dict)
    """For ``index`` and ``overwrite``: the median of a write and a search of each kind together."""


@dataclass(frozen=True, slots=True)
class Contest:
    """All engines over one corpus."""

    corpus: str
    engines: dict[str, Figures]

    def save(self, folder: Path = KEPT) -> None:
        """Keep it for the report."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{self.corpus}.json").write_text(json.dumps(asdict(self), indent=1))


def load_contests(folder: Path = KEPT) -> list[Contest]:
    """All that were kept."""
    found = [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]
    return [Contest(one["corpus"], {name: Figures(**figures) for name, figures in one["engines"].items()}) for one in found]


class _Child:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._answer()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"a worker ended with {self._process.wait()}")
        return json.loads(line)

    def ask(self, *order: Any) -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._answer()


@contextmanager
def _child(engine: str, corpus: str, directory: Path) -> Iterator[_Child]:
    command = [sys.executable, "-m", "benchmarks.search.worker", engine, corpus, str(directory)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=_ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        yield _Child(process)
        assert process.stdin is not None
        process.stdin.close()


def contest(corpus: str, engines: Sequence[str], directory: Path, *, rounds: int = ROUNDS, seconds: float = SECONDS) -> Contest:
    """Load all engines, then measure."""
    found = {name: Figures() for name in engines}
    times: dict[tuple[str, str], list[float]] = {}
    with ExitStack() as stack:
        children: dict[str, _Child] = {}
        writing: list[str] = []
        for name, figures in found.items():
            (place := directory / name).mkdir(parents=True)
            child = children[name] = stack.enter_context(_child(name, corpus, place))
            loaded = child.ask("load")
            figures.load = loaded["seconds"]
            if loaded["writes"]:
                writing.append(name)
            for kind in (kind for kind in KINDS if kind in loaded["kinds"]):
                answer = child.ask("first", kind)
                figures.first[kind], figures.totals[kind] = answer["seconds"], answer["totals"]
        for number in range(rounds):
            for kind in KINDS:
                for name, figures in found.items():
                    if kind in figures.first and (number == 0 or name not in SLOW):
                        times.setdefault((name, kind), []).extend(children[name].ask("run", kind, seconds)["times"])
        for name, figures in found.items():
            figures.memory = children[name].ask("memory")["bytes"]
            if name not in IN_MEMORY:
                figures.reopen = children[name].ask("reopen", "match")["seconds"]
        _write(found, {name: children[name] for name in writing}, seconds)
    for (name, kind), all_times in times.items():
        found[name].p50[kind], found[name].p99[kind] = (float(np.percentile(all_times, part)) for part in (50, 99))
    return Contest(corpus, found)


def _write(found: dict[str, Figures], children: dict[str, _Child], seconds: float) -> None:
    """Searches after writes, of all that take single documents; the first round is not counted."""
    for way, over in WRITES.items():
        for kind in KINDS:
            able = {name: child for name, child in children.items() if kind in found[name].first}
            for _ in range(2):
                times = {name: child.ask("written", kind, seconds, over)["times"] for name, child in able.items()}
            for name, each in times.items():
                found[name].written.setdefault(way, {})[kind] = float(np.median(each))
    for name, child in children.items():
        found[name].memory_written = child.ask("memory")["bytes"]


def main() -> None:
    """``python -m benchmarks.search.contest CORPUS ENGINE ...``: the figures on the screen, nothing kept."""
    import tempfile

    with tempfile.TemporaryDirectory() as directory:
        found = contest(sys.argv[1], sys.argv[2:], Path(directory))
    print("p50 ms".ljust(12) + "".join(kind.rjust(11) for kind in KINDS))
    for name, figures in found.engines.items():
        for label, part in ((name, figures.p50), (" p99", figures.p99), (" first", figures.first)):
            print(label.ljust(12) + "".join((f"{part[kind] * 1000:.3f}" if kind in part else "-").rjust(11) for kind in KINDS))
        totals = "".join((str(sum(figures.totals[kind])) if kind in figures.totals else "-").rjust(11) for kind in KINDS)
        print(" totals".ljust(12) + totals)
        for way, part in figures.written.items():
            print(f" {way}".ljust(12) + "".join((f"{part[kind] * 1000:.3f}" if kind in part else "-").rjust(11) for kind in KINDS))
        print(f" load {figures.load:.2f} s, reopen {figures.reopen * 1000:.1f} ms, memory {figures.memory / 2**20:.0f} MiB")


if __name__ == "__main__":
    main()
