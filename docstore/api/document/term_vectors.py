"""``_termvectors``, ``_mtermvectors``: the terms of a document, where they stand in it, and how rare they are in its index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docstore.api.body_keys import NO_KEYS, UnknownKeys
from docstore.api.node import Node
from docstore.api.parameters import Id, Names, Routing, flag, joined, names_of
from docstore.api.registry import Body, BodyOrQuery, Privilege, api
from docstore.documents import reading
from docstore.errors import ApiError, ElasticsearchParseError, IllegalArgumentError, JsonObject, ValidationError
from docstore.query.wire import is_scalar, text
from docstore.search.near_real_time import tables_of
from docstore.search.term_vectors.answer import answer
from docstore.search.term_vectors.request import TermVectorsRequest
from docstore.storage.transaction import Transaction


@api(
    "termvectors",
    "GET /{index}/_termvectors",
    "POST /{index}/_termvectors",
    "GET /{index}/_termvectors/{id}",
    "POST /{index}/_termvectors/{id}",
    privilege=Privilege.READ,
)
def termvectors(
    node: Node,
    /,
    *,
    index: str,
    id: Id | None = None,
    doc: Body[JsonObject | None] = None,
    field_statistics: BodyOrQuery[bool | None] = None,
    fields: BodyOrQuery[Names | None] = None,
    filter: Body[JsonObject | None] = None,
    offsets: BodyOrQuery[bool | None] = None,
    payloads: BodyOrQuery[bool | None] = None,
    per_field_analyzer: Body[JsonObject | None] = None,
    positions: BodyOrQuery[bool | None] = None,
    preference: str | None = None,
    realtime: bool | None = None,
    routing: BodyOrQuery[Routing | None] = None,
    term_statistics: BodyOrQuery[bool | None] = None,
    version: BodyOrQuery[int | None] = None,
    version_type: BodyOrQuery[str | None] = None,
    unknown_keys: UnknownKeys = NO_KEYS,
) -> JsonObject:
    """The terms of a document by field: how often it has them and where they stand, how often others have them.

    The answer is ``{"_index": ..., "_id": ..., "_version": 1, "found": true, "took": 0, "term_vectors": {"text": {"field_statistics":
    {"sum_doc_freq": ..., "doc_count": ..., "sum_ttf": ...}, "terms": {"fox": {"doc_freq": ..., "ttf": ..., "term_freq": 1, "tokens":
    [{"position": 3, "start_offset": 16, "end_offset": 19}]}}}}}``. Statistics leave out documents that are deleted. ``preference`` has
    no effect: there is one copy.

    :param doc: a document that need not be in the index; its fields are read as those of the index.
    :param fields: names and patterns; without them those whose mapping says ``term_vector``, and all of a ``doc``. Vectors that an index
        does not keep are made of the text.
    :param filter: only terms that tell most: ``max_num_terms``, ``min_term_freq``, ``max_term_freq``, ``min_doc_freq``,
        ``max_doc_freq``, ``min_word_length``, ``max_word_length``; each with its ``score``.
    :param per_field_analyzer: analyzers of the index instead of those of the fields; one that is not there means the default.
    :param realtime: false sees the documents that were refreshed.
    :raises IndexNotFoundError: there is no such index.
    :raises ValidationError: neither an id nor a document.
    :raises VersionConflictError: the document has another ``version``.
    :raises DocumentParsingError: ``doc`` may not stand in the index.
    """
    given = {name: value for name, value in locals().items() if name in _IN_BODY and value is not None}
    request = TermVectorsRequest(index, None if id is None else str(id)).with_body({**_wire(given), **unknown_keys})
    if request.problems():
        raise ValidationError(*request.problems())
    with node.environment.read() as txn:
        return answer(txn, request, _tables(realtime))


@api(
    "mtermvectors",
    "GET /_mtermvectors",
    "POST /_mtermvectors",
    "GET /{index}/_mtermvectors",
    "POST /{index}/_mtermvectors",
    privilege=Privilege.READ,
)
def mtermvectors(
    node: Node,
    /,
    *,
    index: str | None = None,
    docs: Body[list[Any] | None] = None,
    field_statistics: bool | None = None,
    fields: Names | None = None,
    ids: BodyOrQuery[str | Sequence[Any] | None] = None,
    offsets: bool | None = None,
    parameters: Body[JsonObject | None] = None,
    payloads: bool | None = None,
    positions: bool | None = None,
    preference: str | None = None,
    realtime: bool | None = None,
    routing: Routing | None = None,
    term_statistics: bool | None = None,
    version: int | None = None,
    version_type: str | None = None,
    unknown_keys: UnknownKeys = NO_KEYS,
) -> JsonObject:
    """``termvectors`` of several documents: ``{"docs": [...]}``. One that fails carries its error, the others are not disturbed.

    :param docs: ``[{"_index": ..., "_id": ..., "fields": [...], "term_statistics": true}, ...]``, also with ``doc``.
    :param ids: of documents of ``index``.
    :param parameters: what holds for all ``ids``, as an item of ``docs`` has it.
    :param fields, field_statistics, term_statistics, offsets, payloads, positions, routing, version, version_type: what holds for all that
        do not say otherwise.
    :raises ValidationError: nothing is asked for, or an item has no id or no index.
    """
    for name, value in unknown_keys.items():
        kind = " and type ARRAY" if isinstance(value, list) else " and type OBJECT" if isinstance(value, dict) else ""
        raise ElasticsearchParseError(
            f"no parameter named [{name}]{kind}" if kind else f"_mtermvectors: Parameter [{name}] not supported"
        )
    given = {name: value for name, value in locals().items() if name in _IN_BODY and value is not None}
    template = TermVectorsRequest(index).with_body(_wire(given))
    requests = [template.with_body(_item(each)) for each in docs or ()]
    common = template if parameters is None else template.with_body(parameters)
    requests += [common.with_body({"_id": _id(each)}) for each in (names_of(ids) if isinstance(ids, str) else ids or ())]
    problems = [] if requests else ["multi term vectors: no documents requested"]
    for at, request in enumerate(requests):
        if missing := request.problems():
            problems.append(f"at multi term vectors for doc {at}: {ValidationError(*missing).reason}")
    if problems:
        raise ValidationError(*problems)
    tables = _tables(realtime)
    with node.environment.read() as txn:
        return {"docs": [_one_of_many(txn, request, tables) for request in requests]}


_PARAMETERS = """
doc field_statistics fields filter offsets payloads per_field_analyzer positions routing term_statistics version version_type
"""
_IN_BODY = frozenset(_PARAMETERS.split())


def _wire(given: JsonObject) -> JsonObject:
    """Parameters as a body has them."""
    if "fields" in given:
        given["fields"] = names_of(given["fields"])
    if isinstance(given.get("routing"), list | tuple):
        given["routing"] = joined(given["routing"])
    return given


def _item(item: Any) -> JsonObject:
    if not isinstance(item, dict):
        raise IllegalArgumentError("docs array element should include an object")
    return item


def _id(value: Any) -> str:
    if not is_scalar(value):
        raise IllegalArgumentError("ids array element should only contain ids")
    return text(value)


def _tables(realtime: Any) -> reading.Tables:
    return reading.now if flag("realtime", realtime, True) else tables_of


def _one_of_many(txn: Transaction, request: TermVectorsRequest, tables: reading.Tables) -> JsonObject:
    try:
        return answer(txn, request, tables)
    except ApiError as error:
        return {"_index": request.index, "_id": request.id, "error": error.body["error"]}
