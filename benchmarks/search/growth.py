"""``python -m benchmarks.search.growth``: how searches behave as documents become more, on the screen and kept for the report."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.search.contest import GROWN, contest
from benchmarks.search.corpus import GROWTH


def main() -> None:
    """One corpus after the other; kept for the report."""
    for name in GROWTH:
        with tempfile.TemporaryDirectory() as directory:
            contest(name, ["docstore"], Path(directory)).save(GROWN)
        print(f"{name} is measured")


if __name__ == "__main__":
    main()
