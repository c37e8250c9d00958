"""A search written as a template: inline, or stored under an id (``SearchTemplateRequest``)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from docstore.catalog.stored_script import StoredScript
from docstore.errors import (
    IllegalArgumentError,
    JsonObject,
    Place,
    ResourceNotFoundError,
    Token,
    ValidationError,
    XContentParseError,
)
from docstore.json_body import read
from docstore.json_token import token_of
from docstore.scripting.mustache import DEFAULT_MEDIA_TYPE, compile_template
from docstore.spelling import did_you_mean

_FLAG = frozenset({"VALUE_BOOLEAN", "VALUE_STRING"})
_KEYS = {
    "id": frozenset({"VALUE_STRING"}),
    "params": frozenset({"START_OBJECT"}),
    "explain": _FLAG,
    "profile": _FLAG,
    "source": frozenset({"START_OBJECT", "VALUE_STRING"}),
}
"""What each key takes."""


@dataclass(frozen=True, slots=True)
class SearchTemplate:
    """What is rendered, and with what."""

    source: str | None = None
    id: str | None = None
    params: JsonObject = field(default_factory=dict)

    @classmethod
    def parse(cls, body: Mapping[str, Any]) -> Self:
        """``{"source": {...}, "params": {...}}`` or ``{"id": "x", "params": {...}}``; the id goes first.

        :raises XContentParseError: an unknown key, or a value of a kind that it does not take.
        :raises ValidationError: there is neither.
        """
        for key, value in body.items():
            if key not in _KEYS:
                raise _refused(body, key, Token.KEY, f"[search_template] unknown field [{key}]{did_you_mean(key, _KEYS)}")
            if value is not None and (token := token_of(value)) not in _KEYS[key]:
                raise _refused(body, key, Token.VALUE, f"[search_template] {key} doesn't support values of type: {token}")
        source, params = body.get("source"), body.get("params")
        if isinstance(source, dict):
            source = json.dumps(source, separators=(",", ":"), ensure_ascii=False)
        if body.get("id") is None and not source:
            raise ValidationError("template is missing")
        return cls(None if source is None else str(source), None if body.get("id") is None else str(body["id"]), params or {})

    def render(self, stored: Mapping[str, StoredScript]) -> JsonObject:
        """The body of the search.

        :raises ResourceNotFoundError: no script is stored under the id.
        :raises ScriptError: the source is no template.
        :raises XContentParseError: what it becomes is not JSON.
        """
        text = self._text(stored)
        found = read(text.encode("utf-8", "surrogatepass")) if text.strip() else {}
        if not isinstance(found, dict):
            raise IllegalArgumentError("a search is a JSON object")
        return found

    def _text(self, stored: Mapping[str, StoredScript]) -> str:
        if self.id is None:
            return compile_template(self.source or "").render(self.params)
        script = stored.get(self.id)
        if script is None:
            raise ResourceNotFoundError(f"unable to find script [{self.id}] in cluster state")
        options = script.options
        strict = str(options.get("detect_missing_params", False)).lower() == "true"
        return compile_template(script.source, options.get("content_type", DEFAULT_MEDIA_TYPE), strict=strict).render(self.params)


def _refused(body: Mapping[str, Any], key: str, token: Token, reason: str) -> XContentParseError:
    error = XContentParseError(reason)
    error.place = Place(token, key, body)
    return error
