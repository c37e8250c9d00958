"""Columns in files, as a user sees them: the same answers after reopening, whatever became of the files."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import docstore
from docstore.columns.cache import CACHE
from docstore.columns.stored import LEAST

Json = dict[str, Any]
COUNT = LEAST + 200
MAPPINGS = {
    "properties": {
        "title": {"type": "text"},
        "tag": {"type": "keyword"},
        "n": {"type": "integer"},
        "x": {"type": "double"},
        "many": {"type": "keyword"},
        "place": {"type": "geo_point"},
        "vector": {"type": "dense_vector", "dims": 2, "similarity": "l2_norm"},
        "raw": {"type": "object", "enabled": False},
        "notes": {"type": "nested", "properties": {"by": {"type": "keyword"}}},
    }
}


def document(at: int) -> Json:
    chance = random.Random(at)
    found: Json = {
        "title": " ".join(chance.choices(["red", "grün", "blue", "black"], k=chance.randint(0, 4))),
        "tag": chance.choice("abc"),
        "n": at % 50,
        "x": chance.random(),
        "many": [str(chance.randint(0, 9)) for _ in range(chance.randint(0, 3))],
        "place": {"lat": chance.randint(-80, 80), "lon": chance.randint(-170, 170)},
        "notes": [{"by": chance.choice("xyz")} for _ in range(chance.randint(0, 2))],
    }
    return {name: value for name, value in found.items() if chance.random() < 0.9}


QUERIES: list[Json] = [
    {"match": {"title": "red grün"}},
    {"match_phrase": {"title": "red blue"}},
    {"term": {"tag": "b"}},
    {"range": {"n": {"gte": 40}}},
    {"range": {"x": {"lt": 0.3}}},
    {"term": {"many": "7"}},
    {"exists": {"field": "place"}},
    {"geo_bounding_box": {"place": {"top_left": {"lat": 50, "lon": -20}, "bottom_right": {"lat": -50, "lon": 90}}}},
    {"nested": {"path": "notes", "query": {"term": {"notes.by": "x"}}}},
]


def answers(store: docstore.Store) -> list[Any]:
    """What a user sees, and what is kept in memory is forgotten before."""
    CACHE.clear()
    found: list[Any] = []
    for query in QUERIES:
        hits = dict(store.search(index="i", query=query, size=30, sort=[{"n": "desc"}, {"tag": "asc"}], track_total_hits=True))["hits"]
        found.append((hits["total"], [(hit["_id"], hit["sort"]) for hit in hits["hits"]]))
        hits = dict(store.search(index="i", query=query, size=30))["hits"]
        found.append([(hit["_id"], hit["_score"]) for hit in hits["hits"]])
    return found


def naive(store: docstore.Store) -> list[Any]:
    """The same, of columns that are built anew: a transaction sees what only it has written, and so uses nothing that is kept."""
    with store.transaction():
        return answers(store)


def fill(store: docstore.Store) -> None:
    store.indices.create(index="i", mappings=MAPPINGS)
    numbers = iter(range(COUNT))
    store.load(index="i", documents=[document(at) for at in range(COUNT)], id=lambda _: str(next(numbers)))


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """A store that has been searched and closed."""
    with docstore.open(tmp_path / "store", durability="async") as store:
        fill(store)
        answers(store)
    yield tmp_path / "store"
    CACHE.clear()


def files(path: Path) -> list[Path]:
    return sorted((path / "columns").glob("*/*.derived"))


def scans(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """From where documents are read to build columns, from now on."""
    from docstore.storage.index_reader import IndexReader

    seen: list[int] = []
    original = IndexReader.streams
    monkeypatch.setattr(IndexReader, "streams", lambda reader, start=0: (seen.append(start), original(reader, start))[1])
    return seen


def test_a_reopened_store_reads_no_document_to_search(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = scans(monkeypatch)
    with docstore.open(path) as store:
        assert len(answers(store)) == 2 * len(QUERIES)
        assert seen == []
        assert answers(store) == naive(store)
        assert set(seen) == {0}


def test_what_came_since_is_read_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with docstore.open(path) as store:
        store.index(index="i", id="new", document={"title": "red grün", "n": 50, "tag": "b"})
        store.index(index="i", id="3", document={"title": "violet", "n": 51})
        store.delete(index="i", id="5")
        seen = scans(monkeypatch)
        found = answers(store)
        assert set(seen) == {COUNT}
        assert found == naive(store)
        assert dict(store.search(index="i", query={"match": {"title": "violet"}}))["hits"]["total"]["value"] == 1


def test_much_that_came_since_is_kept_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with docstore.open(path, durability="async") as store:
        store.load(index="i", documents=[document(at) for at in range(COUNT)])
        expected = answers(store)
    seen = scans(monkeypatch)
    with docstore.open(path) as store:
        assert answers(store) == expected
        assert seen == []


def test_files_stay_while_little_changes(path: Path) -> None:
    def written() -> dict[Path, int]:
        return {file: file.stat().st_ino for file in files(path)}

    with docstore.open(path) as store:
        expected = written()
        for at in range(3):
            store.index(index="i", document=document(at))
            store.index(index="i", id=str(at), document=document(at + 7))
            store.delete(index="i", id=str(at + 3))
            assert answers(store) == naive(store)
        assert written() == expected


def damaged(content: bytes) -> Iterator[bytes]:
    middle = len(content) // 2
    yield content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    yield content[:middle]
    yield content + b"\0"
    yield b""
    yield b"\0" * len(content)
    yield content[:8] + b"\xff" + content[9:]


@pytest.mark.parametrize("way", range(6))
def test_damaged_files_are_not_believed(path: Path, way: int) -> None:
    with docstore.open(path) as store:
        expected = naive(store)
    for file in files(path):
        file.write_bytes(list(damaged(file.read_bytes()))[way])
    with docstore.open(path) as store:
        assert any("column" in problem for problem in store.check())
        assert answers(store) == expected
        assert store.check() == []


def test_files_of_other_fields_are_not_believed(path: Path) -> None:
    with docstore.open(path) as store:
        expected = naive(store)
    first, *others = files(path)
    for file in others:
        file.write_bytes(first.read_bytes())
    with docstore.open(path) as store:
        assert answers(store) == expected


def test_a_file_under_the_name_of_another_is_nobodys(path: Path) -> None:
    with docstore.open(path) as store:
        first, *others = files(path)
        for other in others:
            other.write_bytes(first.read_bytes())
        assert store.check() == []


def test_a_store_that_was_put_back_does_not_believe_its_future(path: Path, tmp_path: Path) -> None:
    with docstore.open(path, durability="async") as store:
        store.delete_by_query(index="i", query={"match_all": {}})
        store.backup(tmp_path / "early")
        store.load(index="i", documents=[document(at) for at in range(COUNT)])
        answers(store)
    (tmp_path / "early" / "data.mdb").replace(path / "data.mdb")
    (path / "lock.mdb").unlink()
    with docstore.open(path, durability="async") as store:
        store.load(index="i", documents=[document(at + 7) for at in range(COUNT)])
        assert answers(store) == naive(store)


def test_another_mapping_has_other_columns(path: Path) -> None:
    with docstore.open(path) as store:
        store.reindex(source={"index": "i"}, dest={"index": "other"})
        store.indices.put_mapping(index="i", properties={"more": {"type": "keyword"}})
        assert answers(store) == naive(store)
        store.indices.close(index="i")
        store.indices.put_settings(index="i", settings={"index": {"mapping": {"coerce": False}}})
        store.indices.open(index="i")
        assert answers(store) == naive(store)


def test_columns_go_with_their_index(path: Path) -> None:
    assert files(path)
    with docstore.open(path) as store:
        store.indices.delete(index="i")
        assert files(path) == []


def test_what_nobody_owns_goes_when_the_store_is_opened(path: Path) -> None:
    left = path / "columns" / "nobody"
    left.mkdir()
    (left / "x.derived").write_bytes(b"")
    unfinished = files(path)[0].with_name(".new-1-999999999.1")
    unfinished.write_bytes(b"half")
    with docstore.open(path):
        assert not left.exists()
        assert not unfinished.exists()


def test_a_read_only_store_uses_and_makes_none(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with docstore.open(path) as store:
        expected = naive(store)
    doomed = files(path)[0]
    doomed.unlink()
    with docstore.open(path, read_only=True) as store:
        assert answers(store) == expected
    assert not doomed.exists()


def test_a_backup_has_none_and_needs_none(path: Path, tmp_path: Path) -> None:
    with docstore.open(path) as store:
        store.backup(tmp_path / "copy")
        expected = naive(store)
    with docstore.open(tmp_path / "copy") as store:
        assert answers(store) == expected


def test_check_compares_with_the_documents(path: Path) -> None:
    from docstore.columns import stored

    with docstore.open(path) as store:
        assert store.check() == []
    with pytest.MonkeyPatch.context() as patch:
        original = stored._KINDS["numeric"].arrays
        patch.setattr(
            stored._KINDS["numeric"], "arrays", lambda column: {**(found := original(column)), "values": found["values"] + 1}
        )
        for file in files(path):
            file.unlink()
        with docstore.open(path, durability="async") as store:
            answers(store)
    with docstore.open(path) as store:
        told = store.check()
    named = {problem.partition("[i] the column of [")[2].partition("]")[0] for problem in told}
    assert named == {"n", "x", "place#lat", "place#lon", "notes#objects"}, told


OTHER = """
import sys, docstore
with docstore.open(sys.argv[1], durability="async") as store:
    print("ready", flush=True)
    for line in sys.stdin:
        if line.strip() == "write":
            store.index(index="i", id="3", document={"title": "red from afar", "n": 60})
            store.delete(index="i", id="4")
        print(store.search(index="i", query={"match": {"title": "red"}}, track_total_hits=True)["hits"]["total"]["value"], flush=True)
"""


def test_two_processes(path: Path) -> None:
    command = [sys.executable, "-c", textwrap.dedent(OTHER), str(path)]
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other,
        docstore.open(path, durability="async") as store,
    ):
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"

        def ask(order: str) -> int:
            assert other.stdin is not None
            assert other.stdout is not None
            other.stdin.write(order + "\n")
            other.stdin.flush()
            return int(other.stdout.readline())

        def own() -> int:
            query = {"match": {"title": "red"}}
            return int(dict(store.search(index="i", query=query, track_total_hits=True))["hits"]["total"]["value"])

        assert ask("read") == own()
        assert ask("write") == own()
        store.load(index="i", documents=[document(at) for at in range(COUNT)])
        assert own() == ask("read")
        assert answers(store) == naive(store)
        other.stdin.close()


KILLED = """
import os, pathlib, signal, sys, docstore
left, replace = int(sys.argv[2]), pathlib.Path.replace
def killed(path, target):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    return replace(path, target)
with docstore.open(sys.argv[1], durability="async") as store:
    pathlib.Path.replace = killed
    for field in ("title", "tag", "n"):
        store.search(index="i", query={"match": {field: "1"}})
"""


@pytest.mark.parametrize("moment", [1, 2, 3])
def test_killed_while_keeping(path: Path, moment: int) -> None:
    for file in files(path):
        file.unlink()
    ended = subprocess.run([sys.executable, "-c", KILLED, str(path), str(moment)], check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    with docstore.open(path) as store:
        assert store.check() == []
        assert answers(store) == naive(store)
        assert not [entry for entry in os.listdir(files(path)[0].parent) if entry.startswith(".new-")]
