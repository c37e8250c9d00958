"""The page of coverage is what the registries say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from docstore.api.compared import apis, search, settings
from docstore.api.compared.page import page
from docstore.api.compared.row import Row, Section
from docstore.api.known import known_names
from docstore.api.listing import apis as present_apis
from docstore.errors import ApiError

_PAGE = Path(__file__).parents[2] / "docs" / "coverage.md"


def rows(section: Section) -> dict[str, Row]:
    return {row.name: row for _, part in section.parts for row in part}


def test_the_page_is_what_the_registries_give() -> None:
    assert _PAGE.read_text() == page(), "run: make docs"


def test_every_api_is_listed_once() -> None:
    names = known_names()
    assert len(names) == len(set(names)) == 603
    assert rows(apis.section()).keys() == {*names, *(api.name for api in present_apis())}


@pytest.mark.parametrize(("name", "state"), [("indices.create", "yes"), ("index", "partly"), ("ml.put_job", "no"), ("tasks.resume", "yes")])
def test_states_of_apis(name: str, state: str) -> None:
    assert rows(apis.section())[name].state == state


def test_what_an_api_is_without_it_refuses(store: Any) -> None:
    assert "`pipeline`" in rows(apis.section())["index"].note
    with pytest.raises(ApiError, match=r"\[pipeline\] is not supported by docstore yet"):
        store.index(index="a", document={}, pipeline="p")


def test_settings_and_parts_of_a_search() -> None:
    index, cluster = map(rows, settings.sections())
    assert (index["index.hidden"].state, index["index.codec"].note) == ("yes", "kept, no effect")
    assert index["index.max_rescore_window"].more == ("any time", "`10000`")
    assert [cluster[name].state for name in ("action.auto_create_index", "cluster.blocks.read_only")] == ["yes", "no"]
    keys, queries, aggregations, analysis = map(rows, search.sections())
    assert [keys[name].state for name in ("query", "sort", "retriever")] == ["yes", "partly", "no"]
    assert [aggregations[name].state for name in ("terms", "bucket_sort", "bucket_script")] == ["yes", "yes", "no"]
    assert aggregations["terms"].note.endswith("have no effect")
    assert [queries["bool"].state, aggregations["avg"].state, analysis["ngram"].state] == ["yes", "yes", "yes"]
