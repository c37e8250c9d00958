"""``docstore serve``: a store over HTTP."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Annotated

import typer

import docstore
from docstore.cli.failure import CommandError
from docstore.cli.parameters import AsJson
from docstore.cli.screen import Screen
from docstore.storage.environment import Durability


def serve(
    path: Annotated[
        Path | None, typer.Argument(metavar="[PATH]", help="The directory of the store; a temporary one if left out.", show_default=False)
    ] = None,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0 for one that is free.")] = 9200,
    durability: Annotated[
        Durability | None, typer.Option("--durability", help="What survives a crash of the machine.", show_default=False)
    ] = None,
    map_size: Annotated[
        int | None, typer.Option("--map-size", help="The most bytes that the store may ever take.", show_default=False)
    ] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Refuse every write.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Do not log requests.")] = False,
    as_json: AsJson = False,
) -> None:
    """Serve the store over HTTP, as Elasticsearch does, until interrupted. Requests are logged to stderr, a JSON object a line."""
    try:
        from docstore.transport.server import Server
    except ImportError:
        raise CommandError("serving needs uvicorn: pip install 'docstore[server]'") from None
    _log_requests(quiet=quiet)
    with (
        docstore.open(path, durability=durability, map_size=map_size, read_only=read_only) as store,
        Server(store.rest, host=host, port=port) as server,
    ):
        text = f"[{store.path}] at {server.url}"
        Screen(as_json=as_json).answer(
            {"path": str(store.path), "url": server.url}, lambda console: console.print(text, markup=False, soft_wrap=True)
        )
        sys.stdout.flush()
        server.wait()


def _log_requests(*, quiet: bool) -> None:
    logger = logging.getLogger("docstore.access")
    logger.setLevel(logging.WARNING if quiet else logging.INFO)
    logger.propagate = False
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger.handlers = [handler]
