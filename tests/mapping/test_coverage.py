"""The facts about mappings for the page of coverage."""

from __future__ import annotations

import pytest

from docstore.errors import ApiError
from docstore.mapping import Mapping
from docstore.mapping.coverage import FIELD_TYPE_NAMES, OBJECT_TYPES, PARAMETER_NAMES, declared_parameters, mapping_coverage
from docstore.mapping.registry import FIELD_TYPES, KNOWN_ELSEWHERE


def test_everything_that_there_is_stands_in_the_lists_and_nothing_twice() -> None:
    assert set(FIELD_TYPES) <= set(FIELD_TYPE_NAMES)
    assert set(FIELD_TYPE_NAMES) - set(FIELD_TYPES) - set(OBJECT_TYPES) == KNOWN_ELSEWHERE
    assert {one.name for one in declared_parameters()} <= set(PARAMETER_NAMES)
    rows = [(row.kind, row.name) for row in mapping_coverage()]
    assert len(rows) == len(set(rows))


def test_what_is_refused_is_told() -> None:
    state = {(row.kind, row.name): (row.state, row.note) for row in mapping_coverage()}
    assert state["field type", "text"] == ("yes", "")
    assert state["field type", "long"] == ("partly", "without script")
    assert state["field type", "semantic_text"] == ("no", "needs inference endpoints")
    assert state["mapping parameter", "script"] == ("no", "")
    assert state["mapping parameter", "coerce"] == ("yes", "")
    assert state["mapping parameter", "dynamic"] == ("yes", "")


@pytest.mark.parametrize("kind", sorted(KNOWN_ELSEWHERE))
def test_types_that_there_are_not_are_refused(kind: str) -> None:
    for field in ({"type": kind}, {"type": "keyword", "fields": {"f": {"type": kind}}}):
        with pytest.raises(ApiError) as caught:
            Mapping.parse({"properties": {"f": field}})
        assert caught.value.status == 400
        assert caught.value.reason == f"Failed to parse mapping: docstore does not support the mapper type [{kind}] declared on field [f]"


def test_unknown_types_are_refused_with_the_words_of_elasticsearch() -> None:
    with pytest.raises(ApiError) as caught:
        Mapping.parse({"properties": {"o": {"properties": {"f": {"type": "foo"}}}}})
    assert caught.value.reason == (
        "Failed to parse mapping: The mapper type [foo] declared on field [f] does not exist. It might have been created within a future "
        "version or requires a plugin to be installed. Check the documentation."
    )
