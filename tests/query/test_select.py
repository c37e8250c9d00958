from __future__ import annotations

import pytest

from docstore.columns import ColumnCache
from docstore.query import IndexView, bind, parse, select
from tests.columns.fake_index import FakeIndex
from tests.query.cases import found

PROPERTIES = {"n": {"type": "long"}}


def test_the_result_is_in_log_order_and_without_the_dead() -> None:
    index = FakeIndex(PROPERTIES, {"n": 1}, {"n": 1}, {"n": 2}, {"n": 1})
    index.put("0", {"n": 1})
    index.delete("3")
    assert found(index, {"term": {"n": 1}}) == [1, 4]
    assert found(index, {"match_all": {}}) == [1, 2, 4]


def test_match_all_builds_no_column() -> None:
    reader = FakeIndex(PROPERTIES, {"n": 1}).reader()
    cache = ColumnCache()
    assert select(reader, parse({"match_all": {}}), cache=cache).tolist() == [0]
    assert select(reader, parse({"match_none": {}}), cache=cache).tolist() == []
    assert reader.scans == []


def test_a_matcher_gives_a_mask_over_ordinals() -> None:
    view = IndexView(FakeIndex(PROPERTIES, {"n": 1}, {"n": 2}).reader(), cache=ColumnCache())
    assert bind(parse({"range": {"n": {"gt": 1}}}), view).run().tolist() == [False, True]
    for kind, expected in [("match_all", [True, True]), ("match_none", [False, False])]:
        assert bind(parse({kind: {}}), view).run().tolist() == expected


@pytest.mark.parametrize(("alias", "seqs"), [("live", [0]), ("li*", [0]), ("dead", [])])
def test_aliases_are_names_of_the_index(alias: str, seqs: list[int]) -> None:
    reader = FakeIndex(PROPERTIES, {}).reader()
    query = parse({"term": {"_index": alias}})
    assert select(reader, query, aliases=["live"], cache=ColumnCache()).tolist() == seqs


def test_a_parsed_query_runs_on_any_index() -> None:
    query = parse({"term": {"n": 1}})
    first, second = FakeIndex(PROPERTIES, {"n": 1}), FakeIndex({"n": {"type": "keyword"}}, {"n": 2}, {"n": "1"})
    assert select(first.reader(), query).tolist() == [0]
    assert select(second.reader(), query).tolist() == [1]
