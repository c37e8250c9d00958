from __future__ import annotations

from typing import Any

import msgpack
import msgspec
import pytest

from docstore.columns.projection import ABSENT, Projection
from tests.columns.fake_index import stream


def read(path: str, *documents: dict[str, Any]) -> list[Any]:
    return Projection([path]).read(stream([msgspec.msgpack.encode(document) for document in documents]))[0]


def test_a_top_level_key() -> None:
    assert read("a", {"a": 1, "b": 2}, {"b": 2}, {"a": None}, {"a": [1, [2]]}) == [1, ABSENT, None, [1, [2]]]


@pytest.mark.parametrize("key", ["with space", "ключ", "class", "k0", "a-b", "_id", "1"])
def test_keys_that_are_no_identifiers(key: str) -> None:
    assert read(key, {key: 7, "k1": 8}) == [7]


@pytest.mark.parametrize(
    ("document", "value"),
    [
        ({"a": {"b": {"c": 1}}}, 1),
        ({"a.b.c": 1}, 1),
        ({"a.b": {"c": 1}}, 1),
        ({"a": {"b.c": 1}}, 1),
        ({"a": {"b.c": 1, "b": {"c": 2}}}, [2, 1]),
        ({"a": {"b": {"c": 1}}, "a.b.c": 2}, [1, 2]),
        ({"a": [{"b": {"c": 1}}, {"b": [{"c": 2}, {"c": 3}]}, {"b": {}}, 5]}, [1, [2, 3]]),
        ({"a": {"b": 1}}, ABSENT),
        ({"a": 1}, ABSENT),
        ({"a": []}, ABSENT),
        ({"a": {"b": {"c": None}}}, None),
        ({}, ABSENT),
    ],
)
def test_dotted_paths(document: dict[str, Any], value: Any) -> None:
    assert read("a.b.c", document) == [value]


def test_several_paths_in_one_pass() -> None:
    documents = [msgspec.msgpack.encode({"a": {"x": 1, "y": 2}, "b": 3})]
    assert Projection(["a.x", "b", "a.y", "none"]).read(stream(documents)) == [[1], [3], [2], [ABSENT]]


def test_integers_beyond_64_bits() -> None:
    big = msgpack.packb({"a": msgpack.ExtType(1, b"123456789012345678901234567890")})
    assert Projection(["a"]).read(stream([big])) == [[123456789012345678901234567890]]
    with pytest.raises(ValueError, match="unknown MessagePack extension"):
        Projection(["a"]).read(stream([msgpack.packb({"a": msgpack.ExtType(9, b"")})]))
