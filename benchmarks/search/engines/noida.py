"""noida-db, of which only its Elasticsearch is started."""

from __future__ import annotations

import atexit
import socket
import subprocess
import time
from pathlib import Path

import noida_db

from benchmarks.search.corpus import Corpus
from benchmarks.search.engines.server import Server
from benchmarks.search.memory import resident

_PATIENCE = 30.0
"""Seconds until it listens."""


class Noida(Server):
    """It holds all in memory, and writes it to its directory when it ends."""

    def __init__(self, directory: Path, corpus: Corpus) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port: int = free.getsockname()[1]
        program = Path(noida_db.__file__).parent / "noida-db"
        options = ["--data-dir", str(directory / "data"), "--only", "elasticsearch", "--elasticsearch-port", str(port)]
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen([str(program), "start", *options], stdout=quiet, stderr=quiet)
        atexit.register(self._process.kill)
        _wait(port)
        super().__init__(f"127.0.0.1:{port}", corpus)

    def memory(self) -> int:
        """Of the server."""
        return resident(self._process.pid)


def _wait(port: int) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)
