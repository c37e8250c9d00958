"""Every declared API is complete, can be called, and is on the page of all APIs."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

import docstore
from docstore import Store
from docstore.api import coverage
from docstore.api.method import Method
from docstore.api.registry import Api, Place, Privilege

_PAGE = Path(__file__).parents[2] / "docs" / "api.md"
_NAMESPACES = [name for name, value in vars(Store).items() if isinstance(value, cached_property) and name != "rest"]
_CLIENTS: dict[str, type] = {"": Store}
with docstore.open() as _store:
    _CLIENTS |= {name: type(getattr(_store, name)) for name in _NAMESPACES}
"""``store.indices`` is an ``IndicesClient``."""

_METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE"}

APIS = coverage.apis()
each_api = pytest.mark.parametrize("api", APIS, ids=[api.name for api in APIS])


@each_api
def test_is_a_method_under_its_name(api: Api[..., Any]) -> None:
    namespace, _, name = api.name.rpartition(".")
    method = vars(_CLIENTS[namespace]).get(name)
    assert isinstance(method, Method)
    assert method.api is api


@each_api
def test_declaration_is_complete(api: Api[..., Any]) -> None:
    assert api.summary.endswith(".")
    assert isinstance(api.privilege, Privilege)
    assert api.routes
    assert len(set(api.routes)) == len(api.routes)
    for route in api.routes:
        assert route.method in _METHODS
        assert route.path.startswith("/")


@each_api
def test_parameters_agree_with_the_paths(api: Api[..., Any]) -> None:
    in_paths = [set(route.parameters) for route in api.routes]
    parameters = api.parameters()
    assert {each.name for each in parameters if each.place is Place.PATH} == set().union(*in_paths)
    required = {each.name for each in parameters if each.place is Place.PATH and each.required}
    assert required == set.intersection(*in_paths)
    assert sum(each.place is Place.WHOLE_BODY for each in parameters) <= 1


def test_no_two_apis_answer_one_request() -> None:
    routes = [route for api in APIS for route in api.routes]
    assert len(set(routes)) == len(routes)


def test_every_method_is_a_declared_api() -> None:
    found = {value.api.name for client in _CLIENTS.values() for value in vars(client).values() if isinstance(value, Method)}
    assert found == {api.name for api in APIS}


def test_the_page_is_what_the_declarations_give() -> None:
    assert _PAGE.read_text() == coverage.page(), "run: make docs"
