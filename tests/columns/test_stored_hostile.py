"""Processes that write, delete, search and get killed while somebody spoils the files of their columns: no answer is ever wrong."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec
import pytest

import docstore
from docstore.columns import stored
from docstore.columns.cache import CACHE
from docstore.storage.derived import DerivedFiles
from tests.children import child

Json = dict[str, Any]
LASTING = stored.LEAST + 100
"""Documents that stay as they are, so that columns are always kept in files."""
IDS = 500
"""Those that come and go."""
KINDS = 7
MAPPINGS = {
    "properties": {
        "title": {"type": "text"},
        "tag": {"type": "keyword"},
        "n": {"type": "integer"},
        "x": {"type": "double"},
        "lasts": {"type": "boolean"},
        "parts": {"type": "nested", "properties": {"kind": {"type": "keyword"}}},
    }
}
SECONDS = 2.0
SPOILT = 50
"""How many files to spoil at least: most of those read after it would give a wrong answer."""


def document(number: int) -> Json:
    """All fields say the same: which kind it is."""
    kind = number % KINDS
    return {
        "title": f"word{kind} and {'more ' * (number % 3)}",
        "tag": [f"tag{kind}", "any"],
        "n": kind,
        "x": kind + 0.5,
        "parts": [{"kind": f"part{kind}"}] * (number % 2 + 1),
    }


def queries(kind: int) -> list[Json]:
    return [
        {"match": {"title": f"word{kind}"}},
        {"match_phrase": {"title": f"word{kind} and"}},
        {"term": {"tag": f"tag{kind}"}},
        {"term": {"n": kind}},
        {"range": {"x": {"gt": kind, "lt": kind + 1}}},
        {"nested": {"path": "parts", "query": {"term": {"parts.kind": f"part{kind}"}}}},
    ]


def check_answers(store: docstore.Store, kind: int) -> None:
    """In one search, all columns find the same documents, and these are of the kind that was asked for."""
    wanted = queries(kind)
    aggs = {"by": {"filters": {"filters": wanted}}, "n": {"terms": {"field": "n"}}}
    for query in wanted:
        answer: Json = dict(store.search(index="i", query=query, aggs=aggs, size=5, sort=[{"x": "asc"}], track_total_hits=True))
        hits = answer["hits"]
        assert {hit["_source"]["n"] for hit in hits["hits"]} <= {kind}, (query, hits)
        counts = {bucket["doc_count"] for bucket in answer["aggregations"]["by"]["buckets"]}
        assert counts == {hits["total"]["value"]}, (query, counts, hits["total"])
        assert [bucket["key"] for bucket in answer["aggregations"]["n"]["buckets"]] in ([kind], []), answer


def write(pipe: Connection, path: str, seed: int) -> None:
    """Overwrite and add documents, one by one and many at once."""
    chance = random.Random(seed)
    with docstore.open(path, durability="async") as store:
        for number in range(1, 1_000_000):
            if number % 50:
                store.index(index="i", id=str(chance.randrange(IDS)), document=document(chance.randrange(1_000)))
            else:
                store.load(index="i", documents=[{"id": chance.randrange(IDS), **document(at)} for at in range(30)], id="id")
                pipe.send(number)
            time.sleep(0.002)


def delete(pipe: Connection, path: str, seed: int) -> None:
    """Delete some, one by one and all of a kind."""
    chance = random.Random(seed)
    with docstore.open(path, durability="async") as store:
        for number in range(1, 1_000_000):
            if number % 100:
                with suppress(docstore.NotFoundError):
                    store.delete(index="i", id=str(chance.randrange(IDS)))
            else:
                gone = {"bool": {"must": chance.choice(queries(chance.randrange(KINDS))), "must_not": {"exists": {"field": "lasts"}}}}
                store.delete_by_query(index="i", query=gone, conflicts="proceed")
                pipe.send(number)
            time.sleep(0.005)


def search(pipe: Connection, path: str, seed: int) -> None:
    """Ask for all kinds, often with nothing in memory."""
    chance = random.Random(seed)
    with docstore.open(path, durability="async") as store:
        pipe.send("open")
        while True:
            if not chance.randrange(3):
                CACHE.clear()
            try:
                check_answers(store, chance.randrange(KINDS))
            except Exception as error:
                pipe.send(f"wrong: {error!r}")
            pipe.send("answered")


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    with docstore.open(tmp_path / "store", durability="async") as store:
        store.indices.create(index="i", mappings=MAPPINGS)
        store.load(index="i", documents=[{"id": at, **document(at)} for at in range(IDS)], id="id")
        store.load(index="i", documents=[{"id": IDS + at, "lasts": True, **document(at)} for at in range(LASTING)], id="id")
        check_answers(store, 0)
    yield tmp_path / "store"
    CACHE.clear()


def files(path: Path) -> list[Path]:
    return sorted((path / "columns").glob("*/*.derived"))


def spoil(file: Path, chance: random.Random) -> None:
    """Put something else in the place of a file."""
    content = bytearray(file.read_bytes())
    way = chance.randrange(4)
    if way == 0 and content:
        for _ in range(chance.choice([1, 200, 2000])):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    elif way == 1:
        del content[chance.randrange(len(content) + 1) :]
    elif way == 2:
        content = bytearray(chance.choice(files(file.parent.parent.parent)).read_bytes())
    new = file.with_suffix(".spoilt")
    new.write_bytes(content)
    if way == 3:
        new.unlink()
        file.unlink()
    else:
        new.replace(file)


def test_many_processes(path: Path) -> None:
    chance = random.Random(5)
    said: list[Any] = []
    kills = spoilt = 0
    with child(write, str(path), 1), child(delete, str(path), 2), child(search, str(path), 3) as lasting, docstore.open(path) as store:
        lasting.wait_for(2)
        until = time.monotonic() + SECONDS
        while time.monotonic() < until or spoilt < SPOILT:
            with child(search, str(path), kills) as searcher:
                searcher.wait()
                for _ in range(chance.randrange(10)):
                    for file in files(path):
                        if not chance.randrange(3):
                            spoil(file, chance)
                            spoilt += 1
                    CACHE.clear()
                    check_answers(store, chance.randrange(KINDS))
                said += searcher.kill()
                kills += 1
        said += lasting.kill()
    assert [each for each in said if each not in ("open", "answered")] == []
    assert "answered" in said
    with docstore.open(path, durability="async") as store:
        for kind in range(KINDS):
            check_answers(store, kind)
        assert [each for each in store.check() if "is damaged" not in each] == []


def changed(header: stored.Header, **fields: Any) -> bytes:
    return msgspec.msgpack.encode(msgspec.structs.replace(header, **fields))


def other_layouts(header: stored.Header) -> Iterator[bytes]:
    """Headers of files that are whole, and not as this version writes them."""
    yield b"\xc1"
    yield msgspec.msgpack.encode([1, "0.0.1"])
    yield changed(header, format=header.format + 1)
    yield changed(header, version="0.0.1")
    yield changed(header, kind="unknown")
    yield changed(header, arrays=[])
    yield changed(header, arrays=[(name, dtype, [1 << 40], at) for name, dtype, _, at in header.arrays])
    yield changed(header, arrays=[(name, dtype, shape, 1 << 40) for name, dtype, shape, _ in header.arrays])
    yield changed(header, arrays=[(name, "<f3", shape, at) for name, _, shape, at in header.arrays])
    yield changed(header, arrays=[(name, dtype, [*shape[1:], 3], at) for name, dtype, shape, at in header.arrays])
    yield changed(header, arrays=[("more", "<i4", [1], 0), *header.arrays[1:]])
    yield changed(header, count=header.count + 1)
    yield changed(header, count=-1)
    yield changed(header, dense=False)
    yield changed(header, probes=[(1 << 60, b"")])


@pytest.mark.parametrize("way", range(15))
def test_files_of_another_layout(path: Path, way: int) -> None:
    derived = DerivedFiles(path / "columns", writable=True)
    for file in files(path):
        content = derived.read(file.parent.name, file.stem)
        assert content is not None
        header, body = stored.opened(content)
        assert header is not None
        encoded = list(other_layouts(header))[way]
        head = (stored._LENGTH.pack(len(encoded)) + encoded).ljust(stored._body_at(len(encoded)), b"\0")
        assert derived.write(file.parent.name, file.stem, [head, bytes(body)])
    with docstore.open(path, durability="async") as store:
        store.check()
        for kind in range(KINDS):
            check_answers(store, kind)
        assert store.check() == []
