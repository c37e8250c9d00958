"""All commands of ``docstore``."""

from __future__ import annotations

from typing import Annotated

import typer

from docstore.cli.backup import backup
from docstore.cli.check import check
from docstore.cli.demo.command import demo
from docstore.cli.dump import dump
from docstore.cli.failure import Commands
from docstore.cli.load import load
from docstore.cli.reindex import reindex
from docstore.cli.serve import serve
from docstore.cli.stats import stats
from docstore.cli.tasks import tasks
from docstore.version import VERSION

app = typer.Typer(
    name="docstore",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

for command in (load, reindex, dump, stats, check, backup, serve, demo):
    app.command()(command)
app.add_typer(tasks, name="tasks")


def _version(wanted: bool) -> None:
    if wanted:
        print(f"docstore {VERSION}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """The Elasticsearch document API as an embedded, durable library: load, reindex, dump and examine stores."""
