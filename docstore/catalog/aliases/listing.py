"""Which aliases do indices have? (``RestGetAliasesAction``)"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docstore.catalog.index import Index
from docstore.catalog.names.lookup import matches
from docstore.catalog.streams.data_stream import DataStream
from docstore.errors import JsonObject


def list_aliases(indices: Iterable[Index | DataStream], names: Sequence[str] | None) -> JsonObject:
    """``{"index": {"aliases": {"name": {...}}}}``; with ``names``, only matching aliases and indices that have one.

    Data streams are listed like indices, but only those that have an alias.
    """
    listed: JsonObject = {}
    for index in indices:
        aliases = {
            name: alias.to_body()
            for name, alias in sorted(index.aliases.items())
            if names is None or selects(names, name)
        }
        if aliases or (names is None and isinstance(index, Index)):
            listed[index.name] = {"aliases": aliases}
    return listed


def missing_aliases(names: Sequence[str], listed: JsonObject) -> list[str]:
    """The names that were asked for without wildcard, are not excluded later, and are in no index."""
    returned = {name for entry in listed.values() for name in entry["aliases"]}
    first = _first_pattern(names)
    missing = set()
    for at, name in enumerate(names):
        if name in returned or _is_pattern(name) or (at > first and name.startswith("-")):
            continue
        excluded = [later[1:] for later in names[max(at + 1, first) :] if later.startswith("-")]
        if not matches(excluded, name):
            missing.add(name)
    return sorted(missing)


def selects(names: Sequence[str], alias: str) -> bool:
    """Whether names and patterns select an alias; ``-name`` takes away again (``Metadata.findAliases``)."""
    selected = False
    for name in names:
        selected = selected and not matches((name[1:],), alias) if name.startswith("-") else selected or matches((name,), alias)
    return selected


def _is_pattern(name: str) -> bool:
    return name == "_all" or "*" in name


def _first_pattern(names: Sequence[str]) -> int:
    return next((at for at, name in enumerate(names) if "*" in name), len(names))
