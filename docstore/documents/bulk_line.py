"""The line of a bulk request that says what is to be done: its action and the action's parameters (``BulkRequestParser``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docstore.errors import IllegalArgumentError, JsonObject, NotTextError
from docstore.json_token import token_of
from docstore.mapping.java_text import java_string

_ACTIONS = ("create", "delete", "index", "update")
_METADATA = frozenset({
    "_index", "_id", "routing", "version", "version_type", "if_seq_no", "if_primary_term", "require_alias", "retry_on_conflict",
    "op_type", "pipeline", "_source", "dynamic_templates", "require_data_stream", "list_executed_pipelines",
})  # fmt: skip
_OBJECTS = frozenset({"_source", "dynamic_templates"})


Place = tuple[str, str | None, str | None]
"""An action that stores a document, ``_index`` and ``_id``."""


def place_of(line: Any) -> Place | None:
    """What a line says that stores a document and says no more than where; ``None`` for any other line."""
    if type(line) is not dict or len(line) != 1:
        return None
    ((action, metadata),) = line.items()
    if (action != "index" and action != "create") or type(metadata) is not dict:
        return None
    index, doc_id = metadata.get("_index"), metadata.get("_id")
    if len(metadata) != (index is not None) + (doc_id is not None) or not (index is None or type(index) is str):
        return None
    if doc_id is None or type(doc_id) is str:
        return action, index, doc_id
    return (action, index, str(doc_id)) if type(doc_id) is int else None


def action_of(number: int, line: Any) -> tuple[str, JsonObject]:
    """The action of a line and its parameters; those that are null are as good as not there.

    :raises IllegalArgumentError: the line is none.
    """
    if not isinstance(line, Mapping):
        raise _malformed(number, f"expected START_OBJECT but found [{token_of(line)}]")
    if not line:
        raise _malformed(number, "expected FIELD_NAME but found [END_OBJECT]")
    action = next(iter(line))
    if action not in _ACTIONS:
        raise _malformed(number, f"expected field [create], [delete], [index] or [update] but found [{action}]")
    metadata = line[action]
    if not isinstance(metadata, Mapping):
        raise _malformed(number, f"expected START_OBJECT or END_OBJECT but found [{token_of(metadata)}]")
    found = {key: value for key, value in metadata.items() if _is_given(number, key, value)}
    if len(line) > 1:
        raise _malformed(number, "expected END_OBJECT but found [FIELD_NAME]")
    return action, found


def _is_given(number: int, key: str, value: Any) -> bool:
    kind = type(value)
    if kind is str or kind is int or kind is float or kind is bool:
        if key not in _METADATA or key == "dynamic_templates":
            raise IllegalArgumentError(f"Action/metadata line [{number}] contains an unknown parameter [{key}]")
        return True
    if value is None:
        return False
    if isinstance(value, Mapping) and key in _OBJECTS:
        return True
    raise _malformed(number, f"expected a simple value for field [{key}] but found [{token_of(value)}]")


def templates_of(number: int, action: str, metadata: JsonObject) -> dict[str, str]:
    """Names of dynamic templates by the paths of new fields.

    :raises NotTextError: one is no text.
    :raises IllegalArgumentError: the action makes no fields.
    """
    found = metadata.get("dynamic_templates") or {}
    for name in found.values():
        if name is None or isinstance(name, Mapping | list | tuple):
            raise NotTextError(token_of(name), f"line [{number}]")
    if found and action in ("delete", "update"):
        raise IllegalArgumentError(f"{action.capitalize()} request in line [{number}] does not accept dynamic_templates")
    return {path: java_string(name) for path, name in found.items()}


def _malformed(number: int, problem: str) -> IllegalArgumentError:
    return IllegalArgumentError(f"Malformed action/metadata line [{number}], {problem}")
