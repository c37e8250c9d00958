"""``docstore dump``: the documents of an index as lines of JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import msgspec
import typer

from docstore.cli import numbers, opening
from docstore.cli.failure import CommandError
from docstore.cli.parameters import AsJson, QueryText, StorePath, json_object
from docstore.cli.screen import Screen
from docstore.errors import JsonObject
from docstore.exact import as_written

if TYPE_CHECKING:
    from docstore.cli.selection import Selected

_encode = msgspec.json.Encoder(enc_hook=as_written).encode
_TELL_EVERY = 1_000


def dump(
    path: StorePath,
    index: Annotated[str, typer.Option("--index", metavar="NAME", help="Indices, aliases, wildcards, with commas.")],
    query: QueryText = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Into this file; stdout without it.")] = None,
    sources: Annotated[bool, typer.Option("--sources", help="Only the documents, without _id and _routing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write documents, one JSON object a line, in the order in which they were written to the index."""
    if as_json and out is None:
        raise typer.BadParameter("--json needs --out: the documents themselves go to stdout")
    from docstore.cli.selection import select

    screen = Screen(as_json=as_json)
    wanted = None if query is None else json_object(query, "--query")
    written = 0
    with opening.for_reading(path) as store, screen.bar(f"dumping {index}") as bar, _open(out) as file:
        for found in select(store, index, wanted):
            file.write(_encode(_line(found, index, only_source=sources)) + b"\n")
            written += 1
            if written % _TELL_EVERY == 0:
                bar.counted(written)
    if out is not None:
        text = f"{numbers.count(written)} documents of [{index}] in [{out}]"
        screen.answer({"index": index, "documents": written, "out": str(out)}, lambda console: console.print(text, markup=False))


def _line(found: Selected, index: str, *, only_source: bool) -> JsonObject:
    if found.source is None:
        raise CommandError(f"[{index}] keeps no _source; there is nothing to dump")
    if only_source:
        return found.source
    routing = {} if found.routing is None else {"_routing": found.routing}
    return {"_id": found.id, **routing, "_source": found.source}


@contextmanager
def _open(out: Path | None) -> Iterator[IO[bytes]]:
    """The file, complete or not there at all; or stdout."""
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
