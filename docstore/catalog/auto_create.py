"""What a write makes of a name that nobody has made: an index, or a data stream where a template enables one."""

from __future__ import annotations

from docstore.catalog.catalog import WriteTarget
from docstore.catalog.changes import create_index
from docstore.catalog.current import current
from docstore.catalog.date_math import resolved
from docstore.catalog.stream_changes import create_stream
from docstore.catalog.templates.composition import template_of
from docstore.clock import Clock
from docstore.storage.transaction import Transaction


def auto_create(txn: Transaction, name: str, clock: Clock) -> WriteTarget:
    """Make the index or the data stream that a write names.

    :raises ApiError: as ``create_index`` and ``create_stream``.
    """
    template = template_of(current(txn), resolved(name, clock.millis()))
    if template is None or template.data_stream is None:
        return WriteTarget(create_index(txn, name, clock=clock))
    create_stream(txn, resolved(name, clock.millis()), clock)
    made = current(txn).write_index(name)
    assert made is not None
    return made
