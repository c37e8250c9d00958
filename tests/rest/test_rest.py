"""What a caller sees of the REST layer, whatever API it speaks to."""

from __future__ import annotations

import gzip
import json

import pytest

import docstore
from docstore.api import registry
from docstore.api.limits import MAX_CONTENT_LENGTH
from docstore.rest.message import Request
from docstore.version import ELASTICSEARCH_VERSION
from tests.rest.conftest import Ask, Send


def test_the_root_says_who_answers(ask: Ask) -> None:
    answer = ask("GET", "/")
    assert answer.status == 200
    assert answer.headers == {"x-elastic-product": "Elasticsearch", "content-type": "application/json"}
    assert answer.json["version"]["build_flavor"] == "docstore"
    assert answer.json["version"]["number"].startswith("9.")
    assert (ask("HEAD", "/").status, ask("HEAD", "/").text) == (200, "")


def test_a_document_comes_and_goes(ask: Ask) -> None:
    made = ask("PUT", "/books/_doc/a%2Fb", {"title": "Walden"})
    assert (made.status, made.headers["Location"]) == (201, "/books/_doc/a%2Fb")
    assert ask("PUT", "/books/_doc/a%2Fb", {"title": "Walden"}).status == 200
    assert ask("GET", "/books/_doc/a%2Fb").json["_source"] == {"title": "Walden"}
    assert ask("HEAD", "/books/_doc/a%2Fb").status == 200
    assert ask("DELETE", "/books/_doc/a%2Fb").json["result"] == "deleted"
    missing = ask("GET", "/books/_doc/a%2Fb")
    assert (missing.status, missing.json["found"]) == (404, False)
    assert (ask("HEAD", "/books/_doc/a%2Fb").status, ask("HEAD", "/books/_doc/a%2Fb").text) == (404, "")


def test_what_stands_in_the_path_may_stand_in_the_query_string(ask: Ask) -> None:
    ask("PUT", "/books/_doc/1?refresh=true", {"title": "Walden"})
    ask("PUT", "/papers/_doc/1?refresh=true", {"title": "Walking"})
    assert ask("GET", "/_count?index=books").json["count"] == 1
    assert ask("GET", "/_count?index=").json["count"] == 2
    assert ask("GET", "/books/_count?index=papers").json["_shards"]["total"] == 1
    assert "did you mean [index]" in ask("GET", "/_count?indx=books").reason


def test_a_bulk_is_read_by_line_and_ends_with_one(ask: Ask) -> None:
    lines = '{"index":{"_id":"1"}}\n{"n":1}\n{"delete":{"_id":"2"}}\n'
    answer = ask("POST", "/books/_bulk", lines, content_type="application/x-ndjson")
    assert [next(iter(item.values()))["status"] for item in answer.json["items"]] == [201, 404]
    cut = ask("POST", "/books/_bulk", lines.rstrip("\n"), content_type="application/x-ndjson")
    assert (cut.status, cut.reason) == (400, "The bulk request must be terminated by a newline [\\n]")
    searches = ask("POST", "/_msearch", '{}\n{"query":{"match_all":{}}}', content_type="application/x-ndjson")
    assert searches.reason == "The msearch request must be terminated by a newline [\n]"


def test_a_sort_in_the_url_goes_up_or_down_or_is_none(ask: Ask) -> None:
    for n in (2, 1, 3):
        ask("PUT", f"/books/_doc/{n}?refresh=true", {"n": n})
    for sort, ids in {"n": "123", "n:desc": "321", "n:up": "213", "": "213"}.items():
        hits = ask("GET", f"/books/_search?sort={sort}").json["hits"]["hits"]
        assert "".join(hit["_id"] for hit in hits) == ids


def test_what_a_template_becomes_is_refused_as_a_body_is(ask: Ask) -> None:
    ask("PUT", "/books")
    for source in ('{"query": {{q}}}', "{"):
        answer = ask("POST", "/books/_search/template", {"source": source, "params": {"q": "x"}})
        sent = ask("POST", "/books/_search", source.replace("{{q}}", "x"))
        assert (answer.status, answer.json["error"]) == (400, sent.json["error"])


@pytest.mark.parametrize(
    ("method", "target", "text"),
    [
        ("GET", "/_nowhere/at/all/x?y=1", "no handler found for uri [/_nowhere/at/all/x?y=1] and method [GET]"),
        ("POST", "/_nowhere/at/all/x", "no handler found for uri [/_nowhere/at/all/x] and method [POST]"),
    ],
)
def test_a_path_that_nobody_has(ask: Ask, method: str, target: str, text: str) -> None:
    answer = ask(method, target)
    assert (answer.status, answer.json) == (400, {"error": text})


def test_a_method_that_the_path_has_not(ask: Ask) -> None:
    answer = ask("DELETE", "/books/_count")
    text = "Incorrect HTTP method for uri [/books/_count] and method [DELETE], allowed: [GET, POST]"
    assert (answer.status, answer.headers["Allow"], answer.json) == (405, "GET,POST", {"error": text, "status": 405})
    assert ask("BREW", "/books/_count").status == 405
    options = ask("OPTIONS", "/books/_count")
    assert (options.status, options.headers["Allow"], options.text) == (200, "GET,POST", "")


def test_a_byte_order_mark_is_passed_over(ask: Ask) -> None:
    assert ask("PUT", "/books/_doc/1", b'\xef\xbb\xbf{"title":"Walden"}').status == 201
    lines = b'\xef\xbb\xbf{"index":{"_index":"books","_id":"2"}}\n{"n":1}\n'
    assert ask("POST", "/_bulk", lines).json["errors"] is False


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("prefernce=x", "request [/_count] contains unrecognized parameter: [prefernce] -> did you mean [preference]?"),
        ("a1=1&b2=2", "request [/_count] contains unrecognized parameters: [a1], [b2]"),
        ("terminate_after=x", "Failed to parse int parameter [terminate_after] with value [x]"),
        ("allow_no_indices=yes", "Failed to parse value [yes] as only [true] or [false] are allowed."),
        ("pretty=1", "Failed to parse value [1] as only [true] or [false] are allowed."),
        ("min_score=x", "Failed to parse float parameter [min_score] with value [x]"),
        ("preference=%zz", "java.lang.IllegalArgumentException: invalid escape sequence `%zz' at index 0 of: %zz"),
        ("preference=x%", "java.lang.IllegalArgumentException: unterminated escape sequence at end of string: x%"),
        ("preference=x%2", "java.lang.IllegalArgumentException: partial escape sequence at end of string: x%2"),
        ("source={}", "source and source_content_type parameters are required"),
        ("format=cbor", "format [cbor] is not supported by docstore: json and yaml are"),
    ],
)
def test_query_parameters_are_checked(ask: Ask, query: str, reason: str) -> None:
    answer = ask("GET", f"/_count?{query}")
    assert (answer.status, answer.reason) == (400, reason)


def test_a_flag_is_true_by_its_presence(ask: Ask) -> None:
    ask("PUT", "/books", {})
    assert "index.uuid" in ask("GET", "/books/_settings?flat_settings").json["books"]["settings"]
    assert "index" in ask("GET", "/books/_settings?flat_settings=false").json["books"]["settings"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("{x", "[1:2] Unexpected character ('x' (code 120)): was expecting double-quote to start field name"),
        ('{"query":"a', "[1:12] Unexpected end-of-input in VALUE_STRING"),
        ('{"query":nul}', "[1:13] Unrecognized token 'nul': was expecting"),
        ('{"query":{},"query":{}}', "[1:13] Duplicate field 'query'"),
        ('{"query":1e999}', "[1:15] Number [1e999] is out of the range of a double"),
        (b'{"\xff":1}', "[1:2] Invalid UTF-8 start byte 0xff"),
        ("[1]", "[1:1] [count] Expected START_OBJECT but was: START_ARRAY"),
        ("[" * 100_000, "Document nesting depth exceeds the maximum allowed (1000)"),
    ],
)
def test_a_malformed_body_is_refused_with_the_place(ask: Ask, body: str | bytes, reason: str) -> None:
    answer = ask("POST", "/_count", body)
    assert answer.status == 400
    assert answer.json["error"]["type"] == "x_content_parse_exception"
    assert answer.reason.startswith(reason)


def test_a_body_that_ends_too_soon(ask: Ask) -> None:
    error = ask("POST", "/_count", '{"query":\n {"a"').json["error"]
    cause = error.pop("caused_by")
    expected = {"type": "x_content_e_o_f_exception", "reason": "[2:6] Unexpected end of file"}
    assert error == {"root_cause": [expected], **expected}
    assert cause["type"] == "json_e_o_f_exception"
    assert cause["reason"].startswith("Unexpected end-of-input: expected close marker for Object (start marker at ")


def test_an_unknown_key_is_refused_with_what_it_may_mean(ask: Ask) -> None:
    answer = ask("POST", "/_field_caps?fields=*", {"index_filtr": {}})
    assert (answer.status, answer.reason) == (400, "[1:2] [field_caps_request] unknown field [index_filtr] did you mean [index_filter]?")


def test_a_body_where_none_belongs(ask: Ask) -> None:
    answer = ask("GET", "/", {"a": 1})
    assert (answer.status, answer.reason) == (400, "request [GET /] does not support having a body")


def test_a_body_may_stand_in_the_query_string(ask: Ask) -> None:
    ask("PUT", "/books/_doc/1", {})
    target = "/books/_count?source=%7B%22query%22%3A%7B%22match_none%22%3A%7B%7D%7D%7D&source_content_type=application%2Fjson"
    assert ask("GET", target).json["count"] == 0


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ("application/xml", "Content-Type header [application/xml] is not supported"),
        ("text/plain", "Content-Type header [text/plain] is not supported"),
        ("application/cbor", "Content-Type header [application/cbor] is not supported by docstore: send JSON"),
        ("application/vnd.elasticsearch+json;compatible-with=5", "Content-Type header ["),
    ],
)
def test_content_types_that_are_not_taken(ask: Ask, sent: str, text: str) -> None:
    answer = ask("POST", "/_count", "{}", content_type=sent)
    assert answer.status == 406
    assert answer.json["error"].startswith(text)


def test_a_body_without_a_content_type(send: Send) -> None:
    answer = send(Request.of("POST", "/_count", {}, "{}"))
    assert (answer.status, answer.json) == (406, {"error": "Content-Type header is missing", "status": 406})


@pytest.mark.parametrize("version", ["8", "9"])
def test_the_answer_names_the_version_that_the_client_speaks(ask: Ask, version: str) -> None:
    media = f"application/vnd.elasticsearch+json; compatible-with={version}"
    answer = ask("POST", "/_count", "{}", content_type=media, accept=media)
    assert (answer.status, answer.headers["Content-Type"]) == (200, media.replace("; ", ";"))


def test_versions_must_agree(ask: Ask) -> None:
    media = "application/vnd.elasticsearch+json;compatible-with="
    answer = ask("POST", "/_count", "{}", content_type=f"{media}8", accept=f"{media}9")
    assert (answer.status, answer.json["error"]["type"]) == (400, "media_type_header_exception")
    assert ask("GET", "/", accept="nonsense").reason == "Invalid media-type value on headers [Accept]"
    assert ask("GET", "/", accept="application/cbor").status == 406


def test_settings_for_people(ask: Ask) -> None:
    ask("PUT", "/books")
    settings = ask("GET", "/books/_settings?human&flat_settings=false").json["books"]["settings"]["index"]
    assert settings["creation_date_string"].endswith("Z")
    assert settings["version"] == {"created_string": ELASTICSEARCH_VERSION, "created": "9042000"}
    assert "creation_date_string" not in ask("GET", "/books/_settings").json["books"]["settings"]["index"]


def test_the_answer_as_it_is_wanted(ask: Ask) -> None:
    ask("PUT", "/books/_doc/1", {"a": {"b": [{"c": "x", "e": [1]}], "d": {}, "yes": None}})
    yaml = ask("GET", "/books/_source/1?format=yaml")
    assert yaml.headers["Content-Type"] == "application/yaml"
    assert yaml.text == '---\na:\n  b:\n  - c: "x"\n    e:\n    - 1\n  d: {}\n  "yes": null\n'
    assert ask("GET", "/books/_source/1", accept="application/yaml").text == yaml.text
    assert ask("GET", "/books/_doc/1?filter_path=_source.a.b,-_source.a.b.c").json == {"_source": {"a": {"b": [{"e": [1]}]}}}
    assert ask("GET", "/books/_doc/1?filter_path=found&pretty").text == '{\n  "found" : true\n}\n'
    assert ask("GET", "/none/_doc/1?filter_path=status").json == {"status": 404}
    stats = ask("GET", "/books/_stats?human&filter_path=_all.primaries.store").json["_all"]["primaries"]["store"]
    assert stats["size"].endswith("b")
    assert "stack_trace" in ask("GET", "/none/_count?error_trace=true").json["error"]["root_cause"][0]


def test_integers_of_any_size_come_back(ask: Ask) -> None:
    ask("PUT", "/books", {"mappings": {"enabled": False}})
    big = 2**80
    assert ask("PUT", "/books/_doc/1", f'{{"n":{big}}}').status == 201
    assert ask("GET", "/books/_source/1").json == {"n": big}


def test_gzip_both_ways(send: Send) -> None:
    headers = {"content-type": "application/json", "content-encoding": "gzip", "accept-encoding": "gzip"}
    body = gzip.compress(json.dumps({"text": "x" * 1000}).encode())
    assert send(Request.of("PUT", "/books/_doc/1", headers, body)).status == 201
    answer = send(Request.of("GET", "/books/_doc/1", headers))
    assert answer.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(answer.raw))["_source"] == {"text": "x" * 1000}
    for wrong in (b"nonsense", body[:-9]):
        assert send(Request.of("PUT", "/books/_doc/1", headers, wrong)).status == 400
    assert send(Request.of("PUT", "/books/_doc/1", {**headers, "content-encoding": "br"}, b"x")).status == 415


def test_a_body_that_unpacks_to_too_much_is_refused_without_unpacking_it(send: Send) -> None:
    headers = {"content-type": "application/json", "content-encoding": "gzip"}
    bomb = gzip.compress(b" " * (MAX_CONTENT_LENGTH + 10), compresslevel=1)
    answer = send(Request.of("PUT", "/books/_doc/1", headers, bomb))
    assert (answer.status, answer.json["status"]) == (413, 413)


def test_totals_and_names_of_aggregations_as_they_are_wanted(ask: Ask) -> None:
    ask("PUT", "/books/_doc/1", {"n": 1})
    body = {"aggs": {"all": {"sum": {"field": "n"}}}}
    plain = ask("POST", "/books/_search?size=0", body).json
    assert (plain["hits"]["total"], plain["aggregations"].keys()) == ({"value": 1, "relation": "eq"}, {"all"})
    other = ask("POST", "/books/_search?size=0&typed_keys=true&rest_total_hits_as_int=true", body).json
    assert (other["hits"]["total"], other["aggregations"].keys()) == (1, {"sum#all"})


def test_an_item_of_a_bulk_that_fails_leaves_the_others(ask: Ask) -> None:
    ask("PUT", "/books", {"mappings": {"properties": {"n": {"type": "long"}}}})
    lines = '{"index":{"_id":"1"}}\n{"n":"no number"}\n{"index":{"_id":"2"}}\n{"n":2}\n'
    answer = ask("POST", "/books/_bulk?filter_path=errors,items.*.status", lines, content_type="application/json")
    assert answer.json == {"errors": True, "items": [{"index": {"status": 400}}, {"index": {"status": 201}}]}
    broken = ask("POST", "/books/_bulk", '{"index":{"_id":"3"}}\n{"n":3}\n{"index":{"_id"\n{}\n', content_type="application/x-ndjson")
    assert (broken.status, ask("HEAD", "/books/_doc/3").status) == (400, 404)


def test_tables_are_text_or_what_is_accepted(ask: Ask) -> None:
    ask("PUT", "/books", {"aliases": {"library": {}}})
    assert ask("GET", "/_cat/aliases?h=alias,index").text == "library books\n"
    assert ask("GET", "/_cat/aliases?h=alias", accept="application/json").json == [{"alias": "library"}]
    assert ask("GET", "/_cat/aliases?h=alias&format=yaml").text == '---\n- alias: "library"\n'
    assert ask("GET", "/_cat/aliases?h=alias", accept="application/yaml").text == '---\n- alias: "library"\n'


def test_who_asked_is_told_to_him(ask: Ask) -> None:
    assert ask("GET", "/", X_Opaque_Id="me").headers["X-Opaque-Id"] == "me"


def test_a_closed_store_is_unavailable(ask: Ask) -> None:
    with docstore.open() as other:
        rest = other.rest
    response = rest.handle(Request.of("GET", "/_count"))
    assert (response.status, json.loads(response.body)["error"]["type"]) == (503, "store_closed_exception")


_PACE = "[requests_per_second] must be a float greater than 0. Use -1 to disable throttling."


@pytest.mark.parametrize(
    ("target", "body", "reason"),
    [
        ("/_reindex?max_docs=5", {"max_docs": 4}, "[max_docs] set to two different values [4] and [5]"),
        ("/a/_delete_by_query?size=4&max_docs=5", {"query": {"match_all": {}}}, "invalid parameter [size], use [max_docs] instead"),
        ("/a/_update_by_query", {"stored_fields": ["_id"]}, "Validation Failed: 1: stored_fields is not supported in this context;"),
        (
            "/far:a/_update_by_query", {},
            "Validation Failed: 1: Cross-cluster calls are not supported in this context but remote indices were requested: [far:a];",
        ),
        ("/_reindex?requests_per_second=", {}, _PACE),
        ("/a/_update_by_query?requests_per_second=unlimited", {}, _PACE),
    ],
)  # fmt: skip
def test_what_moves_documents_is_checked(ask: Ask, target: str, body: object, reason: str) -> None:
    if target.startswith("/_reindex"):
        body = {"source": {"index": "a"}, "dest": {"index": "b"}, **body}  # type: ignore[dict-item]
    answer = ask("POST", target, body)
    assert (answer.status, answer.reason) == (400, reason)


def test_what_the_query_string_says_goes_before_the_body(ask: Ask) -> None:
    for number in range(3):
        ask("PUT", f"/books/_doc/{number}", {})
    assert len(ask("POST", "/books/_search?size=1", {"size": 2}).json["hits"]["hits"]) == 1


def test_a_missing_source_may_be_passed_over(ask: Ask) -> None:
    body = {"source": {"index": "missing"}, "dest": {"index": "b"}}
    assert ask("POST", "/_reindex", body).status == 404
    assert ask("POST", "/_reindex?ignore_unavailable=true", body).json["total"] == 0


def test_an_api_is_read_once_and_not_for_each_request(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask("PUT", "/books/_doc/1", {}).status == 201

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("the declaration is read again")

    monkeypatch.setattr(registry, "get_type_hints", fail)
    assert ask("PUT", "/books/_doc/1", {}).status == 200


def test_an_update_gives_the_source_that_the_query_string_wants(ask: Ask) -> None:
    ask("PUT", "/books/_doc/1", {"a": 1, "b": 2})
    assert ask("POST", "/books/_update/1?_source=a", {"doc": {"a": 3}}).json["get"]["_source"] == {"a": 3}
