"""Literal segments go before parameters, and every route of every API leads to it."""

from __future__ import annotations

from docstore.api.listing import apis
from docstore.rest.router import Router


def test_every_route_leads_to_its_api() -> None:
    router = Router(apis())
    for api in apis():
        for route in api.routes:
            path = route.path
            for name in route.parameters:
                path = path.replace(f"{{{name}}}", f"<{name}>")
            found = router.find(route.method, path)
            assert found is not None
            assert (found.api.name, list(found.values.values())) == (api.name, [f"<{name}>" for name in route.parameters])


def test_a_literal_branch_that_leads_nowhere_is_left() -> None:
    router = Router(apis())
    found = router.find("GET", "/_aliases/_count")
    assert found is not None
    assert (found.api.name, found.values) == ("count", {"index": "_aliases"})


def test_segments_are_decoded_after_the_path_is_split() -> None:
    found = Router(apis()).find("GET", "//%3Clogs-%7Bnow%2Fd%7D%3E/_doc/%20/")
    assert found is not None
    assert found.values == {"index": "<logs-{now/d}>", "id": " "}
