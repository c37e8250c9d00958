from pathlib import Path

import pytest

from docstore.cli import opening
from docstore.errors import NotAStoreError


@pytest.mark.parametrize("open_", [opening.existing, opening.for_reading])
def test_a_mistyped_path_makes_no_store(open_: object, tmp_path: Path) -> None:
    with pytest.raises(NotAStoreError, match="there is no store"):
        open_(tmp_path / "typo")  # type: ignore[operator]
    assert not (tmp_path / "typo").exists()
