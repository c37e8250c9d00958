"""Where a command writes: a person gets sentences, tables and bars, a program one JSON object on stdout."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from docstore.cli.numbers import count
from docstore.errors import JsonObject

_PLAIN_WIDTH = 120


class Bar:
    """The bar of one long piece of work; silent where nobody looks."""

    def __init__(self, progress: Progress | None, task: TaskID | None) -> None:
        self._progress = progress
        self._task = task

    def of(self, done: int, total: int, rate: float, eta: float) -> None:
        """As ``reindex(progress=...)`` calls it."""
        self._show(done, total, f"{count(done)} of {count(total)}  {count(rate)}/s  {eta:.0f} s left")

    def counted(self, done: int) -> None:
        """As ``load(progress=...)`` calls it."""
        self._show(done, None, count(done))

    def _show(self, done: int, total: int | None, text: str) -> None:
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=done, total=total, text=text)


class Screen:
    """The two faces of a command's output."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        width = None if sys.stdout.isatty() else _PLAIN_WIDTH
        self.out = Console(highlight=False, width=width)
        self._err = Console(stderr=True, highlight=False)

    def answer(self, body: JsonObject, show: Callable[[Console], Any]) -> None:
        """Print the outcome of a command: ``body`` for a program, what ``show`` prints for a person."""
        if self.as_json:
            print(json.dumps(body, ensure_ascii=False, default=str))
        else:
            show(self.out)

    @contextmanager
    def bar(self, text: str) -> Iterator[Bar]:
        """A bar on stderr while the block runs."""
        if self.as_json or not self._err.is_terminal:
            yield Bar(None, None)
            return
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[text]}"), TimeElapsedColumn())
        with Progress(*columns, console=self._err, transient=True) as progress:
            yield Bar(progress, progress.add_task(text, total=None, text=""))
