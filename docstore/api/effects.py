"""Which parameters of an API say nothing to its handler: they are checked, and have no effect in a store on one machine.

Read from the code of the handlers, so that the documentation cannot say otherwise.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Mapping
from typing import Any

from docstore.api.registry import Api

COMMON: Mapping[str, str] = {
    "timeout": "nothing is waited for",
    "master_timeout": "there is no master that could be busy",
    "local": "the one node knows all there is",
    "preference": "there is one copy",
    "include_source_on_error": "what an error quotes of a document is little",
    "cause": "it is for a log",
    "include_unloaded_segments": "all that is asked for is loaded",
    "ignore_throttled": "no index is throttled",
}
"""Those of many APIs, and why."""


def without_effect(api: Api[..., Any]) -> list[str]:
    """The names of the parameters that the handler does not use."""
    handler = inspect.unwrap(api.handler)
    own, used = inspect.signature(handler).parameters, _names(handler)
    if "locals" in used:
        return [each.name for each in api.parameters() if each.name in _told(handler)]
    return [each.name for each in api.parameters() if each.name in own and each.name not in used and not each.is_callback]


def _told(handler: Callable[..., Any]) -> set[str]:
    """What the documentation says of a handler that passes all it is given on."""
    parts = (inspect.getdoc(handler) or "").split("\n\n")
    return {name for part in parts if "no\neffect" in part or "no effect" in part for name in re.findall(r"``(\w+)``", part)}


def _names(handler: Callable[..., Any]) -> set[str]:
    (function,) = ast.parse(textwrap.dedent(inspect.getsource(handler))).body
    assert isinstance(function, ast.FunctionDef)
    return {node.id for part in function.body for node in ast.walk(part) if isinstance(node, ast.Name)}
