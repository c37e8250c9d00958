"""Requests as text, answers as values; each in process, and over HTTP."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlparse

import pytest

import docstore
from docstore.rest.message import Request


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str]
    raw: bytes

    @property
    def text(self) -> str:
        return self.raw.decode("utf-8", "replace")

    @property
    def json(self) -> Any:
        return json.loads(self.raw)

    @property
    def reason(self) -> str:
        return str(self.json["error"]["reason"])


class Headers(dict[str, str]):
    """Names as a server of HTTP may write them."""

    def __init__(self, given: Mapping[str, str]) -> None:
        super().__init__({name.lower(): value for name, value in given.items()})

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.lower())

    def __contains__(self, name: object) -> bool:
        return super().__contains__(str(name).lower())


Ask = Callable[..., Answer]
Send = Callable[[Request], Answer]


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    running = pytest.importorskip("docstore.transport.server")
    with docstore.open() as nothing, running.Server(nothing.rest) as server:
        yield server


@pytest.fixture(params=["in_process", "http"])
def send(request: pytest.FixtureRequest, store: docstore.Store) -> Iterator[Send]:
    if request.param == "in_process":

        def directly(request: Request) -> Answer:
            response = store.rest.handle(request)
            return Answer(response.status, Headers(response.headers), response.body)

        yield directly
        return
    running = request.getfixturevalue("server")
    before, running.application.rest = running.application.rest, store.rest
    connection = http.client.HTTPConnection(urlparse(running.url).netloc, timeout=60)

    def over_http(request: Request) -> Answer:
        connection.request(request.method, request.uri, request.body or None, {"accept-encoding": "identity", **request.headers})
        answered = connection.getresponse()
        headers = Headers({name: value for name, value in answered.getheaders() if name.lower() != "content-length"})
        return Answer(answered.status, headers, answered.read())

    yield over_http
    connection.close()
    running.application.rest = before


@pytest.fixture
def ask(send: Send) -> Ask:
    def call(method: str, target: str, body: Any = None, **headers: str) -> Answer:
        sent = body if body is None or isinstance(body, str | bytes) else json.dumps(body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if sent is not None:
            named.setdefault("content-type", "application/json")
        return send(Request.of(method, target, named, sent))

    return call
