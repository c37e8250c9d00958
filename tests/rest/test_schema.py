"""Requests made from the OpenAPI document: all that it allows is answered, and none with an internal error.

``DOCSTORE_EXAMPLES`` sets how many times three requests are sent to each route.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import docstore
from docstore.rest.message import Request, Response
from docstore.rest.openapi import document
from tests.examples import TIMES
from tests.rest.fuzz import Watch, meant
from tests.rest.fuzz_seeds import SEEDS

schemathesis = pytest.importorskip("schemathesis")

NOTHING = schemathesis.core.NotSet
LINES = "application/x-ndjson"


@schemathesis.serializer(LINES)
def _lines(_: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


SCHEMA = schemathesis.openapi.from_dict(document())
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]

keys = st.sampled_from(["_id", "n", "query", "doc", "a.b", ""])
objects = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=4,
)
actions = st.sampled_from(["index", "create", "update", "delete", "x"])
places = st.fixed_dictionaries({}, optional={"_index": st.sampled_from(["books", "new", "_x"]), "_id": st.just("1"), "routing": objects})
lines = st.lists(st.builds(lambda action, place: {action: place}, actions, places) | objects, max_size=5).map(
    lambda found: "".join(f"{json.dumps(each)}\n" for each in found)
)


@pytest.fixture(scope="module")
def filled() -> Iterator[docstore.Store]:
    with docstore.open() as store:
        yield store
        assert store.check() == []


def sent(case: Any, in_lines: str) -> Request:
    """A request as a case describes it."""
    body = None
    if case.media_type == LINES:
        body = in_lines.encode("utf-8", "surrogatepass")
    elif not isinstance(case.body, NOTHING) and case.body is not NOTHING:
        body = json.dumps(case.body).encode()
    query = urlencode(case.query or {}, doseq=True, errors="replace")
    headers = {} if case.media_type is None else {"content-type": case.media_type}
    return Request.of(case.method, case.formatted_path + (f"?{query}" if query else ""), headers, body)


def ask(store: docstore.Store, method: str, target: str, body: Any) -> Response:
    text = body if body is None or isinstance(body, str) else json.dumps(body)
    return store.rest.handle(Request.of(method, target, {"content-type": LINES if "_bulk" in target else "application/json"}, text))


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: f"{each.method} {each.path}")
def test_what_the_document_allows_is_answered(filled: docstore.Store, operation: Any) -> None:
    for method, target, body in SEEDS[:12]:
        ask(filled, method, target, body)
    watch = Watch(filled)

    @settings(max_examples=3 * TIMES, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(operation.as_strategy(), lines)
    def run(case: Any, in_lines: str) -> None:
        request = sent(case, in_lines)
        response = filled.rest.handle(request)
        text = response.body.decode("utf-8", "replace")
        assert response.status != 500 or meant(text), (request, text[:500])
        assert list(watch.wrong(request, response)) == []

    run()
