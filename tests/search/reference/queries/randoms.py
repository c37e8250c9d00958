"""Numbers that a seed decides.

The seed, mixed with the name of the index, begins the hash of the value of a field, as text; of several the first text. Without one, it is
the number itself. Of the hash the last 24 bits count.
"""

from __future__ import annotations

from typing import Any

from tests.search.reference.corpus import Corpus, Document
from tests.search.reference.hashing import finished, java_hash, murmur3
from tests.search.reference.schema import Json
from tests.search.reference.values import FLOATING

OWN = "_seq_no"


def random_score(how: Json, corpus: Corpus, document: Document) -> float:
    seed = java_hash(how["seed"]) if isinstance(how["seed"], str) else _folded(how["seed"])
    begin = finished(seed ^ (java_hash(corpus.name) << 10) % 2**32)
    field = how.get("field", OWN)
    kind = corpus.schema.type_of(field)
    values = [document.place[0]] if field == OWN else document.values(field)
    texts = sorted(_bytes(value, kind) for value in values)
    return ((murmur3(texts[0], begin) if texts else begin) & 0xFFFFFF) / 2**24


def _folded(seed: int) -> int:
    """Of more than 32 bits, both halves."""
    return seed % 2**32 if -(2**31) <= seed < 2**31 else (seed ^ seed >> 32) % 2**32


def _bytes(value: Any, kind: str | None) -> bytes:
    """As Java writes a number; an address as it is. The floating ones of these tests are written alike in Python."""
    if kind == "ip":
        return int(value).to_bytes(16, "big")
    if kind == "date_nanos":
        value //= 1_000_000
    if kind == "boolean":
        value = int(value)
    return str(float(value) if kind in (*FLOATING, "unsigned_long") else value).encode()
