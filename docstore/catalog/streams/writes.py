"""Which writes a data stream takes: it only ever grows (``TransportBulkAction``)."""

from __future__ import annotations

from docstore.catalog.catalog import Catalog, WriteTarget
from docstore.errors import IllegalArgumentError


def check_stream_write(catalog: Catalog, target: WriteTarget, *, creates: bool, indexes: bool, guarded: bool, routing: str | None) -> None:
    """Refuse what is not an append to a data stream, and writes past it.

    :param creates: ``op_type=create``. :param indexes: the write is an index operation (create too), no update or delete.
    :param guarded: it names the ``_seq_no`` that it replaces. :param routing: that of the request.
    :raises IllegalArgumentError: it is neither an append nor a guarded change in a backing index.
    """
    stream = target.stream
    if stream is not None:
        if not creates:
            raise IllegalArgumentError("only write ops with an op_type of create are allowed in data streams")
        if routing is not None and not stream.allow_custom_routing:
            raise IllegalArgumentError(
                f"index request targeting data stream [{stream.name}] specifies a custom routing but the [allow_custom_routing] setting "
                "was not enabled in the data stream's template."
            )
        return
    parent = catalog.stream_of(target.index.name) if indexes else None
    if parent is None or (guarded and not creates):
        return
    how = "op_type=create" if creates else "op_type=index and no if_primary_term and if_seq_no set"
    raise IllegalArgumentError(
        f"index request with {how} targeting backing indices is disallowed, target corresponding data stream [{parent.name}] instead"
    )
