"""match, match_phrase, match_phrase_prefix, match_bool_prefix: what they find, how well, and what they refuse."""

from __future__ import annotations

import math
from typing import Any

import pytest

from docstore import Store
from docstore.errors import ApiError

TEXTS = ["the quick brown fox", "quick fox jumps over the brown dog", "brown quick", "foxes are quick and brown", "quikc brwn fox"]
LENGTHS = [len(text.split()) for text in TEXTS]
AVERAGE = sum(LENGTHS) / len(TEXTS)


def idf(having: int) -> float:
    return math.log(1 + (len(TEXTS) - having + 0.5) / (having + 0.5))


def score(at: int, weight: float, freq: float = 1.0) -> float:
    return 2.2 * weight * freq / (freq + 1.2 * (0.25 + 0.75 * LENGTHS[at] / AVERAGE))


@pytest.fixture
def texts(store: Store) -> Store:
    fields = {
        "t": {"type": "text", "fields": {"k": {"type": "keyword"}, "d": {"type": "text", "index_options": "docs"}}},
        "n": {"type": "integer"},
        "s": {"type": "text", "analyzer": "stop"},
        "e": {"type": "text", "analyzer": "english"},
    }
    store.indices.create(index="a", mappings={"properties": fields})
    for at, text in enumerate(TEXTS):
        store.index(index="a", id=str(at), document={"t": text, "n": at, "s": text, "e": text})
    return store


def hits(store: Store, query: dict[str, Any]) -> dict[str, float]:
    return {hit["_id"]: hit["_score"] for hit in store.search(index="a", query=query)["hits"]["hits"]}


def ids(store: Store, query: dict[str, Any]) -> str:
    found = hits(store, query)
    assert store.count(index="a", query=query)["count"] == len(found)
    return "".join(sorted(found))


FOUND: list[tuple[dict[str, Any], str]] = [
    ({"match": {"t": "quick brown"}}, "0123"),
    ({"match": {"t": "QUICK, dog!"}}, "0123"),
    ({"match": {"t": {"query": "quick dog", "operator": "and"}}}, "1"),
    ({"match": {"t": {"query": "quick brown dog", "minimum_should_match": "75%"}}}, "0123"),
    ({"match": {"t": {"query": "quick brown dog", "minimum_should_match": 3}}}, "1"),
    ({"match": {"t": ""}}, ""),
    ({"match": {"t": {"query": "", "zero_terms_query": "all"}}}, "01234"),
    ({"match": {"s": "the"}}, ""),
    ({"match": {"e": "fox"}}, "0134"),
    ({"match": {"t": {"query": "the quick", "analyzer": "keyword"}}}, ""),
    ({"match": {"t": {"query": "quick", "fuzziness": 1}}}, "01234"),
    ({"match": {"t": {"query": "quick", "fuzziness": 1, "fuzzy_transpositions": False}}}, "0123"),
    ({"match": {"t": {"query": "uqick", "fuzziness": 1, "prefix_length": 1}}}, ""),
    ({"match": {"t": {"query": "dag fux", "fuzziness": "AUTO", "operator": "and"}}}, "1"),
    ({"match": {"t.k": "brown quick"}}, "2"),
    ({"match": {"n": "3"}}, "3"),
    ({"match": {"n": {"query": "x", "lenient": True}}}, ""),
    ({"match": {"none": "x"}}, ""),
    ({"match_phrase": {"t": "quick brown"}}, "0"),
    ({"match_phrase": {"t": {"query": "quick brown", "slop": 1}}}, "03"),
    ({"match_phrase": {"t": {"query": "quick brown", "slop": 2}}}, "023"),
    ({"match_phrase": {"t": {"query": "quick brown", "slop": 4}}}, "0123"),
    ({"match_phrase": {"t": "quick"}}, "0123"),
    ({"match_phrase": {"t": "quick none"}}, ""),
    ({"match_phrase": {"s": "fox jumps over the brown"}}, "1"),
    ({"match_phrase": {"s": "fox jumps over brown"}}, ""),
    ({"match_phrase": {"t.k": "brown quick"}}, "2"),
    ({"match_phrase_prefix": {"t": "quick b"}}, "0"),
    ({"match_phrase_prefix": {"t": "quick brown fo"}}, "0"),
    ({"match_phrase_prefix": {"t": {"query": "f", "max_expansions": 1}}}, "014"),
    ({"match_bool_prefix": {"t": "dog fo"}}, "0134"),
    ({"match_bool_prefix": {"t": {"query": "dog fo", "operator": "and"}}}, "1"),
    ({"match_bool_prefix": {"t": "dog fo "}}, "1"),
]


@pytest.mark.parametrize(("query", "expected"), FOUND)
def test_found(texts: Store, query: dict[str, Any], expected: str) -> None:
    assert ids(texts, query) == expected


def test_match_adds_the_scores_of_its_terms(texts: Store) -> None:
    expected = {str(at): score(at, idf(4)) + score(at, idf(4)) for at in (0, 2, 3)} | {"1": score(1, idf(4)) * 2 + score(1, idf(1))}
    assert hits(texts, {"match": {"t": "quick brown dog"}}) == pytest.approx(expected, rel=1e-6)


def test_a_phrase_is_as_rare_as_its_terms_together(texts: Store) -> None:
    weight = idf(4) + idf(4)
    assert hits(texts, {"match_phrase": {"t": "quick brown"}}) == pytest.approx({"0": score(0, weight)}, rel=1e-6)
    expected = {"0": score(0, weight), "2": score(2, weight, 1 / 3), "3": score(3, weight, 1 / 2)}
    assert hits(texts, {"match_phrase": {"t": {"query": "quick brown", "slop": 2}}}) == pytest.approx(expected, rel=1e-6)


def test_near_terms_count_less(texts: Store) -> None:
    expected = {str(at): score(at, idf(4)) for at in range(4)} | {"4": score(4, idf(4) * (1 - 1 / 5))}
    assert hits(texts, {"match": {"t": {"query": "quick", "fuzziness": 1}}}) == pytest.approx(expected, rel=1e-6)


def test_a_beginning_has_a_constant_score(texts: Store) -> None:
    found = hits(texts, {"match_bool_prefix": {"t": "jumps qui"}})
    assert found["0"] == 1.0
    assert found["1"] == pytest.approx(1 + score(1, idf(1)), rel=1e-6)


def test_synonyms_at_query_time(store: Store) -> None:
    graph = {"type": "synonym_graph", "synonyms": ["ny, new york"]}
    analysis = {"filter": {"g": graph}, "analyzer": {"s": {"tokenizer": "standard", "filter": ["lowercase", "g"]}}}
    field = {"type": "text", "search_analyzer": "s", "analyzer": "standard"}
    store.indices.create(index="a", settings={"analysis": analysis}, mappings={"properties": {"t": field}})
    for at, text in enumerate(["new york city", "ny city", "york new", "city"]):
        store.index(index="a", id=str(at), document={"t": text})
    assert ids(store, {"match": {"t": "ny"}}) == "01"
    assert ids(store, {"match": {"t": {"query": "new york city", "operator": "and"}}}) == "01"
    assert ids(store, {"match": {"t": {"query": "ny", "auto_generate_synonyms_phrase_query": False}}}) == "012"
    assert ids(store, {"match_phrase": {"t": "ny city"}}) == "01"


def test_shingles_of_several_sizes_are_no_graph(store: Store) -> None:
    """Each position for itself: a shingle stands for the token where it begins, and for no more."""
    filters = {"one": {"type": "shingle", "output_unigrams": False}, "both": {"type": "shingle"}}
    analyzers = {name: {"tokenizer": "standard", "filter": [name]} for name in filters}
    store.indices.create(
        index="a",
        settings={"analysis": {"filter": filters, "analyzer": analyzers}},
        mappings={"properties": {"t": {"type": "text", "analyzer": "both"}}},
    )
    for at, text in enumerate(["quick brown fox", "brown quick fox", "quick brown"]):
        store.index(index="a", id=str(at), document={"t": text})
    both = {"query": "quick brown fox", "operator": "and"}
    assert ids(store, {"match": {"t": both}}) == "01"
    assert ids(store, {"match": {"t": {**both, "analyzer": "one"}}}) == "0"
    explained = store.indices.validate_query(index="a", query={"match": {"t": both}}, explain=True)["explanations"][0]
    assert explained["explanation"] == "+Synonym(t:quick t:quick brown) +Synonym(t:brown t:brown fox) +t:fox"


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"match": {"t": {"query": "a", "x": 1}}}, "[match] query does not support [x]"),
    ({"match": {"t": ["a"]}}, "[match] unknown token [START_ARRAY] after [t]"),
    ({"match": {"t": {"query": ["a"]}}}, "[match] unknown token [START_ARRAY] after [query]"),
    ({"match": {"t": "a", "u": "b"}}, "[match] query doesn't support multiple fields, found [t] and [u]"),
    ({"match": {}}, "[match] requires fieldName"),
    ({"match": {"t": {}}}, "[match] requires query value"),
    ({"match": {"t": {"query": "a", "operator": "x"}}}, "No enum constant org.elasticsearch.index.query.Operator.X"),
    ({"match": {"t": {"query": "a", "zero_terms_query": "x"}}}, "Unsupported zero_terms_query value [x]"),
    ({"match": {"t": {"query": "a", "fuzziness": 3}}}, "Valid edit distances are [0, 1, 2] but was [3]"),
    ({"match": {"t": {"query": "a", "prefix_length": -1}}}, "[match] requires prefix length to be non-negative."),
    ({"match_bool_prefix": {"t": {"query": "a", "max_expansions": 0}}}, "[match_bool_prefix] requires maxExpansions to be positive."),
    ({"match_phrase_prefix": {"t": {"query": "a", "max_expansions": -1}}}, "No negative maxExpansions allowed."),
    ({"match_phrase_prefix": {"t": {"query": "a", "zero_terms_query": "x"}}}, "Unsupported zero_terms_query value [x]"),
    ({"match_phrase": {"t": {"query": "a", "slop": -1}}}, "No negative slop allowed."),
    ({"match_phrase": {"t": {"query": "a", "operator": "and"}}}, "[match_phrase] query does not support [operator]"),
]


@pytest.mark.parametrize(("query", "reason"), REFUSED)
def test_refused(texts: Store, query: dict[str, Any], reason: str) -> None:
    with pytest.raises(ApiError) as refusal:
        texts.count(index="a", query=query)
    assert refusal.value.reason == reason


SHARD: list[tuple[dict[str, Any], str]] = [
    ({"match": {"t": {"query": "a", "fuzzy_rewrite": "x"}}}, "failed to create query: Failed to parse rewrite_method [x]"),
    ({"match": {"t": {"query": "a", "analyzer": "x"}}}, "[match] analyzer [x] not found"),
    ({"match_phrase": {"t.d": "a b"}}, "field:[t.d] was indexed without position data; cannot run PhraseQuery"),
    (
        {"match_phrase_prefix": {"t.k": "brown q"}},
        "Can only use phrase prefix queries on text fields - not on [t.k] which is of type [keyword]",
    ),
    (
        {"multi_match": {"query": "1", "fields": ["t", "n"], "type": "phrase_prefix"}},
        "Can only use phrase prefix queries on text fields - not on [n] which is of type [integer]",
    ),
    (
        {"match_phrase": {"t.k": {"query": "a b", "analyzer": "standard"}}},
        "Can only use phrase queries on text fields - not on [t.k]",
    ),
]


@pytest.mark.parametrize(("query", "reason"), SHARD)
def test_refused_by_the_index(texts: Store, query: dict[str, Any], reason: str) -> None:
    with pytest.raises(ApiError) as refusal:
        texts.count(index="a", query=query)
    assert reason in str(refusal.value.body)
