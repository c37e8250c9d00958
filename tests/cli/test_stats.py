from pathlib import Path
from typing import Any

import docstore


def test_counts(answer: Any, run: Any, path: Path) -> None:
    with docstore.open(path) as store:
        store.delete(index="books", id="1")
        store.indices.put_alias(index="books", name="library")
        store.indices.create(index="shut")
        store.indices.close(index="shut")
    body = answer("stats", path)
    assert body["store"]["path"] == str(path)
    assert body["store"]["format"] == 1
    assert body["store"]["bytes"] > 0
    books = body["indices"]["books"]
    assert (books["documents"], books["deleted"], books["aliases"], books["status"]) == (29, 1, ["library"], "open")
    assert body["indices"]["shut"]["status"] == "close"
    text = run("stats", path).stdout
    assert "library" in text
    assert "shut (closed)" in text


def test_an_empty_store(run: Any, tmp_path: Path) -> None:
    docstore.open(tmp_path / "empty").close()
    assert "no indices" in run("stats", tmp_path / "empty").stdout


def test_makes_no_store(run: Any, tmp_path: Path) -> None:
    result = run("stats", tmp_path / "typo")
    assert result.exit_code == 1
    assert "there is no store at" in result.stderr
    assert not (tmp_path / "typo").exists()
