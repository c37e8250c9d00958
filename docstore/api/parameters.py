"""Parameters that many APIs share, checked once.

Some have nothing to do in a store on one machine; they are checked and then have no effect: ``preference`` and ``realtime`` (there
is one copy, and it is current), ``timeout`` and ``master_timeout`` (nothing is waited for), ``include_source_on_error``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from docstore.errors import IllegalArgumentError, NotImplementedByDocstoreError, ParsingError, Place, Token, UnavailableShardsError
from docstore.time_value import millis

Names = str | Sequence[str]
"""A name, a comma list or a list of names."""

Id = str | int
"""An ``_id``; a number stands for its digits."""

Routing = str | int | Sequence[str]
"""A routing, or several, as a comma list or a list."""

Duration = str | int
"""A time with a unit, as ``"30s"``; -1 and 0 need none."""

TASK_WAIT = 30.0
"""For how many seconds a request waits for a task, if it says nothing else."""


def forces_refresh(refresh: bool | str | None) -> bool:
    """Whether a write with this ``refresh`` answers ``forced_refresh``.

    :raises IllegalArgumentError: neither true, false nor ``wait_for``.
    """
    if refresh in (None, False, "false", "wait_for"):
        return False
    if refresh in (True, "true", ""):
        return True
    raise IllegalArgumentError(f"Unknown value for refresh: [{refresh}].")


def flag(name: str, value: Any, default: bool) -> bool:
    """A boolean parameter.

    :raises IllegalArgumentError: something else.
    """
    if value is None:
        return default
    if value in (True, "true", ""):
        return True
    if value in (False, "false"):
        return False
    raise IllegalArgumentError.not_boolean(value)


def seconds(name: str, value: Duration | None, default: float) -> float:
    """A duration in seconds; -1 is without end.

    :raises IllegalArgumentError: not a time.
    """
    if value is None:
        return default
    found = millis(str(value), name)
    return float("inf") if found < 0 else found / 1000


def active_shards(value: int | str | None) -> int:
    """How many active copies ``wait_for_active_shards`` asks for.

    :raises IllegalArgumentError: neither a number, ``all`` nor ``index-setting``.
    """
    if value is None or value in ("index-setting", "all"):
        return 1
    try:
        needed = int(value)
    except (TypeError, ValueError, OverflowError):
        raise IllegalArgumentError(f"cannot parse ActiveShardCount[{value}]") from None
    if needed >= 1 << 31:
        raise IllegalArgumentError(f"cannot parse ActiveShardCount[{value}]")
    if needed < 0:
        raise IllegalArgumentError("shard count cannot be a negative value")
    return needed


def are_active(value: int | str | None, replicas: int | None = None) -> bool:
    """Whether so many copies are active, as ``shards_acknowledged`` tells: Elasticsearch waits for them; here there is one, at once.

    :param replicas: of a new index, which cannot have more copies than these and a primary.
    :raises IllegalArgumentError: as ``active_shards``; or the index has not so many copies (``MetadataCreateIndexService``).
    """
    needed = active_shards(value)
    if replicas is not None and needed > 1 + replicas:
        raise IllegalArgumentError(
            f"invalid wait_for_active_shards[{needed}]: cannot be greater than number of shard copies [{1 + replicas}]"
        )
    return needed <= 1


def require_active_shards(value: int | str | None, index: str) -> None:
    """There is one copy of everything, and it is active.

    :raises IllegalArgumentError: as ``active_shards``.
    :raises UnavailableShardsError: more copies are asked for. Elasticsearch would wait for them until the timeout; here none can come.
    """
    needed = active_shards(value)
    if needed > 1:
        raise UnavailableShardsError(
            f"[{index}][0] Not enough active copies to meet shard count of [{needed}] (have 1, needed {needed})."
        )


def later(**given: Any) -> None:
    """Refuse parameters of features that docstore has not.

    :raises NotImplementedByDocstoreError: one of them is set.
    """
    for name, value in given.items():
        if value not in (None, False, "_none"):
            raise NotImplementedByDocstoreError.yet(f"[{name}]")


def check_only_query(unknown: Mapping[str, Any]) -> None:
    """:raises ParsingError: a body has something beside its query (``RestActions.getQueryContent``)."""
    for name in unknown:
        error = ParsingError(f"request does not support [{name}]")
        error.place = Place(Token.KEY, name, unknown)
        raise error


def names_of(names: Names) -> list[str]:
    """The single names of a comma list or a list.

    :raises IllegalArgumentError: one is no text.
    """
    given = [names] if isinstance(names, str) else names
    wrong = next((part for part in given if not isinstance(part, str)), None)
    if wrong is not None:
        raise IllegalArgumentError(f"a name must be a string, not [{wrong}]")
    return [name for part in given for name in part.split(",") if name]


def joined(value: Routing | None) -> str | None:
    """A routing given as a list is the same as one with commas."""
    if value is None or isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) else ",".join(map(str, value))
