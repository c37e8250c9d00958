"""Dynamic templates: which mapping a new field gets by its name, path and JSON type (``DynamicTemplate``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docstore.errors import IllegalArgumentError, MapperParsingError, NotImplementedByDocstoreError
from docstore.mapping.body_parser import BodyParser
from docstore.mapping.field_type import FieldType
from docstore.mapping.java_text import java_class, java_string
from docstore.mapping.object_mapping import ObjectMapping

if TYPE_CHECKING:
    from docstore.mapping.mapping import Mapping

_TYPES = ("object", "string", "long", "double", "boolean", "date", "binary")
_LISTS = ("match", "unmatch", "path_match", "path_unmatch", "match_mapping_type", "unmatch_mapping_type")


@dataclass(frozen=True)
class DynamicTemplate:
    """One named template; the conditions that were given must all hold."""

    name: str
    body: dict[str, Any]

    @classmethod
    def parse(cls, name: str, body: Any) -> DynamicTemplate:
        """One entry of ``dynamic_templates``."""
        if not isinstance(body, dict):
            raise MapperParsingError(f"Dynamic template [{name}] must be an object")
        for key in body:
            if key not in (*_LISTS, "match_pattern", "mapping", "runtime"):
                raise IllegalArgumentError(f"Illegal dynamic template parameter: [{key}]")
        if "runtime" in body:
            raise NotImplementedByDocstoreError("docstore does not support runtime fields in dynamic templates")
        if "mapping" not in body:
            raise MapperParsingError(f"template [{name}] must have either mapping or runtime set")
        if not any(key in body for key in _LISTS):
            raise MapperParsingError(
                f"template [{name}] must have match, path_match, or match_mapping_type set {java_string(body)}"
            )
        template = cls(name, dict(body))
        for kind in (*template._list("match_mapping_type"), *template._list("unmatch_mapping_type")):
            if kind != "*" and kind not in _TYPES:
                listed = ", ".join(_TYPES)
                raise IllegalArgumentError(f"No field type matched on [{kind}], possible values are [{listed}]")
        return template

    def _list(self, key: str) -> list[str]:
        value = self.body.get(key, [])
        return [java_string(item) for item in value] if isinstance(value, list) else [java_string(value)]

    def matches(self, path: str, kind: str) -> bool:
        """Whether a new field at this path, of this JSON type, gets the mapping of this template."""
        name = path.rpartition(".")[2]
        regex = java_string(self.body.get("match_pattern", "simple")) == "regex"
        conditions = (("match", name), ("path_match", path), ("match_mapping_type", kind))
        for key, subject in conditions:
            if key in self.body and not self._any(
                self._list(key), subject, regex=regex and key != "match_mapping_type"
            ):
                return False
        exclusions = (("unmatch", name), ("path_unmatch", path), ("unmatch_mapping_type", kind))
        for key, subject in exclusions:
            if self._any(self._list(key), subject, regex=regex and key != "unmatch_mapping_type"):
                return False
        return not (kind == "object" and "match_mapping_type" not in self.body and self._leaf_mapping())

    def _leaf_mapping(self) -> bool:
        mapping = self.body["mapping"]
        return isinstance(mapping, dict) and mapping.get("type", "object") not in ("object", "nested", "{dynamic_type}")

    @staticmethod
    def _any(patterns: list[str], subject: str, *, regex: bool) -> bool:
        expressions = (pattern if regex else re.escape(pattern).replace(r"\*", ".*") for pattern in patterns)
        return any(re.fullmatch(expression, subject, re.DOTALL) for expression in expressions)

    def build(self, mapping: Mapping, path: str, default_type: str, pattern: str | None) -> ObjectMapping | FieldType:
        """The mapping of a new field; ``{name}`` and ``{dynamic_type}`` stand for its name and default type."""
        name = path.rpartition(".")[2]
        body = _fill(self.body["mapping"], {"name": name, "dynamic_type": default_type, "dynamicType": default_type})
        if not isinstance(body, dict):
            raise MapperParsingError(f"mapping of template [{self.name}] must be an object, got {java_class(body)}")
        body.setdefault("type", default_type)
        if pattern is not None and body["type"] == "date":
            body.setdefault("format", pattern)
        return BodyParser(mapping.settings).node(path, name, body)


def _fill(value: Any, words: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {_fill(key, words): _fill(item, words) for key, item in value.items()}
    if isinstance(value, list):
        return [_fill(item, words) for item in value]
    if isinstance(value, str):
        for word, text in words.items():
            value = value.replace(f"{{{word}}}", text)
    return value


def parse_templates(body: Any) -> tuple[DynamicTemplate, ...]:
    """``dynamic_templates``: a list of objects with one name each."""
    if not isinstance(body, list):
        raise MapperParsingError("Dynamic template syntax error. An array of named objects is expected.")
    templates = []
    for item in body:
        if not isinstance(item, dict) or len(item) != 1:
            raise MapperParsingError("A dynamic template must be defined with a name")
        ((name, spec),) = item.items()
        templates.append(DynamicTemplate.parse(name, spec))
    return tuple(templates)
