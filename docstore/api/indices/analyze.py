"""The analyze API: the tokens of a text (``TransportAnalyzeAction``)."""

from __future__ import annotations

from typing import Any

from docstore.analysis.analyzer import Analyzer
from docstore.analysis.index_analyzers import IndexAnalyzers
from docstore.analysis.report import AnalyzeRequest, explained, simple
from docstore.api.node import Node
from docstore.api.registry import Body, Privilege, api
from docstore.catalog.index import Index
from docstore.documents.reading import single_index
from docstore.errors import IllegalArgumentError, JsonObject, ValidationError
from docstore.mapping.types.keyword import KeywordField
from docstore.mapping.types.text import TextField
from docstore.query.wire import Declared, declared
from docstore.query.wire import text as text_of

Component = str | JsonObject

_TEXTS = {
    "text": Declared(
        frozenset({"VALUE_STRING", "START_ARRAY"}),
        lambda value: [value] if isinstance(value, str) else [text_of(one) for one in value],
    )
}
_NOT_TOKENIZED = "Can't process field [{}], Analysis requests are only supported on tokenized fields"


@api("indices.analyze", "GET /_analyze", "POST /_analyze", "GET /{index}/_analyze", "POST /{index}/_analyze", privilege=Privilege.MONITOR)
def analyze(
    node: Node,
    *,
    index: str | None = None,
    analyzer: Body[str | None] = None,
    attributes: Body[str | list[str] | None] = None,
    char_filter: Body[JsonObject | list[Any] | None] = None,
    explain: Body[bool | None] = None,
    field: Body[str | None] = None,
    filter: Body[JsonObject | list[Any] | None] = None,
    normalizer: Body[str | None] = None,
    text: Body[Any] = None,
    tokenizer: Body[Any] = None,
) -> JsonObject:
    """Show the tokens of a text: ``{"tokens": [{"token", "start_offset", "end_offset", "type", "position"}]}``.

    :param index: an index, whose analyzers have their names here; without one, only those that are always there.
    :param analyzer: a name; ``standard``, or the index's default, when nothing else says how to analyze.
    :param attributes: which further attributes an explanation shows.
    :param char_filter, filter: names, or definitions (``{"type": "stop", "stopwords": [...]}``); one definition needs no list.
    :param explain: show what each part of a custom analyzer does.
    :param field: a field of the index; its analyzer.
    :param normalizer: a name.
    :param text: one text or several, as of a field with several values. Offsets count UTF-16 units, as in Java.
    :param tokenizer: a name or a definition.
    :raises ValidationError: no text, or parameters that exclude each other.
    :raises IllegalArgumentError: a name that there is not, a wrong definition.
    :raises XContentParseError: neither a text nor a list of such.
    """
    texts = [] if text is None else declared("analyze_request", {"text": text}, _TEXTS)["text"]
    shown = [attributes] if isinstance(attributes, str) else attributes or ()
    request = AnalyzeRequest(texts, tokenizer, _parts(char_filter), _parts(filter), [name.lower() for name in shown])
    _check(request, index, analyzer, normalizer, field)
    found = None
    if index is not None:
        with node.environment.read() as txn:
            found = single_index(txn, index)
            found.check_readable()
    analyzers = IndexAnalyzers() if found is None else found.mapping.settings.analyzers
    limit = 10000 if found is None else found.settings.get("index.analyze.max_token_count")
    if request.has_parts:
        chosen: Analyzer = request.custom(analyzers, indexed=found is not None)
    elif normalizer is not None:
        if (of_name := analyzers.normalizer(normalizer)) is None:
            raise IllegalArgumentError(f"failed to find normalizer under [{normalizer}]")
        chosen = of_name
    else:
        chosen = request.named(analyzers, analyzer or _of_field(found, field), indexed=found is not None)
    return explained(chosen, request, limit) if explain in (True, "true") else simple(chosen, request.texts, limit)


def _parts(given: JsonObject | list[Any] | None) -> list[Any]:
    return [given] if isinstance(given, dict) else given or []


def _check(request: AnalyzeRequest, index: str | None, analyzer: str | None, normalizer: str | None, field: str | None) -> None:
    problems = []
    parts = bool(request.char_filters or request.filters)
    if not request.texts:
        problems.append("text is missing")
    if not index and normalizer is not None:
        problems.append("index is required if normalizer is specified")
    if normalizer is not None and (request.tokenizer is not None or analyzer is not None):
        problems.append("tokenizer/analyze should be null if normalizer is specified")
    if analyzer is not None and (request.tokenizer is not None or parts):
        problems.append("cannot define extra components on a named analyzer")
    if normalizer is not None and parts:
        problems.append("cannot define extra components on a named normalizer")
    if field is not None and (request.tokenizer is not None or parts):
        problems.append("cannot define extra components on a field-specific analyzer")
    if problems:
        raise ValidationError(*problems)


def _of_field(index: Index | None, name: str | None) -> Any:
    """The analyzer of a field; None where the default is meant."""
    if name is None:
        return None
    if index is None:
        raise IllegalArgumentError("analysis based on a specific field requires an index")
    field = index.mapping.field(name)
    if field is None:
        return None
    if isinstance(field, TextField):
        return field.analyzers.index
    if isinstance(field, KeywordField):
        return field.normalizer or index.mapping.settings.analyzers.analyzer("keyword")
    raise IllegalArgumentError(_NOT_TOKENIZED.format(name))
