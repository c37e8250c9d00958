"""Requests that are strange on the wire: other bytes, encodings, headers, methods and targets than a program sends."""

from __future__ import annotations

import gzip
import json
import random
import zlib
from collections.abc import Callable
from dataclasses import replace

from docstore.rest.message import Request

TYPES = [
    "application/json", "application/json; charset=UTF-8", "application/json; charset=latin-1", "application/x-ndjson", "application/yaml",
    "application/cbor", "application/smile", "text/plain", "", "application", "application/vnd.elasticsearch+json",
    "application/vnd.elasticsearch+json;compatible-with=8", "application/vnd.elasticsearch+json; compatible-with=9",
    "application/vnd.elasticsearch+json;compatible-with=7", "application/vnd.elasticsearch+x-ndjson;compatible-with=8",
    "application/vnd.elasticsearch+cbor;compatible-with=9", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
    "application/json, text/plain", "*/*", "application/json;q=0.5", "é", "application/vnd.elasticsearch+yaml;compatible-with=9",
]  # fmt: skip

TOKENS = [
    b"NaN", b"Infinity", b"-Infinity", b"1e999999", b"-1e-999999", b"9" * 400, b"0x10", b"01", b"+1", b".5", b"1.", b"tru", b"null", b"'a'",
    b'"\\ud800"', b'"\\uDFFF\\uD800"', b'"\\u0000"', b'"\xed\xa0\x80"', b'"\xff"', b"[" * 400, b'{"a":' * 400, b"{}{}", b"/* a */ 1",
    b'{"a":1,"a":2}', b'{"query":{},"query":{"match_all":{}}}', b'{"":{"":[]}}', b"[1,]", b"{,}", b"\xef\xbb\xbf{}", b"-", b'"', b"",
    b"1" + b"0" * 309, b"0.1" * 2, b'"' + b"x" * 40_000 + b'"', b'{"a.b":1,"a":{"b":2}}', b'{".":1}', b'{"a..b":1}', b'{" ":1}',
]  # fmt: skip

METHODS = ["HEAD", "OPTIONS", "PATCH", "TRACE", "CONNECT", "FOO", "get", "", "DELETE", "PUT"]

SEGMENTS = [
    "%2F", "a%2Fb", "+", "a+b", "%00", "%zz", "%", "%2", "%FF%FE", "%C3%A9", "é", "%3Clogs-%7Bnow%2Fd%7D%3E", "<logs-{now/d}>",
    "%3Clogs-%7Bnow%2Fd%7Byyyy.MM.dd%7C%2B12%3A00%7D%7D%3E", "%3Cx%7B%3E", "%3Clogs-%7Bnow%2Fx%7D%3E", "", ".", "..", "%2E%2E", "*", "_all",
    "%F0%9F%98%80", "a" * 255, "a" * 256, "A", "a%20b", "a,b", ",", "a,,b", "-a", "_a", "a:b", "a::failures", "books::", "*:*", "%2Abooks",
    "books%2Cother", "_local", "_search", "%5Fsearch", "1", "-1", "9" * 30, "null", "true", "{}", "[]", '"', "\\", "%0A", "%0D%0A",
]  # fmt: skip

PARAMETERS = [
    "pretty", "pretty=x", "human", "human=false", "error_trace", "error_trace=true", "format=yaml", "format=cbor", "format=smile",
    "format=x", "format=json", "filter_path=**", "filter_path=-hits", "filter_path=a.*,-a.b", "filter_path=", "filter_path=.",
    "filter_path=*.*.*,**.x",
    "filter_path=%", "source={}&source_content_type=application/json", "source=[&source_content_type=application/json", "source=x",
    "source={}&source_content_type=application/cbor", "a=1;b=2", "&&&", "=", "=x", "a", "a=%zz", "%=1", "size=1&size=2", "routing=",
    "routing=a,b", "refresh=", "timeout=1", "timeout=1w", "timeout=-1", "timeout=9999999999999999d", "v", "h=*", "s=x", "help", "bytes=x",
    "time=x", "typed_keys", "rest_total_hits_as_int=true", "preference=_x", "expand_wildcards=none,all", "expand_wildcards=x",
    "ignore_unavailable=maybe", "allow_no_indices=", "scroll=1m", "scroll=-1", "version=9223372036854775808&version_type=external",
    "if_seq_no=1", "if_seq_no=-1&if_primary_term=0", "wait_for_active_shards=all", "requests_per_second=0", "slices=auto", "slices=0",
    "level=x", "metric=*", "flat_settings", "local=x", "master_timeout=x", "q=a:", "q=(", "df=x", "lenient=x", "#", "pretty#x",
]  # fmt: skip

HEADERS = [
    ("accept", "application/yaml"), ("accept", "application/cbor"), ("accept", "text/plain"), ("accept", "*/*"), ("accept", "x"),
    ("accept", "application/vnd.elasticsearch+json;compatible-with=8"), ("accept", "application/vnd.elasticsearch+json;compatible-with=7"),
    ("accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"), ("accept", ""), ("accept-encoding", "gzip"),
    ("accept-encoding", "br;q=1, gzip;q=0"), ("x-opaque-id", "é\x00"), ("x-opaque-id", "x" * 5000), ("traceparent", "0" * 55),
    ("traceparent", "x"), ("x-elastic-product-origin", "kibana"), ("content-encoding", "gzip"), ("content-encoding", "br"),
    ("content-encoding", "deflate"), ("authorization", "Basic !!!"), ("es-client-authentication", "x"),
]  # fmt: skip


def disturbed(chance: random.Random, request: Request) -> Request:
    """The request with one or two things about it changed."""
    for _ in range(chance.choice((1, 1, 2))):
        request = chance.choice(_CHANGES)(chance, request)
    return request


def _with_header(request: Request, name: str, value: str) -> Request:
    return replace(request, headers={**request.headers, name: value})


def _type(chance: random.Random, request: Request) -> Request:
    if chance.random() < 0.1:
        return replace(request, headers={name: value for name, value in request.headers.items() if name != "content-type"})
    return _with_header(request, "content-type", chance.choice(TYPES))


def _header(chance: random.Random, request: Request) -> Request:
    return _with_header(request, *chance.choice(HEADERS))


def _method(chance: random.Random, request: Request) -> Request:
    return replace(request, method=chance.choice(METHODS))


def _parameter(chance: random.Random, request: Request) -> Request:
    return replace(request, query="&".join(filter(None, (request.query, chance.choice(PARAMETERS)))))


def _segment(chance: random.Random, request: Request) -> Request:
    segments = request.path.split("/")
    at = chance.randrange(len(segments))
    kind = chance.random()
    if kind < 0.6:
        segments[at] = chance.choice(SEGMENTS)
    elif kind < 0.8:
        segments[at] = "".join(f"%{ord(letter):02X}" if letter.isascii() else letter for letter in segments[at])
    else:
        segments.insert(at, chance.choice(SEGMENTS))
    return replace(request, path="/" + "/".join(segments).lstrip("/"))


def _packed(chance: random.Random, request: Request) -> Request:
    name = chance.choice(("gzip", "deflate"))
    body = gzip.compress(request.body) if name == "gzip" else zlib.compress(request.body)
    kind = chance.random()
    if kind < 0.3:
        body = body[: chance.randrange(len(body))]
    elif kind < 0.5:
        at = chance.randrange(len(body))
        body = body[:at] + bytes([chance.randrange(256)]) + body[at + 1 :]
    elif kind < 0.6:
        body += b"more"
    return _with_header(replace(request, body=body), "content-encoding", name)


def _token(chance: random.Random, request: Request) -> Request:
    """A value of the body is another token."""
    marks = [at for at, byte in enumerate(request.body) if byte in b':,[{"']
    if not marks:
        return _with_header(replace(request, body=chance.choice(TOKENS)), "content-type", "application/json")
    at = chance.choice(marks) + 1
    end = chance.choice([mark for mark in marks if mark >= at] or [len(request.body)])
    return replace(request, body=request.body[:at] + chance.choice(TOKENS) + request.body[end:])


def _bytes(chance: random.Random, request: Request) -> Request:
    body = request.body
    kind = chance.randrange(7)
    at = chance.randrange(len(body) + 1)
    if kind == 0:
        body = b"\xef\xbb\xbf" + body
    elif kind == 1:
        body = body[:at]
    elif kind == 2:
        body = body[:at] + bytes([chance.randrange(256)]) + body[at + 1 :]
    elif kind == 3:
        body = body.replace(b"\n", b"\r\n")
    elif kind == 4:
        body = body.rstrip(b"\n")
    elif kind == 5:
        body = body[:at] + b"\n" + body[at:]
    else:
        body = body.decode("utf-8", "replace").encode(chance.choice(("utf-16", "utf-32", "latin-1")), "replace")
    return replace(request, body=body)


def _twice(chance: random.Random, request: Request) -> Request:
    """A key of the body stands there twice, with another value."""
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError):
        return replace(request, body=request.body * 2)
    if not isinstance(found, dict) or not found:
        return replace(request, body=request.body * 2)
    key = chance.choice(list(found))
    other = chance.choice(TOKENS)
    return replace(request, body=b"{" + json.dumps(key).encode() + b":" + other + b"," + request.body.lstrip()[1:])


_CHANGES: list[Callable[[random.Random, Request], Request]] = [
    _type, _header, _method, _parameter, _parameter, _segment, _segment, _packed, _token, _token, _bytes, _twice,
]  # fmt: skip
