"""What an index or an alias may be called."""

from __future__ import annotations

from collections.abc import Callable

from docstore.errors import ApiError, IllegalArgumentError, InvalidAliasNameError, InvalidIndexNameError

_FORBIDDEN = ' "*,/<>?\\|'
_FORBIDDEN_SHOWN = "[" + ",".join(f"'{letter}'" for letter in _FORBIDDEN) + "]"
_MAX_BYTES = 255


def check_index_name(name: str) -> None:
    """Refuse what is no index name.

    :raises InvalidIndexNameError: ``Invalid index name [X], must be lowercase`` and the like.
    """
    _check(name, invalid_index_name)
    if name.lower() != name:
        raise invalid_index_name(name, "must be lowercase")


def check_alias_name(name: str, index_routing: str | None = None) -> None:
    """Refuse what is no alias name.

    :raises InvalidAliasNameError: forbidden characters, a forbidden start, too long.
    :raises IllegalArgumentError: an empty name; several values in ``index_routing``.
    """
    if not name.strip():
        raise IllegalArgumentError("alias name is required")
    _check(name, invalid_alias_name)
    if index_routing is not None and "," in index_routing:
        raise IllegalArgumentError(f"alias [{name}] has several index routing values associated with it")


def invalid_index_name(name: str, problem: str) -> InvalidIndexNameError:
    """The error for an index name, with Elasticsearch's words for the problem."""
    return InvalidIndexNameError(f"Invalid index name [{name}], {problem}", index_uuid="_na_", index=name)


def invalid_alias_name(name: str, problem: str) -> InvalidAliasNameError:
    """The error for an alias name, with Elasticsearch's words for the problem."""
    return InvalidAliasNameError(f"Invalid alias name [{name}]: {problem}", index_uuid="_na_", index=name)


def name_problem(name: str) -> str | None:
    """What is wrong with a name of an index, an alias or a data stream, in Elasticsearch's words."""
    return _problem(name)


def _check(name: str, error: Callable[[str, str], ApiError]) -> None:
    problem = _problem(name)
    if problem is not None:
        raise error(name, problem)


def _problem(name: str) -> str | None:
    length = len(name.encode("utf-8", "surrogatepass"))
    if not name:
        return "must not be empty"
    if any(letter in _FORBIDDEN for letter in name):
        return f"must not contain the following characters {_FORBIDDEN_SHOWN}"
    if "#" in name:
        return "must not contain '#'"
    if ":" in name:
        return "must not contain ':'"
    if name[0] in "_-+":
        return "must not start with '_', '-', or '+'"
    if length > _MAX_BYTES:
        return f"index name is too long, ({length} > {_MAX_BYTES})"
    if name in (".", ".."):
        return "must not be '.' or '..'"
    return None
