"""One pass over the documents of an index for several columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docstore.columns.column import Column
from docstore.columns.nested import read_values
from docstore.columns.projection import ABSENT, Several, both
from docstore.columns.quiet import quiet
from docstore.columns.reader import Reader
from docstore.columns.values import leaves
from docstore.columns.want import Want
from docstore.errors import StoreCorruptError


def read_columns(reader: Reader, wants: Sequence[Want], start: int, expected: int) -> list[Column]:
    """The columns of the live documents from ``start`` on.

    :raises StoreCorruptError: the reader gives another number of sources than of live sequence numbers.
    """
    builders = [want.builder() for want in wants]
    paths = sorted({source for want in wants for source in _sources(want)})
    place = {source: at for at, source in enumerate(paths)}
    sources = [[place[source] for source in _sources(want)] for want in wants]
    whole = {at for at, (_, all_of_it) in enumerate(paths) if all_of_it}
    read = 0
    with quiet():
        for count, raw in read_values(reader, [path for path, _ in paths], whole, start):
            read += count
            for builder, places in zip(builders, sources, strict=True):
                parts = [raw[at] for at in places]
                builder.add(_apart(parts) if builder.whole else _together(parts))
        if read != expected:
            raise StoreCorruptError(f"index [{reader.uuid}] has {expected} documents from [{start}] on, but {read} were read")
        return [builder.build() for builder in builders]


def _sources(want: Want) -> list[tuple[str, bool]]:
    """Where the values of a column stand, and whether arrays there are values: what is copied comes value by value."""
    own, *copied = want.field.sources
    return [(own, want.field.whole), *((path, False) for path in copied)]


def _apart(raw: list[list[Any]]) -> list[Any]:
    first, *copied = raw
    for more in copied:
        first = [both(a, Several(leaves(b)) if b is not None else ABSENT, Several) for a, b in zip(first, more, strict=True)]
    return first


def _together(raw: list[list[Any]]) -> list[Any]:
    first, *copied = raw
    for more in copied:
        first = [both(a, b if b is not None else ABSENT) for a, b in zip(first, more, strict=True)]
    return first
