"""Rollover: a new index takes the writes of an alias or a data stream (``MetadataRolloverService``)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Self

from docstore.catalog.blocks import Operation
from docstore.catalog.catalog import Catalog, WriteTarget
from docstore.catalog.changes import check_free, create_index, put_index, put_object
from docstore.catalog.current import current
from docstore.catalog.index import Index
from docstore.catalog.names.date_math import resolved
from docstore.catalog.names.options import OPEN
from docstore.catalog.names.part import Selector, name_part
from docstore.catalog.streams.changes import add_backing_index, stream_template
from docstore.catalog.streams.data_stream import DATA_STREAMS, DataStream
from docstore.catalog.templates.composition import composed
from docstore.clock import Clock
from docstore.errors import IllegalArgumentError, JsonObject, ResourceNotFoundError
from docstore.frozen import frozen
from docstore.storage.transaction import Transaction

_COUNTED = re.compile(r"(.*-)(\d+)(\W*)")
_TARGETS = "[alias,data stream]"


@frozen
class NewIndex:
    """What a request says of the index to come."""

    name: str | None = None
    aliases: JsonObject | None = None
    mappings: JsonObject | None = None
    settings: JsonObject | None = None


@frozen
class Names:
    """The index that took the writes, and the one that takes them now."""

    old: str
    new: str

    def swapped(self, *, with_: str) -> Self:
        """The same with another new index."""
        return replace(self, new=with_)


def rollover_target(catalog: Catalog, name: str) -> WriteTarget:
    """What a rollover of a name works on.

    :raises IllegalArgumentError: there is no such alias or data stream, or nothing takes its writes.
    :raises ClusterBlockError: the metadata of its write index is blocked.
    """
    name = resolved(name)
    if catalog.index(name) is not None:
        raise IllegalArgumentError(f"rollover target is a [concrete index] but one of {_TARGETS} was expected")
    if not catalog.behind(name):
        raise ResourceNotFoundError(f"rollover target [{name}] does not exist")
    try:
        found = catalog.write_index(name)
    except IllegalArgumentError:
        found = None
    if found is None:
        raise IllegalArgumentError(f"rollover target [{name}] does not point to a write index")
    found.index.check(Operation.METADATA_WRITE)
    return found


def failure_store_target(catalog: Catalog, name: str) -> DataStream | None:
    """The data stream whose failure store is meant by ``name::failures``; ``None``: another name, with what it means as such.

    :raises IllegalArgumentError: what has no failure store.
    """
    part = name_part(name, OPEN)
    if part.selector is not Selector.FAILURES:
        return None
    stream = catalog.stream(part.name)
    if stream is None and not catalog.has(part.name):
        raise IllegalArgumentError(f"rollover target [{part}] does not exist")
    if stream is None:
        raise IllegalArgumentError(f"rollover target [{part}] is not a data stream, and has no failure store")
    return stream


def roll_failures_later(txn: Transaction, stream: DataStream) -> None:
    """Note that the next document that is refused rolls the failure store over."""
    put_object(txn, DATA_STREAMS, stream.name, replace(stream, failures_rollover_on_write=True))


def names_of(catalog: Catalog, target: WriteTarget, new: NewIndex, now: int) -> Names:
    """Which index comes after which.

    :raises ResourceAlreadyExistsError: an index has the new name.
    :raises IllegalArgumentError: no name was given and none follows from the old one, or a data stream is given what it decides itself.
    """
    old = target.index.name
    if target.stream is not None:
        check_decides_nothing(catalog, target.stream, new)
        return Names(old, target.stream.following(now, catalog.has)[0])
    following = resolved(new.name, now) if new.name is not None else _following(target.index, now)
    check_free(catalog, following)
    return Names(old, following)


def check_decides_nothing(catalog: Catalog, stream: DataStream, new: NewIndex) -> None:
    """:raises IllegalArgumentError: the index to come is given what the stream decides; or the stream has no template."""
    if new.name is not None:
        raise IllegalArgumentError("new index name may not be specified when rolling over a data stream")
    if new.aliases or new.mappings or new.settings:
        raise IllegalArgumentError("aliases, mappings, and index settings may not be specified when rolling over a data stream")
    stream_template(catalog, stream.name)


def provided_name(target: WriteTarget, new: NewIndex) -> str:
    """The new index's name as it is written: date math stays date math."""
    if new.name is not None:
        return new.name
    return _counted_up(str(target.index.settings.get("index.provided_name") or target.index.name), target.index.name)


def _following(index: Index, now: int) -> str:
    return resolved(_counted_up(str(index.settings.get("index.provided_name") or index.name), index.name), now)


def _counted_up(provided: str, name: str) -> str:
    found = _COUNTED.fullmatch(provided)
    if found is None:
        raise IllegalArgumentError(f"index name [{name}] does not match pattern '^.*-\\d+$'")
    head, number, tail = found.groups()
    return f"{head}{int(number) + 1:06d}{tail}"


def roll(txn: Transaction, name: str, target: WriteTarget, new: NewIndex, clock: Clock) -> Names:
    """Make the next index and let it take the writes.

    :raises ApiError: the new index cannot be made.
    """
    catalog = current(txn)
    names = names_of(catalog, target, new, clock.millis())
    if target.stream is not None:
        rolled = roll_stream(txn, target.stream, clock)
        return names.swapped(with_=rolled.write_index)
    alias = target.alias
    assert alias is not None
    made = create_index(
        txn, provided_name(target, new), settings=new.settings, mappings=new.mappings, aliases=new.aliases, clock=clock
    )
    explicit = alias.is_write_index is True
    old = current(txn).index(target.index.name)
    assert old is not None
    put_index(txn, old.with_alias(replace(alias, is_write_index=False)) if explicit else old.without_alias(alias.name))
    put_index(txn, made.with_alias(replace(alias, is_write_index=True if explicit else None)))
    return names.swapped(with_=made.name)


def roll_stream(txn: Transaction, stream: DataStream, clock: Clock) -> DataStream:
    """The next backing index of a data stream, as its template is now."""
    catalog = current(txn)
    return add_backing_index(txn, stream, composed(catalog, stream_template(catalog, stream.name), stream.name), clock)


def roll_later(txn: Transaction, stream: DataStream) -> None:
    """Note that the next write rolls the stream over."""
    put_object(txn, DATA_STREAMS, stream.name, replace(stream, rollover_on_write=True))


def rolled_over(txn: Transaction, target: WriteTarget, clock: Clock) -> WriteTarget:
    """Where a write goes after a rollover that waited for it."""
    if target.stream is None or not target.stream.rollover_on_write:
        return target
    rolled = roll_stream(txn, target.stream, clock)
    index = current(txn).index(rolled.write_index)
    assert index is not None
    return replace(target, index=index, stream=rolled)

