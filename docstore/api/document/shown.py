"""What a get answers of a document: which parts of ``_source``, which stored fields, as it was given or as it would be rebuilt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from docstore.api.parameters import Names, names_of
from docstore.catalog.index import Index
from docstore.columns.fields import fields_of
from docstore.documents import reading
from docstore.documents.source_filter import EVERYTHING, NOTHING, SourceFilter
from docstore.errors import IllegalArgumentError, JsonObject
from docstore.frozen import frozen
from docstore.search.fetched import Fetched
from docstore.storage import source as codec
from docstore.storage.pointer import Pointer
from docstore.storage.record import Record

_SOURCE = "_source"


@frozen
class Shown:
    """``rebuilt``: ``_source`` as it would be if the index had no other (``force_synthetic_source``)."""

    source: SourceFilter = EVERYTHING
    stored: tuple[str, ...] = ()
    rebuilt: bool = False

    @classmethod
    def of(
        cls,
        source: Any,
        includes: Names | None,
        excludes: Names | None,
        exclude_vectors: bool | None = None,
        stored_fields: Names | None = None,
        rebuilt: bool | None = None,
    ) -> Shown:
        """From the parameters of a request. With stored fields, ``_source`` only where it is asked for."""
        if (source, includes, excludes, exclude_vectors, stored_fields, rebuilt) == _NOTHING_SAID:
            return _PLAIN
        asked = any(each is not None for each in (source, includes, excludes, exclude_vectors))
        wanted = SourceFilter.of(source, includes, excludes, exclude_vectors) if asked else EVERYTHING
        found = cls(wanted, rebuilt=bool(rebuilt))
        return found if stored_fields is None else found.with_stored(names_of(stored_fields), whole=asked)

    def with_stored(self, names: Sequence[str], *, whole: bool = False) -> Shown:
        """With these stored fields; ``whole``: and with ``_source`` as well."""
        source = self.source if whole else NOTHING
        if _SOURCE in names and source is NOTHING:
            source = EVERYTHING if self.source is NOTHING else self.source
        return replace(self, source=source, stored=tuple(name for name in names if name != _SOURCE))

    def for_item(self, item: JsonObject) -> Shown:
        """As an item of an mget says otherwise."""
        source, stored = item.get("_source"), item.get("stored_fields")
        found = self if source is None else replace(self, source=SourceFilter.parse(source))
        return found if stored is None else found.with_stored(names_of(stored), whole=source is not None)

    def body(self, index: Index, doc_id: str, found: tuple[Pointer, Record] | None) -> JsonObject:
        """The answer.

        :raises IllegalArgumentError: a stored field is an object.
        """
        hit = reading.hit(index, doc_id, found, self.source, rebuilt=self.rebuilt)
        if self.stored and found is not None:
            add_stored(index, hit, found, self.stored)
        return hit


_NOTHING_SAID = (None,) * 6
_PLAIN = Shown()


def add_stored(index: Index, hit: JsonObject, found: tuple[Pointer, Record], names: Sequence[str]) -> None:
    """Put stored fields into a hit (``ShardGetService``).

    :raises IllegalArgumentError: one is an object.
    """
    fields = fields_of(index.mapping, index.history)
    for name in names:
        if fields.is_object(name):
            raise IllegalArgumentError(f"field [{name}] isn't a leaf field")
    from docstore.search.fetch_fields import FetchFields

    FetchFields.stored(fields, names).add(hit, Fetched.of(found[0].seq, found[1]))
    if "_ignored" in names and (ignored := index.history.ignored(index.mapping, codec.decode(found[1].source), found[0].seq)):
        hit["_ignored"] = list(ignored)
