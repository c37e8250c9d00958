from collections.abc import Iterator

import pytest

import docstore
from docstore.cli.demo.scene import Expected
from docstore.cli.demo.verification import differences
from docstore.store import Store

_DOCUMENTS = {"1": {"n": 1}, "2": {"n": 2}}


@pytest.fixture
def store() -> Iterator[Store]:
    with docstore.open() as found:
        found.index(index="a", id="1", document={"n": 1})
        found.index(index="a", id="2", document={"n": 2})
        yield found


def test_equal(store: Store) -> None:
    assert differences(store, Expected("a", _DOCUMENTS)) == []
    assert differences(store, Expected("a", _DOCUMENTS, {"1": 1, "2": 1})) == []


def test_every_kind_of_difference(store: Store) -> None:
    assert any("has version 1, not 2" in text for text in differences(store, Expected("a", _DOCUMENTS, 2)))
    assert any("not {'n': 9}" in text for text in differences(store, Expected("a", {**_DOCUMENTS, "2": {"n": 9}})))
    assert any("lacks [3]" in text for text in differences(store, Expected("a", {**_DOCUMENTS, "2": {"n": 2}, "3": {"n": 3}}))[1:])
    assert any("does not belong" in text for text in differences(store, Expected("a", {"1": {"n": 1}})))
    assert any("counts 2 documents, not 1" in text for text in differences(store, Expected("a", {"1": {"n": 1}})))
