"""Rollover of aliases and data streams."""

from __future__ import annotations

from docstore.api.indices.alias_filters import check_filters
from docstore.api.node import Node
from docstore.api.parameters import Duration, are_active
from docstore.api.registry import Body, Privilege, api
from docstore.catalog.aliases.alias import parse_aliases
from docstore.catalog.current import current
from docstore.catalog.index import Index
from docstore.catalog.rollover import (
    Names,
    NewIndex,
    check_decides_nothing,
    failure_store_target,
    names_of,
    roll,
    roll_failures_later,
    roll_later,
    rollover_target,
)
from docstore.catalog.rollover_conditions import Conditions, Measured
from docstore.catalog.streams.data_stream import FAILURE_PREFIX, DataStream
from docstore.catalog.streams.failure_store import add_failure_index
from docstore.clock import Clock
from docstore.errors import IllegalArgumentError, JsonObject, ValidationError
from docstore.storage.index_tables import IndexTables
from docstore.storage.transaction import Transaction


@api("indices.rollover", "POST /{alias}/_rollover", "POST /{alias}/_rollover/{new_index}", privilege=Privilege.MANAGE)
def rollover(
    node: Node,
    *,
    alias: str,
    new_index: str | None = None,
    aliases: Body[JsonObject | None] = None,
    conditions: Body[JsonObject | None] = None,
    dry_run: bool = False,
    lazy: bool = False,
    mappings: Body[JsonObject | None] = None,
    master_timeout: Duration | None = None,
    settings: Body[JsonObject | None] = None,
    timeout: Duration | None = None,
    wait_for_active_shards: str | int | None = None,
) -> JsonObject:
    """Let a new index take the writes of an alias or a data stream, if the present one is due.

    :param alias: the alias or the data stream; ``stream::failures`` is the failure store of a stream, which begins with its first rollover
        or the first document that the stream refuses.
    :param new_index: the name of the new index; counted up from the old one (``logs-000001``) when left out.
    :param conditions: ``{"max_age": "7d", "max_docs": 1000, "max_size": "5gb", "min_docs": 1}``; without any it is always due.
    :param dry_run: only tell what would happen.
    :param lazy: of a data stream: with the next write instead of now.
    :param aliases, mappings, settings: of the new index, of an alias only.
    :param master_timeout, timeout: without meaning for one local node.
    :param wait_for_active_shards: of more than one, ``shards_acknowledged`` is false.
    :raises IllegalArgumentError: there is nothing of that name that could be rolled over, or no name follows from that of the index.
    """
    asked = Conditions.parse(conditions)
    active = are_active(wait_for_active_shards)
    new = NewIndex(new_index, aliases, mappings, settings)
    if lazy and asked.conditions:
        raise ValidationError("lazy rollover can be used only without any conditions")
    check_filters(parse_aliases(aliases).values())
    with node.environment.write() as txn:
        stream = failure_store_target(current(txn), alias)
        if stream is not None:
            told = _failures(txn, stream, asked, new, node.clock, dry_run=dry_run, lazy=lazy)
            return {**told, "shards_acknowledged": told["shards_acknowledged"] and active}
        target = rollover_target(current(txn), alias.removesuffix("::data"))
        if lazy and target.stream is None:
            raise IllegalArgumentError("lazy rollover can be applied only on a data stream")
        names = names_of(current(txn), target, new, node.clock.millis())
        found = _measured(txn, target.index, node.clock)
        due = asked.due(found)
        rolls = due and not dry_run and not lazy
        if rolls:
            names = roll(txn, alias, target, new, node.clock)
        elif lazy and not dry_run and target.stream is not None:
            roll_later(txn, target.stream)
    told = _told(names, rolls=rolls, dry_run=dry_run, lazy=lazy, conditions=asked.judged(found))
    return {**told, "shards_acknowledged": rolls and active}


def _failures(
    txn: Transaction, stream: DataStream, asked: Conditions, new: NewIndex, clock: Clock, *, dry_run: bool, lazy: bool
) -> JsonObject:
    """Roll over the failure store of a stream, or begin it."""
    check_decides_nothing(current(txn), stream, new)
    last = current(txn).index(stream.failures[-1]) if stream.failures else None
    if last is None and asked.conditions:
        raise IllegalArgumentError("Rolling over/initializing an empty failure store is only supported without conditions.")
    found = Measured(0, 0, 0, 1) if last is None else _measured(txn, last, clock)
    rolls = asked.due(found) and not dry_run and not lazy
    names = Names("_none_" if last is None else last.name, stream.following(clock.millis(), current(txn).has, FAILURE_PREFIX)[0])
    if rolls:
        names = names.swapped(with_=add_failure_index(txn, stream, clock).failures[-1])
    elif lazy and not dry_run:
        roll_failures_later(txn, stream)
    return _told(names, rolls=rolls, dry_run=dry_run, lazy=lazy, conditions=asked.judged(found))


def _told(names: Names, *, rolls: bool, dry_run: bool, lazy: bool, conditions: JsonObject) -> JsonObject:
    return {
        "acknowledged": rolls or (lazy and not dry_run),
        "shards_acknowledged": rolls,
        "old_index": names.old,
        "new_index": names.new,
        "rolled_over": rolls,
        "dry_run": dry_run,
        "lazy": lazy,
        "conditions": conditions,
    }


def _measured(txn: Transaction, index: Index, clock: Clock) -> Measured:
    tables = IndexTables(txn, index.number)
    return Measured(clock.millis() - index.created, tables.state.live, tables.bytes_used(), index.settings.number_of_shards)
