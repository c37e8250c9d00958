"""``docstore load``: documents of a file into an index."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import asdict
from itertools import groupby, islice
from typing import TYPE_CHECKING, Annotated

import typer

import docstore
from docstore.cli import document_file, numbers, opening
from docstore.cli.document_file import Found
from docstore.cli.failure import CommandError
from docstore.cli.parameters import AsJson, StorePath
from docstore.cli.screen import Screen

if TYPE_CHECKING:
    from docstore.documents.loading import Loaded
    from docstore.store import Store

_BATCH = 1_000


def load(
    path: StorePath,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A .ndjson or .json file; - for stdin.", show_default=False)],
    index: Annotated[str, typer.Option("--index", metavar="NAME", help="Into this index; made if there is none.")],
    id_field: Annotated[
        str | None, typer.Option("--id", metavar="FIELD", help="The field that holds the id; else what the file says, or a new one each.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Load the documents of a file into an index; the store is made if there is none."""
    screen = Screen(as_json=as_json)
    began = time.monotonic()
    with opening.new_or_existing(path) as store, screen.bar(f"loading into {index}") as bar:
        loaded = stored(store, index, document_file.read(file), id_field, bar.counted)
    seconds = time.monotonic() - began
    total = loaded.created + loaded.updated
    text = (
        f"{numbers.count(loaded.created)} created, {numbers.count(loaded.updated)} updated in [{index}], "
        f"{seconds:.2f} s, {numbers.rate(total, seconds)}"
    )
    screen.answer({"index": index, **asdict(loaded), "seconds": round(seconds, 3)}, lambda console: console.print(text, markup=False))


def stored(store: Store, index: str, found: Iterator[Found], id_field: str | None, progress: Callable[[int], None]) -> Loaded:
    """Store documents; neighbours that say equally much of themselves go together."""
    created = updated = 0
    for (has_id, has_routing), group in groupby(found, key=lambda one: (one.id is not None, one.routing is not None)):
        before = created + updated

        def tell(count: int, before: int = before) -> None:
            progress(before + count)

        if has_routing:
            loaded = _routed(store, index, group, id_field, tell)
        elif has_id and id_field is None:
            loaded = _with_ids(store, index, group, tell)
        else:
            loaded = store.load(index=index, documents=(one.source for one in group), id=id_field, progress=tell)
        created, updated = created + loaded.created, updated + loaded.updated
    return docstore.Loaded(created, updated)


def _with_ids(store: Store, index: str, group: Iterator[Found], tell: Callable[[int], None]) -> Loaded:
    """The ids stand beside the documents: they wait in a queue until ``load`` asks for the id of each, in the same order."""
    ids: deque[str] = deque()

    def sources() -> Iterator[dict[str, object]]:
        for one in group:
            ids.append(str(one.id))
            yield one.source

    return store.load(index=index, documents=sources(), id=lambda _: ids.popleft(), progress=tell)


def _routed(store: Store, index: str, group: Iterator[Found], id_field: str | None, tell: Callable[[int], None]) -> Loaded:
    created = updated = 0
    while batch := list(islice(group, _BATCH)):
        operations: list[object] = []
        for one in batch:
            operations += [{"index": {"_id": _id(one, id_field), "routing": one.routing}}, one.source]
        for item in store.bulk(index=index, operations=operations)["items"]:
            outcome = item["index"]
            if "error" in outcome:
                raise CommandError(outcome["error"]["reason"])
            created += outcome["result"] == "created"
            updated += outcome["result"] == "updated"
        tell(created + updated)
    return docstore.Loaded(created, updated)


def _id(one: Found, id_field: str | None) -> str | None:
    if id_field is None:
        return one.id
    if id_field not in one.source:
        raise CommandError(f"a document has no field [{id_field}] to take its _id from: {str(one.source)[:200]}")
    return str(one.source[id_field])
