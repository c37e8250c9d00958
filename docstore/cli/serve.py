"""``docstore serve``: a store over HTTP."""

from __future__ import annotations

import json
import logging
import resource
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

import docstore
from docstore.cli.failure import CommandError
from docstore.cli.parameters import AsJson
from docstore.cli.screen import Screen
from docstore.storage.durability import Durability


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
    near_real_time: Annotated[
        bool, typer.Option("--near-real-time", help="Searches see what the last refresh saw, as Elasticsearch's do.")
    ] = False,
    request_timeout: Annotated[
        float, typer.Option("--request-timeout", min=0, help="Seconds in which a request must come, and an answer be read; 0 for any.")
    ] = 60,
    max_connections: Annotated[
        int | None, typer.Option("--max-connections", min=1, help="The most connections that may be open at once.", show_default=False)
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Do not log requests.")] = False,
    as_json: AsJson = False,
) -> None:
    """Serve the store over HTTP, as Elasticsearch does, until interrupted. Requests are logged to stderr, a JSON object a line."""
    try:
        from docstore.transport.server import Server
    except ImportError:
        raise CommandError("serving needs uvicorn: pip install 'docstore[server]'") from None
    _log(quiet=quiet)
    _allow_files()
    with (
        docstore.open(path, durability=durability, map_size=map_size, read_only=read_only, near_real_time=near_real_time) as store,
        Server(store.rest, host=host, port=port, patience=request_timeout, connections=max_connections) as server,
    ):
        text = f"[{store.path}] at {server.url}"
        Screen(as_json=as_json).answer(
            {"path": str(store.path), "url": server.url}, lambda console: console.print(text, markup=False, soft_wrap=True)
        )
        sys.stdout.flush()
        server.wait()
        store._runner.leave()


def _allow_files() -> None:
    """Let this process open as many files as it may ask for: each connection is one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


class _Event(logging.Formatter):
    """What is no request, as a JSON object of the same kind."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": moment, "level": record.levelname.lower(), "message": record.getMessage()}
        if record.exc_info:
            line["stack_trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def _log(*, quiet: bool) -> None:
    for name, form in (("docstore.access", logging.Formatter("%(message)s")), ("docstore", _Event()), ("uvicorn", _Event())):
        logger = logging.getLogger(name)
        logger.setLevel(logging.INFO if name == "docstore.access" and not quiet else logging.WARNING)
        logger.propagate = False
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(form)
        logger.handlers = [handler]
