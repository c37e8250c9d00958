"""May this document stand in this index? Its shape meets the mapping; only what the shape leaves open is looked at.

Elasticsearch parses every document on every write (``DocumentParser``); the outcome here is the same, the work is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docstore.catalog import changes
from docstore.catalog.mapping_rules import check_mapping
from docstore.catalog.time_series import is_time_series
from docstore.errors import XContentParseError
from docstore.mapping.dynamic_template import NOTHING_NAMED, Named
from docstore.mapping.json_values import normalise
from docstore.mapping.shape import ForeignValueError, Shape, Shapes
from docstore.mapping.verdict import Action
from docstore.storage import source as codec
from docstore.storage.source import Source

if TYPE_CHECKING:
    from docstore.catalog.index import Index
    from docstore.mapping.mapping import Mapping
    from docstore.storage.transaction import Transaction

SHAPES = Shapes()
"""The shapes this process has met, by the keys and types of the documents that had them."""

_STEPS = 64
"""A dynamic update settles in one or two steps; more would be a fault of the mapping."""


def fits(
    mapping: Mapping,
    shape: Shape,
    source: Source,
    encoded: bytes,
    doc_id: str,
    routing: str | None = None,
    named: Named = NOTHING_NAMED,
) -> Mapping:
    """The mapping under which the document is valid: this one, or this one with the document's new fields.

    :raises DocumentParsingError, StrictDynamicMappingError: it is not valid.
    """
    settled = _settled(mapping, shape, source, encoded, doc_id, named)
    settled.check_routing(source, routing)
    return settled


def _settled(mapping: Mapping, shape: Shape, source: Source, encoded: bytes, doc_id: str, named: Named) -> Mapping:
    for _ in range(_STEPS):
        verdict = mapping.verdict(shape)
        match verdict.action:
            case Action.COPY:
                if verdict.max_bytes is not None and len(encoded) >= verdict.max_bytes:
                    mapping.validate(source, doc_id)
                return mapping
            case Action.CHECK:
                verdict.check(source, doc_id, len(encoded))
                return mapping
            case Action.REJECT:
                mapping.validate(source, doc_id, named)
                raise AssertionError(f"the mapping accepts a document of the shape it rejects: {shape.entries}")
            case Action.DYNAMIC:
                extended = mapping.extended(source, doc_id, named, shape)
                if extended is mapping:
                    return mapping
                mapping = extended
    raise AssertionError(f"the mapping does not settle for the shape {shape.entries}")


def extended(txn: Transaction, index: Index, mapping: Mapping) -> Index:
    """The index with new fields in its mapping, which documents see that are written from now on.

    :raises IllegalArgumentError: they cannot stand in an index of its mode.
    """
    if is_time_series(index):
        check_mapping(index.name, index.settings, mapping)
    return changes.put_mapping(txn, index, mapping)


Admitted = tuple["Index", Shape, bytes, Source]
"""The index with its mapping brought up to date; the document's shape, its bytes, and itself as JSON has it."""


def admit(
    txn: Transaction, index: Index, source: Source, doc_id: str, routing: str | None = None, named: Named = NOTHING_NAMED
) -> Admitted:
    """Let a document into an index.

    :param named: the dynamic templates that the request wants for new fields, by full path.
    """
    try:
        return _admit(txn, index, source, doc_id, routing, named)
    except RecursionError:
        raise XContentParseError.too_deep() from None


def _admit(txn: Transaction, index: Index, source: Source, doc_id: str, routing: str | None, named: Named) -> Admitted:
    try:
        shape = SHAPES.of(source)
    except ForeignValueError:
        source = normalise(source)
        shape = SHAPES.of(source)
    encoded = codec.encode(source)
    mapping = fits(index.mapping, shape, source, encoded, doc_id, routing, named)
    if mapping is not index.mapping:
        index = extended(txn, index, mapping)
    return index, shape, encoded, source
