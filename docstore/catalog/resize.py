"""Clone, shrink and split: a copy of an index under another name and with another number of shards (``TransportResizeAction``).

All shards of an index are one log here, so the number of shards is what callers are told; the rules of Elasticsearch hold all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import Enum
from typing import Any

from docstore.catalog.changes import check_free, create_index, put_index
from docstore.catalog.current import current
from docstore.catalog.index import Index
from docstore.catalog.names.date_math import resolved
from docstore.catalog.settings.known import SETTINGS
from docstore.catalog.settings.setting import Change, Raw
from docstore.catalog.settings.settings import Settings, parse_settings
from docstore.catalog.templates.composition import Composed
from docstore.catalog.templates.mapping_merge import merged_mappings
from docstore.catalog.time_series import is_time_series
from docstore.clock import Clock
from docstore.errors import IllegalArgumentError, IndexNotFoundError, InternalStateError
from docstore.storage.index_copy import copy_index
from docstore.storage.transaction import Transaction

_SHARDS = "index.number_of_shards"
_VERSION = "index.version.created"
_NOT_COPIED = ("index.routing.allocation.", "index.number_of_routing_shards", "index.resize.")


class Resize(Enum):
    """What becomes of the shards."""

    CLONE = "clone"
    SHRINK = "shrink"
    SPLIT = "split"


def resize(
    txn: Transaction,
    kind: Resize,
    source: str,
    target: str,
    clock: Clock,
    *,
    settings: Mapping[str, Any] | None,
    aliases: Mapping[str, Any] | None,
    wanted_shards: int | None = None,
) -> Index:
    """Make ``target`` a copy of ``source``.

    :param wanted_shards: how many shards follows from the request otherwise (``max_primary_shard_size``).
    :raises IndexNotFoundError: there is no source.
    :raises InternalStateError: the source takes writes.
    :raises IllegalArgumentError: a number of shards that does not follow from the source's.
    """
    catalog = current(txn)
    index = catalog.index(resolved(source))
    if index is None:
        raise IndexNotFoundError(source)
    if kind is Resize.SPLIT and is_time_series(index):
        raise IllegalArgumentError(f"index-split is not supported because the destination index [{index.name}] is in time_series mode")
    asked = parse_settings(settings or {})
    _check_settings(kind, index.settings, asked)
    shards = _shards(kind, index.settings, asked, wanted_shards)
    check_free(catalog, resolved(target, clock.millis()))
    stream = catalog.stream_of(index.name)
    if stream is not None and stream.write_index == index.name:
        raise IllegalArgumentError(f"cannot resize the write index [{index.name}] for data stream [{stream.name}]")
    _check_source(index)
    own: dict[str, Raw | None] = {**_copied(index.settings), **asked, _SHARDS: str(shards)}
    made = create_index(
        txn,
        target,
        settings=own,
        mappings=index.mapping.to_body(),
        aliases=aliases,
        clock=clock,
        templates=Composed(),
    )
    origin: dict[str, Raw | None] = {
        "index.resize.source.name": index.name,
        "index.resize.source.uuid": index.uuid,
        _VERSION: index.settings.flat.get(_VERSION),
    }
    made = replace(made.with_settings(made.settings.merged(origin)), history=index.history)
    put_index(txn, made)
    copy_index(txn, index.number, made.number)
    return made


def create_from(
    txn: Transaction,
    source: str,
    target: str,
    clock: Clock,
    *,
    settings: Mapping[str, Any] | None,
    mappings: Mapping[str, Any] | None,
    remove_blocks: bool,
) -> Index:
    """Make an empty index with the settings and the mapping of another, and what is to differ.

    :raises IndexNotFoundError: there is no source.
    """
    index = current(txn).index(resolved(source))
    if index is None:
        raise IndexNotFoundError(source)
    kept = {name: raw for name, raw in _copied(index.settings).items() if not (remove_blocks and name.startswith("index.blocks."))}
    own: dict[str, Raw | None] = {**kept, **parse_settings(settings or {})}
    body = merged_mappings([index.mapping.to_body(), dict(mappings or {})])
    return create_index(txn, target, settings=own, mappings=body, clock=clock, templates=Composed())


def _check_settings(kind: Resize, settings: Settings, asked: Mapping[str, Raw | None]) -> None:
    """What a copy takes over as it is; an index that has one shard may be split as it likes."""
    if "index.routing_partition_size" in asked:
        raise IllegalArgumentError("cannot provide a routing partition size value when resizing an index")
    if "index.number_of_routing_shards" in asked and not (kind is Resize.SPLIT and settings.number_of_shards == 1):
        raise IllegalArgumentError("cannot provide index.number_of_routing_shards on resize")
    if str(asked.get("index.soft_deletes.enabled")).lower() == "false":
        raise IllegalArgumentError("Can't disable [index.soft_deletes.enabled] setting on resize")
    if any(name.startswith("index.sort.") for name in asked):
        raise IllegalArgumentError("can't override index sort when resizing an index")


def _check_source(index: Index) -> None:
    if not any(index.settings.get(f"index.blocks.{block}") for block in ("write", "read_only")):
        raise InternalStateError(
            f'index {index.name} must block write operations to resize index. use "index.blocks.write=true"'
        )


def _copied(settings: Settings) -> dict[str, Raw]:
    return {
        name: raw
        for name, raw in settings.flat.items()
        if not name.startswith(_NOT_COPIED) and not (name in SETTINGS and SETTINGS[name].change is Change.PRIVATE)
    }


def _shards(kind: Resize, settings: Settings, asked: Mapping[str, Raw | None], wanted: int | None) -> int:
    before = settings.number_of_shards
    given = asked.get(_SHARDS)
    number = wanted if given is None else int(str(given))
    if kind is Resize.CLONE:
        if number not in (None, before):
            raise IllegalArgumentError(
                f"the number of target shards ({number}) must be the same as the number of source shards ({before})"
            )
        return before
    return _shrunk(before, 1 if number is None else number) if kind is Resize.SHRINK else _split(before, number)


def _shrunk(before: int, number: int) -> int:
    if before == 1:
        raise IllegalArgumentError("can't shrink an index with only one shard")
    if number >= before:
        raise IllegalArgumentError(
            f"the number of target shards [{number}] must be less that the number of source shards [{before}]"
        )
    if before % number:
        raise IllegalArgumentError(f"the number of source shards [{before}] must be a multiple of [{number}]")
    return number


def _split(before: int, number: int | None) -> int:
    if number is None:
        raise IllegalArgumentError("index.number_of_shards is required for split operations")
    if number <= before:
        raise IllegalArgumentError(
            f"the number of source shards [{before}] must be less that the number of target shards [{number}]"
        )
    if number % before:
        raise IllegalArgumentError(f"the number of source shards [{before}] must be a factor of [{number}]")
    return number
