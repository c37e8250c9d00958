"""Searches written as templates: ``_search/template``, ``_msearch/template``, ``_render/template``."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from docstore.api.body_keys import NO_KEYS, UnknownKeys
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names
from docstore.api.registry import Body, BodyOrQuery, PathOrBody, Privilege, WholeBody, api
from docstore.api.search.lines import responses
from docstore.api.search.search import of_body
from docstore.api.search.ways import check_concurrent
from docstore.catalog.current import current
from docstore.catalog.stored_script import STORED_SCRIPTS
from docstore.errors import JsonObject
from docstore.scripting.search_template import SearchTemplate


@api(
    "search_template",
    "GET /_search/template",
    "POST /_search/template",
    "GET /{index}/_search/template",
    "POST /{index}/_search/template",
    privilege=Privilege.READ,
)
def search_template(
    node: Node,
    /,
    *,
    index: Names | None = None,
    allow_no_indices: bool | None = None,
    ccs_minimize_roundtrips: bool | None = None,
    expand_wildcards: Names | None = None,
    explain: BodyOrQuery[bool | None] = None,
    id: Body[str | None] = None,
    ignore_throttled: bool | None = None,
    ignore_unavailable: bool | None = None,
    params: Body[JsonObject | None] = None,
    preference: str | None = None,
    profile: BodyOrQuery[bool | None] = None,
    rest_total_hits_as_int: bool | None = None,
    routing: Names | None = None,
    scroll: Duration | None = None,
    search_type: str | None = None,
    source: Body[Any] = None,
    typed_keys: bool | None = None,
    unknown_keys: UnknownKeys = NO_KEYS,
) -> JsonObject:
    """A search that a template gives; the answer is that of ``search``.

    :param source: the template, as text or as an object, in Mustache: ``{"query": {"match": {"title": "{{words}}"}}}``.
    :param id: that of a stored script, instead.
    :param params: what stands for the names in it.
    :raises ResourceNotFoundError: no script is stored under the id.
    :raises ScriptError: the source is no template.
    """
    body = {"source": source, "id": id, "params": params, "explain": explain, "profile": profile, **unknown_keys}
    arguments = {
        "index": index,
        "allow_no_indices": allow_no_indices,
        "ccs_minimize_roundtrips": ccs_minimize_roundtrips,
        "expand_wildcards": expand_wildcards,
        "ignore_throttled": ignore_throttled,
        "ignore_unavailable": ignore_unavailable,
        "preference": preference,
        "rest_total_hits_as_int": rest_total_hits_as_int,
        "routing": routing,
        "scroll": scroll,
        "search_type": search_type,
        "typed_keys": typed_keys,
    }
    return _searched(node, {key: value for key, value in body.items() if value is not None}, arguments)


def _searched(node: Node, body: JsonObject, arguments: JsonObject) -> JsonObject:
    search = _rendered(node, SearchTemplate.parse(body))
    asked = {name: body[name] for name in ("explain", "profile") if name in body}
    return of_body(node, search | asked, {name: value for name, value in arguments.items() if value is not None})


def _check(body: JsonObject) -> None:
    SearchTemplate.parse(body)


def _rendered(node: Node, template: SearchTemplate) -> JsonObject:
    with node.environment.read() as txn:
        stored = current(txn).section(STORED_SCRIPTS)
    return template.render(stored)


@api(
    "render_search_template",
    "GET /_render/template",
    "POST /_render/template",
    "GET /_render/template/{id}",
    "POST /_render/template/{id}",
    privilege=Privilege.READ,
)
def render_search_template(
    node: Node,
    /,
    *,
    id: PathOrBody[str | None] = None,
    params: Body[JsonObject | None] = None,
    source: Body[Any] = None,
    unknown_keys: UnknownKeys = NO_KEYS,
) -> JsonObject:
    """What a template becomes: ``{"template_output": {"query": {...}}}``.

    :param id: that of a stored script; otherwise ``source`` is the template.
    :raises ResourceNotFoundError: no script is stored under the id.
    :raises ScriptError: the source is no template.
    """
    body = {"source": source, "id": id, "params": params, **unknown_keys}
    template = SearchTemplate.parse({key: value for key, value in body.items() if value is not None})
    return {"template_output": _rendered(node, template)}


@api(
    "msearch_template",
    "GET /_msearch/template",
    "POST /_msearch/template",
    "GET /{index}/_msearch/template",
    "POST /{index}/_msearch/template",
    privilege=Privilege.READ,
)
def msearch_template(
    node: Node,
    *,
    search_templates: WholeBody[Iterable[Any]] = (),
    index: Names | None = None,
    ccs_minimize_roundtrips: bool | None = None,
    max_concurrent_searches: int | None = None,
    rest_total_hits_as_int: bool | None = None,
    search_type: str | None = None,
    typed_keys: bool | None = None,
) -> JsonObject:
    """Several templates at once: ``{"took": ..., "responses": [...]}``, each a response of a search or an error with its ``status``.

    ``max_concurrent_searches`` and ``ccs_minimize_roundtrips`` have no effect.

    :param search_templates: header and body in turn, ``{"index": "a"}, {"id": "x", "params": {...}}``; also as lines of JSON.
    :raises ValidationError: there are none.
    """
    begun = time.perf_counter()
    check_concurrent(max_concurrent_searches)
    defaults = {"index": index, "rest_total_hits_as_int": rest_total_hits_as_int, "search_type": search_type, "typed_keys": typed_keys}
    found = responses(search_templates, defaults, lambda body, arguments: _searched(node, body, arguments), lambda body, _: _check(body))
    return {"took": round((time.perf_counter() - begun) * 1000), "responses": found}
