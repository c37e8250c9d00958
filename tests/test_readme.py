"""The examples of the README are executed."""

import doctest
import re
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]
_BLOCK = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)


def test_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = (_ROOT / "README.md").read_text()
    blocks = [block for block in _BLOCK.findall(text) if ">>>" in block]
    assert blocks
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    example = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "README.md", "README.md", 0)
    runner.run(example)
    assert runner.summarize(verbose=False).failed == 0


def test_links_lead_somewhere() -> None:
    for page in (_ROOT / "README.md", *(_ROOT / "docs").glob("*.md")):
        for link in re.findall(r"\]\(([^)#]+)", page.read_text()):
            assert "://" in link or (page.parent / link).exists(), f"{page.name} links to {link}"
