"""``docstore stats``: what is in a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table

from docstore.cli import numbers, opening
from docstore.cli.parameters import AsJson, StorePath
from docstore.cli.screen import Screen
from docstore.errors import JsonObject

if TYPE_CHECKING:
    from docstore.store import Store


def stats(path: StorePath, as_json: AsJson = False) -> None:
    """Count the documents and bytes of each index, and tell the store's format and size."""
    with opening.for_reading(path) as store:
        body = {"store": _store(store), "indices": _indices(store)}
    Screen(as_json=as_json).answer(body, lambda console: _show(console, body))


def _store(store: Store) -> JsonObject:
    from docstore.storage import layout

    with store._node.environment.read() as txn:
        written, id_ = layout.counter(txn, b"format"), layout.store_id(txn)
    return {"path": str(store.path), "id": id_, "format": written, "bytes": (store.path / "data.mdb").stat().st_size}


def _indices(store: Store) -> JsonObject:
    counted = store.indices.stats(expand_wildcards="all", forbid_closed_indices=False)["indices"]
    aliases = store.indices.get_alias()
    return {
        name: {
            "status": found["status"],
            "documents": found["primaries"]["docs"]["count"],
            "deleted": found["primaries"]["docs"]["deleted"],
            "bytes": found["primaries"]["store"]["size_in_bytes"],
            "aliases": sorted(aliases.get(name, {}).get("aliases", {})),
        }
        for name, found in counted.items()
    }


def _show(console: Console, body: JsonObject) -> None:
    store = body["store"]
    console.print(f"{store['path']}: format {store['format']}, {numbers.size(store['bytes'])}", markup=False, soft_wrap=True)
    table = Table("index", box=box.SIMPLE if console.is_terminal else None, pad_edge=False)
    for title in ("documents", "deleted", "size"):
        table.add_column(title, justify="right")
    table.add_column("aliases")
    for name, found in body["indices"].items():
        closed = " (closed)" if found["status"] == "close" else ""
        counts = numbers.count(found["documents"]), numbers.count(found["deleted"]), numbers.size(found["bytes"])
        table.add_row(name + closed, *counts, ", ".join(found["aliases"]))
    console.print(table if body["indices"] else "no indices")
