from pathlib import Path
from typing import Any

from docstore.cli import check as command
from docstore.store import Store


def test_sound(answer: Any, run: Any, path: Path) -> None:
    assert answer("check", path) == {"sound": True, "problems": []}
    assert run("check", path).stdout == "sound\n"


def test_unsound(run: Any, path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(Store, "check", lambda self: ["[books] [1] is missing from ids"])
    result = run("check", path)
    assert result.exit_code == 1
    assert result.stdout == "[books] [1] is missing from ids\n1 problems\n"
    assert '"sound": false' in run("check", path, "--json").stdout
    assert command.check.__doc__
