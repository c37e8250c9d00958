from pathlib import Path
from typing import Any

import docstore


def test_a_copy_that_opens(answer: Any, path: Path, tmp_path: Path) -> None:
    body = answer("backup", path, tmp_path / "copy")
    assert body["bytes"] > 0
    with docstore.open(tmp_path / "copy") as store:
        assert store.count(index="books")["count"] == 30
        assert store.check() == []


def test_not_over_anything(run: Any, path: Path) -> None:
    result = run("backup", path, path)
    assert result.exit_code == 1
    assert "is not empty" in result.stderr
