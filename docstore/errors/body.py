"""A request body that is not what its parser takes."""

from __future__ import annotations

from typing import Self

from docstore.errors.base import ApiError
from docstore.errors.status import BadRequestError


class ParsingError(BadRequestError):
    """A request body that is JSON but not what the API takes (``line`` and ``col`` where they are known)."""

    type = "parsing_exception"


class XContentParseError(BadRequestError):
    """A request body that is not what a parser was declared to take. Where that is, stands before the reason."""

    type = "x_content_parse_exception"

    @classmethod
    def too_deep(cls) -> Self:
        """Of JSON, or a document, whose nesting nothing here can follow."""
        return cls("Document nesting depth exceeds the maximum allowed (1000)")


class EndOfBodyError(XContentParseError):
    """A body that ends before it is whole (``XContentEOFException``)."""

    type = "x_content_e_o_f_exception"


class NotBuiltError(XContentParseError):
    """An object whose keys are all right, but not together (``ConstructingObjectParser.buildTarget``); it tells no position."""

    def __init__(self, name: str, cause: ApiError) -> None:
        super().__init__(f"Failed to build [{name}] after last required field arrived", caused_by=cause)


class NamedObjectNotFoundError(BadRequestError):
    type = "named_object_not_found_exception"


class JsonParseError(BadRequestError):
    """What the JSON parser says of a token; only ever a cause."""

    type = "json_parse_exception"


class JsonEndError(JsonParseError):
    """The same of a text that ends too soon."""

    type = "json_e_o_f_exception"


class InputCoercionError(BadRequestError):
    """What the JSON parser says of a number that does not fit; only ever a cause."""

    type = "input_coercion_exception"
