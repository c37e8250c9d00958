"""A leaf field: its parameters, which values it accepts, and what of a value a column or a query sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum, auto
from typing import Any, ClassVar

from docstore.errors import ApiError, IllegalArgumentError, MapperParsingError
from docstore.mapping.java_text import json_text, utf16_length
from docstore.mapping.parameter import NO_LIMIT, SYNTHETIC_SOURCE_KEEP, Parameter
from docstore.mapping.settings import MappingSettings
from docstore.mapping.shape import Kind
from docstore.mapping.similarities import BM25, Similarity

ColumnValue = int | float | str
Range = tuple[Any, Any] | None
"""The inclusive ends of a range in a column's domain (None: open), or None when nothing can match."""


Fetcher = Callable[[Any], list[Any]]
"""A value of a document, and what ``fields`` shows of it."""


class ColumnKind(Enum):
    """What storage a column of a field has."""

    INTEGER = auto()  # int64
    FLOAT = auto()  # float64
    KEYWORD = auto()  # a sorted dictionary of strings
    TEXT = auto()  # postings
    VECTOR = auto()  # float32, a row of a matrix for each document
    NONE = auto()


class Acceptance(Enum):
    """What a field says of a value when all it knows is its kind."""

    COPY = auto()  # every value of this kind is valid
    CHECK = auto()  # some are
    REJECT = auto()  # none is


def without_formats(path: str, type_name: str) -> IllegalArgumentError:
    """Of a format that is asked for where the values of a field have none."""
    return IllegalArgumentError(f"Field [{path}] of type [{type_name}] doesn't support formats.")


class LocatedCause(Exception):
    """The cause of a refusal whose text holds positions; ``at(start, after)`` are columns of the refused token."""

    def __init__(self, at: Callable[[int, int], ApiError]) -> None:
        super().__init__()
        self.at = at

    def of(self, doc_id: str) -> LocatedCause:
        """The cause in this document, for those whose text names it."""
        return self


class FieldType:
    """One field of a mapping; immutable. Subclasses are registered by name (``registry.field_type``)."""

    type_name: ClassVar[str] = ""
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    common: ClassVar[tuple[Parameter, ...]] = (SYNTHETIC_SOURCE_KEEP,)
    """The parameters that (nearly) every type has; they change nothing about values in queries."""
    column: ClassVar[ColumnKind] = ColumnKind.NONE
    copyable: ClassVar[Kind] = Kind(0)
    """The kinds whose values are all valid."""
    checkable: ClassVar[Kind] = Kind(0)
    """The kinds of which some values are valid; all further kinds are refused."""
    takes_arrays: ClassVar[bool] = False
    """Whether an array is one value, given to ``validate`` and ``column_values`` as it is (``FieldMapper.parsesArrayValue``).
    Such a type says ``several`` too.

    An object is one value for every type that accepts ``Kind.OBJECT``; what is inside is no field of the mapping.
    """
    in_documents: ClassVar[bool] = True
    """Whether documents are indexed under it one by one; what the mapping alone says holds for all of them at once."""
    in_multi_fields: ClassVar[bool] = True
    """Whether a field of this type may be a multi-field."""
    learns: bool = False
    """Whether a valid value makes another field of this one (``learned``)."""
    searched_as: ClassVar[str | None] = None
    """What queries take it for, where that is not its type."""
    several: ClassVar[bool] = False
    """Whether ``column_values`` is overridden: a value may have more column values than one."""
    single: ClassVar[str | None] = None
    """What is said of a second value in one document, where that is refused; ``{path}`` stands for the field's."""
    asks_mapping: ClassVar[bool] = False
    """Whether ``check_in`` has something to say of a valid value."""
    names_itself: ClassVar[bool] = True
    """Whether a refusal tells field, type and value before the cause; types that parse documents themselves do not."""
    __slots__ = ("_resolved", "_strict", "copy_to", "multi_fields", "name", "path", "settings", "values")

    def __init__(
        self,
        path: str,
        values: Mapping[str, Any] | None = None,
        *,
        multi_fields: Mapping[str, FieldType] | None = None,
        copy_to: tuple[str, ...] = (),
        settings: MappingSettings | None = None,
    ) -> None:
        self.path = path
        self.name = path.rpartition(".")[2]
        self.values: dict[str, Any] = dict(values or {})
        self.multi_fields: dict[str, FieldType] = dict(sorted((multi_fields or {}).items()))
        self.copy_to = copy_to
        self.settings = settings or MappingSettings()
        defaults = {parameter.name: self._default(parameter) for parameter in self.parameters}
        self._resolved: dict[str, Any] = {**defaults, **self.values}
        self._strict: FieldType | None = None
        for parameter in self.parameters:
            if parameter.check is not None and parameter.name in self.values:
                parameter.check(self)
        self._configured()

    def _configured(self) -> None:
        """Called at the end of construction: check parameters against each other, precompute."""

    # parameters

    def get(self, name: str) -> Any:
        """The value of a parameter, given or default."""
        return self._resolved[name]

    def known(self, name: str) -> Any:
        """The same; None where the type does not know it."""
        return self._resolved.get(name)

    def has(self, name: str) -> bool:
        """Whether a flag is on; false where the type does not know it."""
        return self._resolved.get(name) is True

    def has_any(self, *names: str) -> bool:
        """Whether one of these flags is on, or the type knows none of them."""
        return any(map(self.has, names)) or not any(name in self._resolved for name in names)

    def _forget_repeated_analyzers(self, default: str) -> None:
        """An analyzer for searches that is the one of documents is as good as not given (``Parameter.isConfigured``)."""
        last = self.values.get("analyzer", default)
        for name in ("search_analyzer", "search_quote_analyzer"):
            if self.values.get(name) == last:
                del self.values[name]
                self._resolved[name] = None
            last = self.values.get(name, last)

    def _default(self, parameter: Parameter) -> Any:
        if parameter.setting is not None:
            return getattr(self.settings, parameter.setting)
        return parameter.default

    @classmethod
    def parse_values(cls, name: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters of a field's body, which holds neither ``type`` nor ``fields`` nor ``copy_to``."""
        known = {parameter.name: parameter for parameter in (*cls.parameters, *cls.common)}
        values = {}
        for key, value in body.items():
            parameter = known.get(key)
            if parameter is None:
                raise MapperParsingError(f"unknown parameter [{key}] on mapper [{name}] of type [{cls.type_name}]")
            if value is None and not parameter.accepts_null:
                raise MapperParsingError(
                    f"[{key}] on mapper [{name}] of type [{cls.type_name}] must not have a [null] value"
                )
            values[key] = parameter.parse(name, value)
        return values

    def to_body(self) -> dict[str, Any]:
        """As ``GET _mapping`` shows it: only what differs from the defaults."""
        body: dict[str, Any] = {"type": self.type_name}
        for parameter in (*self.parameters, *self.common):
            if parameter.name in self.values:
                value = self.values[parameter.name]
                if parameter.explicit or value != self._default(parameter):
                    body[parameter.name] = value
        if self.multi_fields:
            body["fields"] = {name: field.to_body() for name, field in self.multi_fields.items()}
        if self.copy_to:
            body["copy_to"] = list(self.copy_to)
        return body

    def full_body(self) -> dict[str, Any]:
        """The same with the defaults of all other parameters."""
        unset = ("script", "on_script_error")
        defaults = {one.name: self.get(one.name) for one in self.parameters if one.name not in unset}
        for name, other in (("search_analyzer", "analyzer"), ("search_quote_analyzer", "search_analyzer")):
            if defaults.get(name, "") is None:
                defaults[name] = defaults[other]
        return {"type": self.type_name, **defaults, **self.to_body()}

    def merge(self, other: FieldType) -> FieldType:
        """This field after a put-mapping that describes it as ``other``."""
        if type(other) is not type(self):
            raise IllegalArgumentError(
                f"mapper [{self.path}] cannot be changed from type [{self.type_name}] to [{other.type_name}]"
            )
        conflicts = []
        for parameter in self.parameters:
            old, new = self.get(parameter.name), other.get(parameter.name)
            if not parameter.mergeable(old, new):
                texts = parameter.text(old), parameter.text(new)
                conflicts.append(f"Cannot update parameter [{parameter.name}] from [{texts[0]}] to [{texts[1]}]")
        multi_fields = dict(self.multi_fields)
        for name, field in other.multi_fields.items():
            multi_fields[name] = multi_fields[name].merge(field) if name in multi_fields else field
        if conflicts:
            listed = "\n\t".join(conflicts)
            raise IllegalArgumentError(f"Mapper for [{self.path}] conflicts with existing mapper:\n\t{listed}")
        return type(self)(
            self.path, other.values, multi_fields=multi_fields, copy_to=other.copy_to, settings=self.settings
        )

    @property
    def similarity_model(self) -> Similarity:
        """How the terms of the field weigh."""
        return self.settings.similarity(self._resolved.get("similarity")) or BM25

    def size(self) -> int:
        """What the field counts against ``index.mapping.total_fields.limit``."""
        return 1 + sum(field.size() for field in self.multi_fields.values())

    # values

    def accepts(self, kind: Kind) -> Acceptance:
        """Whether values of this one kind are valid."""
        if kind & self.copyable:
            return Acceptance.COPY
        return Acceptance.CHECK if kind & self.checkable else Acceptance.REJECT

    def max_term_bytes(self) -> int | None:
        """Strings longer than this may be refused although their kind is copyable."""
        return None

    def validate(self, value: Any) -> None:
        """Raises the inner cause (an ``ApiError`` or a ``LocatedCause``) of a refusal of a scalar, null or object."""
        raise NotImplementedError

    def check_in(self, value: Any, mapping: Any) -> None:
        """Raises what is wrong with a valid value in this one mapping (``mapping.Mapping``), of types that ask for it."""

    def surely_valid(self, values: list[Any]) -> bool:
        """Whether ``validate`` passes all these values, of documents that are written together; False leaves it open.

        Types whose values can be told in one call over the whole list say so; here each value is looked at.
        """
        try:
            for value in values:
                self.validate(value)
        except (ApiError, LocatedCause):
            return False
        return True

    def column_value(self, value: Any) -> ColumnValue | None:
        """What a column holds for this value of a stored document; None when the value is not indexed, or not in a column."""
        return None

    def column_values(self, value: Any) -> Iterable[ColumnValue]:
        """All that a column holds for one value; types that override it set ``several``."""
        found = self.column_value(value)
        return () if found is None else (found,)

    def is_present(self, value: Any) -> bool:
        """Whether ``exists`` finds a document with this value; asked where there is no column of values."""
        return value is not None

    def fetcher(self, pattern: str | None) -> Fetcher | None:
        """What makes of a value of a document the values that ``fields`` shows, in a format; None where the column's, or the value as it
        is, will do (``MappedFieldType.valueFetcher``).

        :raises IllegalArgumentError: the format is none for this type.
        """
        return None

    def multi_field_values(self, value: Any) -> Iterable[Any]:
        """What the multi-fields get for one value of this field."""
        return (value,)

    @property
    def transforms(self) -> bool:
        """Whether multi-fields get other values than the field itself, or arrays as they are."""
        return self.takes_arrays or type(self).multi_field_values is not FieldType.multi_field_values

    @property
    def may_ignore(self) -> bool:
        """Whether ``ignores`` can be true."""
        return bool(self._resolved.get("ignore_malformed")) or self._resolved.get("ignore_above", NO_LIMIT) < NO_LIMIT

    @property
    def ignores_by_length(self) -> bool:
        """Whether it is the length of a text alone that ``ignores`` looks at."""
        return type(self).ignores is FieldType.ignores and not self._resolved.get("ignore_malformed")

    def ignores(self, value: Any) -> bool:
        """Whether a value that ``validate`` passes is left out of the index, so that the field is one of ``_ignored``."""
        if self._resolved.get("ignore_malformed"):
            return not self._as_strict().surely_valid([value])
        limit = self._resolved.get("ignore_above", NO_LIMIT)
        if limit == NO_LIMIT or isinstance(value, (dict, list)):
            return False
        if value is None:
            value = self._resolved.get("null_value")
        return value is not None and utf16_length(json_text(value)) > limit

    def _as_strict(self) -> FieldType:
        """This field as it would be without ``ignore_malformed``."""
        if self._strict is None:
            self._strict = type(self)(self.path, {**self.values, "ignore_malformed": False}, settings=self.settings)
        return self._strict

    def learned(self, value: Any) -> FieldType:
        """The field after a valid value, where it ``learns``."""
        return self

    def derived_fields(self) -> Mapping[str, FieldType]:
        """Fields by full path that come with this one and are not written in its body; they read the same values."""
        return {}

    def sub_field(self, key: str) -> FieldType | None:
        """The field that a query means by the path of this one, a dot and a key inside its values; None when there is none."""
        return None

    def check_references(self, fields: Mapping[str, FieldType]) -> None:
        """Called with all fields of a mapping: checks those that the parameters name."""

    def part(self, name: str) -> FieldType:
        """One of the columns of a type that needs several, as a field of its own. Slots of parts stand for the same values."""
        raise NotImplementedError

    @property
    def constant(self) -> ColumnValue | None:
        """What the column holds for every document, with or without a value; None where values are the documents' own."""
        return None

    def from_column(self, value: Any) -> Any:
        """A column's value as a sort value or an aggregation key shows it."""
        return value

    def query_value(
        self,
        value: Any,
        *,
        bound: str | None = None,
        now: int | None = None,
        time_zone: str | None = None,
        format: str | None = None,
    ) -> ColumnValue:
        """A value of a query in the column's domain; ``bound`` says that it is the end of a range ("lower", "upper").

        A fractional bound of a whole-numbered field is rounded inwards; a date that names less than an instant is
        rounded up for "upper" (Elasticsearch does so for ``lte`` and ``gt``). A term that no value of the field can
        equal (a fraction for a whole-numbered field) comes back as a number that no column holds. ``now``
        (milliseconds), ``time_zone`` and ``format`` are for dates.
        """
        return self._query(value, bound)

    def check_terms(self, values: Sequence[Any], numbers: Sequence[ColumnValue]) -> None:
        """Refuse what a ``terms`` query of an indexed field cannot look up, though a ``term`` query can (``NumberType.termsQuery``).

        ``numbers`` are the values as ``query_value`` gives them.
        """

    def _query(self, value: Any, bound: str | None) -> ColumnValue:
        raise NotImplementedError

    def range_values(
        self,
        lower: Any,
        upper: Any,
        *,
        include_lower: bool = True,
        include_upper: bool = True,
        now: int | None = None,
        time_zone: str | None = None,
        format: str | None = None,
    ) -> Range:
        """What a range query means for an INTEGER or FLOAT column, and for ip; keywords compare strings themselves."""
        return self._range(lower, upper, include_lower, include_upper)

    def _range(self, lower: Any, upper: Any, include_lower: bool, include_upper: bool) -> Range:
        raise IllegalArgumentError(f"Field [{self.path}] of type [{self.type_name}] does not support range queries")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.path!r}, {self.to_body()!r})"
