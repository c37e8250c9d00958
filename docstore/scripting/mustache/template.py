"""A template: compiled once, rendered with parameters (``MustacheScriptEngine``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from docstore.errors import IllegalArgumentError, ScriptError
from docstore.scripting.mustache.nodes import (
    Encode,
    Inverted,
    Join,
    Node,
    Scope,
    Section,
    Text,
    ToJson,
    Url,
    Variable,
    form_encoded,
    written,
)
from docstore.scripting.mustache.tags import TEMPLATE, MustacheError, Part, Tag, parts_of

DEFAULT_MEDIA_TYPE = "application/json;charset=utf-8"

_JSON_ESCAPES = {code: f"\\u{code:04X}" for code in range(32)} | {
    ord(char): f"\\{letter}" for char, letter in zip('\b\t\n\f\r"\\', 'btnfr"\\', strict=True)
}


def _json_encoded(text: str) -> str:
    return text.translate(_JSON_ESCAPES)


ENCODERS: dict[str, Encode] = {
    **dict.fromkeys(("application/json", "application/json;charset=utf-8"), _json_encoded),
    "text/plain": str,
    "application/x-www-form-urlencoded": form_encoded,
}
"""How variables are written, by media type."""

_JOIN = re.compile(r"join delimiter='(.*)'", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Template:
    """A compiled template."""

    nodes: tuple[Node, ...]
    encode: Encode
    strict: bool = False

    def render(self, params: Mapping[str, Any]) -> str:
        """The text with the parameters in it.

        :raises IllegalArgumentError: a parameter is missing, and the template wants all.
        """
        return written(self.nodes, Scope((dict(params),), self.encode, self.strict))


@lru_cache(maxsize=256)
def compile_template(source: str, media_type: str = DEFAULT_MEDIA_TYPE, *, strict: bool = False) -> Template:
    """:raises ScriptError: it is no template.
    :raises IllegalArgumentError: nothing is known of the media type.

    >>> compile_template('{"size": {{size}}{{^size}}10{{/size}}}').render({})
    '{"size": 10}'
    """
    encode = ENCODERS.get(media_type.lower().replace(" ", ""))
    if encode is None:
        raise IllegalArgumentError(f"No encoder found for media type [{media_type}]")
    try:
        nodes = tuple(_until(parts_of(source), None))
    except MustacheError as error:
        raise ScriptError(str(error), script_stack=[], script=source, lang="mustache") from error
    return Template(nodes, encode, strict)


def _until(parts: Iterator[Part], opened: Tag | None) -> Iterator[Node]:
    """The parts up to the end of a section, or of the template."""
    for part in parts:
        if isinstance(part, str):
            yield Text(part)
        elif part.kind == "/":
            if opened is None or part.name != opened.name:
                other = "" if opened is None else opened.name
                raise MustacheError(f"Mismatched start/end tags: {other} != {part.name} in {TEMPLATE}:{part.line}", part.line)
            return
        elif part.kind == ">":
            raise MustacheError(f"Cannot expand '{part.name}' because partial templates are not supported", part.line)
        elif part.kind in ("#", "^"):
            yield _section(part, tuple(_until(parts, part)))
        else:
            yield Variable(part.name, encoded=not part.kind)
    if opened is not None:
        raise MustacheError(f"Failed to close '{opened.name}' tag", opened.line)


def _section(tag: Tag, nodes: tuple[Node, ...]) -> Node:
    name = tag.name.lower()
    if tag.kind == "^":
        return Inverted(tag.name, nodes)
    if name == "tojson":
        return ToJson(_only("toJson", nodes, tag.line))
    if name == "join":
        return Join(_only("join", nodes, tag.line), ",")
    if (found := _JOIN.fullmatch(tag.name)) is not None:
        return Join(_only("join", nodes, tag.line), found[1])
    return Url(nodes) if name == "url" else Section(tag.name, nodes)


def _only(function: str, nodes: tuple[Node, ...], line: int) -> str:
    """The name that a function is applied to."""
    if len(nodes) == 1:
        if isinstance(nodes[0], Text):
            return nodes[0].text
        if isinstance(nodes[0], Variable):
            return f"{{{{{nodes[0].name}}}}}"
    raise MustacheError(f"Mustache function [{function}] must contain one and only one identifier", line)
