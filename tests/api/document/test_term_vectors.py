"""The terms of documents: by Elasticsearch's documentation (``twitter``) and YAML tests (``text``)."""

from __future__ import annotations

import json
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError
from docstore.rest.message import Request

Json = dict[str, Any]
FULL = "with_positions_offsets_payloads"


@pytest.fixture
def people(store: docstore.Store) -> docstore.Store:
    analysis = {"analyzer": {"full": {"tokenizer": "whitespace", "filter": ["lowercase", "type_as_payload"]}}}
    text = {"type": "text", "term_vector": FULL, "analyzer": "full"}
    properties = {
        "text": text,
        "fullname": text,
        "plain": {"type": "text", "fields": {"raw": {"type": "keyword"}}, "copy_to": "all"},
        "all": {"type": "text", "term_vector": "with_offsets"},
        "tag": {"type": "keyword"},
        "n": {"type": "long"},
        "inside": {"type": "nested", "properties": {"text": text}},
    }
    store.indices.create(index="people", settings={"analysis": analysis}, mappings={"properties": properties})
    store.index(index="people", id="1", document={"fullname": "John Doe", "text": "test test test "})
    store.index(index="people", id="2", document={"fullname": "Jane Doe", "text": "Another test ..."})
    document = {"plain": ["Red fox", "𝄞 red"], "tag": ["b", "a", "b"], "n": 1, "inside": {"text": "hidden"}}
    store.index(index="people", id="3", document=document)
    return store


def vectors(store: docstore.Store, **asked: Any) -> Json:
    answer = store.termvectors(index="people", **asked)
    assert answer["found"]
    return answer["term_vectors"]  # type: ignore[no-any-return]


def test_the_documented_example(people: docstore.Store) -> None:
    answer = people.termvectors(index="people", id="1", fields=["text"], term_statistics=True)
    assert isinstance(answer.pop("took"), int)
    places = [{"position": at, "start_offset": 5 * at, "end_offset": 5 * at + 4, "payload": "d29yZA=="} for at in range(3)]
    assert answer == {
        "_index": "people",
        "_id": "1",
        "_version": 1,
        "found": True,
        "term_vectors": {
            "text": {
                "field_statistics": {"sum_doc_freq": 4, "doc_count": 2, "sum_ttf": 6},
                "terms": {"test": {"doc_freq": 2, "ttf": 4, "term_freq": 3, "tokens": places}},
            }
        },
    }


def test_an_artificial_document(people: docstore.Store) -> None:
    doc = {"fullname": "John Doe", "text": "test test test", "unmapped": "x"}
    answer = people.termvectors(index="people", doc=doc, fields=["fullname"], per_field_analyzer={"fullname": "keyword"})
    assert "_id" not in answer
    assert (answer["_version"], answer["found"]) == (0, True)
    assert answer["term_vectors"] == {
        "fullname": {
            "field_statistics": {"sum_doc_freq": 4, "doc_count": 2, "sum_ttf": 4},
            "terms": {"John Doe": {"term_freq": 1, "tokens": [{"position": 0, "start_offset": 0, "end_offset": 8}]}},
        }
    }
    assert list(vectors(people, doc=doc)) == ["fullname", "text"]
    assert "unmapped" not in people.indices.get_mapping(index="people")["people"]["mappings"]["properties"]
    empty = vectors(people, doc={"tag": ["x", "y"], "plain": "x"}, fields="*")
    assert empty["tag"]["field_statistics"] == {"sum_doc_freq": 2, "doc_count": 1, "sum_ttf": 2}


@pytest.mark.parametrize(
    ("asked", "tokens"),
    [
        ({}, [{"position": 1, "start_offset": 5, "end_offset": 8, "payload": "d29yZA=="}]),
        ({"payloads": False}, [{"position": 1, "start_offset": 5, "end_offset": 8}]),
        ({"payloads": False, "offsets": False}, [{"position": 1}]),
        ({"payloads": False, "positions": False}, [{"start_offset": 5, "end_offset": 8}]),
        ({"payloads": False, "positions": False, "offsets": False}, None),
        ({"per_field_analyzer": {"fullname": "standard"}}, [{"position": 1, "start_offset": 5, "end_offset": 8}]),
        ({"per_field_analyzer": {"fullname": "standard"}, "offsets": False}, [{"position": 1}]),
    ],
)
def test_what_is_shown_of_places(people: docstore.Store, asked: Json, tokens: Any) -> None:
    found = vectors(people, id="1", field_statistics=False, **asked)["fullname"]
    assert found["terms"]["doe"].get("tokens") == tokens
    assert list(found) == ["terms"]


def test_vectors_are_made_of_texts_where_an_index_keeps_none(people: docstore.Store) -> None:
    assert list(vectors(people, id="3")) == ["all"]
    assert list(vectors(people, id="3", fields=["*"])) == ["all", "plain", "plain.raw", "tag"]
    kept = vectors(people, id="3", fields=["all"])["all"]["terms"]["red"]["tokens"]
    assert kept == [{"start_offset": 0, "end_offset": 3}, {"start_offset": 11, "end_offset": 14}]
    made = vectors(people, id="3", fields=["pl*"], term_statistics=True)
    assert made["plain"]["terms"]["red"] == {
        "doc_freq": 1,
        "ttf": 2,
        "term_freq": 2,
        "tokens": [{"position": 0, "start_offset": 0, "end_offset": 3}, {"position": 102, "start_offset": 11, "end_offset": 14}],
    }
    assert list(made["plain.raw"]["terms"]) == ["Red fox", "𝄞 red"]
    tags = vectors(people, id="3", fields=["tag"], term_statistics=True)["tag"]
    counted = {term: (each["doc_freq"], each["ttf"], each["term_freq"]) for term, each in tags["terms"].items()}
    assert counted == {"a": (1, 1, 1), "b": (1, 1, 2)}
    assert vectors(people, id="3", fields=["n", "inside.text", "nowhere"]) == {}


def test_only_the_best_terms(people: docstore.Store) -> None:
    found = vectors(people, id="2", fields=["text", "fullname"], filter={"max_num_terms": 1, "min_doc_freq": 1})
    assert [list(each["terms"]) for each in found.values()] == [["jane"], ["..."]]
    assert found["fullname"]["terms"]["jane"]["score"] == pytest.approx(1.4054651)  # ln(3 / 2) + 1
    assert vectors(people, id="2", filter={"min_word_length": 99})["text"]["terms"] == {}


def test_several_documents(people: docstore.Store) -> None:
    docs = [
        {"_id": "1", "term_statistics": False},
        {"_index": "none", "_id": "1"},
        {"_id": "9"},
        {"doc": {"text": "a"}},
        {"_id": "2", "version": 7},
    ]
    found = people.mtermvectors(index="people", docs=docs, fields=["text"], term_statistics=True)["docs"]
    assert list(found[0]["term_vectors"]["text"]["terms"]["test"]) == ["term_freq", "tokens"]
    assert (found[1]["_index"], found[1]["_id"], found[1]["error"]["type"]) == ("none", "1", "index_not_found_exception")
    assert "term_vectors" not in found[2]
    assert (found[2]["found"], found[2]["_version"]) == (False, 0)
    assert list(found[3]["term_vectors"]["text"]["terms"]) == ["a"]
    assert found[4]["error"]["type"] == "version_conflict_engine_exception"
    by_id = people.mtermvectors(index="people", ids=["1", "2"], parameters={"fields": ["fullname"]})["docs"]
    assert [list(each["term_vectors"]) for each in by_id] == [["fullname"], ["fullname"]]


def test_over_http(people: docstore.Store) -> None:
    def ask(target: str, body: Json | None = None) -> Json:
        headers = {"Content-Type": "application/json"}
        response = people.rest.handle(Request.of("GET", target, headers, None if body is None else json.dumps(body)))
        return json.loads(response.body) | {"http": response.status}  # type: ignore[no-any-return]

    assert list(ask("/people/_termvectors/1?fields=text,fullname&offsets=false")["term_vectors"]) == ["fullname", "text"]
    assert ask("/people/_termvectors/1", {"fields": ["text"], "termStatistics": True})["term_vectors"]["text"]["terms"]["test"]["ttf"] == 4
    assert ask("/people/_termvectors/9")["found"] is False
    assert len(ask("/_mtermvectors?index=people&ids=1,2")["docs"]) == 2
    wrong = ask("/_mtermvectors", {"docs": [{"_index": "people", "_id": "1", "versionType": "external"}]})
    assert (wrong["http"], wrong["error"]["reason"]) == (400, "failed to parse term vectors request. unknown field [versionType]")


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({}, "Validation Failed: 1: id or doc is missing;"),
        ({"id": "1", "doc": {}}, "failed to parse term vectors request. either [id] or [doc] can be specified, but not both!"),
        ({"id": "1", "filter": {"most": 1}},
         "failed to parse term vectors request. the field [most] is not valid for filter parameter for term vector request"),
        ({"id": "1", "per_field_analyzer": {"text": 1}},
         "expecting the analyzer at [text] to be a String, but found [class java.lang.Integer] instead"),
        ({"id": "1", "version": 3}, "[1]: version conflict, current version [1] is different than the one provided [3]"),
        ({"id": "1", "body": {"dfs": True}}, "distributed frequencies is not supported anymore for term vectors"),
        ({"doc": {"n": "no number"}}, "failed to parse field [n] of type [long]"),
    ],
)  # fmt: skip
def test_refusals(people: docstore.Store, asked: Json, reason: str) -> None:
    with pytest.raises(ApiError) as raised:
        people.termvectors(index="people", **asked)
    assert reason in raised.value.reason
    assert raised.value.status in (400, 409)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({}, "Validation Failed: 1: multi term vectors: no documents requested;"),
        ({"docs": [{"_id": "1"}, {"_index": "people"}]},
         "Validation Failed: 1: at multi term vectors for doc 0: Validation Failed: 1: index is missing;;"
         "2: at multi term vectors for doc 1: Validation Failed: 1: id or doc is missing;;"),
        ({"docs": ["1"]}, "docs array element should include an object"),
        ({"ids": [["1"]]}, "ids array element should only contain ids"),
        ({"body": {"other": [1]}}, "no parameter named [other] and type ARRAY"),
        ({"body": {"other": 1}}, "_mtermvectors: Parameter [other] not supported"),
        ({"docs": [{"_id": "1", "fields": "a"}]}, "failed to parse term vectors request. field [fields] must be an array"),
    ],
)  # fmt: skip
def test_refusals_of_several(people: docstore.Store, asked: Json, reason: str) -> None:
    with pytest.raises(ApiError) as raised:
        people.mtermvectors(**asked)
    assert raised.value.reason == reason
