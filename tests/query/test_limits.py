"""What bounds queries: errors as Elasticsearch has them, and work that stays in proportion whatever is asked."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from docstore import Store
from docstore.errors import ApiError
from docstore.query import parse
from docstore.query.limits import MAX_CLAUSES
from docstore.query.registry import MAX_NESTED_DEPTH
from tests.query.cases import Json, bind_error, matches

SINGLE = "maxClauseCount is set to 4096"
NESTED = f"Query contains too many nested clauses; {SINGLE}"
PROPERTIES: Json = {"k": {"type": "keyword"}, "t": {"type": "text"}}


def terms(count: int) -> list[Json]:
    return [{"term": {"k": f"x{at}"}} for at in range(count)]


def deep(levels: int) -> Json:
    query: Json = {"term": {"k": "a"}}
    for _ in range(levels):
        query = {"bool": {"must": [query]}}
    return query


@pytest.mark.parametrize(
    ("query", "type_name", "reason"),
    [
        ({"bool": {"should": terms(MAX_CLAUSES + 1)}}, "too_many_clauses", SINGLE),
        (
            {"bool": {"should": [{"bool": {"should": terms(3_000)}}] * 2}},
            "too_many_nested_clauses",
            NESTED,
        ),
        ({"dis_max": {"queries": terms(5_000)}}, "too_many_nested_clauses", NESTED),
        ({"match": {"t": " ".join(map(str, range(5_000)))}}, "too_many_clauses", SINGLE),
        (
            {"multi_match": {"query": " ".join(map(str, range(3_000))), "fields": ["t", "u"]}},
            "too_many_nested_clauses",
            NESTED,
        ),
    ],
)
def test_too_many_clauses(query: Json, type_name: str, reason: str) -> None:
    error = bind_error({**PROPERTIES, "u": {"type": "text"}}, query)
    assert error["reason"] == f"failed to create query: {reason}"
    assert error["caused_by"] == {"type": type_name, "reason": reason}


def test_as_many_as_there_may_be() -> None:
    documents = [{"k": "x7"}, {"k": "y"}]
    assert matches(PROPERTIES, documents, {"bool": {"should": terms(MAX_CLAUSES)}}) == [0]


def test_depth() -> None:
    assert matches(PROPERTIES, [{"k": "a"}], deep(MAX_NESTED_DEPTH - 1)) == [0]
    with pytest.raises(ApiError) as raised:
        parse(deep(MAX_NESTED_DEPTH))
    innermost: ApiError = raised.value
    while innermost.caused_by is not None:
        innermost = innermost.caused_by
    assert innermost.reason == (
        "The nested depth of the query exceeds the maximum nested depth for queries set in [indices.query.bool.max_nested_depth]"
    )


def test_max_terms_count(store: Store) -> None:
    store.indices.create(index="a", settings={"max_terms_count": 3}, mappings={"properties": PROPERTIES})
    query = {"terms": {"k": ["a", "b", "c", "d"]}}
    with pytest.raises(ApiError) as raised:
        store.search(index="a", query=query)
    assert raised.value.body["error"]["failed_shards"][0]["reason"]["reason"] == (
        "failed to create query: The number of terms [4] used in the Terms Query request has exceeded the allowed maximum of [3]. This"
        " maximum can be set by changing the [index.max_terms_count] index level setting."
    )
    store.indices.put_settings(index="a", settings={"index.max_terms_count": 4})
    assert store.search(index="a", query=query)["hits"]["hits"] == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"regexp": {"k": "(a|aa)+b"}}, "k"),
        ({"regexp": {"k": "(.*a){12}b"}}, "k"),
        ({"regexp": {"t": "((a*)*)*b"}}, "t"),
        ({"wildcard": {"k": "*a*a*a*a*a*a*a*a*b"}}, "k"),
        ({"query_string": {"query": "k:/(a*)*b/"}}, "k"),
    ],
)
def test_hostile_patterns_take_a_step_for_each_letter(query: Json, field: str, stepped: Callable[[], int]) -> None:
    """Each letter of each distinct term is read at most once, however the pattern is made."""
    random = Random(5)
    words = sorted({"a" * random.randrange(1, 200) for _ in range(300)})
    assert matches(PROPERTIES, [{field: word} for word in words] * 3, query) == []
    assert 0 < stepped() <= 200


@pytest.fixture
def stepped(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How often all terms were advanced by a letter."""
    from docstore.query.patterns import dictionary

    steps: list[int] = []
    step = dictionary.advanced
    monkeypatch.setattr(dictionary, "advanced", lambda *args: steps.append(1) or step(*args))
    return lambda: len(steps)


@pytest.mark.parametrize(
    "query",
    [
        {"multi_match": {"query": " ".join(map(str, range(4_000))), "fields": ["f*"]}},
        {"query_string": {"query": " OR ".join(map(str, range(4_000))), "fields": ["f*"]}},
        {"simple_query_string": {"query": " ".join(map(str, range(4_000))), "fields": ["f*"]}},
    ],
    ids=lambda query: next(iter(query)),
)
def test_many_words_in_many_fields_stop_early(query: Json) -> None:
    """Two hundred fields with four thousand words each are not made into queries first."""
    properties = {f"f{at}": {"type": "text"} for at in range(200)}
    assert bind_error(properties, query)["caused_by"] == {"type": "too_many_nested_clauses", "reason": NESTED}
