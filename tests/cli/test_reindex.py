import json
from pathlib import Path
from typing import Any

import pytest

import docstore


def test_everything(answer: Any, path: Path) -> None:
    outcome = answer("reindex", path, "--source", "books", "--dest", "copy", "--slices", "2", "--size", "7")
    assert (outcome["total"], outcome["created"], outcome["failures"]) == (30, 30, [])
    assert len(outcome["slices"]) == 2
    with docstore.open(path) as store:
        assert store.get(index="copy", id="7")["_source"] == {"n": 7, "title": "book 7"}


def test_a_query(answer: Any, path: Path) -> None:
    query = json.dumps({"range": {"n": {"gte": 10, "lt": 15}}})
    assert answer("reindex", path, "--source", "books", "--dest", "some", "--query", query)["created"] == 5
    assert answer("reindex", path, "--source", "books", "--dest", "three", "--max-docs", "3")["created"] == 3


def test_versions_and_conflicts(answer: Any, run: Any, path: Path) -> None:
    command = ("reindex", path, "--source", "books", "--dest", "copy", "--version-type", "external")
    assert answer(*command)["created"] == 30
    assert answer(*command, "--conflicts", "proceed")["version_conflicts"] == 30
    result = run(*command)
    assert result.exit_code == 1
    assert "version conflict" in result.stderr
    assert "Traceback" not in result.stderr
    body = json.loads(run(*command, "--json").stdout)
    assert body["failures"][0]["status"] == 409
    assert answer("reindex", path, "--source", "books", "--dest", "copy", "--op-type", "create", "--conflicts", "proceed")["created"] == 0


def test_a_body(answer: Any, run: Any, path: Path, tmp_path: Path) -> None:
    request = {"source": {"index": "books", "query": {"term": {"n": 3}}}, "dest": {"index": "one"}}
    (tmp_path / "request.json").write_text(json.dumps(request))
    assert answer("reindex", path, "--body", tmp_path / "request.json")["created"] == 1
    assert answer("reindex", path, "--body", "-", stdin=json.dumps(request))["updated"] == 1
    assert run("reindex", path, "--body", "-", "--source", "books", stdin="{}").exit_code == 2
    assert run("reindex", path, "--body", "-", stdin="[]").exit_code == 2
    unknown = run("reindex", path, "--body", "-", stdin=json.dumps(request | {"sauce": 1}))
    assert (unknown.exit_code, "unknown field [sauce]" in unknown.stderr) == (1, True)


@pytest.mark.parametrize("options", [(), ("--source", "books"), ("--source", "books", "--dest", "x", "--query", "{"), ("--bogus",)])
def test_wrong_usage(run: Any, path: Path, options: tuple[str, ...]) -> None:
    result = run("reindex", path, *options)
    assert result.exit_code == 2
    assert result.stderr.startswith("error: ")


def test_says_what_it_did(run: Any, path: Path) -> None:
    assert run("reindex", path, "--source", "books", "--dest", "copy").stdout.startswith("30 created of 30")
    assert run("reindex", path, "--source", "missing", "--dest", "copy").stderr == "error: no such index [missing]\n"
