import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from docstore.cli.document_file import Found, read
from docstore.cli.failure import CommandError


def _read(tmp_path: Path, text: str, name: str = "file.ndjson") -> list[Found]:
    file = tmp_path / name
    file.write_text(text)
    return list(read(str(file)))


@pytest.mark.parametrize("name", ["file.ndjson", "file.json", "file"])
def test_a_document_a_line(tmp_path: Path, name: str) -> None:
    assert _read(tmp_path, '{"a": 1}\n\n{"a": 2}', name) == [Found({"a": 1}), Found({"a": 2})]


@pytest.mark.parametrize("name", ["file.ndjson", "file.json"])
def test_a_list(tmp_path: Path, name: str) -> None:
    assert _read(tmp_path, '\n [{"a": 1},\n {"a": 2}]', name) == [Found({"a": 1}), Found({"a": 2})]


def test_an_object_of_objects_gives_its_keys_as_ids(tmp_path: Path) -> None:
    expected = [Found({"a": 1}, "x"), Found({"a": 2}, "y")]
    assert _read(tmp_path, '{\n"x": {"a": 1}, "y": {"a": 2}}') == expected
    assert _read(tmp_path, '{"x": {"a": 1}, "y": {"a": 2}}', "file.json") == expected


def test_a_lone_object_on_a_line_is_a_document(tmp_path: Path) -> None:
    assert _read(tmp_path, '{"x": {"a": 1}}') == [Found({"x": {"a": 1}})]


def test_hits(tmp_path: Path) -> None:
    text = '{"_index":"i","_id":"1","_score":1,"_source":{"a":1}}\n{"_id":2,"_routing":"r","_source":{}}'
    assert _read(tmp_path, text) == [Found({"a": 1}, "1"), Found({}, "2", "r")]
    assert _read(tmp_path, f"[{text.replace(chr(10), ',')}]") == [Found({"a": 1}, "1"), Found({}, "2", "r")]


def test_a_bulk_request(tmp_path: Path) -> None:
    text = '{"index":{"_index":"i","_id":"1"}}\n{"a":1}\n{"create":{"routing":"r"}}\n{"a":2}\n'
    assert _read(tmp_path, text) == [Found({"a": 1}, "1"), Found({"a": 2}, None, "r")]


@pytest.mark.parametrize("text", ["", "\n \n", "[]", "[]\n"])
def test_nothing(tmp_path: Path, text: str) -> None:
    assert _read(tmp_path, text) == []


def test_integers_of_any_size(tmp_path: Path) -> None:
    assert _read(tmp_path, '{"a": 123456789012345678901234567890}') == [Found({"a": 123456789012345678901234567890})]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": 1}\n[2]\n', "line 2 is not a JSON object"),
        ('{"a": 1}\n{"a":\n', "line 2 is not a JSON object"),
        ("[1]", "item 0 of the list is not an object"),
        ("hello", "neither JSON nor"),
        ('{"x":\n 1}', "not an object of objects"),
        ('{"index":{"_id":"1"}}', "no document follows"),
        ('{"index":{"_id":"1"}}\n{}\n{"delete":{"_id":"1"}}', "more than"),
    ],
)
def test_what_is_not_documents(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        _read(tmp_path, text)


def test_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b'{"a": 1}\n')))
    assert list(read("-")) == [Found({"a": 1})]
