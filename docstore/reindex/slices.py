"""Slices: the parts that a source is divided into, by the ``_id`` of its documents."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from docstore.errors import IllegalArgumentError, NotImplementedByDocstoreError
from docstore.search import slice

AUTO = 0
"""``slices=auto``, before it is known how many that is."""

MOST_AUTO = 20
MOST = 1024
"""``index.max_slices_per_scroll``."""


def parse_slices(value: Any) -> int:
    """``slices``: a positive number or ``auto``.

    :raises IllegalArgumentError: something else, or more than a search can have.
    """
    if value is None:
        return 1
    if value == "auto":
        return AUTO
    try:
        number = int(value) if not isinstance(value, bool | float) else 0
    except (TypeError, ValueError):
        number = 0
    if number < 1:
        raise IllegalArgumentError(f'[slices] must be a positive integer or the string "auto", but was [{value}]')
    if number > MOST:
        raise IllegalArgumentError(
            f"The number of slices [{number}] is too large. It must be less than [{MOST}]. This limit can be set by changing the "
            "[index.max_slices_per_scroll] index level setting."
        )
    return number


@dataclass(frozen=True, slots=True)
class Slice:
    """One part of ``max``."""

    id: int
    max: int

    @classmethod
    def parse(cls, body: Any) -> Slice:
        """``{"id": 0, "max": 2}``, with an optional ``field``.

        :raises XContentParseError, IllegalArgumentError: as the ``slice`` of a search; or more parts than that can have.
        :raises NotImplementedByDocstoreError: slicing by another field than ``_id``.
        """
        asked = slice.Slice.parse(body)
        if asked.field not in ("_id", "_uid"):
            raise NotImplementedByDocstoreError.yet(f"slicing by the field [{asked.field}]")
        return cls(asked.id, parse_slices(asked.max))

    def share(self, amount: int) -> int:
        """This slice's part of ``max_docs``."""
        return amount // self.max + (self.id < amount % self.max)


def automatic(fewest_shards: int) -> int:
    """How many slices ``auto`` means: the shards of the source that has the fewest, up to 20."""
    return min(MOST_AUTO, fewest_shards)


def membership(ids: list[bytes], parts: int) -> NDArray[np.int64]:
    """For each UTF-8 id the slice that it is in; the same id is always in the same."""
    hashes = np.fromiter(map(zlib.crc32, ids), dtype=np.int64, count=len(ids))
    return hashes % parts
