"""``docstore backup``: a copy of a store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from docstore.cli import numbers, opening
from docstore.cli.parameters import AsJson, StorePath
from docstore.cli.screen import Screen


def backup(
    path: StorePath,
    to: Annotated[Path, typer.Argument(metavar="TO", help="A new or empty directory.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Write a compact copy of the store as it is now. Others may go on writing."""
    screen = Screen(as_json=as_json)
    with opening.for_reading(path) as store, screen.bar("copying"):
        store.backup(to)
    copied = (to / "data.mdb").stat().st_size
    text = f"[{path}] copied to [{to}], {numbers.size(copied)}"
    screen.answer({"path": str(path), "to": str(to), "bytes": copied}, lambda console: console.print(text, markup=False, soft_wrap=True))
