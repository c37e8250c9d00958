"""Elasticsearch's YAML REST tests, in process and over HTTP: ``DOCSTORE_YAML_TESTS=path/to/tests pytest tests/conformance``.

A case that calls an API which docstore does not have is skipped, and says which.
"""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlparse

import pytest

import docstore
from docstore.rest.message import Request, Response
from tests.conformance import suite
from tests.conformance.expected_failures import EXPECTED
from tests.conformance.outcome import Failed, NoSuchApi, Skipped
from tests.conformance.runner import Runner

Send = Callable[[Request], Response]

_CASES = list(suite.cases())

if not _CASES:
    pytest.skip("no YAML REST tests: name their directory in DOCSTORE_YAML_TESTS", allow_module_level=True)


def _expected(case: suite.Case) -> str | None:
    return next((reason for pattern, reason in EXPECTED.items() if fnmatchcase(case.id, pattern)), None)


def _over_http(server: Any) -> Send:
    connection = http.client.HTTPConnection(urlparse(server.url).netloc, timeout=60)

    def send(request: Request) -> Response:
        connection.request(request.method, request.uri, request.body or None, dict(request.headers))
        answered = connection.getresponse()
        headers = {name.title(): value for name, value in answered.getheaders()}
        return Response(answered.status, headers, answered.read())

    return send


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    """One server; each case puts its own store behind it."""
    with docstore.open() as store, pytest.importorskip("docstore.transport.server").Server(store.rest) as running:
        yield running


@pytest.fixture(params=["in_process", "http"])
def way(request: pytest.FixtureRequest) -> Callable[[docstore.Store], Send]:
    """How requests reach a store."""
    if request.param == "in_process":
        return lambda store: store.rest.handle
    running = request.getfixturevalue("server")

    def reach(store: docstore.Store) -> Send:
        running.application.rest = store.rest
        return _over_http(running)

    return reach


@pytest.mark.parametrize("case", _CASES, ids=[case.id for case in _CASES])
def test_case(case: suite.Case, way: Callable[[docstore.Store], Send]) -> None:
    reason = _expected(case)
    with docstore.open() as store:
        try:
            Runner(way(store)).run(case)
        except Skipped as skipped:
            pytest.skip(str(skipped))
        except NoSuchApi as missing:
            pytest.skip(f"docstore has no API [{missing}]")
        except Failed as failed:
            if reason is not None:
                pytest.xfail(reason)
            pytest.fail(str(failed), pytrace=False)
        assert reason is None, f"passes, although it is expected to fail: {reason}"
        assert store.check() == []
