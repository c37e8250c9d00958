"""Which APIs there are, and which parameters of them are refused because their feature is not there."""

from __future__ import annotations

import ast
import inspect
import textwrap
from typing import Any

from docstore.api import parameters
from docstore.api.compared.row import Row, Section
from docstore.api.known import known_names
from docstore.api.listing import apis
from docstore.api.registry import Api

_NOTES = {
    "indices.stats": "what a store has not, as merges in the background, caches and a translog, is zero",
    "put_script": "templates only",
    "reindex": "without scripts, pipelines and remote hosts",
    "update_by_query": "without scripts and `_source`",
}
"""What a declaration does not tell."""


def section() -> Section:
    """All APIs by namespace."""
    present = {api.name: api for api in apis()}
    every = known_names()
    spaces = {name.rpartition(".")[0]: None for name in every}
    parts = [
        (space or "The client itself", [_row(name, present.get(name)) for name in every if name.rpartition(".")[0] == space])
        for space in spaces
    ]
    own = [Row(name, "yes") for name in sorted(present.keys() - set(every))]
    intro = "Details of those that there are: [api.md](api.md). Parameters that are named here are refused with a sentence that says so."
    return Section("APIs", intro, ("API",), (*parts, ("docstore's own", own)))


def _row(name: str, api: Api[..., Any] | None) -> Row:
    if api is None:
        return Row(name, "no")
    refused = _refused(api)
    notes = [_NOTES.get(name, ""), f"without {', '.join(f'`{each}`' for each in refused)}" if refused else ""]
    note = "; ".join(filter(None, notes))
    return Row(name, "partly" if note else "yes", note)


def _refused(api: Api[..., Any]) -> list[str]:
    """The parameters that the handler gives to ``parameters.later``, by their names in a request."""
    wire = {parameter.name: parameter.wire_name for parameter in api.parameters()}
    work = api.handler if api.answer is None else inspect.getmodule(api.answer)
    assert work is not None
    tree = ast.parse(textwrap.dedent(inspect.getsource(work)))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    named = [keyword.arg for call in calls if call.func.id == parameters.later.__name__ for keyword in call.keywords]  # type: ignore[attr-defined]
    return [wire[name].rstrip("_") for name in named if name in wire]
