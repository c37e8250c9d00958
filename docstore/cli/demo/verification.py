"""Reading an index back and comparing it, document by document, with what it must hold."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from docstore.cli.demo.scene import Expected

if TYPE_CHECKING:
    from docstore.store import Store

_TOLD = 5
_GETS = 1_000


def differences(store: Store, expected: Expected) -> list[str]:
    """The first differences; none when the index holds exactly what it must."""
    from docstore.columns.quiet import quiet

    with quiet():
        return list(islice(_differences(store, expected), _TOLD))


def _differences(store: Store, expected: Expected) -> Iterator[str]:
    from docstore.cli.selection import select

    counted = store.count(index=expected.index)["count"]
    if counted != len(expected.documents):
        yield f"[{expected.index}] counts {counted} documents, not {len(expected.documents)}"
    seen: set[str] = set()
    for found in select(store, expected.index):
        wanted = expected.documents.get(found.id)
        if wanted is None:
            yield f"[{expected.index}] holds [{found.id}], which does not belong there"
        elif found.id in seen:
            yield f"[{expected.index}] holds [{found.id}] twice"
        elif found.source != wanted:
            yield f"[{expected.index}] [{found.id}] is {found.source}, not {wanted}"
        elif found.version != expected.version(found.id):
            yield f"[{expected.index}] [{found.id}] has version {found.version}, not {expected.version(found.id)}"
        seen.add(found.id)
    missing = expected.documents.keys() - seen
    yield from (f"[{expected.index}] lacks [{doc_id}]" for doc_id in sorted(missing))
    yield from _gets(store, expected, seen)


def _gets(store: Store, expected: Expected, seen: set[str]) -> Iterator[str]:
    """Some of the documents once more, one at a time by their ids."""
    for doc_id in islice(expected.documents, 0, None, max(len(expected.documents) // _GETS, 1)):
        if doc_id in seen and store.get(index=expected.index, id=doc_id)["_source"] != expected.documents[doc_id]:
            yield f"[{expected.index}] get of [{doc_id}] gives another document"
