"""What the pages lead to is there: links, their anchors, and the files that the architecture sends one to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]
_PAGES = sorted([_ROOT / "README.md", _ROOT / "CHANGELOG.md", *(_ROOT / "docs").glob("*.md")])
_LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")
_CODE = re.compile(r"```.*?```", re.DOTALL)


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", _CODE.sub("", page.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.name)
def test_links(page: Path) -> None:
    dead = []
    for name, anchor in _LINK.findall(_CODE.sub("", page.read_text())):
        target = page.parent / name if name else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            dead.append((name, anchor))
    assert dead == []


def test_where_one_adds() -> None:
    table = (_ROOT / "docs" / "architecture.md").read_text().partition("## Where do I add")[2].partition("\n## ")[0]
    missing = []
    for row in table.splitlines():
        folder = _ROOT / "docstore"
        for name in re.findall(r"`([\w/]+(?:/|\.py))`", row):
            found = next((base / name for base in (_ROOT / "docstore", folder, _ROOT) if (base / name).exists()), None)
            if found is None:
                missing.append(name)
            else:
                folder = found if found.is_dir() else found.parent
    assert missing == []
