"""``docstore reindex``: from one index into another."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from docstore.cli import numbers, opening
from docstore.cli.interruption import resumable
from docstore.cli.parameters import AsJson, QueryText, StorePath, json_object
from docstore.cli.screen import Screen
from docstore.errors import ApiError, JsonObject

_SHOWN_FAILURES = 5


def reindex(
    path: StorePath,
    source: Annotated[str | None, typer.Option("--source", metavar="NAME", help="From: indices, aliases, wildcards, with commas.")] = None,
    dest: Annotated[str | None, typer.Option("--dest", metavar="NAME", help="Into: an index or an alias; made if there is none.")] = None,
    query: QueryText = None,
    version_type: Annotated[str | None, typer.Option(help="internal, external or external_gte.")] = None,
    op_type: Annotated[str | None, typer.Option(help="index, or create: only what is not there.")] = None,
    conflicts: Annotated[str | None, typer.Option(help="abort, or proceed: count them and go on.")] = None,
    max_docs: Annotated[int | None, typer.Option(help="The most documents to write.")] = None,
    size: Annotated[int | None, typer.Option(help="Documents in a batch; 1000 by default.")] = None,
    slices: Annotated[str | None, typer.Option(help="How many slices, or auto.")] = None,
    requests_per_second: Annotated[float | None, typer.Option(help="At most so many documents a second.")] = None,
    body: Annotated[str | None, typer.Option("--body", metavar="FILE", help="The request body as a JSON file, or - for stdin.")] = None,
    as_json: AsJson = False,
) -> None:
    """Copy documents from one index, or several, into another. A run that is killed goes on with: docstore tasks resume."""
    given = {"query": query, "version_type": version_type, "op_type": op_type, "conflicts": conflicts, "max_docs": max_docs, "size": size}
    if body is not None:
        _alone({"source": source, "dest": dest, **given})
        request = _from_file(body)
    else:
        request = _from_options(source, dest, given)
    run(Screen(as_json=as_json), path, request, {"slices": slices, "requests_per_second": requests_per_second})


def _alone(others: JsonObject) -> None:
    for name, value in others.items():
        if value is not None:
            raise typer.BadParameter(f"--{name.replace('_', '-')} and --body cannot go together")


def _from_file(name: str) -> JsonObject:
    return json_object(sys.stdin.read() if name == "-" else Path(name).read_text(), "--body")


def _from_options(source: str | None, dest: str | None, given: JsonObject) -> JsonObject:
    if source is None or dest is None:
        raise typer.BadParameter("--source and --dest are needed, or --body")
    request: JsonObject = {"source": {"index": source}, "dest": {"index": dest}}
    if given["query"] is not None:
        request["source"]["query"] = json_object(given["query"], "--query")
    if given["size"] is not None:
        request["source"]["size"] = given["size"]
    request["dest"] |= {name: given[name] for name in ("version_type", "op_type") if given[name] is not None}
    return request | {name: given[name] for name in ("conflicts", "max_docs") if given[name] is not None}


def run(screen: Screen, path: Path, request: JsonObject, params: JsonObject) -> None:
    """Reindex and show the outcome."""
    began = time.monotonic()
    with opening.existing(path) as store, screen.bar("reindexing") as bar, resumable(store, path):
        try:
            outcome = store.reindex(**{"body": request, "progress": bar.of, **params})
        except ApiError as error:
            _show_failures(screen, error)
            raise
    seconds = time.monotonic() - began
    screen.answer(outcome, lambda console: show(console, outcome, seconds))


def processed(status: JsonObject) -> int:
    """How many documents are behind a run."""
    return sum(int(status[name]) for name in ("created", "updated", "deleted", "version_conflicts", "noops"))


def show(console: Console, outcome: JsonObject, seconds: float, before: int = 0) -> None:
    """What became of a run, in a line; ``before`` of its documents were done when the seconds began."""
    parts = [
        f"{numbers.count(outcome[name])} {name.replace('_', ' ')}"
        for name in ("created", "updated", "version_conflicts")
        if outcome[name] or name == "created"
    ]
    done = processed(outcome) - before
    ending = f", canceled {outcome['canceled']}" if "canceled" in outcome else ""
    total = numbers.count(outcome["total"])
    console.print(f"{', '.join(parts)} of {total}, {seconds:.2f} s, {numbers.rate(done, seconds)}{ending}", markup=False)


def _show_failures(screen: Screen, error: ApiError) -> None:
    """The ordinary answer that a run with failures gives."""
    failures: list[Any] = error.body.get("failures", [])
    if screen.as_json and failures:
        screen.answer(error.body, lambda _: None)
        return
    for failure in failures[:_SHOWN_FAILURES]:
        print(f"  [{failure['index']}] [{failure['id']}] {failure['cause']['reason']}", file=sys.stderr)
