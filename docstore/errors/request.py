"""An argument, a header or a whole request that cannot be taken."""

from __future__ import annotations

from typing import Self

from docstore.errors.base import ApiError
from docstore.errors.status import BadRequestError, NotFoundError


class IllegalArgumentError(BadRequestError):
    type = "illegal_argument_exception"

    @classmethod
    def not_boolean(cls, value: object) -> Self:
        """Neither ``true`` nor ``false`` (``Booleans.parseBoolean``)."""
        return cls(f"Failed to parse value [{value}] as only [true] or [false] are allowed.")


class NotTextError(IllegalArgumentError):
    """An object, a list or null where a parser reads a text, a number or a boolean (``XContentParser.text``)."""

    def __init__(self, token: str, at: str = "") -> None:
        super().__init__(f"Expected text{at and f' at {at}'} but found {token}")
        self.token = token

    def stands(self, line: int, column: int) -> None:
        """Where that is becomes part of the reason."""
        self.reason = f"Expected text at {line}:{column} but found {self.token}"


class PatternSyntaxError(IllegalArgumentError):
    """Not a regular expression, in the words of ``java.util.regex``. The place is shown below the pattern."""

    type = "pattern_syntax_exception"

    @classmethod
    def at(cls, problem: str, pattern: str, index: int = -1) -> Self:
        """At an index of the pattern; -1 where it is not known."""
        near = f" near index {index}" if index >= 0 else ""
        mark = f"\n{' ' * index}^" if 0 <= index < len(pattern) else ""
        return cls(f"{problem}{near}\n{pattern}{mark}")


class NumberFormatError(BadRequestError):
    type = "number_format_exception"

    @classmethod
    def of(cls, text: object) -> Self:
        """Of a text that is no number, in the words of Java."""
        return cls(f'For input string: "{text}"')

    @classmethod
    def of_floating(cls, text: str) -> Self:
        """Of a text that is no floating-point number: of these, Java says when there is nothing in it."""
        return cls.of(text) if text.strip() else cls("empty String")


class DateTimeParseError(BadRequestError):
    type = "date_time_parse_exception"


class ElasticsearchParseError(BadRequestError):
    """A value inside a request that is not what it must be (date math, byte sizes, mapping properties ...)."""

    type = "parse_exception"


class IllegalStateError(BadRequestError):
    """Closing indices is forbidden; and a cause of a document_parsing_exception, which fixes the status."""

    type = "illegal_state_exception"


class ValidationError(BadRequestError):
    """``problems`` are the single sentences; the reason numbers them as Elasticsearch does."""

    type = "action_request_validation_exception"

    def __init__(self, *problems: str) -> None:
        super().__init__("Validation Failed: " + "".join(f"{n}: {text};" for n, text in enumerate(problems, 1)))
        self.problems = problems


class ApiNotSupportedError(ApiError):
    """A whole API that Elasticsearch has and docstore has not."""

    status = 501
    type = "unsupported_operation_exception"


class NotImplementedByDocstoreError(BadRequestError):
    """Something Elasticsearch has and docstore has not: said, never ignored."""

    type = "illegal_argument_exception"

    @classmethod
    def yet(cls, what: str) -> Self:
        """Of something that is to come."""
        return cls(f"{what} is not supported by docstore yet")


class ResourceNotFoundError(NotFoundError):
    type = "resource_not_found_exception"


class StatusError(ApiError):
    """An answer of the REST layer whose ``error`` is one sentence: no handler, a method or a content type that is not taken.

    ``show_status`` is whether the body repeats the status, which Elasticsearch does for all but the missing handler.
    """

    type = "status_exception"

    def __init__(self, status: int, text: str, *, show_status: bool = True, headers: dict[str, str] | None = None) -> None:
        super().__init__(text, response={"error": text, "status": status} if show_status else {"error": text})
        self.status = status
        self.headers = headers or {}


class BadParameterError(BadRequestError):
    type = "bad_parameter_exception"


class TooLongHttpLineError(BadRequestError):
    type = "too_long_http_line_exception"


class TooLongHttpHeaderError(BadRequestError):
    type = "too_long_http_header_exception"


class MediaTypeHeaderError(BadRequestError):
    type = "media_type_header_exception"
