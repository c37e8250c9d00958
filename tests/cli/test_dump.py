import json
from pathlib import Path
from typing import Any

import docstore


def _lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def test_in_the_order_of_the_log(run: Any, path: Path) -> None:
    with docstore.open(path) as store:
        store.index(index="books", id="0", document={"n": 0, "title": "again"}, routing="r")
        store.delete(index="books", id="1")
    dumped = _lines(run("dump", path, "--index", "books").stdout)
    assert len(dumped) == 29
    assert dumped[0] == {"_id": "2", "_source": {"n": 2, "title": "book 2"}}
    assert dumped[-1] == {"_id": "0", "_routing": "r", "_source": {"n": 0, "title": "again"}}


def test_a_query_and_only_sources(run: Any, path: Path) -> None:
    result = run("dump", path, "--index", "books", "--query", '{"terms": {"n": [3, 5]}}', "--sources")
    assert _lines(result.stdout) == [{"n": 3, "title": "book 3"}, {"n": 5, "title": "book 5"}]


def test_through_a_filtered_alias(run: Any, path: Path) -> None:
    with docstore.open(path) as store:
        store.indices.put_alias(index="books", name="few", filter={"range": {"n": {"lt": 2}}})
    assert [line["_id"] for line in _lines(run("dump", path, "--index", "few").stdout)] == ["0", "1"]


def test_into_a_file_and_back(answer: Any, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "books.ndjson"
    assert answer("dump", path, "--index", "books", "--out", out) == {"index": "books", "documents": 30, "out": str(out)}
    assert answer("load", path, out, "--index", "again")["created"] == 30
    with docstore.open(path) as store:
        assert store.get(index="again", id="9")["_source"] == {"n": 9, "title": "book 9"}


def test_integers_of_any_size(run: Any, path: Path) -> None:
    with docstore.open(path) as store:
        store.indices.create(index="big", mappings={"properties": {"n": {"type": "keyword"}}})
        store.index(index="big", id="1", document={"n": 2**80})
    assert _lines(run("dump", path, "--index", "big", "--sources").stdout) == [{"n": 2**80}]


def test_failures_leave_no_file(run: Any, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.ndjson"
    assert run("dump", path, "--index", "missing", "--out", out).stderr == "error: no such index [missing]\n"
    with docstore.open(path) as store:
        store.indices.create(index="bare", mappings={"_source": {"enabled": False}})
        store.index(index="bare", id="1", document={"n": 1})
    assert "keeps no _source" in run("dump", path, "--index", "bare", "--out", out).stderr
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["store"]
    assert run("dump", path, "--index", "books", "--json").exit_code == 2
