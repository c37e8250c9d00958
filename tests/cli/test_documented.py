"""Every command and every option is in docs/cli.md."""

from pathlib import Path
from typing import Any

import pytest
import typer.main

from docstore.cli.app import app

_PAGE = (Path(__file__).parents[2] / "docs" / "cli.md").read_text()


def _commands(group: Any, prefix: str = "docstore") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, command in group.commands.items():
        full = f"{prefix} {name}"
        found += _commands(command, full) if hasattr(command, "commands") else [(full, command)]
    return found


_COMMANDS = _commands(typer.main.get_command(app))


@pytest.mark.parametrize(("name", "command"), _COMMANDS, ids=[name for name, _ in _COMMANDS])
def test_documented(name: str, command: Any) -> None:
    heading = f"### `{name}"
    assert heading in _PAGE, f"docs/cli.md has no section {heading}"
    section = _PAGE.split(heading, 1)[1].split("\n### ", 1)[0]
    options = {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
    missing = sorted(option for option in options - {"--help", "--json"} if option not in section)
    assert not missing, f"the section of {name} does not tell {missing}"
    assert command.help


def test_no_section_without_a_command() -> None:
    sections = {line.removeprefix("### `") for line in _PAGE.splitlines() if line.startswith("### `")}
    names = {name for name, _ in _COMMANDS}
    assert all(any(section.startswith(name) for name in names) for section in sections)
