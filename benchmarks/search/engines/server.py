"""A server that speaks Elasticsearch's HTTP on loopback: one connection kept open, answers parsed."""

from __future__ import annotations

import http.client
import json
from typing import Any

from benchmarks.data import Document
from benchmarks.search.body import body_of
from benchmarks.search.corpus import Corpus
from benchmarks.search.operation import KINDS, Answer, Operation

_BATCH = 5_000


class Server:
    """One index; whoever starts the server gives its address."""

    kinds = frozenset(KINDS)

    def __init__(self, address: str, corpus: Corpus) -> None:
        self._connection = http.client.HTTPConnection(address, timeout=600)
        self._ask("PUT", "/docs", {"mappings": corpus.mapping()})

    def load(self, documents: list[Document]) -> None:
        """``_bulk``, some thousand at a time."""
        for begin in range(0, len(documents), _BATCH):
            lines = "".join('{"index":{}}\n' + json.dumps(document) + "\n" for document in documents[begin : begin + _BATCH])
            if self._send("POST", "/docs/_bulk", lines.encode())["errors"]:
                raise RuntimeError("the server refused a document")
        self._ask("POST", "/docs/_refresh", {})

    def run(self, operation: Operation) -> Answer:
        """``_search``."""
        found = self._ask("POST", "/docs/_search", body_of(operation))
        if "aggregations" in found:
            return Answer(len(found["aggregations"]["groups"]["buckets"]), [])
        return Answer(found["hits"]["total"]["value"], [hit["_source"] for hit in found["hits"]["hits"]])

    def close(self) -> None:
        """It is not measured how it begins again, and so stays open."""

    def open(self) -> None:
        """It is."""

    def _ask(self, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return self._send(method, path, json.dumps(body).encode())

    def _send(self, method: str, path: str, body: bytes) -> dict[str, Any]:
        self._connection.request(method, path, body, {"Content-Type": "application/json"})
        response = self._connection.getresponse()
        found: dict[str, Any] = json.loads(response.read())
        if response.status >= 300:
            raise RuntimeError(f"{path}: {found}")
        return found
