"""completion: texts to suggest, with weights and contexts (``CompletionFieldMapper``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from docstore.errors import ApiError, IllegalArgumentError, ParsingError
from docstore.json_token import token_of
from docstore.mapping import parameter as p
from docstore.mapping.field_type import FieldType, LocatedCause
from docstore.mapping.java_text import java_string, parse_java_long, utf16_length
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.shape import LONG_MAX, LONG_MIN, Kind
from docstore.mapping.text_options import analyzer
from docstore.mapping.types.completion_contexts import Context, context_of, parse_contexts

_MOST_CONTEXTS = 10
_MOST_WEIGHT = 2**31 - 1
_KEYS = ("input", "weight", "contexts")
_RESERVED = "\x00\x1e\x1f"
"""What Lucene's suggest fields separate their parts with."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """How much a text weighs and where it belongs: the values of each context by name."""

    weight: int
    contexts: Mapping[str, frozenset[str]]


def _length(_field: str, value: Any) -> int:
    length = p.integer(_field, value)
    if length <= 0:
        raise IllegalArgumentError(f"[max_input_length] must be > 0 but was [{length}]")
    return length


@field_type("completion")
class CompletionField(FieldType):
    """``"text"``, ``["text", ...]``, ``{"input": "text", "weight": 3, "contexts": {...}}``, or an array of these."""

    __slots__ = ("contexts",)
    names_itself: ClassVar[bool] = False
    takes_arrays: ClassVar[bool] = True
    several: ClassVar[bool] = True
    checkable: ClassVar[Kind] = Kind.OBJECT | Kind.STRING
    copyable: ClassVar[Kind] = Kind.NULL
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("analyzer", p.string, "simple"),
        Parameter("search_analyzer", p.string, None, updatable=True),
        p.flag("preserve_separators", True),
        p.flag("preserve_position_increments", True),
        Parameter("max_input_length", _length, 50, updatable=True),
        Parameter("contexts", parse_contexts, None),
        p.META,
    )

    @classmethod
    def parse_values(cls, name: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """See the base class; ``max_input_len`` is an older name."""
        return super().parse_values(
            name, {"max_input_length" if key == "max_input_len" else key: value for key, value in body.items()}
        )

    def _configured(self) -> None:
        self._forget_repeated_analyzers("simple")
        for name in ("analyzer", "search_analyzer"):
            if self.get(name) is not None:
                analyzer(self, self.get(name))
        self.contexts: dict[str, Context] = {one["name"]: context_of(one) for one in self.get("contexts") or ()}
        if len(self.contexts) > _MOST_CONTEXTS:
            raise IllegalArgumentError(f"Limit of completion field contexts [{_MOST_CONTEXTS}] has been exceeded")

    def to_body(self) -> dict[str, Any]:
        """Most parameters are written always."""
        body = super().to_body()
        shown = {"type": self.type_name}
        for parameter in self.parameters:
            always = parameter.default is not None and parameter is not p.META
            if always or parameter.name in body:
                shown[parameter.name] = self.get(parameter.name)
        return {**shown, **{key: value for key, value in body.items() if key not in shown}}

    def check_references(self, fields: Mapping[str, FieldType]) -> None:
        """Contexts that are taken from other fields need these."""
        for context in self.contexts.values():
            context.check_path(fields)

    @property
    def may_ignore(self) -> bool:
        """Inputs of blanks are left out."""
        return True

    def ignores(self, value: Any) -> bool:
        """Whether an input is blank."""
        return value is not None and any(not text.strip() for text in self.suggestions(value))

    def validate(self, value: Any) -> None:
        """Raises why the value cannot be indexed."""
        for text, suggestion in self.suggestions(value).items():
            if not text.strip():
                continue
            self._check_text(_cut(text, self.get("max_input_length")))
            if self.contexts and not any(suggestion.contexts.values()) and not self._takes_from_elsewhere():
                raise IllegalArgumentError(f"Contexts are mandatory in context enabled completion field [{self.path}]")

    def _takes_from_elsewhere(self) -> bool:
        return any(context.path is not None for context in self.contexts.values())

    @staticmethod
    def _check_text(text: str) -> None:
        for at, symbol in enumerate(text):
            if symbol in _RESERVED:
                raise IllegalArgumentError(
                    f"Illegal input [{text}] UTF-16 codepoint [0x{ord(symbol):x}] at position {at} is a reserved character"
                )

    def is_present(self, value: Any) -> bool:
        """Whether it is anything but null."""
        try:
            return value is not None and self.suggestions(value) is not None
        except (ApiError, LocatedCause):
            return False

    def multi_field_values(self, value: Any) -> Iterable[Any]:
        """Each text."""
        return list(self.suggestions(value))

    def suggestions(self, value: Any) -> dict[str, Suggestion]:
        """The texts of a value; of one that comes twice the one that weighs more.

        :raises ApiError: the value is malformed.
        """
        found: dict[str, Suggestion] = {}
        if value is None:
            return found
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, str):
                found[item] = Suggestion(1, {})
            elif isinstance(item, dict):
                self._add(found, item)
            else:
                name = "null" if isinstance(value, list) else self.name
                raise ParsingError(f"failed to parse [{name}]: expected text or object, but got {token_of(item)}")
        return found

    def _add(self, found: dict[str, Suggestion], item: dict[str, Any]) -> None:
        inputs: list[str] = []
        suggestion = Suggestion(1, {})
        for key, value in item.items():
            if key not in _KEYS:
                raise IllegalArgumentError(f"unknown field name [{key}], must be one of [{', '.join(_KEYS)}]")
            if key == "input":
                inputs = _inputs(value)
            elif key == "weight":
                suggestion = Suggestion(_weight(value), suggestion.contexts)
            else:
                suggestion = Suggestion(suggestion.weight, self._contexts(value))
        for text in inputs:
            if text not in found or found[text].weight < suggestion.weight:
                found[text] = suggestion

    def _contexts(self, value: Any) -> dict[str, frozenset[str]]:
        if not self.contexts:
            raise IllegalArgumentError(f"contexts field is not supported for field: [{self.path}]")
        if not isinstance(value, dict):
            raise IllegalArgumentError(f"contexts must be an object or an array , but was [{token_of(value)}]")
        found = {}
        for name, item in value.items():
            if name not in self.contexts:
                known = java_string(sorted(self.contexts))
                raise IllegalArgumentError(f"Unknown context name [{name}], must be one of {known}")
            found[name] = frozenset(self.contexts[name].values(item))
        return found


def _inputs(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list):
        raise IllegalArgumentError(f"input must be a string or array, but was [{token_of(value)}]")
    for item in value:
        if not isinstance(item, str):
            raise IllegalArgumentError(f"input array must have string values, but was [{token_of(item)}]")
    return value


def _weight(value: Any) -> int:
    if isinstance(value, str):
        number = parse_java_long(value)
        if number is None:
            raise IllegalArgumentError(f"weight must be an integer, but was [{value}]")
    elif isinstance(value, bool) or not isinstance(value, (int, float)):
        raise IllegalArgumentError(f"weight must be a number or string, but was [{token_of(value)}]")
    elif isinstance(value, float) or not LONG_MIN <= value <= LONG_MAX:
        raise IllegalArgumentError(f"weight must be an integer, but was [{java_string(value)}]")
    else:
        number = value
    if not 0 <= number <= _MOST_WEIGHT:
        raise IllegalArgumentError(f"weight must be in the interval [0..{_MOST_WEIGHT}], but was [{number}]")
    return number


def _cut(text: str, length: int) -> str:
    """So many UTF-16 units, and the second half of a character whose first half is the last."""
    if utf16_length(text) <= length:
        return text
    kept, size = 0, 0
    while size < length:
        size += utf16_length(text[kept])
        kept += 1
    return text[:kept]
