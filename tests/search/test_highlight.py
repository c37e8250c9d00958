"""``highlight`` of searches."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

TEXT = "The quick brown fox jumps. Over the lazy dog lies a quick fox! And a <b> brown bear."
MAPPINGS = {
    "properties": {
        "t": {"type": "text", "fields": {"english": {"type": "text", "analyzer": "english"}}},
        "k": {"type": "keyword", "ignore_above": 5},
        "n": {"type": "long"},
        "other": {"type": "text"},
        "vectors": {"type": "text", "term_vector": "with_positions_offsets"},
        "alias": {"type": "alias", "path": "t"},
    }
}


@pytest.fixture
def cities(store: docstore.Store) -> docstore.Store:
    store.indices.create(index="i", mappings=MAPPINGS)
    return store


def shown(store: docstore.Store, query: dict[str, Any], document: dict[str, Any] | None = None, **highlight: Any) -> dict[str, Any]:
    store.index(index="i", id="1", document=document or {"t": TEXT, "k": "Foo"})
    hits = store.search(index="i", query=query, highlight=highlight)["hits"]["hits"]
    found: dict[str, Any] = hits[0].get("highlight", {})
    return found


WHOLE = {"number_of_fragments": 0}
SLOPPY = {"match_phrase": {"t": {"query": "quick fox", "slop": 1}}}
UNMATCHED_CLAUSE = {"bool": {"should": [{"match": {"t": "quick"}}, {"bool": {"must": [{"match": {"t": "fox"}}, {"match": {"t": "cat"}}]}}]}}
PASSAGES = [
    ({"match": {"t": "quick bear"}}, {}, [TEXT.replace("quick", "<em>quick</em>").replace("bear", "<em>bear</em>")]),
    ({"match": {"t": "jumps"}}, {"fragment_size": 30}, ["The quick brown fox <em>jumps</em>. "]),
    ({"match": {"t": "lazy"}}, {"fragment_size": 15}, ["Over the <em>lazy</em> dog"]),
    ({"match_phrase": {"t": "quick brown"}}, WHOLE, [TEXT.replace("quick brown", "<em>quick brown</em>")]),
    (SLOPPY, WHOLE, [TEXT.replace("quick brown fox", "<em>quick brown fox</em>").replace("quick fox", "<em>quick fox</em>")]),
    ({"match_phrase_prefix": {"t": "lazy d"}}, WHOLE, [TEXT.replace("lazy dog", "<em>lazy dog</em>")]),
    ({"prefix": {"t": "jum"}}, WHOLE, [TEXT.replace("jumps", "<em>jumps</em>")]),
    ({"match": {"t": {"query": "jump", "fuzziness": 1}}}, WHOLE, [TEXT.replace("jumps", "<em>jumps</em>")]),
    ({"range": {"t": {"gte": "jumps", "lt": "lies"}}}, WHOLE, [TEXT.replace("jumps", "<em>jumps</em>").replace("lazy", "<em>lazy</em>")]),
    ({"terms": {"t": ["jumps", "lies"]}}, WHOLE, [TEXT.replace("jumps", "<em>jumps</em>").replace("lies", "<em>lies</em>")]),
    ({"constant_score": {"filter": {"term": {"t": "jumps"}}}}, WHOLE, [TEXT.replace("jumps", "<em>jumps</em>")]),
    ({"bool": {"must_not": [{"term": {"t": "x"}}], "filter": [{"term": {"t": "dog"}}]}}, WHOLE, [TEXT.replace("dog", "<em>dog</em>")]),
    (UNMATCHED_CLAUSE, WHOLE, [TEXT.replace("quick", "<em>quick</em>")]),
]


@pytest.mark.parametrize(("query", "options", "expected"), PASSAGES, ids=range(len(PASSAGES)))
def test_unified(cities: docstore.Store, query: dict[str, Any], options: dict[str, Any], expected: list[str]) -> None:
    whole = options.get("number_of_fragments") == 0
    assert shown(cities, query, fields={"t": options}) == {"t": [each if whole else each.strip() for each in expected]}


def test_white_space_around_a_passage_is_left_out_and_that_around_a_value_kept(cities: docstore.Store) -> None:
    assert shown(cities, {"match": {"t": "c"}}, {"t": " a  c d "}, fields={"t": {}}) == {"t": ["a  <em>c</em> d"]}
    assert shown(cities, {"match": {"t": "c"}}, {"t": " a  c d "}, fields={"t": WHOLE}) == {"t": [" a  <em>c</em> d "]}


def test_the_best_passages_are_chosen_and_shown_in_the_order_of_the_text(cities: docstore.Store) -> None:
    text = "One cat. A dog with a cat. Nothing here. A cat and a cat and a dog. Another dog."
    query, options = {"match": {"t": "cat dog"}}, {"fragment_size": 0, "boundary_scanner": "sentence", "number_of_fragments": 2}
    sentences = shown(cities, query, {"t": text}, fields={"t": options})["t"]
    assert sentences == ["A <em>dog</em> with a <em>cat</em>.", "A <em>cat</em> and a <em>cat</em> and a <em>dog</em>."]
    by_score = shown(cities, query, {"t": text}, order="score", fields={"t": options})["t"]
    assert set(by_score) == set(sentences)
    words = shown(cities, query, {"t": text}, boundary_scanner="word", fields={"t": {}})["t"]
    assert words == ["<em>cat</em>", "<em>dog</em>", "<em>cat</em>", "<em>cat</em>", "<em>cat</em>"]


@pytest.mark.parametrize(
    ("query", "options", "expected"),
    [
        ({"match_phrase": {"t": "quick brown"}}, WHOLE, [TEXT.replace("quick brown", "<em>quick</em> <em>brown</em>")]),
        (
            {"match": {"t": "quick bear"}},
            {"fragment_size": 20},
            ["The <em>quick</em> brown fox", " lazy dog lies a <em>quick</em>", " fox! And a <b> brown <em>bear</em>."],
        ),
        (
            {"match": {"t": "quick bear"}},
            {"fragment_size": 20, "fragmenter": "simple", "number_of_fragments": 1},
            ["The <em>quick</em> brown fox"],
        ),
        ({"match": {"k": "Foo"}}, {"no_match_size": 12}, ["The quick"]),
        ({"match": {"k": "Foo"}}, {}, None),
    ],
)
def test_plain(cities: docstore.Store, query: dict[str, Any], options: dict[str, Any], expected: list[str] | None) -> None:
    assert shown(cities, query, fields={"t": {"type": "plain", **options}}).get("t") == expected


VECTORS = "The quick brown fox jumps over the lazy dog and the quick cat. It sleeps."
FVH = [
    ({"match": {"vectors": "quick"}}, WHOLE, [VECTORS.replace("quick", "<em>quick</em>")]),
    ({"match_phrase": {"vectors": "quick brown"}}, WHOLE, [VECTORS.replace("quick brown", "<em>quick brown</em>")]),
    ({"match": {"vectors": "fox"}}, {"fragment_size": 18}, ["quick brown <em>fox</em> jumps over"]),
    (
        {"match": {"vectors": "lazy"}},
        {"boundary_scanner": "sentence", "fragment_size": 40},
        [VECTORS[:-10].replace("lazy", "<em>lazy</em>")],
    ),
    ({"match": {"vectors": "quick fox"}}, {"fragment_size": 20, "number_of_fragments": 1}, ["The <em>quick</em> brown <em>fox</em> jumps"]),
    ({"match_all": {}}, {"no_match_size": 10}, ["The quick brown"]),
]


@pytest.mark.parametrize(("query", "options", "expected"), FVH, ids=range(len(FVH)))
def test_fvh(cities: docstore.Store, query: dict[str, Any], options: dict[str, Any], expected: list[str]) -> None:
    assert shown(cities, query, {"vectors": VECTORS}, type="fvh", fields={"*": {}, "vectors": options}) == {"vectors": expected}


def test_fvh_wants_several_values_in_their_order(store: docstore.Store) -> None:
    vectors = {"type": "text", "term_vector": "with_positions_offsets"}
    keyword = {"type": "keyword", "fields": {"v": vectors}}
    store.indices.create(index="i", settings={"index.mapping.source.mode": "synthetic"}, mappings={"properties": {"k": keyword}})
    highlight = {"type": "fvh", "fields": {"k.v": {}}}
    assert shown(store, {"match": {"k.v": "fox"}}, {"k": "a fox"}, **highlight) == {"k.v": ["a <em>fox</em>"]}
    with pytest.raises(ApiError) as refused:
        shown(store, {"match": {"k.v": "fox"}}, {"k": ["a fox", "a dog"]}, **highlight)
    assert "doesn't support loading multi-valued fields from _source in index [i]" in str(refused.value.body)


@pytest.mark.parametrize(
    ("query", "options", "expected"),
    [
        ("target", {}, ["cccc dddd <em>target</em>", "x <em>target</em> y"]),
        ("target y", {"order": "score"}, ["x <em>target</em> <em>y</em>", "cccc dddd <em>target</em> "]),
        ("target", {"number_of_fragments": 1}, ["cccc dddd <em>target</em>"]),
        ("target", WHOLE, ["aaaa bbbb cccc dddd <em>target</em>", "x <em>target</em> y"]),
        ("other", {"no_match_size": 5}, ["aaaa bbbb"]),
        ("other", {"no_match_size": 50}, []),
    ],
)
def test_fvh_cuts_all_values_as_one_text(cities: docstore.Store, query: str, options: dict[str, Any], expected: list[str]) -> None:
    document = {"vectors": ["aaaa bbbb cccc dddd target", "", "x target y"], "t": "other"}
    fields = {"vectors": {"fragment_size": 30, **options}}
    found = shown(cities, {"multi_match": {"query": query, "fields": ["vectors", "t"]}}, document, type="fvh", fields=fields)
    assert found.get("vectors", []) == expected


def test_fvh_tags_terms_apart(cities: docstore.Store) -> None:
    query = {"match": {"vectors": "fox dog"}}
    found = shown(cities, query, {"vectors": "a dog, a fox"}, type="fvh", tags_schema="styled", fields={"vectors": WHOLE})
    assert found == {"vectors": ['a <em class="hlt2">dog</em>, a <em class="hlt1">fox</em>']}


def test_tags_and_encoders(cities: docstore.Store) -> None:
    query = {"match": {"t": "b"}}
    own = {"t": {"pre_tags": "[", "post_tags": "]"}}
    tagged = shown(cities, query, {"t": "a <b> 'c'/"}, pre_tags=["<i>"], post_tags=["</i>"], fields=own)
    assert tagged == {"t": ["a <[b]> 'c'/"]}
    styled = shown(cities, query, {"t": "a <b> 'c'/"}, tags_schema="styled", encoder="html", fields=[{"t": {}}])
    assert styled == {"t": ["a &lt;<em class=\"hlt1\">b</em>&gt; &#x27;c&#x27;&#x2F;"]}


def test_fields(cities: docstore.Store) -> None:
    query = {"bool": {"should": [{"match": {"t": "foxes"}}, {"match": {"t.english": "foxes"}}, {"term": {"k": "Foo"}}, {"term": {"n": 7}}]}}
    document = {"t": "two foxes", "k": ["Foo", "too long"], "n": 7}
    whole = {"t": ["two <em>foxes</em>"], "t.english": ["two <em>foxes</em>"], "k": ["<em>Foo</em>"]}
    assert shown(cities, query, document, fields={"*": {}, "absent": {}}) == whole
    assert shown(cities, query, document, fields={"n": {}, "alias": {}}) == {"alias": ["two <em>foxes</em>"]}
    assert shown(cities, {"match": {"t.english": "fox"}}, document, fields={"t": {}}) == {}
    masked = shown(cities, {"match": {"t.english": "fox"}}, document, fields={"t": {"matched_fields": ["t.english"]}})
    assert masked == {"t": ["two <em>foxes</em>"]}
    anywhere = shown(cities, {"term": {"other": "two"}}, {**document, "other": "two"}, require_field_match=False, fields={"t": {}})
    assert anywhere == {"t": ["<em>two</em> foxes"]}
    own = shown(cities, {"match_all": {}}, document, fields={"t": {"highlight_query": {"match": {"t": "two"}}}})
    assert own == {"t": ["<em>two</em> foxes"]}


def test_each_value_is_a_passage_of_its_own(cities: docstore.Store) -> None:
    document = {"t": ["a fox", "nothing", "the fox runs"]}
    for options in ({}, WHOLE, {"type": "plain"}):
        assert shown(cities, {"match": {"t": "fox"}}, document, fields={"t": options}) == {"t": ["a <em>fox</em>", "the <em>fox</em> runs"]}


@pytest.mark.parametrize(("options", "expected"), [({"no_match_size": 5}, ["The quick"]), ({"no_match_size": 3}, ["The"]), ({}, None)])
def test_without_a_match_the_beginning_is_shown(cities: docstore.Store, options: dict[str, Any], expected: list[str] | None) -> None:
    assert shown(cities, {"match_all": {}}, fields={"t": options}).get("t") == expected


def test_phrases_are_marked_term_by_term_where_the_index_says_so(cities: docstore.Store) -> None:
    cities.indices.put_settings(index="i", settings={"index.highlight.weight_matches_mode.enabled": False})
    assert shown(cities, {"match_phrase": {"t": "the lazy"}}, {"t": "lazy the lazy"}, fields={"t": {}}) == {
        "t": ["lazy <em>the</em> <em>lazy</em>"]
    }


def test_inner_hits_of_collapse_are_highlighted(cities: docstore.Store) -> None:
    cities.index(index="i", id="1", document={"t": "a fox", "k": "x"})
    inner = {"name": "all", "highlight": {"fields": {"t": {}}}}
    found = cities.search(index="i", query={"match": {"t": "fox"}}, collapse={"field": "k", "inner_hits": inner})
    assert found["hits"]["hits"][0]["inner_hits"]["all"]["hits"]["hits"][0]["highlight"] == {"t": ["a <em>fox</em>"]}


def test_long_texts(cities: docstore.Store) -> None:
    cities.indices.create(index="short", mappings=MAPPINGS, settings={"index.highlight.max_analyzed_offset": 30})
    text = "The quick brown fox went to the forest and saw another fox."
    cities.index(index="short", id="1", document={"t": text})
    search = {"index": "short", "query": {"match": {"t": "fox"}}}
    for kind, doc in (("unified", "0"), ("plain", "1")):
        with pytest.raises(ApiError) as refused:
            _all_shards(cities, **search, highlight={"type": kind, "fields": {"t": {}}})
        assert refused.value.reason == (
            f"The length [59] of field [t] in doc[{doc}]/index[short] exceeds the [index.highlight.max_analyzed_offset] limit [30]. To"
            " avoid this error, set the query parameter [max_analyzed_offset] to a value less than index setting [30] and this will"
            " tolerate long field values by truncating them."
        )
        for most in (20, -1):
            highlight = {"type": kind, "max_analyzed_offset": most, "fields": {"t": {}}}
            hit = cities.search(**search, highlight=highlight)["hits"]["hits"][0]
            assert hit["highlight"]["t"] == ["The quick brown <em>fox</em> went to the forest and saw another fox."]


def _all_shards(store: docstore.Store, **search: Any) -> None:
    try:
        store.search(**search)
    except ApiError as error:
        raise error.caused_by or error from error


@pytest.mark.parametrize(
    ("highlight", "reason"),
    [
        ({"fields": {"t": {"type": "other"}}}, "unknown highlighter type [other] for the field [t]"),
        ({"fields": {"t": {"type": "plain", "fragmenter": "x"}}}, "unknown fragmenter option [x] for the field [t]"),
        ({"fields": {"t": {"boundary_scanner": "chars"}}}, "Invalid boundary scanner type: chars"),
        ({"tags_schema": "x"}, "Unknown tag schema [x]"),
        ({"pre_tags": ["x"]}, "pre_tags are set but post_tags are not set"),
        ({"pre_tags": [], "post_tags": []}, "pre_tags or post_tags must not be empty"),
        ({"max_analyzed_offset": 0}, "[max_analyzed_offset] must be a positive integer, or -1"),
        ({"number_of_fragments": -1}, "[number_of_fragments] must be between [0] and [100000]"),
        ({"x": 1}, "[highlight] unknown field [x]"),
        ({"fields": {"t": {"x": 1}}}, "[highlight_field] unknown field [x]"),
        (
            {"fields": {"vectors": {"type": "fvh", "fragment_size": 10}}},
            "fragCharSize(10) is too small. It must be 18 or higher.",
        ),
        ({"fields": {"t": {"type": "fvh"}}}, "the field [t] should be indexed with term vector with position offsets to be used with fast"),
        (
            {"require_field_match": False, "fields": {"t": {"matched_fields": ["k"]}}},
            "Matched fields are not supported when [require_field_match] is set to [false]",
        ),
    ],
)
def test_refusals(cities: docstore.Store, highlight: dict[str, Any], reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        shown(cities, {"match": {"t": "quick"}}, **highlight)
    assert reason in str(refused.value.body)


def test_nested_objects(store: docstore.Store) -> None:
    mappings = {"properties": {"c": {"type": "nested", "properties": {"t": {"type": "text"}}}}}
    store.indices.create(index="i", mappings=mappings)
    store.index(index="i", id="1", document={"c": [{"t": "a purple octopus"}, {"t": "purple fish"}, {"t": "none"}]})
    highlight = {"fields": {"c.t": {}, "c.*": {}}}
    query = {"nested": {"path": "c", "query": {"match_phrase": {"c.t": "purple fish"}}, "inner_hits": {"highlight": highlight}}}
    hit = store.search(index="i", query=query, highlight=highlight)["hits"]["hits"][0]
    assert hit["highlight"] == {"c.t": ["<em>purple</em> <em>fish</em>"]}
    inner = hit["inner_hits"]["c"]["hits"]["hits"]
    assert [each["highlight"] for each in inner] == [{"c.t": ["<em>purple fish</em>"]}]


def test_top_hits(cities: docstore.Store) -> None:
    cities.index(index="i", id="1", document={"t": "a fox", "k": "x"})
    aggs = {"best": {"top_hits": {"highlight": {"fields": {"t": {}}}}}}
    found = cities.search(index="i", query={"match": {"t": "fox"}}, size=0, aggs=aggs)
    assert found["aggregations"]["best"]["hits"]["hits"][0]["highlight"] == {"t": ["a <em>fox</em>"]}


def test_a_stored_field_is_read_although_the_source_leaves_it_out(store: docstore.Store) -> None:
    text = {"type": "text", "store": True}
    nested = {"type": "nested", "properties": {"plain": {"type": "text"}, "stored": text}}
    store.indices.create(index="some", mappings={"_source": {"excludes": ["*.stored"]}, "properties": {"o": nested}})
    store.indices.create(index="none", mappings={"_source": {"enabled": False}, "properties": {"o": nested}})
    for index, expected in (("some", ["plain", "stored"]), ("none", ["stored"])):
        store.index(index=index, document={"o": {"plain": "a fox", "stored": "a fox"}})
        query = {"multi_match": {"query": "fox", "fields": ["o.plain", "o.stored"]}}
        inner = {"highlight": {"fields": {"o.plain": {}, "o.stored": {}}}}
        hit = store.search(index=index, query={"nested": {"path": "o", "query": query, "inner_hits": inner}})["hits"]["hits"][0]
        (found,) = hit["inner_hits"]["o"]["hits"]["hits"]
        assert found["highlight"] == {f"o.{name}": ["a <em>fox</em>"] for name in expected}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("brown fo", {"f": "quick <em>brown</em> fox jump"}),
        ("brown fox ju", {"f": "quick <em>brown</em> <em>fox</em> jump", "f._2gram": "quick <em>brown fox</em> jump"}),
        (f"brown {'fox' * 7}", {"f": "quick <em>brown</em> fox jump"}),
    ],
)
def test_beginnings_that_are_indexed_are_not_marked(store: docstore.Store, text: str, shown: dict[str, str]) -> None:
    properties = {"f": {"type": "search_as_you_type"}, "p": {"type": "text", "index_prefixes": {"min_chars": 3}}}
    store.indices.create(index="i", mappings={"properties": properties})
    store.index(index="i", id="1", document={"f": "quick brown fox jump", "p": "quick brown"})
    fields = ["f", "f._2gram", "f._3gram"]
    query = {"multi_match": {"query": text, "type": "bool_prefix", "fields": fields}}
    hit = store.search(index="i", query=query, highlight={"fields": {key: {} for key in fields}})["hits"]["hits"][0]
    assert hit["highlight"] == {name: [one] for name, one in shown.items()}
    for begin, marked in (("q", {"p": ["<em>quick</em> brown"]}), ("qui", None)):
        hit = store.search(index="i", query={"prefix": {"p": begin}}, highlight={"fields": {"p": {}}})["hits"]["hits"][0]
        assert hit.get("highlight") == marked
