"""How many examples the tests of random input try."""

from __future__ import annotations

import os

TIMES = int(os.environ.get("DOCSTORE_EXAMPLES", "1"))
"""How many times the usual number."""
