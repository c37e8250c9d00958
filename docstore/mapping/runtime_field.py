"""Runtime fields: read from ``_source`` by their name when a query needs them, or made by a script (``RuntimeField``).

What a script makes cannot be read here: such a field is kept and shown, and a query over it is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Any

from docstore.errors import (
    ApiError,
    ElasticsearchParseError,
    IllegalArgumentError,
    MapperParsingError,
    NotImplementedByDocstoreError,
)
from docstore.frozen import frozen
from docstore.mapping.field_type import FieldType
from docstore.mapping.java_text import java_class, java_string
from docstore.mapping.parameter import Parse, meta, string
from docstore.mapping.registry import FIELD_TYPES

LEAVES = ("boolean", "date", "double", "geo_point", "ip", "keyword", "long")
"""The types whose values are those of the field type of the same name."""

_ALL = (*LEAVES, "composite", "lookup")
_SCRIPT = ("script", "on_script_error")
_PARAMETERS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(LEAVES, _SCRIPT),
    "date": (*_SCRIPT, "format", "locale"),
    "composite": (*_SCRIPT, "fields"),
    "lookup": ("target_index", "input_field", "target_field", "fetch_fields"),
}


@frozen
class RuntimeField:
    """One entry of a ``runtime`` section; immutable."""

    path: str
    type_name: str
    values: dict[str, Any] = field(default_factory=dict)
    """The parameters as ``GET _mapping`` shows them."""

    def to_body(self) -> dict[str, Any]:
        """As ``GET _mapping`` shows it."""
        return {"type": self.type_name, **self.values}

    def size(self) -> int:
        """What the field counts against ``index.mapping.total_fields.limit``."""
        return 1

    def leaves(self) -> Iterator[tuple[str, FieldType | None]]:
        """The fields that queries know, by full path; None for one whose values cannot be read from documents."""
        if self.type_name == "composite":
            yield from ((f"{self.path}.{name}", None) for name in self.values["fields"])
        elif self.type_name == "lookup" or "script" in self.values:
            yield self.path, None
        else:
            yield self.path, self._of_source()

    def type_of(self, path: str) -> str | None:
        """The type of a field at a path of ``leaves``; None for any other path."""
        if self.type_name != "composite":
            return self.type_name if path == self.path else None
        inner = self.values["fields"].get(path.removeprefix(f"{self.path}.")) if path.startswith(f"{self.path}.") else None
        return None if inner is None else str(inner["type"])

    def _of_source(self) -> FieldType:
        cls = FIELD_TYPES[self.type_name]
        values: dict[str, Any] = {name: self.values[name] for name in ("format", "locale") if name in self.values}
        if any(parameter.name == "ignore_malformed" for parameter in cls.parameters):
            values["ignore_malformed"] = True
        return cls(self.path, values)

    def refusal(self, path: str) -> ApiError:
        """Why a query cannot use the field at a path of ``leaves``."""
        if self.type_name == "lookup":
            return IllegalArgumentError(f"Cannot search on field [{path}] since it is a lookup field.")
        return NotImplementedByDocstoreError(
            f"docstore does not run scripts: the values of the runtime field [{path}] are made by one"
        )


def source_only(path: str, kind: str, pattern: str | None) -> RuntimeField:
    """The runtime field of a new value under ``dynamic: runtime``, by its JSON type."""
    return parse_runtime_field(path, {"type": "keyword" if kind == "string" else kind, **({"format": pattern} if pattern else {})})


def parse_runtime(body: Any, *, removal: bool = True) -> dict[str, RuntimeField | None]:
    """A ``runtime`` section, or ``runtime_mappings``; None for a field that is to be removed.

    :param removal: whether null may remove a field.
    :raises ElasticsearchParseError, MapperParsingError: it is none.
    """
    if not isinstance(body, dict):
        raise ElasticsearchParseError("runtime must be a map type")
    return {name: _entry(name, spec, removal) for name, spec in body.items()}


def _entry(name: str, spec: Any, removal: bool) -> RuntimeField | None:
    if spec is None:
        if removal:
            return None
        raise MapperParsingError(f"Runtime field [{name}] was set to null but its removal is not supported in this context")
    if not isinstance(spec, dict):
        raise MapperParsingError(f"Expected map for runtime field [{name}] definition but got a {java_class(spec)}")
    return parse_runtime_field(name, spec)


def parse_runtime_field(name: str, spec: dict[str, Any]) -> RuntimeField:
    """One field of a ``runtime`` section.

    :raises MapperParsingError: its type or a parameter is unknown, or wrong.
    """
    if spec.get("type") is None:
        raise MapperParsingError(f"No type specified for runtime field [{name}]")
    kind = java_string(spec["type"])
    if kind not in _ALL:
        raise MapperParsingError(f"No handler for type [{kind}] declared on runtime field [{name}]")
    values = {key: _value(name, kind, key, value) for key, value in spec.items() if key != "type"}
    if values.get("format") == "strict_date_optional_time||epoch_millis":
        del values["format"]
    found = RuntimeField(name, kind, dict(sorted(values.items())))
    _check(found)
    return found


def _value(name: str, kind: str, key: str, value: Any) -> Any:
    if key not in (*_PARAMETERS[kind], "meta"):
        raise MapperParsingError(f"unknown parameter [{key}] on runtime field [{name}] of type [{kind}]")
    if value is None:
        raise MapperParsingError(f"[{key}] on runtime field [{name}] of type [{kind}] must not have a [null] value")
    parse: Parse = _PARSERS.get(key, string)
    return parse(name, value)


def _check(one: RuntimeField) -> None:
    if one.type_name == "composite":
        for key, what in (("script", "a [script]"), ("fields", "its [fields]")):
            if not one.values.get(key):
                raise IllegalArgumentError(f"composite runtime field [{one.path}] must declare {what}")
    elif one.type_name == "lookup":
        for key in _PARAMETERS["lookup"]:
            if not one.values.get(key):
                raise IllegalArgumentError(f"[{key}] parameter must be specified")
    else:
        dict(one.leaves())
    if "on_script_error" in one.values and "script" not in one.values:
        raise IllegalArgumentError("Field [on_script_error] requires field [script] to be configured")


def _script(name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        return {"source": value, "lang": "painless"}
    if not isinstance(value, dict):
        raise IllegalArgumentError(f"unexpected script value [{java_string(value)}]")
    if "id" in value:
        raise IllegalArgumentError(f"stored scripts are not supported for runtime field [{name}]")
    if not isinstance(value.get("source"), str):
        raise IllegalArgumentError("must specify either [source] for an inline script or [id] for a stored script")
    return {"source": value["source"], "lang": java_string(value.get("lang", "painless")), **_params(value)}


def _params(value: dict[str, Any]) -> dict[str, Any]:
    return {key: value[key] for key in ("options", "params") if value.get(key)}


def _on_error(_name: str, value: Any) -> str:
    text = java_string(value)
    if text not in ("fail", "continue"):
        raise MapperParsingError(f"Unknown value [{text}] for field [on_script_error] - accepted values are [fail, continue]")
    return text


def _fields(name: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise MapperParsingError(f"[fields] on composite runtime field [{name}] must be a map")
    parsed = parse_runtime(value, removal=False)
    for sub, one in parsed.items():
        if one is not None and one.type_name in ("composite", "lookup"):
            raise IllegalArgumentError(f"Composite field [{name}] cannot contain another composite field")
        if one is not None and "script" in one.values:
            raise IllegalArgumentError(
                f"Cannot use [script] parameter on sub-field [{sub}] of composite field [{name}]"
            )
    return {sub: one.to_body() for sub, one in parsed.items() if one is not None}


def _fetch_fields(name: str, value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise MapperParsingError(f"[fetch_fields] on runtime field [{name}] must be a list of fields")
    return value


_PARSERS: dict[str, Parse] = {
    "script": _script,
    "on_script_error": _on_error,
    "meta": meta,
    "fields": _fields,
    "fetch_fields": _fetch_fields,
}
