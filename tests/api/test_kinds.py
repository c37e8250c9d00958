"""Whatever is passed to whatever API: an answer, or an error that says what is wrong; never an accident, and the store stays sound."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import docstore
from docstore.api import coverage
from docstore.api.registry import Api
from docstore.errors import DocstoreError
from tests.examples import TIMES

NAMES = {api.name: api for api in coverage.apis()}
odd = st.sampled_from(
    [None, "", "x", "a", "_all", "*", "é", "\ud800", 5, -1, 0, 10**30, 1.5, float("inf"), float("nan"), True, False, b"x"]
)
keys = st.sampled_from(["x", "index", "type", "query", ""])
nested = st.recursive(odd, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(keys, inner))


def method(store: docstore.Store, api: Api[..., Any]) -> Any:
    found: Any = store
    for part in api.name.split("."):
        found = getattr(found, part)
    return found


@pytest.fixture(scope="module")
def shared() -> Any:
    with docstore.open() as store:
        store.index(index="a", id="1", document={"x": 1})
        yield store


@pytest.mark.parametrize("name", sorted(NAMES))
def test_any_arguments(shared: docstore.Store, name: str) -> None:
    api = NAMES[name]
    parameters = [p for p in api.parameters() if p.name not in ("progress", "wait_for_completion")]

    @settings(max_examples=40 * TIMES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def run(data: st.DataObject) -> None:
        given = {p.name: data.draw(nested, label=p.name) for p in parameters if p.required or data.draw(st.booleans())}
        raised: Exception | None = None
        try:
            method(shared, api)(**given)
        except DocstoreError as error:
            raised = error
        assert getattr(raised, "status", 400) < 500

    run()
    assert shared.check() == []


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda s: s.get(index=["a"], id="1"), r"\[index\] must be a string, not"),
        (lambda s: s.get(index="a", id=None), r"\[id\] must be a string or a number, not \[None\]"),
        (lambda s: s.get(index="", id="1"), r"Empty value passed for parameter \[index\]"),
        (lambda s: s.get(index="a", id="1", version="x"), r"Failed to parse long parameter \[version\]"),
        (lambda s: s.index(index="a", id="1", document={}, routing={}), r"\[routing\] must be a string or a number or a list"),
        (lambda s: s.indices.create(index="b", mappings="x"), r"\[mappings\] must be an object"),
        (lambda s: s.indices.create(index="\ud800"), r"lone surrogate"),
        (lambda s: s.indices.get(index=["a", 5]), r"\[index\] must be a string or a list of strings, not"),
        (lambda s: s.indices.modify_data_stream(actions=["x"]), r"\[actions\] must be a list of objects, not"),
        (lambda s: s.count(index="a", terminate_after="x"), r"Failed to parse int parameter \[terminate_after\] with value \[x\]"),
        (lambda s: s.count(index="a", terminate_after="-1"), r"terminateAfter must be > 0"),
        (lambda s: s.bulk(operations=5), r"\[operations\] must be a list"),
        (lambda s: s.reindex(source={"index": "a"}, dest={"index": object()}), r"cannot be written as JSON"),
        (lambda s: s.index(index="a", id="1", document={}, timeout="soon"), r"failed to parse setting \[timeout\]"),
    ],
)
def test_what_the_error_says(store: docstore.Store, call: Any, text: str) -> None:
    store.index(index="a", id="1", document={"x": 1})
    with pytest.raises(docstore.errors.BadRequestError, match=text):
        call(store)


def test_a_number_as_id(store: docstore.Store) -> None:
    store.index(index="numbers", id=5, document={})
    assert store.get(index="numbers", id="5")["_id"] == "5"


@pytest.mark.parametrize("script", ["ctx._source.n = 2", {"source": "ctx._source.n = 2"}])
def test_scripts_in_either_form_are_refused_by_name(store: docstore.Store, script: object) -> None:
    store.index(index="a", id="1", document={"n": 1})
    calls = (
        lambda: store.update(index="a", id="1", script=script),
        lambda: store.update_by_query(index="a", script=script),
        lambda: store.reindex(source={"index": "a"}, dest={"index": "b"}, script=script),
    )
    for call in calls:
        with pytest.raises(docstore.errors.NotImplementedByDocstoreError, match=r"\[script\].* is not supported by docstore yet"):
            call()
    assert store.get(index="a", id="1")["_source"] == {"n": 1}
