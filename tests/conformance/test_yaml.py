"""Elasticsearch's YAML REST tests, in process and over HTTP: ``DOCSTORE_YAML_TESTS=path/to/tests pytest tests/conformance``.

A case that calls an API which docstore does not have is skipped, and says which; so is one that docstore refuses as not supported.
"""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from urllib.parse import urlparse

import pytest

import docstore
from docstore.rest.message import Request, Response
from tests.conformance import suite
from tests.conformance.expected_failures import EXPECTED, RACES
from tests.conformance.outcome import Failed, NoSuchApi, Skipped
from tests.conformance.runner import Runner

_REFUSALS = ("not supported by docstore", "docstore has no [", "docstore cannot ", "docstore does not ")
"""What an answer says where docstore knows that it cannot do something: no failure, but a part that is still to come."""

Send = Callable[[Request], Response]
Reach = Callable[[docstore.Store], Send]

_CASES = list(suite.cases())

if not _CASES:
    pytest.skip("no YAML REST tests: name their directory in DOCSTORE_YAML_TESTS", allow_module_level=True)


def _named(case: suite.Case, reasons: dict[str, str]) -> str | None:
    return next((reason for pattern, reason in reasons.items() if fnmatchcase(case.id, pattern)), None)


def _over(connection: http.client.HTTPConnection) -> Send:
    def send(request: Request) -> Response:
        connection.request(request.method, request.uri, request.body or None, dict(request.headers))
        answered = connection.getresponse()
        headers = {name.title(): value for name, value in answered.getheaders()}
        return Response(answered.status, headers, answered.read())

    return send


@pytest.fixture(scope="module")
def http_way() -> Iterator[Reach]:
    """One server and one connection; each case puts its own store behind them."""
    server = pytest.importorskip("docstore.transport.server")
    with docstore.open() as store, server.Server(store.rest) as running:
        connection = http.client.HTTPConnection(urlparse(running.url).netloc, timeout=60)

        def reach(store: docstore.Store) -> Send:
            running.application.rest = store.rest
            return _over(connection)

        yield reach
        connection.close()


@pytest.fixture(params=["in_process", "http"])
def way(request: pytest.FixtureRequest) -> Reach:
    """How requests reach a store."""
    if request.param == "in_process":
        return lambda store: store.rest.handle
    reach: Reach = request.getfixturevalue("http_way")
    return reach


@pytest.mark.parametrize("case", _CASES, ids=[case.id for case in _CASES])
def test_case(case: suite.Case, way: Reach) -> None:
    reason = _named(case, EXPECTED)
    with docstore.open(near_real_time=True) as store:
        try:
            Runner(way(store)).run(case)
        except Skipped as skipped:
            pytest.skip(str(skipped))
        except NoSuchApi as missing:
            pytest.skip(f"docstore has no API [{missing}]")
        except Failed as failed:
            if any(text in str(failed) for text in _REFUSALS):
                pytest.skip(str(failed)[:300])
            excuse = reason or _named(case, RACES)
            if excuse is not None:
                pytest.xfail(excuse)
            pytest.fail(str(failed), pytrace=False)
        assert reason is None, f"passes, although it is expected to fail: {reason}"
        assert store.check() == []
