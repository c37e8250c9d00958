"""What a write makes of a name that nobody has made: an index, or a data stream where a template enables one."""

from __future__ import annotations

from docstore.catalog.catalog import Catalog, WriteTarget
from docstore.catalog.changes import create_index
from docstore.catalog.current import current
from docstore.catalog.names.date_math import resolved
from docstore.catalog.names.dots import warn_of_dot
from docstore.catalog.settings.cluster import cluster_setting
from docstore.catalog.settings.cluster_known import AUTO_CREATE
from docstore.catalog.streams.changes import create_stream
from docstore.catalog.templates.composable import ComposableTemplate
from docstore.catalog.templates.composition import template_of
from docstore.clock import Clock
from docstore.errors import AutoCreateForbiddenError
from docstore.storage.transaction import Transaction


def auto_create(txn: Transaction, name: str, clock: Clock) -> WriteTarget:
    """Make the index or the data stream that a write names.

    :raises AutoCreateForbiddenError: as ``check_auto_create``.
    :raises ApiError: as ``create_index`` and ``create_stream``.
    """
    warn_of_dot(name)
    template = check_auto_create(current(txn), resolved(name, clock.millis()))
    if template is None or template.data_stream is None:
        return WriteTarget(create_index(txn, name, clock=clock))
    create_stream(txn, resolved(name, clock.millis()), clock)
    made = current(txn).write_index(name)
    assert made is not None
    return made


def check_auto_create(catalog: Catalog, name: str) -> ComposableTemplate | None:
    """Whether a write may make what has this name: its template says so, or ``action.auto_create_index``; that template.

    :raises AutoCreateForbiddenError: it may not.
    """
    template = template_of(catalog, name)
    allowed = None if template is None else template.allow_auto_create
    if template is not None and allowed is False:
        patterns = ", ".join(template.patterns)
        raise AutoCreateForbiddenError(name, f"composable template [{patterns}] forbids index auto creation")
    if not allowed:
        cluster_setting(catalog, AUTO_CREATE).check(name)
    return template
