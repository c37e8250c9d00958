"""dense_vector: numbers of which queries find the nearest (``DenseVectorFieldMapper``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import numpy as np

from docstore.errors import ApiError, IllegalArgumentError, MapperParsingError
from docstore.mapping import parameter as p
from docstore.mapping.field_type import Acceptance, ColumnKind, Fetcher, FieldType, LocatedCause, without_formats
from docstore.mapping.java_text import java_string
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.shape import Kind
from docstore.mapping.types.vector_elements import ELEMENTS, Element, Vector, WrongLength
from docstore.mapping.types.vector_options import (
    Options,
    check_options,
    default_options,
    options_text,
    parse_options,
    updatable,
)

MAX_DIMS = 4096
MIN_DYNAMIC_DIMS = 128
"""From how many floats on a new array is mapped as a vector."""


def _element_type(_field: str, value: Any) -> str:
    name = java_string(value)
    if name not in ELEMENTS:
        raise MapperParsingError(f"invalid element_type [{name}]; available types are [{', '.join(ELEMENTS)}]")
    return name


def _dims(field: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not -(2**31) <= value < 2**31:
        raise MapperParsingError(
            f"Property [dims] on field [{field}] must be an integer but got [{java_string(value)}]"
        )
    return value


class _DocumentCause(LocatedCause):
    """A refusal that names the document."""

    def __init__(self, start: str, end: str) -> None:
        super().__init__(lambda _start, _after: IllegalArgumentError(f"{start}{end}"))
        self._parts = start, end

    def of(self, doc_id: str) -> LocatedCause:
        """With the document's id."""
        return _DocumentCause(f"{self._parts[0]}document with id '{doc_id}'", self._parts[1])


@field_type("dense_vector")
class DenseVectorField(FieldType):
    """An array of numbers, as many in each document; the first one says how many, unless ``dims`` does."""

    __slots__ = ("learns",)
    names_itself: ClassVar[bool] = False
    takes_arrays: ClassVar[bool] = True
    several: ClassVar[bool] = True
    in_multi_fields: ClassVar[bool] = False
    single: ClassVar[str | None] = (
        "Field [{path}] of type [dense_vector] doesn't support indexing multiple values for the same field in the same document"
    )
    copyable: ClassVar[Kind] = Kind.NULL
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("element_type", _element_type, "float"),
        Parameter("dims", _dims, None, may_become=lambda old, new: old is None or old == new),
        p.INDEX,
        Parameter(
            "similarity",
            p.nullable(p.one_of("similarity", "l2_norm", "cosine", "dot_product", "max_inner_product")),
            None,
            accepts_null=True,
        ),
        Parameter(
            "index_options", parse_options, None, accepts_null=True, may_become=updatable, text=options_text
        ),
        p.META,
    )

    def _configured(self) -> None:
        self.learns = self.dims is None
        if "similarity" not in self.values and self.get("index"):
            self._resolved["similarity"] = "l2_norm" if self.get("element_type") == "bit" else "cosine"
        given = self.values.get("index_options")
        if given is None and self.get("index") and self.get("element_type") == "float":
            self._resolved["index_options"] = default_options(self.dims)
        self._check_dims()
        self._check_index(given)
        if self.get("element_type") == "bit" and self.get("similarity") not in (None, "l2_norm"):
            raise IllegalArgumentError("The [l2_norm] similarity is the only supported similarity for bit vectors")
        if given is not None:
            check_options(given, self.get("element_type"), self.dims)

    def _check_dims(self) -> None:
        if self.dims is None:
            return
        width = self.element.width
        if not width <= self.dims <= MAX_DIMS * width:
            raise MapperParsingError(
                f"The number of dimensions should be in the range [{width}, {MAX_DIMS * width}] but was [{self.dims}]"
            )
        if self.dims % width:
            raise MapperParsingError(f"The number of dimensions for should be a multiple of 8 but was [{self.dims}]")

    def _check_index(self, options: Options | None) -> None:
        if self.get("index"):
            if self.get("similarity") is None:
                raise IllegalArgumentError("Field [index] requires field [similarity] to be configured and not null")
            return
        for name, given in (("similarity", self.get("similarity")), ("index_options", options)):
            if given is not None:
                raise IllegalArgumentError(
                    f"Field [{name}] can only be specified for a field of type [dense_vector] when it is indexed"
                )

    @property
    def dims(self) -> int | None:
        """How many dimensions all vectors have; None before the first."""
        dims: int | None = self.get("dims")
        return dims

    @property
    def element(self) -> Element:
        """What a vector consists of."""
        return ELEMENTS[self.get("element_type")]

    @property
    def similarity(self) -> str | None:
        """How near two vectors are; None where none is asked for because the field is not indexed."""
        similarity: str | None = self.get("similarity")
        return similarity

    def to_body(self) -> dict[str, Any]:
        """``index``, ``similarity`` and ``index_options`` are written always."""
        body = super().to_body()
        for name in ("element_type", "dims", "index", "similarity", "index_options", "meta"):
            shown = body.pop(name, None)
            if name in ("index", "similarity", "index_options"):
                shown = self.get(name)
            if shown is not None:
                body[name] = shown
        return body

    def accepts(self, kind: Kind) -> Acceptance:
        """See the base class; a vector may come as a string."""
        if kind is Kind.STRING:
            return Acceptance.CHECK
        return super().accepts(kind)

    def validate(self, value: Any) -> None:
        """Raises why the value cannot be indexed."""
        if value is not None:
            self.vector(value)

    def fetcher(self, pattern: str | None) -> Fetcher:
        """The elements.

        :raises IllegalArgumentError: a format is asked for.
        """
        if pattern is not None:
            raise without_formats(self.path, self.type_name)
        return lambda value: [] if value is None else found if isinstance(found := self.as_numbers(value), list) else [found]

    def as_numbers(self, value: Any) -> Any:
        """A vector that is given as text as a list; anything else as it is."""
        if not isinstance(value, str):
            return value
        try:
            vector = self.element.read(value, self.dims)
        except (ApiError, WrongLength):
            return value
        return vector.tolist() if vector.dtype == np.int8 else [float(str(number)) for number in vector]

    def is_present(self, value: Any) -> bool:
        """Whether it is a vector."""
        try:
            return value is not None and self.vector(value) is not None
        except (ApiError, LocatedCause):
            return False

    def vector(self, value: Any) -> Vector:
        """A vector of a document, not normalized.

        :raises ApiError, LocatedCause: it is none, or of another length, or too short for the similarity.
        """
        try:
            vector = self.element.read(value, self.dims)
        except WrongLength as wrong:
            raise self._wrong_length(wrong.count) from None
        if self.dims is None:
            self._with_dims(value)
        if self.get("index"):
            self.element.check_magnitude(vector, self.similarity)
        return vector

    def _wrong_length(self, count: int | None) -> LocatedCause:
        what = (
            "has more dimensions than defined in the mapping"
            if count is None
            else f"has a different number of dimensions [{count}] than defined in the mapping"
        )
        return _DocumentCause(f"The [dense_vector] field [{self.path}] in doc [", f"] {what} [{self.dims}]")

    def learned(self, value: Any) -> FieldType:
        """With the dimensions of a first vector."""
        return self if value is None or self.dims is not None else self._with_dims(value)

    def _with_dims(self, value: Any) -> DenseVectorField:
        values = {**self.values, "dims": self.element.count(value)}
        return type(self)(
            self.path, values, multi_fields=self.multi_fields, copy_to=self.copy_to, settings=self.settings
        )

    def part(self, name: str) -> FieldType:
        """The vectors as a column, bits as numbers."""
        return Vectors(self, name)


class Vectors(FieldType):
    """The vectors of a field as a matrix."""

    __slots__ = ("of",)
    several: ClassVar[bool] = True
    takes_arrays: ClassVar[bool] = True
    column: ClassVar[ColumnKind] = ColumnKind.VECTOR

    def __init__(self, of: DenseVectorField, name: str) -> None:
        super().__init__(f"{of.path}#{name}", settings=of.settings)
        self.of = of

    def to_body(self) -> dict[str, Any]:
        """The field's own: what differs in it makes another column."""
        return self.of.to_body()

    def column_values(self, value: Any) -> Iterable[Any]:
        """At most one."""
        return () if value is None else (self.of.element.numbers(self.of.vector(value)),)
