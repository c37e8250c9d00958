"""Dynamic templates: which mapping a new field gets by its name, path and JSON type (``DynamicTemplate``)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping as Table
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from docstore.errors import ApiError, IllegalArgumentError, MapperParsingError, NotImplementedByDocstoreError
from docstore.mapping.body_parser import BodyParser
from docstore.mapping.field_type import FieldType
from docstore.mapping.java_text import java_class, java_string
from docstore.mapping.object_mapping import ObjectMapping
from docstore.mapping.runtime_field import RuntimeField, parse_runtime_field
from docstore.mapping.settings import MappingSettings

if TYPE_CHECKING:
    from docstore.mapping.mapping import Mapping

_TYPES = ("object", "string", "long", "double", "boolean", "date", "binary")
"""What a value in a document can be, in the order in which a template is tried out."""
_NOT_RUNTIME = ("object", "binary")
_LISTS = ("match", "path_match", "unmatch", "path_unmatch", "match_mapping_type", "unmatch_mapping_type")
_MAPPED_AS = {"string": "text", "double": "float"}
_RUNTIME_AS = {"string": "keyword"}

Named = Table[str, str]
"""Full paths of new fields and the dynamic templates that a request names for them."""

NOTHING_NAMED: Named = MappingProxyType({})


@dataclass(frozen=True)
class DynamicTemplate:
    """One named template; the conditions that were given must all hold."""

    name: str
    conditions: dict[str, tuple[str, ...]]
    types: tuple[str, ...]
    """The JSON types that the template is for."""
    mapping: dict[str, Any]
    match_pattern: str = "default"
    runtime: bool = False

    @classmethod
    def parse(cls, name: str, body: Any, settings: MappingSettings) -> DynamicTemplate:
        """One entry of ``dynamic_templates``.

        :raises MapperParsingError, IllegalArgumentError: it is none, or no field could be made with it.
        """
        if not isinstance(body, dict):
            raise MapperParsingError(f"Dynamic template [{name}] must be an object, but got a {java_class(body)}")
        for key in body:
            if key not in (*_LISTS, "match_pattern", "mapping", "runtime"):
                raise IllegalArgumentError(f"Illegal dynamic template parameter: [{key}]")
        conditions = {key: _patterns(key, body[key]) for key in _LISTS if key in body}
        mapping, runtime = _mapping(name, body)
        types = _types(name, conditions, runtime)
        template = cls(name, conditions, types, mapping, _match_pattern(name, body, conditions), runtime)
        template._try_out(settings)
        return template

    def to_body(self) -> dict[str, Any]:
        """As ``GET _mapping`` shows it: a list of one pattern is the pattern."""
        body: dict[str, Any] = {key: list(every) if len(every) > 1 else every[0] for key, every in self.conditions.items() if every}
        if self.match_pattern != "default":
            body["match_pattern"] = self.match_pattern
        body["runtime" if self.runtime else "mapping"] = dict(sorted(self.mapping.items()))
        return body

    def matches(self, path: str, name: str, kind: str) -> bool:
        """Whether a new field at this path, of this JSON type, gets the mapping of this template."""
        for key, subject in (("path_match", path), ("match", name)):
            if self.conditions.get(key) and not self._any(key, subject):
                return False
        return kind in self.types and not self._any("path_unmatch", path) and not self._any("unmatch", name)

    def _any(self, key: str, subject: str) -> bool:
        if self.match_pattern == "regex":
            return any(re.fullmatch(pattern, subject) for pattern in self.conditions.get(key, ()))
        simple = (re.escape(pattern).replace(r"\*", ".*") for pattern in self.conditions.get(key, ()))
        return any(re.fullmatch(pattern, subject, re.DOTALL) for pattern in simple)

    def build(
        self, mapping: Mapping, path: str, name: str, kind: str, pattern: str | None
    ) -> ObjectMapping | FieldType | RuntimeField:
        """The mapping of a new field; ``{name}`` and ``{dynamic_type}`` stand for its name and default type.

        :param pattern: the format of a detected date.
        """
        return self._made(mapping.settings, path, name, kind, pattern)

    def _made(
        self, settings: MappingSettings, path: str, name: str, kind: str, pattern: str | None
    ) -> ObjectMapping | FieldType | RuntimeField:
        body = self._body(name, kind)
        if pattern is not None and body["type"] in ("date", "date_nanos"):
            body.setdefault("format", pattern)
        return parse_runtime_field(path, body) if self.runtime else BodyParser(settings).node(path, name, body)

    def _body(self, name: str, kind: str) -> dict[str, Any]:
        default = (_RUNTIME_AS if self.runtime else _MAPPED_AS).get(kind, kind)
        body: dict[str, Any] = _fill(self.mapping, {"name": name, "dynamic_type": default, "dynamicType": default})
        body.setdefault("type", default)
        return body

    def type_of(self, name: str, kind: str) -> str:
        """The type of the field that it makes for a name."""
        return str(self._body(name, kind)["type"])

    def _try_out(self, settings: MappingSettings) -> None:
        """A template that knows all but the name must make a field of one of its types (``validateDynamicTemplate``)."""
        last: ApiError | None = None
        if _holds(self.mapping, "{name}"):
            return
        for kind in self.types:
            try:
                self._made(settings, f"__dynamic__{self.name}", f"__dynamic__{self.name}", kind, None)
            except ApiError as error:
                last = error
            else:
                return
        if isinstance(last, NotImplementedByDocstoreError):
            raise last
        if last is not None:
            content = json.dumps(self.to_body(), ensure_ascii=False, separators=(",", ":"))
            raise IllegalArgumentError(
                f"dynamic template [{self.name}] has invalid content [{content}], attempted to validate it with the following "
                f"match_mapping_type: [{', '.join(self.types)}]",
                caused_by=last,
            )


def _patterns(key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        return (java_string(value),)
    if not all(isinstance(item, str) for item in value):
        raise MapperParsingError(f"[{key}] values must either be a string or list of strings, but was [{java_string(value)}]")
    return tuple(value)


def _mapping(name: str, body: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    given = [key for key in ("mapping", "runtime") if key in body]
    if len(given) > 1:
        raise MapperParsingError(f"mapping and runtime cannot be both specified in the same dynamic template [{name}]")
    if not given or body[given[0]] is None:
        raise MapperParsingError(f"template [{name}] must have either mapping or runtime set")
    mapping = body[given[0]]
    if not isinstance(mapping, dict):
        raise MapperParsingError(f"mapping of template [{name}] must be an object, got {java_class(mapping)}")
    return mapping, given == ["runtime"]


def _types(name: str, conditions: dict[str, tuple[str, ...]], runtime: bool) -> tuple[str, ...]:
    wanted = conditions.get("match_mapping_type", ())
    implied = not wanted and any(conditions.get(key) for key in ("match", "path_match", "unmatch_mapping_type"))
    unwanted = _known(conditions.get("unmatch_mapping_type", ()))
    if implied or wanted == ("*",):
        found = tuple(kind for kind in _TYPES if not (runtime and kind in _NOT_RUNTIME))
    else:
        found = _known(wanted)
        bad = [kind for kind in found if runtime and kind in _NOT_RUNTIME]
        if bad:
            types, are = ("type", "is") if len(bad) == 1 else ("types", "are")
            raise MapperParsingError(
                f"Dynamic template [{name}] defines a runtime field but {types} [{', '.join(bad)}] {are} not supported as runtime field"
            )
    return tuple(kind for kind in found if kind not in unwanted)


def _known(kinds: tuple[str, ...]) -> tuple[str, ...]:
    for kind in kinds:
        if kind not in _TYPES:
            listed = ", ".join(_TYPES)
            raise IllegalArgumentError(f"No field type matched on [{kind}], possible values are [{listed}]")
    return kinds


def _match_pattern(name: str, body: dict[str, Any], conditions: dict[str, tuple[str, ...]]) -> str:
    kind = java_string(body.get("match_pattern", "default"))
    if kind not in ("default", "simple", "regex"):
        raise IllegalArgumentError(f"No matching pattern matched on [{kind}]")
    if kind == "regex":
        for pattern in (pattern for key in _LISTS[:4] for pattern in conditions.get(key, ())):
            try:
                re.compile(pattern)
            except re.error:
                raise MapperParsingError(
                    f"Pattern [{pattern}] of type [regex] is invalid. Cannot create dynamic template [{name}]."
                ) from None
    return kind


def _holds(value: Any, word: str) -> bool:
    if isinstance(value, dict):
        return any(_holds(part, word) for item in value.items() for part in item)
    if isinstance(value, list):
        return any(_holds(item, word) for item in value)
    return isinstance(value, str) and word in value


def _fill(value: Any, words: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {_fill(key, words): _fill(item, words) for key, item in value.items()}
    if isinstance(value, list):
        return [_fill(item, words) for item in value]
    if isinstance(value, str):
        for word, text in words.items():
            value = value.replace(f"{{{word}}}", text)
    return value


def parse_templates(body: Any, settings: MappingSettings) -> tuple[DynamicTemplate, ...]:
    """``dynamic_templates``: a list of objects with one name each."""
    if not isinstance(body, list):
        raise MapperParsingError("Dynamic template syntax error. An array of named objects is expected.")
    templates = []
    for item in body:
        if not isinstance(item, dict) or len(item) != 1:
            raise MapperParsingError("A dynamic template must be defined with a name")
        ((name, spec),) = item.items()
        templates.append(DynamicTemplate.parse(name, spec, settings))
    return tuple(templates)
