import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import docstore
from docstore.cli.app import app

Run = Callable[..., Any]


@pytest.fixture
def run() -> Run:
    """Run a command in this process."""

    def invoke(*args: object, stdin: str | None = None) -> Any:
        return CliRunner().invoke(app, [str(arg) for arg in args], input=stdin)

    return invoke


@pytest.fixture
def answer(run: Run) -> Run:
    """Run a command that must succeed under --json; its object."""

    def invoke(*args: object, stdin: str | None = None) -> Any:
        result = run(*args, "--json", stdin=stdin)
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    return invoke


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """A store with thirty books; sound at the end."""
    where = tmp_path / "store"
    with docstore.open(where) as store:
        store.load(index="books", documents=({"n": n, "title": f"book {n}"} for n in range(30)), id="n")
    yield where
    with docstore.open(where) as store:
        assert store.check() == []
