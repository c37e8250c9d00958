"""Programs from npm over HTTP: the JavaScript client, and elasticdump. ``make node`` installs them; without them, skipped."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import docstore

pytest.importorskip("uvicorn")

from docstore.transport.server import Server

_HERE = Path(__file__).parent
_MODULES = _HERE.parents[1] / ".node" / "node_modules"

if shutil.which("node") is None:
    pytest.skip("there is no node", allow_module_level=True)
if not _MODULES.is_dir():
    pytest.skip("the programs are not installed: make node", allow_module_level=True)


@pytest.fixture
def url(store: docstore.Store) -> Iterator[str]:
    with Server(store.rest) as server:
        yield server.url


def _run(*command: str | Path) -> str:
    environment = {**os.environ, "NODE_PATH": str(_MODULES)}
    ended = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=120, env=environment, check=False)
    assert ended.returncode == 0, ended.stderr + ended.stdout
    return ended.stdout


def _part(answer: dict[str, Any], **wanted: Any) -> bool:
    return {key: answer.get(key) for key in wanted} == wanted


def test_the_client_reindexes_in_every_way_of_its_documentation(store: docstore.Store, url: str) -> None:
    found = json.loads(_run("node", _HERE / "reindex.cjs", url))
    assert found["bulk"] == 20
    assert _part(found["whole"], total=20, created=20, updated=0, batches=1, failures=[], timed_out=False, noops=0)
    assert _part(found["again"], created=0, updated=20)
    for name, created in {
        "query": 10, "several": 21, "max_docs": 3, "sorted": 1, "filtered": 20, "external": 20, "discard": 20, "routed": 20,
        "slices": 20, "auto": 20, "manual": 20, "task": 20, "rethrottled": 20,
    }.items():  # fmt: skip
        assert found[name]["created"] == created, name
    assert _part(found["create"], created=17, version_conflicts=3)
    assert _part(found["external_again"], created=0, version_conflicts=20)
    assert (found["filtered"]["batches"], len(found["slices"]["slices"])) == (3, 5)
    assert found["task"]["completed"] is True
    assert found["rethrottled"]["nodes"] == 1
    assert found["cancelled"] == {"canceled": "by user request"}
    assert found["stream"] == {"into": 1, "out": 1}
    assert _part(found["missing"], status=404, type="index_not_found_exception")
    assert _part(found["itself"], status=400, type="action_request_validation_exception") or found["itself"]["status"] == 400
    assert _part(found["unknown"], status=400, type="x_content_parse_exception")
    assert _part(found["alias_required"], status=404, type="index_not_found_exception")
    assert (found["odd"], found["fields"], found["largest"]) == (10, ["n", "kind"], 19)
    assert found["routings"] == [None, "cat"]
    assert (found["scrolled"], found["helped"]) == (20, [2, 0])
    assert store.check() == []


def test_elasticdump_takes_an_index_out_and_brings_it_back(store: docstore.Store, url: str, tmp_path: Path) -> None:
    store.indices.create(
        index="books", settings={"number_of_replicas": 0}, mappings={"properties": {"n": {"type": "long"}, "title": {"type": "text"}}}
    )
    store.load(index="books", documents=({"n": n, "title": f"Book {n}"} for n in range(250)), id=lambda document: str(document["n"]))
    dump = _MODULES / ".bin" / "elasticdump"
    for kind in ("settings", "mapping", "data"):
        _run(dump, f"--input={url}/books", f"--output={tmp_path}/{kind}.json", f"--type={kind}", "--limit=100", "--quiet")
    for kind in ("settings", "mapping", "data"):
        _run(dump, f"--input={tmp_path}/{kind}.json", f"--output={url}/again", f"--type={kind}", "--limit=100", "--quiet")
    assert store.count(index="again")["count"] == 250
    assert store.get(index="again", id="7")["_source"] == {"n": 7, "title": "Book 7"}
    assert store.indices.get_mapping(index="again")["again"] == store.indices.get_mapping(index="books")["books"]
    _run(dump, f"--input={url}/books", f"--output={url}/copy", "--type=data", "--limit=100", "--quiet")
    assert store.count(index="copy")["count"] == 250
