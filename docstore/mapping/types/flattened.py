"""flattened: a whole object as keywords (``FlattenedFieldMapper``, ``FlattenedFieldParser``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from docstore.errors import ApiError, IllegalArgumentError
from docstore.mapping import parameter as p
from docstore.mapping.causes import expected_token
from docstore.mapping.field_type import ColumnKind, ColumnValue, Fetcher, FieldType
from docstore.mapping.java_text import java_string, json_text, utf16_length
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.shape import Kind
from docstore.mapping.types.keyword import MAX_TERM_BYTES

_SEPARATOR = "\0"


def _dimensions(_field: str, value: Any) -> list[str]:
    return list(map(java_string, value)) if isinstance(value, list) else [java_string(value)]


@field_type("flattened")
class FlattenedField(FieldType):
    """All leaf values of an object are terms of the field; those under one key are found by its path, a dot and the key."""

    __slots__ = ()
    several: ClassVar[bool] = True
    column: ClassVar[ColumnKind] = ColumnKind.KEYWORD
    checkable: ClassVar[Kind] = Kind.OBJECT
    copyable: ClassVar[Kind] = Kind.NULL
    parameters: ClassVar[tuple[Parameter, ...]] = (
        p.INDEX,
        p.DOC_VALUES,
        Parameter("depth_limit", p.positive("depth_limit"), 20, updatable=True),
        Parameter("null_value", p.nullable_string, None, accepts_null=True),
        p.EAGER_GLOBAL_ORDINALS,
        Parameter("ignore_above", p.positive("ignore_above"), p.NO_LIMIT, updatable=True, setting="ignore_above"),
        Parameter("index_options", p.one_of("index_options", "docs", "freqs"), "docs"),
        p.SIMILARITY,
        p.flag("split_queries_on_whitespace", False, updatable=True),
        p.META,
        Parameter("time_series_dimensions", _dimensions, []),
    )

    def _configured(self) -> None:
        for name, given in (("fields", self.multi_fields), ("copy_to", self.copy_to)):
            if given:
                raise IllegalArgumentError(f"flattened field [{self.path}] does not support [{name}]")
        if not self.get("time_series_dimensions"):
            return
        if not (self.get("index") and self.get("doc_values")):
            raise IllegalArgumentError("Field [time_series_dimensions] requires that [index] and [doc_values] are true")
        if "ignore_above" in self.values:
            raise IllegalArgumentError(
                "Field [ignore_above] cannot be set in conjunction with field [time_series_dimensions]"
            )

    def validate(self, value: Any) -> None:
        """Raises why the value cannot be indexed."""
        if value is None or not (self.get("index") or self.get("doc_values")):
            return
        if not isinstance(value, dict):
            raise expected_token("START_OBJECT", value)
        for key, text in self._within(value):
            raw = f"{key}{_SEPARATOR}{text}".encode("utf-8", "surrogatepass")
            if len(raw) > MAX_TERM_BYTES:
                raise IllegalArgumentError(
                    f"Flattened field [{self.path}] contains one immense field whose keyed encoding is longer than the allowed max "
                    f"length of {MAX_TERM_BYTES} bytes. Key length: {utf16_length(key)}, value length: {utf16_length(text)} "
                    f"for key starting with [{key[:50]}]"
                )

    def _terms(self, prefix: str, depth: int, members: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Each key with dots and each of its values, in document order."""
        for name, value in members.items():
            yield from self._values(f"{prefix}{name}", depth, value)

    def _values(self, key: str, depth: int, value: Any) -> Iterator[tuple[str, str]]:
        if isinstance(value, dict):
            if depth + 2 > self.get("depth_limit"):
                raise IllegalArgumentError(
                    f"The provided [flattened] field [{self.path}] exceeds the maximum depth limit of "
                    f"[{self.get('depth_limit')}]."
                )
            yield from self._terms(f"{key}.", depth + 1, value)
        elif isinstance(value, list):
            for item in value:
                yield from self._values(key, depth, item)
        else:
            yield from self._leaf(key, value)

    def _leaf(self, key: str, value: Any) -> Iterator[tuple[str, str]]:
        if _SEPARATOR in key:
            raise IllegalArgumentError(
                f"Keys in [flattened] fields cannot contain the reserved character \\0. Offending key: [{key}]."
            )
        value = self.get("null_value") if value is None else json_text(value)
        if value is not None:
            yield key, value

    def _keeps(self, text: str) -> bool:
        """Whether a value is no longer than ``ignore_above`` says."""
        return bool(utf16_length(text) <= self.get("ignore_above"))

    def _within(self, value: Any) -> Iterator[tuple[str, str]]:
        return ((key, text) for key, text in self._terms("", 0, value) if self._keeps(text))

    def terms(self, value: Any) -> list[tuple[str, str]]:
        """The keys and values that are indexed for an object; none for what is refused."""
        try:
            return list(self._within(value)) if isinstance(value, dict) else []
        except ApiError:
            return []

    def too_long(self, value: Any) -> list[tuple[str, str]]:
        """The keys and values that are not indexed for their length."""
        try:
            return [(key, text) for key, text in self._terms("", 0, value) if not self._keeps(text)] if isinstance(value, dict) else []
        except ApiError:
            return []

    def fetcher(self, pattern: str | None) -> Fetcher | None:
        """Objects without what is too long for the field."""
        if self.get("ignore_above") == p.NO_LIMIT:
            return None

        def fetched(value: Any) -> list[Any]:
            shown = self._shown(value)
            return [] if shown is None else [shown]

        return fetched

    def _shown(self, value: Any) -> Any:
        if isinstance(value, dict):
            inner = {key: shown for key, item in value.items() if (shown := self._shown(item)) is not None}
            return inner or None
        if isinstance(value, list):
            kept = [shown for item in value if (shown := self._shown(item)) is not None]
            return (kept[0] if len(kept) == 1 < len(value) else kept) if kept else None
        return value if value is not None and self._keeps(json_text(value)) else None

    def column_values(self, value: Any) -> Iterable[ColumnValue]:
        """The values under all keys."""
        return [text for _, text in self.terms(value)]

    def sub_field(self, key: str) -> FieldType:
        """The values under one key; any key may be asked for."""
        return FlattenedKey(self, key)

    def _query(self, value: Any, bound: str | None) -> ColumnValue:
        return java_string(value)


class FlattenedKey(FieldType):
    """The values of a flattened field under one key (``KeyedFlattenedFieldType``)."""

    __slots__ = ("key", "of")
    type_name: ClassVar[str] = "flattened"
    searched_as: ClassVar[str | None] = "flattened_key"
    several: ClassVar[bool] = True
    column: ClassVar[ColumnKind] = ColumnKind.KEYWORD

    def __init__(self, of: FlattenedField, key: str) -> None:
        super().__init__(f"{of.path}.{key}", settings=of.settings)
        self.of = of
        self.key = key

    def to_body(self) -> dict[str, Any]:
        """The whole field's."""
        return self.of.to_body()

    def has(self, name: str) -> bool:
        """The flags are the whole field's."""
        return self.of.has(name)

    def column_values(self, value: Any) -> Iterable[ColumnValue]:
        """The values under the key; one that a document spells out with dots comes as it is."""
        if value is None:
            return ()
        found = self.of.terms(value) if isinstance(value, dict) else self.of.terms({self.key: value})
        return [text for key, text in found if key == self.key]

    def _query(self, value: Any, bound: str | None) -> ColumnValue:
        return java_string(value)
