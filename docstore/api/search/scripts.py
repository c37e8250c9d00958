"""Stored scripts: put, get, delete. Only templates of searches, for now."""

from __future__ import annotations

from typing import Any

from docstore.api.body_keys import NO_KEYS, UnknownKeys
from docstore.api.node import Node
from docstore.api.parameters import Duration
from docstore.api.registry import Body, Privilege, api
from docstore.catalog.changes import delete_object, put_object
from docstore.catalog.current import current
from docstore.catalog.stored_script import MAX_SIZE, STORED_SCRIPTS, StoredScript
from docstore.errors import (
    DocumentNotFoundError,
    IllegalArgumentError,
    JsonObject,
    NotImplementedByDocstoreError,
    ParsingError,
    ResourceNotFoundError,
    ScriptError,
    ValidationError,
)
from docstore.scripting.mustache import compile_template

_LANGUAGES = ("painless", "expression", "mustache")


@api(
    "put_script",
    "PUT /_scripts/{id}",
    "POST /_scripts/{id}",
    "PUT /_scripts/{id}/{context}",
    "POST /_scripts/{id}/{context}",
    privilege=Privilege.MANAGE,
)
def put_script(
    node: Node,
    /,
    *,
    id: str,
    context: str | None = None,
    master_timeout: Duration | None = None,
    script: Body[Any] = None,
    timeout: Duration | None = None,
    unknown_keys: UnknownKeys = NO_KEYS,
) -> JsonObject:
    """Store a script, over one that is there: a template for ``search_template``.

    :param script: ``{"lang": "mustache", "source": {"query": {"match": {"title": "{{words}}"}}}}``.
    :param context: what it is for; a template is for nothing else.
    :param master_timeout, timeout: without meaning for one local node.
    :raises NotImplementedByDocstoreError: a script in another language.
    :raises IllegalArgumentError: the script does not compile.
    """
    if unknown_keys:
        raise ParsingError(f"unexpected field [{next(iter(unknown_keys))}], expected [script]")
    if script is None:
        raise ParsingError("unexpected token [END_OBJECT], expected [{, <source>]")
    if "#" in id:
        raise ValidationError("id cannot contain '#' for stored script")
    parsed = StoredScript.parse(script)
    _check(id, parsed)
    with node.environment.write() as txn:
        put_object(txn, STORED_SCRIPTS, id, parsed)
    return {"acknowledged": True}


def _check(id: str, script: StoredScript) -> None:
    if script.lang not in _LANGUAGES:
        raise IllegalArgumentError(f"unable to put stored script with unsupported lang [{script.lang}]")
    if script.lang != "mustache":
        raise NotImplementedByDocstoreError(f"scripts in [{script.lang}] are not supported by docstore yet: only templates in [mustache]")
    size = len(script.source.encode("utf-8", "surrogatepass"))
    if size > MAX_SIZE:
        raise IllegalArgumentError(
            f"exceeded max allowed stored script size in bytes [{MAX_SIZE}] with size [{size}] for script [{id}]"
        )
    try:
        compile_template(script.source)
    except ScriptError as error:
        raise IllegalArgumentError(f"failed to parse/compile stored script [{id}]", caused_by=error) from error


@api("get_script_languages", "GET /_script_language", privilege=Privilege.READ)
def get_script_languages(node: Node) -> JsonObject:
    """The languages that scripts may have, and what for: ``{"types_allowed": [...], "language_contexts": [...]}``."""
    return {"types_allowed": ["inline", "stored"], "language_contexts": [{"language": "mustache", "contexts": ["template"]}]}


@api("get_script", "GET /_scripts/{id}", privilege=Privilege.READ)
def get_script(node: Node, *, id: str, master_timeout: Duration | None = None) -> JsonObject:
    """A stored script: ``{"_id": ..., "found": true, "script": {"lang": ..., "source": ...}}``.

    :param master_timeout: without meaning for one local node.
    :raises DocumentNotFoundError: there is none of that id.
    """
    with node.environment.read() as txn:
        found = current(txn).section(STORED_SCRIPTS).get(id)
    if found is None:
        raise DocumentNotFoundError({"_id": id, "found": False})
    return {"_id": id, "found": True, "script": found.to_body()}


@api("delete_script", "DELETE /_scripts/{id}", privilege=Privilege.MANAGE)
def delete_script(node: Node, *, id: str, master_timeout: Duration | None = None, timeout: Duration | None = None) -> JsonObject:
    """Remove a stored script.

    :param master_timeout, timeout: without meaning for one local node.
    :raises ResourceNotFoundError: there is none of that id.
    """
    with node.environment.write() as txn:
        if id not in current(txn).section(STORED_SCRIPTS):
            raise ResourceNotFoundError(f"stored script [{id}] does not exist and cannot be deleted")
        delete_object(txn, STORED_SCRIPTS, id)
    return {"acknowledged": True}
