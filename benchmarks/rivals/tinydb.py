"""TinyDB on a JSON file, as its documentation begins."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tinydb import TinyDB, where


class Tiny:
    """A TinyDB file."""

    def __init__(self, directory: Path) -> None:
        self.path = directory / "rival.json"
        self.db = TinyDB(self.path)

    def empty(self) -> None:
        """Remove all documents."""
        self.db.truncate()

    def load(self, documents: list[dict[str, Any]]) -> None:
        """``insert_multiple``."""
        self.db.insert_multiple(documents)

    def search(self, field: str, least: int) -> int:
        """How many documents have at least this value (asked without TinyDB's query cache)."""
        self.db.clear_cache()
        return len(self.db.search(where(field) >= least))

    def close(self) -> None:
        """Close the file."""
        self.db.close()
