"""JSON over one connection that is kept open, and docstore's server in a process of its own, as a rival's is."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Self

from benchmarks.data import ID, Document

CHUNK = 2_000


class Caller:
    """A caller of one server."""

    def __init__(self, url: str) -> None:
        self._connection = http.client.HTTPConnection(url.removeprefix("http://").rstrip("/"), timeout=600)

    def __call__(self, method: str, path: str, body: Any = None, *, missing: bool = False) -> Any:
        """The answer; ``missing`` lets one be that there is nothing."""
        sent = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        kind = "application/x-ndjson" if isinstance(body, bytes) else "application/json"
        self._connection.request(method, path, sent, {} if sent is None else {"Content-Type": kind})
        response = self._connection.getresponse()
        text = response.read()
        if response.status >= 300 and not (missing and response.status == 404):
            raise RuntimeError(f"{method} {path}: {response.status} {text[:300]!r}")
        return json.loads(text) if text else None

    def bulk(self, index: str, documents: Sequence[Document]) -> None:
        """Load documents with ``_bulk``, some thousand a request, and make them visible."""
        rest = iter(documents)
        while chunk := list(islice(rest, CHUNK)):
            lines = [f'{{"index":{{"_id":"{document[ID]}"}}}}\n{json.dumps(document)}\n' for document in chunk]
            if self("POST", f"/{index}/_bulk", "".join(lines).encode())["errors"]:
                raise RuntimeError("a document was refused")
        self("POST", f"/{index}/_refresh")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def forget(self, index: str) -> None:
        """Remove an index."""
        self("DELETE", f"/{index}", missing=True)


@contextmanager
def served(path: Path) -> Iterator[str]:
    """``docstore serve`` over a new store, and its address."""
    command = [sys.executable, "-m", "docstore.cli", "serve", str(path), "--port", "0", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())["url"]
    finally:
        process.terminate()
        process.communicate()
