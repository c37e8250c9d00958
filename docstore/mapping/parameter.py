"""Parameters of field types: what they may be, their defaults, whether a put-mapping may change them.

After Elasticsearch's ``FieldMapper.Parameter`` and ``XContentMapValues``, whose texts these are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from docstore.errors import IllegalArgumentError, MapperParsingError, NotImplementedByDocstoreError, NumberFormatError
from docstore.frozen import frozen
from docstore.mapping import parameter_checks as checks
from docstore.mapping.java_text import java_boolean, java_class, java_string

NO_LIMIT = 2**31 - 1
"""The ``ignore_above`` that no string reaches."""

Parse = Callable[[str, Any], Any]
"""(field name, value in the body) -> value of the parameter."""


def _text(value: Any) -> str:
    return java_string(value)


def refuse_remaining(field: str, remaining: Mapping[str, Any]) -> None:
    """:raises MapperParsingError: nobody took these keys out of the definition of a field."""
    if remaining:
        raise MapperParsingError(f"Mapping definition for [{field}] has unsupported parameters: {listed(remaining)}")


def listed(remaining: Mapping[str, Any]) -> str:
    """`` [key : value]`` of each."""
    return "".join(f" [{key} : {java_string(value)}]" for key, value in remaining.items())


@frozen
class Parameter:
    """One parameter as a field type declares it."""

    name: str
    parse: Parse
    default: Any = None
    updatable: bool = False
    explicit: bool = False
    """Written in ``GET _mapping`` whenever it was given, even with the default value."""
    accepts_null: bool = False
    may_become: Callable[[Any, Any], bool] | None = None
    """Overrides ``updatable``: may the first value be changed into the second?"""
    text: Callable[[Any], str] = _text
    """The value as a refused change names it."""
    setting: str | None = None
    """The attribute of ``MappingSettings`` that gives the default."""
    check: Callable[[Any], None] | None = None
    """What is demanded of the complete field (a ``FieldType``) where the parameter is given."""
    supported: bool = True
    """False of one that is only known so that it is refused."""

    def mergeable(self, old: Any, new: Any) -> bool:
        """Whether a put-mapping may change the one value into the other."""
        if self.may_become is not None:
            return self.may_become(old, new)
        return self.updatable or old == new


def boolean(_field: str, value: Any) -> bool:
    """``true`` and ``false``, as booleans or strings."""
    if isinstance(value, bool):
        return value
    text = java_string(value)
    if text in ("true", "false"):
        return text == "true"
    raise IllegalArgumentError.not_boolean(text)


def integer(_field: str, value: Any) -> int:
    """A number, its fraction cut off, or a string of one."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return int(value)
    try:
        return int(java_string(value))
    except ValueError:
        raise NumberFormatError.of(java_string(value)) from None


def string(_field: str, value: Any) -> str:
    """Anything, as Java writes it."""
    return java_string(value)


def locale(_field: str, value: Any) -> str:
    """A language, a country and a variant (``LocaleUtils.parse``)."""
    text = java_string(value)
    parts = text.replace("-", "_").split("_")
    if len(parts) > 3:
        raise IllegalArgumentError(f"Locales can have at most 3 parts but got {len(parts)}: [{', '.join(parts)}]")
    language = parts[0]
    if language and language != "ROOT" and not (language.isalpha() and len(language) in (2, 3)):
        raise IllegalArgumentError(f"Unknown language: {language}")
    if len(parts) > 1 and not (parts[1].isalnum() and len(parts[1]) in (2, 3)):
        raise IllegalArgumentError(f"Unknown country: {parts[1]}")
    return text


def nullable_string(_field: str, value: Any) -> str | None:
    """As ``string``, or null."""
    return None if value is None else java_string(value)


def anything(_field: str, value: Any) -> Any:
    """Kept as it is."""
    return value


def positive(name: str) -> Parse:
    """A parser of integers from zero on."""

    def parse(field: str, value: Any) -> int:
        number = integer(field, value)
        if number < 0:
            raise IllegalArgumentError(f"[{name}] must be positive, got [{number}]")
        return number

    return parse


def one_of(name: str, *allowed: str) -> Parse:
    """A parser of a choice."""

    def parse(_field: str, value: Any) -> str:
        text = java_string(value)
        if text not in allowed:
            values = ", ".join(allowed)
            raise MapperParsingError(f"Unknown value [{text}] for field [{name}] - accepted values are [{values}]")
        return text

    return parse


def nullable(parse: Parse) -> Parse:
    """As ``parse``, or null."""
    return lambda field, value: None if value is None else parse(field, value)


def unsupported(name: str) -> Parse:
    """Refuses a parameter that Elasticsearch has and docstore has not."""

    def parse(field: str, _value: Any) -> Any:
        raise NotImplementedByDocstoreError(f"docstore does not support the parameter [{name}] of field [{field}]")

    return parse


def meta(field: str, value: Any) -> dict[str, str]:
    """``TypeParsers.parseMeta``."""
    if not isinstance(value, dict):
        raise MapperParsingError(
            f"[meta] must be an object, got {java_class(value)}[{java_string(value)}] for field [{field}]"
        )
    if len(value) > 5:
        raise MapperParsingError(f"[meta] can't have more than 5 entries, but got {len(value)} on field [{field}]")
    for key, item in value.items():
        if len(key) > 20:
            raise MapperParsingError(f"[meta] keys can't be longer than 20 chars, but got [{key}] for field [{field}]")
        if item is None:
            raise MapperParsingError(f"[meta] values can't be null (field [{field}])")
        if not isinstance(item, str):
            got = f"{java_class(item)}[{java_string(item)}]"
            raise MapperParsingError(f"[meta] values can only be strings, but got {got} for field [{field}]")
        if len(item) > 500:
            raise MapperParsingError(
                f"[meta] values can't be longer than 500 chars, but got [{item}] for field [{field}]"
            )
    return dict(sorted(value.items()))


# Parameters that many types share.


def flag(name: str, default: bool, *, updatable: bool = False, **more: Any) -> Parameter:
    """A boolean parameter."""
    return Parameter(name, boolean, default, updatable=updatable, text=java_boolean, **more)


INDEX = flag("index", True)
DOC_VALUES = flag("doc_values", True)
STORE = flag("store", False)
META = Parameter("meta", meta, {}, updatable=True)
COERCE = flag("coerce", True, updatable=True, explicit=True, setting="coerce")
IGNORE_MALFORMED = flag("ignore_malformed", False, updatable=True, explicit=True, setting="ignore_malformed")
SCRIPT = Parameter("script", unsupported("script"), supported=False)
ON_SCRIPT_ERROR = Parameter(
    "on_script_error", one_of("on_script_error", "fail", "continue"), check=checks.script_for_its_errors, supported=False
)
DIMENSION = flag("time_series_dimension", False, check=checks.dimension)
METRIC = Parameter(
    "time_series_metric",
    nullable(one_of("time_series_metric", "gauge", "counter")),
    accepts_null=True,
    check=checks.metric,
)
EAGER_GLOBAL_ORDINALS = flag("eager_global_ordinals", False, updatable=True)
SIMILARITY = Parameter("similarity", nullable_string, None, accepts_null=True, check=checks.known_similarity)
LOCALE = Parameter("locale", locale, "en")
SYNTHETIC_SOURCE_KEEP = Parameter(
    "synthetic_source_keep", one_of("synthetic_source_keep", "none", "arrays", "all"), None, updatable=True
)


def norms(default: bool) -> Parameter:
    """Norms can be switched off, never on again."""
    return flag("norms", default, may_become=lambda old, new: old == new or (old and not new))
