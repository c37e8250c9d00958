"""The arguments of a search: what belongs into its body and what stands beside it."""

from __future__ import annotations

from docstore.api.registry import Place
from docstore.api.search.search import search
from docstore.api.search.search_body import BESIDE, KEYS


def test_each_parameter_is_on_one_side() -> None:
    declared = search.parameters()
    assert {each.name for each in declared if each.place is Place.BODY} == KEYS
    assert {each.name for each in declared if each.place is not Place.BODY} == BESIDE
