"""Where in a request body something stands, for errors that quote a position as Elasticsearch's parsers do."""

from __future__ import annotations

import json
from difflib import SequenceMatcher
from typing import Any


def compact(value: Any) -> str:
    """The JSON that elasticsearch-py would send for a value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def column_of_key(body: Any, key: str) -> int:
    """The 1-based column of a key in the compact JSON of a body (which is one line)."""
    return compact(body).find(f"{compact(key)}:") + 1


def did_you_mean(name: str, known: list[str]) -> str:
    """Elasticsearch's suggestion for a misspelt name, with a leading space; empty without a good guess."""
    close = sorted(
        (other for other in known if SequenceMatcher(None, name, other).ratio() > _CLOSE),
        key=lambda other: -SequenceMatcher(None, name, other).ratio(),
    )
    if not close:
        return ""
    if len(close) == 1:
        return f" did you mean [{close[0]}]?"
    return f" did you mean any of [{', '.join(close)}]?"


_CLOSE = 0.6
