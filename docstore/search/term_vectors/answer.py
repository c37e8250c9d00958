"""What ``_termvectors`` answers (``TermVectorsResponse``)."""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

from docstore.catalog.index import Index
from docstore.columns.cache import CACHE, ColumnCache
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.documents import reading
from docstore.documents.operation import Guard
from docstore.query.scorer import shown_score
from docstore.search.near_real_time import reader_of
from docstore.search.term_vectors.document import vectors_of
from docstore.search.term_vectors.request import TermVectorsRequest
from docstore.search.term_vectors.statistics import Statistics, statistics_of
from docstore.search.term_vectors.vector import Kept, Place, Vector
from docstore.storage import source as codec
from docstore.storage.transaction import Transaction

Json = dict[str, Any]


def answer(txn: Transaction, request: TermVectorsRequest, tables: reading.Tables) -> Json:
    """The terms of one document of an index, or of one that is given.

    :raises ApiError: the index is not there, the document has another version, or the given one may not stand in the index.
    """
    began = time.perf_counter()
    assert request.index is not None
    index = reading.single_index(txn, request.index)
    body: Json = {"_index": index.name}
    if request.doc is not None:
        index.mapping.extended(request.doc, "_id_for_tv_api")
        source: Json | None = request.doc
        body |= {"_version": 0, "found": True}
    else:
        assert request.id is not None
        found = reading.find(txn, index, request.id, request.routing, name=request.index, tables=tables)
        if found is not None:
            reading.check_version(index, request.id, found[0], Guard.parse(request.version, request.version_type))
        source = None if found is None else codec.decode(found[1].source)
        body |= {"_id": request.id, "_version": 0 if found is None else found[0].version, "found": found is not None}
    shown = None if source is None else _fields(txn, index, source, request)
    body["took"] = round((time.perf_counter() - began) * 1000)
    return body if shown is None else {**body, "term_vectors": shown}


def _fields(txn: Transaction, index: Index, source: Json, request: TermVectorsRequest) -> Json:
    view = IndexView(reader_of(txn, index), cache=ColumnCache() if txn.writable else CACHE)
    counted = request.field_statistics or request.term_statistics or request.selection is not None
    shown: Json = {}
    for path, vector in vectors_of(index.mapping, source, request).items():
        field = view.field(path)
        assert field is not None
        statistics = statistics_of(view.column(view.need(Want(field))), vector) if counted else None
        shown[path] = _field(vector, statistics, request)
    return shown


def _field(vector: Vector, statistics: Statistics | None, request: TermVectorsRequest) -> Json:
    scores = None
    if statistics is not None and request.selection is not None:
        scores = request.selection.scores({term: len(places) for term, places in vector.places.items()}, statistics)
    kept = vector.kept.only(positions=request.positions, offsets=request.offsets, payloads=request.payloads)
    terms: Json = {}
    for term, places in vector.places.items():
        if scores is not None and term not in scores:
            continue
        having, often = statistics.of_term(term) if statistics is not None and request.term_statistics else (0, 0)
        body: Json = {"doc_freq": having, "ttf": often} if having else {}
        body["term_freq"] = len(places)
        if kept.anything:
            body["tokens"] = [dict(_place(place, kept)) for place in places]
        if scores is not None:
            body["score"] = shown_score(scores[term])
        terms[term] = body
    if statistics is None or not request.field_statistics:
        return {"terms": terms}
    return {"field_statistics": statistics.to_body(), "terms": terms}


def _place(place: Place, kept: Kept) -> Iterator[tuple[str, Any]]:
    if kept.positions:
        yield "position", place.position
    if kept.offsets:
        yield "start_offset", place.start
        yield "end_offset", place.end
    if kept.payloads and place.payload:
        yield "payload", b64encode(place.payload).decode()
