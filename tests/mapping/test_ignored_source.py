"""What an index with synthetic source keeps of documents as they were given."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from struct import pack
from typing import Any

import pytest

from docstore import Store


def entry(parent: int, path: str, value: bytes) -> bytes:
    return pack("<I", len(path) + 65_536 * parent) + path.encode() + value


@pytest.mark.parametrize(
    ("document", "entries"),
    [
        ({"off": {"name": "foo", "value": 10}}, [entry(0, "off", b'j{"name":"foo","value":10}')]),
        ({"k": "x", "in": {"u": "y"}}, [entry(3, "in.u", b"Sy")]),
        ({"in": {"u": 10}}, [entry(3, "in.u", b"I" + pack("<i", 10))]),
        ({"in": {"u": 2**40}}, [entry(3, "in.u", b"L" + pack("<q", 2**40))]),
        ({"in": {"u": 1.5}}, [entry(3, "in.u", b"D" + pack("<d", 1.5))]),
        ({"in": {"u": [True, None]}}, [entry(3, "in.u", b"j[true,null]")]),
        ({"in": {"u": True}, "off": False}, [entry(3, "in.u", b"t"), entry(0, "off", b"f")]),
        ({"k": "x"}, []),
    ],
)
@pytest.mark.parametrize("asked", [{"stored_fields": ["_ignored_source"]}, {"fields": ["_ignored_source"]}])
def test_entries_name_what_is_not_indexed(store: Store, asked: Any, document: dict[str, Any], entries: list[bytes]) -> None:
    properties = {
        "k": {"type": "keyword"},
        "off": {"type": "object", "enabled": False},
        "in": {"type": "object", "dynamic": False, "properties": {"k": {"type": "keyword"}}},
    }
    store.indices.create(index="i", settings={"index.mapping.source.mode": "synthetic"}, mappings={"properties": properties})
    store.index(index="i", id="1", document=document)
    (hit,) = store.search(index="i", **asked)["hits"]["hits"]
    found = hit.get("_ignored_source", [])
    decoded = [urlsafe_b64decode(each + "==") for each in ([found] if isinstance(found, str) else found)]
    assert decoded == entries
    (plain,) = store.search(index="i", stored_fields="*", fields=["*"])["hits"]["hits"]
    assert "_ignored_source" not in plain
