"""osmem-server."""

from __future__ import annotations

from pathlib import Path

from osmem_server import OsmemServer

from benchmarks.search.corpus import Corpus
from benchmarks.search.engines.server import Server
from benchmarks.search.memory import resident


class Osmem(Server):
    """It holds all in memory."""

    def __init__(self, directory: Path, corpus: Corpus) -> None:
        self._server = OsmemServer.start(japanese=False)
        super().__init__(self._server.url.removeprefix("http://"), corpus)

    def memory(self) -> int:
        """Of the server."""
        return resident(self._server.pid)
