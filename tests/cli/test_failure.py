import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from docstore.cli import main
from docstore.version import VERSION


def _process(*args: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "docstore.cli", *map(str, args)], capture_output=True, text=True, check=False)


def test_a_process_ends_with_a_reason_and_a_code(path: Path, tmp_path: Path) -> None:
    found = _process("reindex", path, "--source", "missing", "--dest", "x")
    assert (found.returncode, found.stdout, found.stderr) == (1, "", "error: no such index [missing]\n")
    (tmp_path / "file").write_text("x")
    assert _process("check", tmp_path / "file").stderr == f"error: [{tmp_path / 'file'}] is a file; a store is a directory\n"
    assert _process("check", path).stdout == "sound\n"


def test_a_reader_that_goes_away(path: Path) -> None:
    command = f"{sys.executable} -m docstore.cli dump {path} --index books | head -1"
    found = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)
    assert found.stderr == ""
    assert found.stdout.count("\n") == 1


def test_not_an_lmdb_file(run: Any, tmp_path: Path) -> None:
    (tmp_path / "data.mdb").write_bytes(b"x" * 8192)
    result = run("stats", tmp_path)
    assert result.exit_code == 1
    assert "not an LMDB file" in result.stderr


@pytest.mark.parametrize("args", [("nonsense",), ("load",), ("tasks", "nonsense")])
def test_wrong_usage(run: Any, args: tuple[str, ...]) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert result.stderr.startswith("error: ")


def test_version(run: Any) -> None:
    assert run("--version").stdout == f"docstore {VERSION}\n"


def test_without_typer(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "typer", None)
    for name in [name for name in sys.modules if name.startswith("docstore.cli.")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert capsys.readouterr().err == "error: the docstore command needs typer: pip install 'docstore[cli]'\n"
