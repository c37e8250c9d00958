from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import docstore
from docstore.columns import ColumnCache
from docstore.errors import ApiError
from docstore.query import Sort, parse, parse_sort, select
from tests.columns.fake_index import FakeIndex
from tests.query.cases import Json, found

PROPERTIES = {
    "n": {"type": "long"},
    "k": {"type": "keyword"},
    "d": {"type": "double"},
    "t": {"type": "text"},
    "when": {"type": "date"},
    "x": {"type": "binary"},
    "off": {"type": "long", "doc_values": False},
    "nest": {"type": "nested", "properties": {"n": {"type": "long"}}},
}


@pytest.mark.parametrize(
    ("body", "sorts"),
    [
        (None, []),
        ("n", [Sort("n")]),
        (["n", {"k": "desc"}], [Sort("n"), Sort("k", descending=True)]),
        (
            {"n": {"order": "DESC", "missing": "_first", "mode": "max"}},
            [Sort("n", True, "_first", parse_sort({"n": {"mode": "max"}})[0].mode)],
        ),
        ([{"n": {"unmapped_type": "long", "format": "x"}}], [Sort("n", unmapped_type="long", format="x")]),
        ([{"n": "asc", "k": "desc"}], [Sort("n"), Sort("k", descending=True)]),
        (
            ["_doc", "_score", {"_score": {"order": "asc"}}],
            [Sort("_doc"), Sort("_score", descending=True), Sort("_score")],
        ),
    ],
)
def test_wire_forms(body: Any, sorts: list[Sort]) -> None:
    assert list(parse_sort(body)) == sorts


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (5, "malformed sort format, either start with array, object, or an actual string"),
        ([5], "malformed sort format, within the sort array, an object, or an actual string are allowed"),
        ({"n": "up"}, "No enum constant org.elasticsearch.search.sort.SortOrder.UP"),
        ({"n": {"ordr": "asc"}}, "[field_sort] unknown field [ordr] did you mean [order]?"),
        ({"n": {"mode": "most"}}, "[field_sort] failed to parse field [mode]"),
        ({"_script": {}}, "docstore cannot sort by [_script]"),
    ],
)
def test_wire_errors(body: Any, reason: str) -> None:
    with pytest.raises(ApiError) as raised:
        parse_sort(body)
    assert raised.value.reason == reason


def ordered(documents: list[Json], sort: Any) -> list[int]:
    return found(FakeIndex(PROPERTIES, *documents), {"match_all": {}}, sort)


@pytest.mark.parametrize(
    ("sort", "seqs"),
    [
        ("n", [3, 0, 4, 1, 2]),
        ({"n": "desc"}, [1, 0, 4, 3, 2]),
        ({"n": {"missing": "_first"}}, [2, 3, 0, 4, 1]),
        ({"n": {"order": "desc", "missing": "_first"}}, [2, 1, 0, 4, 3]),
        ({"n": {"missing": 5}}, [3, 0, 4, 2, 1]),
        ([{"n": "asc"}, {"k": "desc"}], [3, 4, 0, 1, 2]),
        ([{"k": "desc"}, "n"], [4, 3, 0, 1, 2]),
        ("k", [0, 1, 3, 4, 2]),
        ({"k": {"missing": "ab"}}, [0, 1, 2, 3, 4]),
        ("_doc", [0, 1, 2, 3, 4]),
        ({"_doc": "desc"}, [4, 3, 2, 1, 0]),
        ("_score", [0, 1, 2, 3, 4]),
        ({"_seq_no": "desc"}, [4, 3, 2, 1, 0]),
        ({"nope": {"unmapped_type": "long"}}, [0, 1, 2, 3, 4]),
    ],
)
def test_orders(sort: Any, seqs: list[int]) -> None:
    documents = [{"n": 2, "k": "a"}, {"n": 9, "k": "a"}, {}, {"n": -1, "k": "b"}, {"n": 2, "k": "c"}]
    assert ordered(documents, sort) == seqs


@pytest.mark.parametrize(
    ("sort", "seqs"),
    [
        ({"n": "asc"}, [2, 0, 1, 3]),
        ({"n": "desc"}, [0, 1, 2, 3]),
        ({"n": {"mode": "max"}}, [2, 1, 0, 3]),
        ({"n": {"mode": "min", "order": "desc"}}, [1, 0, 2, 3]),
        ({"n": {"mode": "sum"}}, [2, 1, 0, 3]),
        ({"n": {"mode": "avg"}}, [2, 0, 1, 3]),
        ({"n": {"mode": "median"}}, [2, 0, 1, 3]),
    ],
)
def test_several_values(sort: Any, seqs: list[int]) -> None:
    assert ordered([{"n": [10, 1, 2]}, {"n": 8}, {"n": [0, 1]}, {"n": []}], sort) == seqs


def test_floats_dates_and_the_ends_of_long() -> None:
    assert ordered([{"d": 1.5}, {"d": -2}, {}, {"d": 0.25}], {"d": "desc"}) == [0, 3, 1, 2]
    assert ordered([{"when": "2024-01-02"}, {"when": "2024-01-01"}], "when") == [1, 0]
    assert ordered([{"n": -(2**63)}, {"n": 2**63 - 1}, {}], {"n": "desc"}) == [1, 0, 2]


def test_only_what_matches_is_sorted() -> None:
    index = FakeIndex(PROPERTIES, {"n": 3}, {"n": 1}, {"n": 2})
    assert found(index, {"range": {"n": {"gte": 2}}}, "n") == [2, 0]
    reader = index.reader()
    select(reader, parse({"exists": {"field": "k"}}), sort=parse_sort("n"), cache=ColumnCache())
    assert reader.scans == [0]


@pytest.mark.parametrize(
    ("sort", "kind", "reason"),
    [
        ("nope", "query_shard_exception", "No mapping found for [nope] in order to sort on"),
        ("nest", "query_shard_exception", "No mapping found for [nest] in order to sort on"),
        (
            "nest.n",
            "query_shard_exception",
            "it is mandatory to set the [nested] context on the nested sort field: [nest.n].",
        ),
        ({"k": {"mode": "avg"}}, "query_shard_exception", "we only support AVG, MEDIAN and SUM on number based fields"),
        (
            "t",
            "illegal_argument_exception",
            "Fielddata is disabled on [t] in [cities]. Text fields are not optimised for operations that require"
            " per-document field data like aggregations and sorting, so these operations are disabled by default."
            " Please use a keyword field instead. Alternatively, set fielddata=true on [t] in order to load field"
            " data by uninverting the inverted index. Note that this can use significant memory.",
        ),
        (
            "_id",
            "illegal_argument_exception",
            "Fielddata access on the _id field is disallowed, you can re-enable it by updating the dynamic cluster"
            " setting: indices.id_field_data.enabled",
        ),
        (
            "off",
            "illegal_argument_exception",
            "Can't load fielddata on [off] because fielddata is unsupported on fields of type [long]."
            " Use doc values instead.",
        ),
        (
            "x",
            "illegal_argument_exception",
            "Can't load fielddata on [x] because fielddata is unsupported on fields of type [binary]. Use doc values instead.",
        ),
        ({"n": {"missing": "x"}}, "number_format_exception", 'For input string: "x"'),
    ],
)
def test_refusals(sort: Any, kind: str, reason: str) -> None:
    with pytest.raises(ApiError) as raised:
        ordered([{}], sort)
    assert (raised.value.type, raised.value.reason) == (kind, reason)


@pytest.mark.parametrize(("missing", "seqs"), [(10**400, [1, 0]), ("-1e400", [0, 1]), ("9d", [1, 0]), ("NaN", [1, 0])])
def test_fractions_that_stand_in(missing: Any, seqs: list[int]) -> None:
    """As Java reads them."""
    assert found(FakeIndex({"f": {"type": "double"}}, {}, {"f": 7}), {"match_all": {}}, {"f": {"missing": missing}}) == seqs


@pytest.mark.parametrize("missing", ["inf", "1_0", True])
def test_no_fractions(missing: Any) -> None:
    with pytest.raises(ApiError, match="For input string"):
        found(FakeIndex({"f": {"type": "double"}}, {}), {"match_all": {}}, {"f": {"missing": missing}})


@given(
    st.lists(st.tuples(st.none() | st.integers(-2, 2), st.none() | st.sampled_from("abc")), max_size=8),
    st.booleans(),
    st.booleans(),
)
def test_two_keys_against_sorted(rows: list[tuple[int | None, str | None]], down: bool, last: bool) -> None:
    documents = [{"n": n, "k": k} for n, k in rows]
    missing = "_last" if last else "_first"
    got = ordered(documents, [{"n": {"order": "desc" if down else "asc", "missing": missing}}, "k"])

    def key(seq: int) -> tuple[bool, int, bool, str]:
        n, k = rows[seq]
        return (n is None) is last, (0 if n is None else -n if down else n), k is None, k or ""

    assert got == sorted(range(len(rows)), key=key)


def test_formatted_dates_that_are_missing_are_null_and_lead_on(store: docstore.Store) -> None:
    store.indices.create(index="i", mappings={"properties": {"d": {"type": "date"}}})
    for number, day in enumerate(["2021-10-13", None, "2021-06-11"]):
        store.index(index="i", id=str(number), document={"d": day})
    for missing, order in (("_last", ["2", "0", "1"]), ("_first", ["1", "2", "0"])):
        asked: dict[str, Any] = {"index": "i", "sort": [{"d": {"format": "yyyy", "missing": missing}}, "_seq_no"]}
        hits = store.search(**asked)["hits"]["hits"]
        assert [hit["_id"] for hit in hits] == order
        assert [hit["sort"][0] for hit in hits if hit["_id"] == "1"] == [None]
        at = order.index("1")
        after = store.search(**asked, search_after=hits[at]["sort"])["hits"]["hits"]
        assert [hit["_id"] for hit in after] == order[at + 1 :]
