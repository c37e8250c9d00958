"""From names and patterns to data streams."""

from __future__ import annotations

from collections.abc import Sequence

from docstore.catalog.catalog import Catalog
from docstore.catalog.names.expression import parts_of
from docstore.catalog.names.lookup import compiled
from docstore.catalog.names.options import Expand
from docstore.catalog.streams.data_stream import DataStream
from docstore.errors import IndexNotFoundError


def select_streams(catalog: Catalog, names: str | Sequence[str] | None, expand: Expand = Expand.OPEN) -> list[DataStream]:
    """The data streams that these names and patterns mean, each once, by name. Aliases of data streams are names too.

    ``-`` before what comes after a pattern excludes. A stream is neither open nor closed: any of ``expand`` reaches those not hidden.

    :raises IndexNotFoundError: a name that no data stream has.
    """
    wanted = parts_of(names) or ["*"]
    found: dict[str, DataStream] = {}
    for at, name in enumerate(wanted):
        if at and name.startswith("-") and any("*" in other for other in wanted[:at]):
            found = {other: stream for other, stream in found.items() if not compiled(name[1:]).fullmatch(other)}
            continue
        if "*" in name or name == "_all":
            pattern = compiled("*" if name == "_all" else name)
            found |= {
                stream.name: stream
                for stream in catalog.lookup.streams.values()
                if pattern.fullmatch(stream.name) and _visible(stream, name, expand)
            }
            continue
        stream = catalog.stream(name)
        streams = (stream,) if stream is not None else catalog.stream_alias(name)
        if not streams:
            raise IndexNotFoundError(name)
        found |= {stream.name: stream for stream in streams}
    return [found[name] for name in sorted(found)]


def _visible(stream: DataStream, pattern: str, expand: Expand) -> bool:
    if not expand:
        return False
    return not stream.hidden or bool(expand & Expand.HIDDEN) or (stream.name.startswith(".") and pattern.startswith("."))
