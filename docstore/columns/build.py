"""One pass over the documents of an index for several columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docstore.columns.column import Column
from docstore.columns.projection import ABSENT, Projection, both
from docstore.columns.quiet import quiet
from docstore.columns.reader import Reader
from docstore.columns.want import Want
from docstore.errors import StoreCorruptError


def read_columns(reader: Reader, wants: Sequence[Want], start: int, expected: int) -> list[Column]:
    """The columns of the live documents from ``start`` on.

    :raises StoreCorruptError: the reader gives another number of sources than of live sequence numbers.
    """
    builders = [want.builder() for want in wants]
    paths = sorted({path for want in wants for path in want.field.sources})
    place = {path: at for at, path in enumerate(paths)}
    sources = [[place[path] for path in want.field.sources] for want in wants]
    projection = Projection(paths)
    read = 0
    with quiet():
        for count, batch in reader.streams(start):
            read += count
            raw = projection.read(batch)
            for builder, places in zip(builders, sources, strict=True):
                builder.add(_together([raw[at] for at in places]))
        if read != expected:
            raise StoreCorruptError(
                f"index [{reader.uuid}] has {expected} documents from [{start}] on, but {read} were read"
            )
        return [builder.build() for builder in builders]


def _together(raw: list[list[Any]]) -> list[Any]:
    first, *copied = raw
    for more in copied:
        first = [both(a, b if b is not None else ABSENT) for a, b in zip(first, more, strict=True)]
    return first
