"""A store over HTTP, and callers that do not behave."""

from __future__ import annotations

import gzip
import http.client
import json
import logging
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest

import docstore

pytest.importorskip("uvicorn")

from docstore.documents import bulk_items
from docstore.transport import incoming
from docstore.transport import server as server_module
from docstore.transport.server import Server


@pytest.fixture
def server(store: docstore.Store) -> Iterator[Server]:
    with Server(store.rest) as running:
        yield running


def _ask(url: str, method: str, target: str, body: Any = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
    sent = body if body is None or isinstance(body, bytes) else json.dumps(body)
    with closing(http.client.HTTPConnection(urlparse(url).netloc, timeout=60)) as connection:
        connection.request(method, target, sent, {"Content-Type": "application/json", **headers} if body is not None else headers)
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()


def test_requests_are_answered_as_in_process(server: Server) -> None:
    status, headers, body = _ask(server.url, "PUT", "/books/_doc/a%2Fb?refresh", {"title": "Walden"})
    assert (status, headers["location"], json.loads(body)["result"]) == (201, "/books/_doc/a%2Fb", "created")
    status, headers, body = _ask(server.url, "GET", "/books/_doc/a%2Fb")
    assert (status, headers["x-elastic-product"], json.loads(body)["_source"]) == (200, "Elasticsearch", {"title": "Walden"})
    assert _ask(server.url, "HEAD", "/books/_doc/a%2Fb")[::2] == (200, b"")
    assert _ask(server.url, "HEAD", "/books/_doc/none")[::2] == (404, b"")
    assert _ask(server.url, "PATCH", "/books/_count")[1]["allow"] == "GET,POST"


def test_many_callers_at_once(server: Server) -> None:
    def work(n: int) -> int:
        return _ask(server.url, "PUT", f"/books/_doc/{n}", {"n": n})[0]

    with ThreadPoolExecutor(64) as callers:
        assert set(callers.map(work, range(200))) == {201}
    assert json.loads(_ask(server.url, "GET", "/books/_count")[2])["count"] == 200


def test_a_large_answer_is_sent_while_it_is_written(server: Server, store: docstore.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_items, "_MANY", 7)
    lines = [line for n in range(100) for line in ({"index": {"_id": str(n)}}, {"n": n if n != 50 else "none"})]
    sent = "".join(json.dumps(line) + "\n" for line in lines).encode()
    expected: list[Any] = []
    for query, more in (("", {}), ("?pretty", {}), ("", {"Accept-Encoding": "gzip"}), ("?filter_path=errors,items.*.status", {})):
        store.indices.create(index="books", mappings={"properties": {"n": {"type": "long"}}})
        expected = expected or store.bulk(index="books", operations=lines)["items"]
        store.indices.delete(index="books")
        store.indices.create(index="books", mappings={"properties": {"n": {"type": "long"}}})
        status, headers, answer = _ask(server.url, "POST", f"/books/_bulk{query}", sent, **more)
        store.indices.delete(index="books")
        found = json.loads(gzip.decompress(answer) if more else answer)
        assert (status, found["errors"]) == (200, True)
        assert ("chunked" in headers.values(), "content-length" in {name.lower() for name in headers}) == (not query, bool(query))
        filtered = [{"index": {"status": item["index"]["status"]}} for item in expected]
        assert found["items"] == (filtered if "filter" in query else expected)


def test_a_body_that_is_too_large_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "MAX_CONTENT_LENGTH", 1000)
    assert _ask(server.url, "PUT", "/books/_doc/1", {"text": "x" * 1000})[0] == 413
    assert _ask(server.url, "PUT", "/books/_doc/1", {"text": "x"})[0] == 201
    monkeypatch.setattr(incoming, "MAX_IN_FLIGHT", 5)
    status, _, answer = _ask(server.url, "PUT", "/books/_doc/1", {"text": "x"})
    assert (status, json.loads(answer)["error"]["type"]) == (429, "circuit_breaking_exception")


def test_a_caller_who_sends_on_reads_why_he_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "MAX_CONTENT_LENGTH", 1000)
    chunks = (b"x" * 100_000 for _ in range(300))
    with closing(http.client.HTTPConnection(urlparse(server.url).netloc, timeout=60)) as connection:
        connection.request("POST", "/_bulk", chunks, {"Content-Type": "application/x-ndjson"}, encode_chunked=True)
        response = connection.getresponse()
        assert (response.status, response.getheader("connection")) == (413, "close")


@pytest.mark.parametrize(
    ("target", "headers", "status", "kind"),
    [
        ("/_count?q=" + "x" * 4090, {}, 400, "too_long_http_line_exception"),
        ("/_count?q=" + "x" * 4000, {}, 200, None),
        ("/_count", {"A": "x" * 9000, "B": "x" * 9000}, 400, "too_long_http_header_exception"),
        ("/_count", {"A": "x" * 200_000}, 400, "too_long_http_header_exception"),
        ("/_count", {"A": "x" * 15_000}, 200, None),
        ("/_count", {"Expect": "more"}, 417, None),
    ],
)
def test_heads_are_bounded(server: Server, target: str, headers: dict[str, str], status: int, kind: str | None) -> None:
    found, _, answer = _ask(server.url, "GET", target, **headers)
    error = json.loads(answer).get("error")
    assert (found, error["type"] if isinstance(error, dict) else None) == (status, kind)


def test_half_a_body_and_half_a_request_disturb_nobody(server: Server) -> None:
    address = urlparse(server.url)
    for text in (b"PUT /books/_doc/1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{", b"GET /"):
        with socket.create_connection((str(address.hostname), address.port or 0)) as half:
            half.sendall(text)
            assert _ask(server.url, "GET", "/")[0] == 200
    assert _ask(server.url, "HEAD", "/books")[0] == 404


def test_a_reindex_goes_on_when_its_caller_goes_away(server: Server, store: docstore.Store) -> None:
    store.load(index="a", documents=({"n": n} for n in range(1000)))
    address = urlparse(server.url)
    body = b'{"source":{"index":"a","size":100},"dest":{"index":"b"}}'
    head = "POST /_reindex?requests_per_second=500 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    head += f"Content-Length: {len(body)}\r\n\r\n"
    with socket.create_connection((str(address.hostname), address.port or 0)) as gone:
        gone.sendall(head.encode() + body)
        deadline = time.monotonic() + 10
        tasks: dict[str, Any] = {}
        while not tasks and time.monotonic() < deadline:
            nodes = json.loads(_ask(server.url, "GET", "/_tasks?actions=*reindex")[2])["nodes"]
            tasks = {id: task for node in nodes.values() for id, task in node["tasks"].items()}
            time.sleep(0.02)
    (task_id,) = tasks
    assert _ask(server.url, "POST", f"/_reindex/{task_id}/_rethrottle?requests_per_second=-1")[0] == 200
    while store.indices.exists(index="b") and store.count(index="b")["count"] < 1000 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert store.count(index="b")["count"] == 1000


def test_each_request_is_one_line_of_the_log(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="docstore.access"):
        _ask(server.url, "GET", "/none/_count?pretty")
        deadline = time.monotonic() + 5
        while not caplog.messages and time.monotonic() < deadline:
            time.sleep(0.01)
    line = json.loads(caplog.messages[0])
    assert (line["method"], line["path"], line["status"]) == ("GET", "/none/_count?pretty", 404)


def test_the_command_serves_until_it_is_told_to_end(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "docstore.cli", "serve", str(tmp_path / "store"), "--port", "0", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    timer = threading.Timer(30, process.kill)
    timer.start()
    try:
        url = json.loads(process.stdout.readline())["url"]
        assert _ask(url, "PUT", "/books/_doc/1", {})[0] == 201
    finally:
        process.terminate()
        _, log = process.communicate()
        timer.cancel()
    assert process.returncode == 0
    assert json.loads(log.splitlines()[0])["status"] == 201
    with docstore.open(tmp_path / "store") as store:
        assert store.count(index="books")["count"] == 1


def test_a_stop_leaves_a_reindex_that_a_caller_waits_for(tmp_path: Path) -> None:
    with docstore.open(tmp_path / "store") as store:
        store.load(index="a", documents=({"n": n} for n in range(100)))
    command = [sys.executable, "-m", "docstore.cli", "serve", str(tmp_path / "store"), "--port", "0", "--json", "--near-real-time"]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process,
        ThreadPoolExecutor(1) as callers,
    ):
        assert process.stdout is not None
        timer = threading.Timer(60, process.kill)
        timer.start()
        url = json.loads(process.stdout.readline())["url"]
        body = {"source": {"index": "a", "size": 2}, "dest": {"index": "b"}}
        waiting = callers.submit(_ask, url, "POST", "/_reindex?requests_per_second=4", body)
        while not json.loads(_ask(url, "GET", "/_tasks?actions=*reindex")[2])["nodes"]:
            time.sleep(0.02)
        process.terminate()
        status, _, answer = waiting.result()
        _, log = process.communicate()
        timer.cancel()
    assert (status, json.loads(answer)["error"]["type"]) == (503, "store_closing_exception")
    assert process.returncode == 0
    lines = [json.loads(line) for line in log.splitlines()]
    assert all(line["time"] for line in lines)
    assert lines[-1]["path"] == "/_reindex?requests_per_second=4"
    with docstore.open(tmp_path / "store") as store:
        ((task_id, task),) = store.tasks.list(actions="*reindex", group_by="parents")["tasks"].items()
        assert task["interrupted"]
        store.reindex_rethrottle(task_id=task_id, requests_per_second=-1)
        assert store.tasks.resume(task_id=task_id)["created"] == 100


def test_a_request_that_outlasts_a_stop_is_answered(store: docstore.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "_LINGER", 0.1)
    begun, go = threading.Event(), threading.Event()
    handle = store.rest.handle

    def slowly(request: Any, **how: bool) -> Any:
        begun.set()
        go.wait(30)
        return handle(request, **how)

    with Server(store.rest) as running, ThreadPoolExecutor(2) as callers:
        monkeypatch.setattr(store.rest, "handle", slowly)
        waiting = callers.submit(_ask, running.url, "GET", "/_cluster/health")
        assert begun.wait(30)
        callers.submit(running.stop)
        status, _, answer = waiting.result()
        go.set()
    assert (status, json.loads(answer)["error"]["reason"]) == (503, "the store is being closed")


@pytest.mark.slow
def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "docstore.cli", "serve", str(tmp_path / "store"), "--port", "0", "--json", "--quiet"]
    acknowledged: list[str] = []

    def write(url: str, caller: int) -> None:
        for n in range(1000):
            try:
                if _ask(url, "PUT", f"/books/_doc/{caller}-{n}", {"n": n})[0] == 201:
                    acknowledged.append(f"{caller}-{n}")
            except (OSError, http.client.HTTPException):
                return

    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process, ThreadPoolExecutor(8) as callers:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        for caller in range(8):
            callers.submit(write, url, caller)
        while len(acknowledged) < 100:
            time.sleep(0.01)
        process.kill()
    with docstore.open(tmp_path / "store") as store:
        assert all(store.exists(index="books", id=each) for each in acknowledged)
        assert store.check() == []


def test_the_node_tells_where_it_is_reached(store: docstore.Store) -> None:
    with Server(store.rest) as running:
        (node,) = json.loads(_ask(running.url, "GET", "/_nodes/http")[2])["nodes"].values()
        assert f"http://{node['http']['publish_address']}" == running.url
    assert "http" not in next(iter(store.nodes.info()["nodes"].values()))


def test_slow_callers_keep_nobody_waiting(server: Server, store: docstore.Store) -> None:
    store.load(index="books", documents=({"text": "x" * 1000} for _ in range(3000)))
    address = (str(urlparse(server.url).hostname), urlparse(server.url).port or 0)
    head = b"POST /books/_search?size=3000 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n"
    with ExitStack() as stack:
        slow = [stack.enter_context(socket.create_connection(address)) for _ in range(100)]
        for number, connection in enumerate(slow):
            connection.sendall(head + (b"{}" if number % 50 == 0 else b"{"))
        began = time.monotonic()
        assert _ask(server.url, "GET", "/books/_count")[0] == 200
        assert time.monotonic() - began < 5
        slow[1].sendall(b"}")
        assert slow[1].recv(15) == b"HTTP/1.1 200 OK"
    assert json.loads(_ask(server.url, "GET", "/books/_count")[2])["count"] == 3000


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
@pytest.mark.slow
def test_a_bulk_of_almost_100_mb_is_bounded_in_memory(tmp_path: Path) -> None:
    lines = b'{"index":{}}\n' + json.dumps({"text": "x" * 900, "n": 1}).encode() + b"\n"
    body = lines * (95 * 2**20 // len(lines))
    command = [sys.executable, "-m", "docstore.cli", "serve", str(tmp_path / "store"), "--port", "0", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    try:
        url = json.loads(process.stdout.readline())["url"]
        before = _peak(process.pid)
        status, _, answer = _ask(url, "POST", "/books/_bulk?filter_path=errors", body, **{"Content-Type": "application/x-ndjson"})
        assert (status, json.loads(answer)) == (200, {"errors": False})
        assert _peak(process.pid) - before < 8 * len(body)
    finally:
        process.terminate()
        process.communicate()


def _peak(pid: int) -> int:
    """The most memory that a process has had, in bytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
