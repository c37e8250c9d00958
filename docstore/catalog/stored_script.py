"""Stored scripts: a source in some language, by id (``StoredScriptSource``)."""

from __future__ import annotations

import json
from dataclasses import field
from typing import Any

from docstore.catalog.section import section
from docstore.errors import IllegalArgumentError, JsonObject, ParsingError, XContentParseError
from docstore.frozen import frozen

_KEYS = frozenset({"lang", "source", "options", "params"})
_JSON = {"content_type": "application/json;charset=utf-8"}
MAX_SIZE = 65_535
"""``script.max_size_in_bytes``."""


@frozen
class StoredScript:
    """One script."""

    lang: str
    source: str
    options: JsonObject = field(default_factory=dict)

    @classmethod
    def parse(cls, body: Any) -> StoredScript:
        """``{"lang": "mustache", "source": "..."}``; a source that is an object is kept as its JSON. ``params`` are not
        kept: they come with each search.

        :raises ApiError: a language or a source is missing, or an unknown key.
        """
        if not isinstance(body, dict):
            raise ParsingError("unexpected token [VALUE_STRING], expected [{, <source>]")
        for key in body:
            if key not in _KEYS:
                raise XContentParseError(f"[stored script source] unknown field [{key}]")
        source, options = body.get("source"), dict(body.get("options") or {})
        if not body.get("lang"):
            raise IllegalArgumentError("must specify lang for stored script")
        if not source:
            raise IllegalArgumentError("must specify source for stored script")
        if set(options) - {"content_type", "detect_missing_params"}:
            raise IllegalArgumentError(f"illegal compiler options [{_shown(options)}] specified")
        if isinstance(source, dict | list):
            return cls(str(body["lang"]), json.dumps(source, separators=(",", ":"), ensure_ascii=False), {**_JSON, **options})
        return cls(str(body["lang"]), str(source), options)

    def to_body(self) -> JsonObject:
        """As ``GET _scripts`` shows it."""
        body: JsonObject = {"lang": self.lang, "source": self.source}
        return body | ({"options": self.options} if self.options else {})


def _shown(options: JsonObject) -> str:
    return "{" + ", ".join(f"{key}={value}" for key, value in options.items()) + "}"


STORED_SCRIPTS = section("stored_script", lambda name, body: StoredScript.parse(body), StoredScript.to_body)
"""By id."""
