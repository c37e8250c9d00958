"""The fixtures, as another project's tests see them."""

from __future__ import annotations

import json
import time
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import docstore
from docstore.pytest_plugin.copies import Copies
from docstore.pytest_plugin.seed import sow

pytest_plugins = ("pytester",)

_INSTALLED = any(each.name == "docstore" for each in entry_points(group="pytest11"))
_OPTIONS = () if _INSTALLED else ("-p", "docstore.pytest_plugin")

_TESTS = """
import json, urllib.request
import pytest

@pytest.mark.parametrize("n", range(3))
def test_each_has_its_own(docstore_store, n):
    assert docstore_store.count(index="all-books")["count"] == 2
    docstore_store.index(index="books", id="3", document={"title": "Walden Two"})
    assert docstore_store.get(index="books", id="1", routing="a")["_source"] == {"title": "Walden"}
    assert docstore_store.check() == []

def test_elasticsearch(docstore_elasticsearch, docstore_store):
    docstore_elasticsearch.index(index="books", id="3", document={})
    assert docstore_store.count(index="books")["count"] == 3

def test_opensearch(docstore_opensearch):
    assert docstore_opensearch.count(index="books")["count"] == 2

@pytest.mark.parametrize("n", range(2))
def test_http(docstore_url, n):
    request = urllib.request.Request(f"{docstore_url}/books/_doc/3", b"{}", {"Content-Type": "application/json"}, method="PUT")
    assert json.load(urllib.request.urlopen(request))["result"] == "created"
"""


def _seed(directory: Path) -> None:
    directory.mkdir()
    (directory / "books.index.json").write_text(json.dumps({"mappings": {"properties": {"title": {"type": "keyword"}}}}))
    lines = [{"_id": "1", "_routing": "a", "_source": {"title": "Walden"}}, {"title": "Moby-Dick"}]
    (directory / "books.ndjson").write_text("\n".join(map(json.dumps, lines)) + "\n\n")
    (directory / "aliases.json").write_text(json.dumps([{"add": {"index": "books", "alias": "all-books"}}]))
    (directory / "logs.template.json").write_text(json.dumps({"index_patterns": ["logs-*"]}))
    (directory / "base.component.json").write_text(json.dumps({"template": {}}))


def test_every_test_starts_from_the_seed(pytester: pytest.Pytester) -> None:
    pytest.importorskip("elasticsearch")
    pytest.importorskip("opensearchpy")
    pytest.importorskip("uvicorn")
    _seed(pytester.path / "seed")
    pytester.makeini("[pytest]\ndocstore_seed = seed\n")
    pytester.makepyfile(_TESTS)
    pytester.runpytest_subprocess(*_OPTIONS, "-W", "error").assert_outcomes(passed=7)


def test_without_a_seed_a_store_is_empty(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test(docstore_store): assert docstore_store.indices.get(index='*') == {}")
    pytester.runpytest_subprocess(*_OPTIONS).assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("books.ndjson", "{}\n{", "line 2 of "),
        ("books.index.json", "{", "is not JSON"),
        ("books.ndjson", '{"a": 1}\n{"a": "x"}', r"document \["),
    ],
)
def test_a_seed_that_is_wrong_says_where(store: docstore.Store, tmp_path: Path, name: str, text: str, told: str) -> None:
    (tmp_path / "seed").mkdir()
    (tmp_path / "seed" / name).write_text(text)
    with pytest.raises(ValueError, match=told):
        sow(store, tmp_path / "seed")
    with pytest.raises(FileNotFoundError, match="docstore_seed"):
        sow(store, tmp_path / "none")


def test_a_copy_is_cheap(tmp_path: Path) -> None:
    with docstore.open(tmp_path / "grown", durability="none") as store:
        store.load(index="a", documents=({"n": n, "text": f"{n:0200d}"} for n in range(40_000)))
        store.backup(tmp_path / "base")
    base = tmp_path / "base" / "data.mdb"
    assert base.stat().st_size > 9_000_000
    copies, taken, paths = Copies(base), [], set()
    for n in range(10):
        began = time.perf_counter()
        with copies.fresh() as store:
            assert store.count(index="a")["count"] == 40_000
            taken.append(time.perf_counter() - began)
            store.index(index="a", id="new", document={"n": n, "text": f"of {n}"})
            assert store.search(index="a", query={"match": {"text": f"of {n}"}})["hits"]["total"]["value"] == 1
            paths.add(store.path)
    assert min(taken) < 0.05, "a millisecond or two on a quiet machine"
    assert len(paths) == 1
    copies.remove()
    assert not paths.pop().exists()


def test_two_copies_at_a_time_and_one_that_is_left_open(tmp_path: Path) -> None:
    with docstore.open(tmp_path / "grown", durability="none") as store:
        store.index(index="a", id="1", document={})
        store.backup(tmp_path / "base")
    copies = Copies(tmp_path / "base" / "data.mdb")
    with copies.fresh() as one, copies.fresh() as other:
        one.delete(index="a", id="1")
        assert other.exists(index="a", id="1")
    with copies.fresh() as store:
        left = docstore.open(store.path, durability="none")
        left.delete(index="a", id="1")
    for _ in range(2):
        with copies.fresh() as one, copies.fresh() as other:
            assert one.exists(index="a", id="1")
            assert other.exists(index="a", id="1")
    left.close()
    copies.remove()
