"""What the REST layer adds in process, and what a server does over HTTP, against osmem-server on the same machine."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

import docstore
from benchmarks.data import ID, TOTAL, Document
from benchmarks.duel import Contestant, Pedantic, duel
from benchmarks.http import Caller, served
from benchmarks.ledger import Comparison
from docstore import Store
from docstore.api.listing import apis
from docstore.pytest_plugin.copies import Copies
from docstore.rest.router import Router

osmem_server = pytest.importorskip("osmem_server")

CALLS = 2_000
FEW = 5_000
"""Documents for the rival: it would take minutes for all."""

_COLD = """
import docstore
with docstore.open() as store:
    store.index(index="a", id="1", document={"title": "Walden"})
    assert store.search(index="a", query={"match": {"title": "walden"}})["hits"]["hits"]
"""


@contextmanager
def rival() -> Iterator[Any]:
    with osmem_server.OsmemServer.start(japanese=False) as server:
        yield server
    server.process.stdout.close()


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    with served(tmp_path_factory.mktemp("served") / "store") as url, Caller(url) as caller:
        yield caller


@pytest.fixture(scope="module")
def osmem() -> Iterator[Caller]:
    with rival() as server, Caller(server.url) as caller:
        yield caller


def test_get_through_the_client(benchmark: Pedantic, store: Store, documents: list[Document]) -> None:
    ids = [str(one[ID]) for one in documents[:CALLS]]
    client = store.elasticsearch()
    through = Contestant("`store.elasticsearch().get`, in process", lambda: [client.get(index="cities", id=each) for each in ids])
    direct = Contestant("`store.get`", lambda: [store.get(index="cities", id=each) for each in ids])
    duel(benchmark, through, direct)
    Comparison(
        "client-get", "A get through the official client in process, against the façade", 200, through.side(), direct.side(), CALLS, "calls"
    ).save()


def test_bulk_through_the_client(benchmark: Pedantic, documents: list[Document]) -> None:
    operations: list[Any] = [line for one in documents[:1000] for line in ({"index": {"_id": str(one[ID])}}, one)]
    with docstore.open() as fresh:
        client = fresh.elasticsearch()
        through = Contestant("`store.elasticsearch().bulk`, in process", lambda: client.bulk(index="a", operations=operations))
        direct = Contestant("`store.bulk`", lambda: fresh.bulk(index="b", operations=operations))
        duel(benchmark, through, direct)
    Comparison(
        "client-bulk", "A bulk of 1,000 through the client in process, against the façade", 201, through.side(), direct.side(), 1000
    ).save()


def test_bulk_over_http(benchmark: Pedantic, ours: Caller, osmem: Caller, documents: list[Document]) -> None:
    mine = Contestant("`_bulk` of 2,000, one connection", lambda: ours.bulk("cities", documents), lambda: ours.forget("cities"))
    few = documents[:FEW]
    theirs = Contestant(f"osmem-server, the same with {FEW:,}", lambda: osmem.bulk("cities", few), lambda: osmem.forget("cities"))
    duel(benchmark, mine, theirs, rounds=3)
    assert ours("GET", "/cities/_count")["count"] == TOTAL
    Comparison(
        "http-bulk", "Load over HTTP, against osmem-server", 202, mine.side(), theirs.side(), TOTAL, their_amount=FEW, goal=10
    ).save()


def test_reindex_over_http(benchmark: Pedantic, ours: Caller, osmem: Caller, documents: list[Document]) -> None:
    for caller, some in ((ours, documents), (osmem, documents[:FEW])):
        caller.forget("source")
        caller.bulk("source", some)
    body = {"source": {"index": "source"}, "dest": {"index": "copy"}}
    mine = Contestant("`POST /_reindex`", lambda: ours("POST", "/_reindex", body), lambda: ours.forget("copy"))
    theirs = Contestant(f"osmem-server, {FEW:,} documents", lambda: osmem("POST", "/_reindex", body), lambda: osmem.forget("copy"))
    duel(benchmark, mine, theirs, rounds=3)
    assert ours("GET", "/copy/_count")["count"] == TOTAL
    Comparison(
        "http-reindex", "Reindex over HTTP, against osmem-server", 203, mine.side(), theirs.side(), TOTAL, their_amount=FEW, goal=100
    ).save()


def test_cold_start(benchmark: Pedantic, tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(tmp_path)

    def start() -> None:
        subprocess.run([sys.executable, "-c", _COLD], check=True, env=environment)

    def start_rival() -> None:
        with rival() as server, Caller(server.url) as caller:
            caller("PUT", "/a/_doc/1?refresh=true", {"title": "Walden"})
            assert caller("POST", "/a/_search", {"query": {"match": {"title": "walden"}}})["hits"]["hits"]

    mine = Contestant("start Python, open a temporary store, index, search", start)
    theirs = Contestant("start osmem-server, index, search", start_rival)
    duel(benchmark, mine, theirs)
    Comparison(
        "cold",
        "Cold start to the first hit, against osmem-server",
        204,
        mine.side(),
        theirs.side(),
        unit="calls",
        note="docstore: a new Python with compiled modules, as after a first run.",
    ).save()


def test_a_seeded_copy(benchmark: Pedantic, documents: list[Document], tmp_path: Path) -> None:
    seed = documents[:36_000]
    with docstore.open(tmp_path / "grown", durability="none") as grown:
        grown.load(index="cities", documents=seed, id=ID)
        grown.backup(tmp_path / "base")
    base = tmp_path / "base" / "data.mdb"

    copies = Copies(base)

    def copy() -> None:
        with copies.fresh() as store:
            assert store.count(index="cities")["count"] == len(seed)
            store.index(index="cities", document={"name": "new"})

    with rival() as server, Caller(server.url) as filling:
        filling.bulk("cities", seed)
        server.freeze()

        def clone() -> None:
            cloned = server.clone()
            with Caller(cloned.url) as caller:
                assert caller("GET", "/cities/_count")["count"] == len(seed)

        mine = Contestant("open, count, index a document, close, take back to the seed", copy)
        theirs = Contestant("osmem-server: clone, count", clone)
        duel(benchmark, mine, theirs)
    copies.remove()
    shown = {"seed": f"{len(seed):,} documents, {base.stat().st_size / 2**20:.1f} MB"}
    Comparison("seeded", "A fresh copy of a seeded store", 205, mine.side(), theirs.side(), unit="calls", shown=shown).save()


def test_the_router(benchmark: Pedantic) -> None:
    router = Router(apis())
    paths = [("GET", "/cities/_doc/1"), ("POST", "/_bulk"), ("GET", "/cities/_search"), ("GET", "/_cluster/health"), ("PUT", "/cities")]
    count = CALLS // len(paths) * len(paths)

    def find() -> None:
        for _ in range(CALLS // len(paths)):
            for method, path in paths:
                router.find(method, path)

    def nothing() -> None:
        began = perf_counter()
        for _ in range(CALLS // len(paths)):
            for method, path in paths:
                assert method, path
        assert perf_counter() >= began

    mine, empty = Contestant(f"`Router.find` of {len(apis())} APIs", find), Contestant("the same loop, empty", nothing)
    duel(benchmark, mine, empty)
    Comparison("router", "Find the API of a request", 206, mine.side(), empty.side(), count, "calls").save()
