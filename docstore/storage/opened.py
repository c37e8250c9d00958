"""The stores that this process has open: LMDB allows it to open a file once, so environments of the same path are one, counted."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docstore.storage.environment import Environment

OPEN: dict[Path, Environment] = {}
"""By path."""

OPEN_LOCK = threading.RLock()
"""Held while one is opened or closed."""
