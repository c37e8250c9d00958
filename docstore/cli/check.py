"""``docstore check``: is the store sound?"""

from __future__ import annotations

import typer
from rich.console import Console

from docstore.cli import opening
from docstore.cli.failure import FAILED
from docstore.cli.parameters import AsJson, StorePath
from docstore.cli.screen import Screen


def check(path: StorePath, as_json: AsJson = False) -> None:
    """Verify every table of the store against its log; the problems, and exit code 1, when it is not sound."""
    screen = Screen(as_json=as_json)
    with opening.for_reading(path) as store, screen.bar("checking"):
        problems = store.check()

    def show(console: Console) -> None:
        for problem in problems:
            console.print(problem, markup=False, soft_wrap=True)
        console.print(f"{len(problems)} problems" if problems else "sound")

    screen.answer({"sound": not problems, "problems": problems}, show)
    if problems:
        raise typer.Exit(FAILED)
