"""What Elasticsearch has and docstore has not is refused under its name."""

from __future__ import annotations

import re

import pytest

from docstore.api.known import known_apis
from docstore.api.listing import apis
from docstore.api.registry import APIS
from tests.rest.conftest import Ask

_OWN = {"create_pit", "get_all_pits", "delete_pit", "delete_all_pits", "tasks.resume", "tasks.delete"}


@pytest.mark.parametrize(
    ("method", "target", "name"),
    [
        ("GET", "/_ml/anomaly_detectors/x?pretty", "ml.get_jobs"),
        ("PUT", "/_watcher/watch/x", "watcher.put_watch"),
        ("POST", "/_sql?format=txt", "sql.query"),
        ("PUT", "/_snapshot/backup", "snapshot.create_repository"),
        ("POST", "/books/_graph/explore", "graph.explore"),
        ("PUT", "/_security/user/x", "security.put_user"),
    ],
)
def test_an_api_that_is_not_here_is_named(ask: Ask, method: str, target: str, name: str) -> None:
    answer = ask(method, target, {"any": "body"} if method != "GET" else None)
    assert (answer.status, answer.reason) == (501, f"the API [{name}] is not supported by docstore")
    assert answer.json["error"]["type"] == "unsupported_operation_exception"


def test_each_route_that_is_not_here_is_refused_under_its_name(ask: Ask) -> None:
    elsewhere = [(name, route) for name, routes in known_apis() if name not in APIS for route in routes]
    assert len(elsewhere) > 400
    for name, route in elsewhere:
        answer = ask(route.method, re.sub(r"{\w+}", "x", route.path))
        assert answer.status == 501, (name, route)
        assert route.method == "HEAD" or answer.reason == f"the API [{name}] is not supported by docstore"


def test_a_path_that_elasticsearch_has_not_either_has_no_handler(ask: Ask) -> None:
    assert ask("GET", "/_nothing/at/all").status == 400
    assert ask("DELETE", "/_ml/info").headers["Allow"] == "GET"


def test_apis_have_the_names_and_routes_of_elasticsearch() -> None:
    known = dict(known_apis())
    for api in apis():
        if api.name not in _OWN:
            assert api.name in known
            assert set(known[api.name]) & set(api.routes), api.name
