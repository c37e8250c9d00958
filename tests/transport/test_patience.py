"""Callers that do not go on."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

import docstore

pytest.importorskip("uvicorn")

from docstore.transport.server import Server

PATIENCE = 0.3


@pytest.fixture
def server(store: docstore.Store) -> Iterator[Server]:
    with Server(store.rest, patience=PATIENCE, connections=3) as running:
        yield running


def _connection(server: Server) -> socket.socket:
    host, port = server.url.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=20)


def _read(connection: socket.socket) -> bytes:
    """All until it is closed."""
    parts = []
    while part := connection.recv(65536):
        parts.append(part)
    return b"".join(parts)


def _answered(connection: socket.socket) -> bool:
    answer = b""
    while not answer.endswith(b"}}"):
        answer += connection.recv(65536)
    return answer.startswith(b"HTTP/1.1 200 ")


_HEAD = b"POST /_bulk HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\n"
_WHOLE = b"GET /_count HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET /_co",
        _HEAD,
        _HEAD + b"Content-Length: 9\r\n\r\n",
        _HEAD + b"Content-Length: 99\r\n\r\n{",
        _HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{",
    ],
    ids=["nothing", "line", "head", "no body", "body", "chunk"],
)
def test_a_request_that_does_not_come_is_not_waited_for(server: Server, sent: bytes, caplog: pytest.LogCaptureFixture) -> None:
    with _connection(server) as connection:
        connection.sendall(sent)
        began = time.monotonic()
        head, _, body = _read(connection).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 408 ")
        assert b"Connection: close" in head
        assert json.loads(body)["status"] == 408
        assert "is closed with 408: the request did not come" in caplog.text
        assert time.monotonic() - began < 10


def test_a_byte_now_and_then_is_not_enough(server: Server) -> None:
    with _connection(server) as connection:
        connection.settimeout(0.05)
        for at in range(200):
            connection.sendall(b"GET /"[at : at + 1] or b"x")
            with suppress(TimeoutError):
                assert connection.recv(100).startswith(b"HTTP/1.1 408 ")
                return
    pytest.fail("the server still waits")


def test_a_caller_who_sends_all_the_time_has_time(server: Server) -> None:
    line = b'{"index":{"_index":"books"}}\n{"text":"' + b"x" * 200 + b'"}\n'
    with _connection(server) as connection:
        connection.sendall(_HEAD + f"Content-Length: {len(line) * 10}\r\nConnection: close\r\n\r\n".encode())
        for _ in range(10):
            time.sleep(PATIENCE / 4)
            connection.sendall(line)
        assert _read(connection).startswith(b"HTTP/1.1 200 ")


def test_a_connection_is_kept_between_requests(server: Server) -> None:
    with _connection(server) as connection:
        for _ in range(2):
            connection.sendall(_WHOLE)
            assert _answered(connection)
            time.sleep(PATIENCE * 2)
        connection.sendall(b"GET /_cou")
        assert _read(connection).startswith(b"HTTP/1.1 408 ")


def test_an_answer_may_take_longer(server: Server, store: docstore.Store) -> None:
    store.load(index="a", documents=({"n": n} for n in range(4)))
    body = b'{"source":{"index":"a","size":1},"dest":{"index":"b"}}'
    head = _HEAD.replace(b"_bulk", b"_reindex?requests_per_second=4").replace(b"x-ndjson", b"json")
    with _connection(server) as connection:
        connection.sendall(head + f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
        assert b'"created":4' in _read(connection)


def test_an_answer_that_nobody_reads_is_given_up(server: Server, store: docstore.Store) -> None:
    store.load(index="a", documents=({"text": "x" * 10_000} for _ in range(2000)))
    with _connection(server) as connection:
        connection.sendall(b"GET /a/_search?size=2000 HTTP/1.1\r\nHost: a\r\n\r\n")
        time.sleep(PATIENCE * 5)
        head, _, body = _read(connection).partition(b"\r\n\r\n")
        assert f"content-length: {len(body)}".encode() not in head


def test_there_are_only_so_many_connections(server: Server) -> None:
    kept = [_connection(server) for _ in range(3)]
    for connection in kept:
        connection.sendall(_WHOLE)
        assert _answered(connection)
    with _connection(server) as one_more:
        assert _read(one_more).startswith(b"HTTP/1.1 503 ")
    kept.pop().close()
    time.sleep(0.05)
    with _connection(server) as another:
        another.sendall(_WHOLE)
        assert _answered(another)
    for connection in kept:
        connection.close()


@pytest.mark.parametrize(
    "sent", [b"\x16\x03\x01\x02\x00\x01\n\n", b"GET /caf\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n", b"GET / HTTP/9\r\n\r\n"]
)
def test_what_is_not_http_is_refused(server: Server, sent: bytes) -> None:
    with _connection(server) as connection:
        connection.sendall(sent)
        assert _read(connection).startswith(b"HTTP/1.1 400 ")


def test_a_server_may_have_all_patience(store: docstore.Store) -> None:
    with Server(store.rest, patience=0) as running, _connection(running) as connection:
        time.sleep(0.1)
        for part in (_WHOLE[:7], _WHOLE[7:]):
            connection.sendall(part)
            time.sleep(0.1)
        assert _answered(connection)
