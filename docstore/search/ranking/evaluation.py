"""What is evaluated: searches with the ratings of their hits, and a metric (``RankEvalSpec``, ``RatedRequest``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from docstore.errors import IllegalArgumentError, IllegalStateError, NotBuiltError, ResourceNotFoundError
from docstore.frozen import frozen
from docstore.query.wire import Declared, declared, integer, text
from docstore.scripting.search_template import SearchTemplate
from docstore.search.ranking.metric import Metric, parse_metric
from docstore.search.ranking.rated import Json, RatedDocument, Ratings, check_required
from docstore.search.request import SearchRequest

_TEXT = frozenset({"VALUE_STRING"})
_OBJECT = frozenset({"START_OBJECT"})
_LIST = frozenset({"START_ARRAY", "START_OBJECT"})
_AMBIGUOUS = "Ambiguous rated request: Set both, verbatim test request and test request template parameters."


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _search(value: Any) -> Json:
    SearchRequest.parse(value)
    body: Json = value
    return body


_REQUEST = {
    "id": Declared(_TEXT, text),
    "ratings": Declared(_LIST, lambda value: tuple(RatedDocument.parse(each) for each in _each(value))),
    "request": Declared(_OBJECT, _search),
    "params": Declared(_OBJECT, dict),
    "summary_fields": Declared(frozenset({"START_ARRAY", "VALUE_STRING"}), lambda value: [text(each) for each in _each(value)]),
    "template_id": Declared(_TEXT, text),
}

_FORBIDDEN = {
    "suggest": "Query in rated requests should not contain a suggest section.",
    "aggs": "Query in rated requests should not contain aggregations.",
    "aggregations": "Query in rated requests should not contain aggregations.",
    "highlight": "Query in rated requests should not contain a highlighter section.",
    "explain": "Query in rated requests should not use explain.",
    "profile": "Query in rated requests should not use profile.",
}


def check_search(body: Json) -> None:
    """:raises IllegalArgumentError: a search has what no ranking can be judged by."""
    for key, reason in _FORBIDDEN.items():
        if body.get(key) not in (None, False, "false"):
            raise IllegalArgumentError(reason)


@frozen
class RatedSearch:
    """One search, or what a template needs to become it, and the ratings."""

    id: str
    ratings: Ratings
    body: Json | None = None
    params: Json | None = None
    template: str | None = None
    summary_fields: tuple[str, ...] = ()

    @classmethod
    def parse(cls, body: Any) -> Self:
        """``{"id": "q", "request": {"query": {...}}, "ratings": [{"_index": "a", "_id": "1", "rating": 1}]}``.

        :raises XContentParseError: another shape, or parts that do not go together.
        """
        found = declared("request", body, _REQUEST)
        check_required(found, "id", "ratings")
        made = cls(
            found["id"],
            Ratings(found["ratings"]),
            found.get("request"),
            found.get("params"),
            found.get("template_id"),
            tuple(found.get("summary_fields", ())),
        )
        try:
            made._check()
        except IllegalArgumentError as error:
            raise NotBuiltError("request", error) from error
        return made

    def _check(self) -> None:
        if self.body is not None and (self.params or self.template is not None):
            raise IllegalArgumentError(_AMBIGUOUS)
        if self.body is None and not self.params:
            raise IllegalArgumentError("Need to set at least test request or test request template parameters.")
        if self.params and self.template is None:
            raise IllegalArgumentError("If template parameters are supplied need to set id of template to apply them to too.")
        check_search(self.body or {})
        seen: set[tuple[str, str]] = set()
        for each in self.ratings.documents:
            if (each.index, each.id) in seen:
                key = f'{{"_index":"{each.index}","_id":"{each.id}"}}'
                raise IllegalArgumentError(f"Found duplicate rated document key [{key}] in evaluation request [{self.id}]")
            seen.add((each.index, each.id))

    def search(self, templates: Mapping[str, SearchTemplate], stored: Mapping[str, Any]) -> Json:
        """The body of the search.

        :raises ApiError: there is no such template, or what it becomes is no search that can be judged.
        """
        if self.body is not None:
            return self.body
        template = templates.get(str(self.template))
        if template is None:
            raise ResourceNotFoundError(f"unable to find template [{self.template}] of the rated request [{self.id}]")
        body = SearchTemplate(template.source, template.id, {**template.params, **(self.params or {})}).render(stored)
        SearchRequest.parse(body)
        check_search(body)
        return body


_TEMPLATE = {"id": Declared(_TEXT, text), "template": Declared(_OBJECT, lambda value: _template(value))}


def _template(body: Json) -> SearchTemplate:
    lang = body.get("lang", "mustache")
    if lang != "mustache":
        raise IllegalArgumentError(f"script_lang not supported [{lang}]")
    return SearchTemplate.parse({key: value for key, value in body.items() if key != "lang"})


def _templates(value: Any) -> dict[str, SearchTemplate]:
    found = [declared("script_with_id", each, _TEMPLATE) for each in _each(value)]
    for each in found:
        check_required(each, "id", "template")
    return {each["id"]: each["template"] for each in found}


_SPEC = {
    "requests": Declared(_LIST, lambda value: tuple(RatedSearch.parse(each) for each in _each(value))),
    "metric": Declared(_OBJECT, parse_metric),
    "templates": Declared(_LIST, _templates),
    "max_concurrent_searches": Declared(frozenset({"VALUE_NUMBER", "VALUE_STRING"}), integer),
}


@frozen
class Evaluation:
    """A whole request."""

    searches: tuple[RatedSearch, ...]
    metric: Metric
    templates: Mapping[str, SearchTemplate]

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"requests": [...], "metric": {"precision": {"k": 5}}, "templates": [{"id": "t", "template": {"source": {...}}}]}``.

        :raises XContentParseError: another shape, or parts that do not go together.
        :raises IllegalArgumentError: no requests, or no metric.
        """
        found = declared("rank_eval", body, _SPEC)
        check_required(found, "requests", "metric")
        made = cls(found["requests"], found["metric"], found.get("templates", {}))
        try:
            made._check()
        except (IllegalArgumentError, IllegalStateError) as error:
            raise NotBuiltError("rank_eval", error) from error
        return made

    def _check(self) -> None:
        if not self.searches:
            raise IllegalArgumentError("Cannot evaluate ranking if no search requests with rated results are provided. Seen: []")
        lacking = next((each for each in self.searches if each.body is None), None)
        if not self.templates and lacking is not None:
            raise IllegalStateError(
                f"Cannot evaluate ranking if neither template nor evaluation request is provided. Seen for request id: {lacking.id}"
            )
