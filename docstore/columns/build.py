"""One pass over the documents of an index for several columns."""

from __future__ import annotations

from collections.abc import Sequence

from docstore.columns.column import Column
from docstore.columns.deadline import check_cancelled
from docstore.columns.growth import Before, Growth
from docstore.columns.nested import read_values
from docstore.columns.quiet import quiet
from docstore.columns.reader import Reader
from docstore.columns.want import Want
from docstore.errors import StoreCorruptError


def read_columns(reader: Reader, wants: Sequence[Want], start: int, expected: int, before: Before) -> list[Column]:
    """The columns of the live documents from ``start`` on.

    :raises TaskCancelledError: the search was called off.
    :raises StoreCorruptError: the reader gives another number of sources than of live sequence numbers.
    """
    growths = [Growth(want, before) for want in wants]
    paths = sorted({source for growth in growths for source in growth.sources})
    places = {source: at for at, source in enumerate(paths)}
    whole = {at for at, (_, all_of_it) in enumerate(paths) if all_of_it}
    read = 0
    with quiet():
        for count, raw in read_values(reader, [path for path, _ in paths], whole, start):
            check_cancelled()
            read += count
            for growth in growths:
                growth.add(raw, count, places)
        if read != expected:
            raise StoreCorruptError(f"index [{reader.uuid}] has {expected} documents from [{start}] on, but {read} were read")
        return [growth.build() for growth in growths]
