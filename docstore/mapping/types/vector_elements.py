"""What the elements of a ``dense_vector`` are (``DenseVectorFieldMapper.Element``)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from docstore.errors import ApiError, IllegalArgumentError, NumberFormatError, ParsingError
from docstore.exact import Exact
from docstore.json_token import token_of
from docstore.mapping.causes import expected_token
from docstore.mapping.java_text import java_double, java_string
from docstore.mapping.types.vector_text import floats, halves, of_base64, of_hex

Vector = npt.NDArray[np.float32] | npt.NDArray[np.int8]
_PREVIEW = 5
_UNIT = 1e-3


class WrongLength(Exception):
    """A vector has more or fewer dimensions than the mapping; ``count`` is None when it has more."""

    def __init__(self, count: int | None) -> None:
        super().__init__()
        self.count = count


class Element(ABC):
    """One type of elements."""

    name: ClassVar[str]
    width: ClassVar[int] = 1
    """Dimensions to an element as it is written."""
    dtype: ClassVar[Any]
    may_be_of_unit_length: ClassVar[bool] = False
    """Whether ``dot_product`` asks for vectors of unit length."""

    @abstractmethod
    def read(self, value: Any, dims: int | None) -> Vector:
        """A vector of a document; any number of dimensions where ``dims`` is None.

        :raises ApiError: it is no vector of this type.
        :raises WrongLength: it has not ``dims`` dimensions.
        """

    def count(self, value: Any) -> int:
        """The dimensions of a vector as it is written."""
        return len(value) * self.width

    def numbers(self, vector: Vector) -> npt.NDArray[np.float32]:
        """A number for each dimension."""
        return vector.astype(np.float32)

    def elements(self, numbers: npt.NDArray[np.float32]) -> Vector:
        """The other way round."""
        found: Vector = numbers.astype(self.dtype)
        return found

    def check_bounds(self, vector: Vector) -> None:
        """:raises IllegalArgumentError: an element is no finite number."""
        for at in np.flatnonzero(~np.isfinite(vector))[:1]:
            shown = float_text(vector[at])
            what = "NaN" if shown == "NaN" else "infinite"
            raise IllegalArgumentError(
                f"element_type [{self.name}] vectors do not support {what} values but found [{shown}] at dim [{at}];"
                + preview(vector)
            )

    def check_magnitude(self, vector: Vector, similarity: str | None) -> None:
        """:raises IllegalArgumentError: the similarity needs another length."""
        with np.errstate(over="ignore", under="ignore"):
            squared = np.dot(vector.astype(np.float32), vector.astype(np.float32))
        if similarity == "cosine" and squared == 0:
            raise IllegalArgumentError(
                f"The [cosine] similarity does not support vectors with zero magnitude.{preview(vector)}"
            )
        if self.may_be_of_unit_length:
            _check_unit(vector, similarity, float(squared))

    def _numbers(self, value: Any, dims: int | None) -> list[int | float]:
        if not isinstance(value, list):
            found = "FIELD_NAME" if isinstance(value, dict) and value else "END_OBJECT"
            raise ParsingError(
                f"Failed to parse object: expecting token of type [VALUE_NUMBER] but found [{found}]"
            )
        plain = set(map(type, value)) <= {int, float, Exact}
        if plain and (dims is None or len(value) * self.width == dims):
            return value
        for index, item in enumerate(value):
            if dims is not None and index * self.width >= dims:
                raise WrongLength(None)
            if isinstance(item, bool) or not isinstance(item, (int, float)):
                raise expected_token("VALUE_NUMBER", item)
        raise WrongLength(len(value) * self.width)


class FloatElement(Element):
    """32 bits; a text is base64 of big-endian floats, or of their upper halves."""

    name = "float"
    dtype = np.float32
    may_be_of_unit_length = True

    def read(self, value: Any, dims: int | None) -> Vector:
        """See the base class."""
        if isinstance(value, str):
            return self._unpacked(_packed(value), dims)
        numbers = self._numbers(value, dims)
        with np.errstate(over="ignore"):
            try:
                vector = np.array(numbers, dtype=np.float64).astype(np.float32)
            except OverflowError:
                vector = np.array([_float(number) for number in numbers]).astype(np.float32)
        self.check_bounds(vector)
        return vector


    def _unpacked(self, raw: bytes, dims: int | None) -> Vector:
        if dims is None and len(raw) % 4:
            raise ParsingError(f"Failed to parse object: Base64 decoded vector byte length [{len(raw)}] is not a multiple of [4]")
        if dims is not None and len(raw) not in (4 * dims, 2 * dims):
            raise ParsingError(
                f"Failed to parse object: Base64 decoded vector byte length [{len(raw)}] does not match the expected length of "
                f"[{4 * dims}] or [{2 * dims}] for dimension count [{dims}]"
            )
        vector = halves(raw) if dims is not None and len(raw) == 2 * dims else floats(raw)
        self.check_bounds(vector)
        return vector

    def count(self, value: Any) -> int:
        """Four bytes are an element."""
        return len(_packed(value)) // 4 if isinstance(value, str) else len(value)


class BFloat16Element(FloatElement):
    """The upper 16 bits of a float."""

    name = "bfloat16"

    def read(self, value: Any, dims: int | None) -> Vector:
        """Rounded to the nearest, ties to even."""
        bits = super().read(value, dims).view(np.uint32).astype(np.uint64)
        rounded = (bits + 0x7FFF + (bits >> np.uint64(16) & np.uint64(1))) & np.uint64(0xFFFF0000)
        vector = rounded.astype(np.uint32).view(np.float32)
        self.check_bounds(vector)
        return vector


class ByteElement(Element):
    """Integers from -128 to 127; a text is hexadecimal digits, or base64."""

    name = "byte"
    dtype = np.int8

    def read(self, value: Any, dims: int | None) -> Vector:
        """See the base class."""
        if isinstance(value, str):
            raw = _bytes(value)
            if dims is not None and len(raw) * self.width != dims:
                raise WrongLength(len(raw) * self.width)
            return np.frombuffer(raw, dtype=np.int8)
        if not isinstance(value, list):
            raise ParsingError(f"Unsupported type [{token_of(value)}] for provided value [{java_string(value)}]")
        numbers = self._numbers(value, dims)
        for at, number in enumerate(numbers):
            self._check(at, number)
        return np.array(numbers, dtype=np.float64).astype(np.int8)

    def count(self, value: Any) -> int:
        """Two digits are an element."""
        return len(_bytes(value) if isinstance(value, str) else value) * self.width

    def _check(self, at: int, number: int | float) -> None:
        rest = f"at dim [{at}];"
        if number % 1 != 0:
            raise IllegalArgumentError(
                f"element_type [{self.name}] vectors only support non-decimal values but found decimal value "
                f"[{float_text(number)}] {rest}"
            )
        if not -128 <= number <= 127:
            shown = max(-(2**31), min(2**31 - 1, int(number)))
            raise IllegalArgumentError(
                f"element_type [{self.name}] vectors only support integers between [-128, 127] but found [{shown}] {rest}"
            )


class BitElement(ByteElement):
    """Eight dimensions to a byte."""

    name = "bit"
    width = 8

    def numbers(self, vector: Vector) -> npt.NDArray[np.float32]:
        """0 and 1."""
        return np.unpackbits(vector.view(np.uint8)).astype(np.float32)

    def elements(self, numbers: npt.NDArray[np.float32]) -> Vector:
        """Eight of them in each."""
        return np.packbits(numbers.astype(np.uint8)).view(np.int8)


ELEMENTS: dict[str, Element] = {
    element.name: element for element in (BFloat16Element(), BitElement(), ByteElement(), FloatElement())
}


def _check_unit(vector: Vector, similarity: str | None, squared: float) -> None:
    if not np.isfinite(squared):
        raise IllegalArgumentError(
            "NaN or Infinite magnitude detected, this usually means the vector values are too extreme to fit within a "
            f"float.{preview(vector)}"
        )
    if similarity == "dot_product" and abs(squared - 1) >= _UNIT:
        raise IllegalArgumentError(
            f"The [dot_product] similarity can only be used with unit-length vectors.{preview(vector)}"
        )


def preview(vector: Vector) -> str:
    """The first elements, as messages show them."""
    shown = (str(item) if vector.dtype == np.int8 else float_text(item) for item in vector[:_PREVIEW])
    more = ", ..." if len(vector) >= _PREVIEW else ""
    return f" Preview of invalid vector: [{', '.join(shown)}{more}]"


def float_text(number: Any) -> str:
    """``Float.toString``."""
    with np.errstate(over="ignore"):
        return java_double(float(str(np.float32(number))))


def _float(number: int | float) -> float:
    try:
        return float(number)
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")


def _packed(text: str) -> bytes:
    raw = of_base64(text)
    if raw is None:
        raise IllegalArgumentError("failed to decode vector: value must be a valid base64 string")
    return raw


def _bytes(text: str) -> bytes:
    raw = of_hex(text)
    if raw is None:
        raw = of_base64(text)
    return _from_hex(text) if raw is None else raw


def _from_hex(text: str) -> bytes:
    """``HexFormat.parseHex``."""
    error: ApiError
    if len(text) % 2:
        error = IllegalArgumentError(f"string is incorrect length: {len(text)}")
        raise error
    for digit in text:
        if digit not in "0123456789abcdefABCDEF":
            raise NumberFormatError(f'not a hexadecimal digit: "{digit}" = {ord(digit)}')
    return bytes.fromhex(text)
