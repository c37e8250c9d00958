"""A store for each test, with what the seed put there: one copy of its file, taken back to the beginning after each test."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docstore.storage.beginning import Beginning
from docstore.store import Store, open


class Copies:
    """The copies of one file. There is a second one where two are used at a time, or where a test left its own open."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._ready: list[Beginning] = []
        self._made: list[Path] = []

    @contextmanager
    def fresh(self) -> Iterator[Store]:
        """A store that holds what the file does; it is closed in the end."""
        beginning = self._ready.pop() if self._ready else self._copy()
        with open(beginning.path, durability="none") as store, beginning.held(store._environment):
            yield store
        if beginning.restore():
            self._ready.append(beginning)

    def _copy(self) -> Beginning:
        directory = Path(tempfile.mkdtemp(prefix="docstore-test-"))
        self._made.append(directory)
        shutil.copyfile(self._base, directory / "data.mdb")
        return Beginning(directory)

    def remove(self) -> None:
        """Remove all copies, when nobody uses one any more."""
        for directory in self._made:
            shutil.rmtree(directory, ignore_errors=True)
