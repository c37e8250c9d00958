"""One class per HTTP status, named as in elasticsearch-py."""

from __future__ import annotations

from docstore.errors.base import ApiError, JsonObject


class BadRequestError(ApiError):
    status = 400


class AuthenticationException(ApiError):
    status = 401


class AuthorizationException(ApiError):
    status = 403


class NotFoundError(ApiError):
    status = 404


class ConflictError(ApiError):
    status = 409


class TooManyRequestsError(ApiError):
    status = 429


class CircuitBreakingError(TooManyRequestsError):
    """A request that would take more memory than it may: ``wanted`` bytes for ``what``, of ``limit`` (``ChildMemoryCircuitBreaker``)."""

    type = "circuit_breaking_exception"

    def __init__(self, breaker: str, what: str, wanted: int, limit: int) -> None:
        super().__init__(
            f"[{breaker}] Data too large, data for [{what}] would be [{wanted}/{_size(wanted)}], which is larger than the limit of"
            f" [{limit}/{_size(limit)}]",
            bytes_wanted=wanted,
            bytes_limit=limit,
            durability="TRANSIENT",
        )


def _size(count: int) -> str:
    """As ``ByteSizeValue`` writes it: one digit behind the point, unless that is zero."""
    unit, scale = next((each for each in _UNITS if count >= each[1]), ("b", 1))
    return f"{int(count * 10 / scale) / 10:g}{unit}"


_UNITS = (("pb", 1 << 50), ("tb", 1 << 40), ("gb", 1 << 30), ("mb", 1 << 20), ("kb", 1 << 10))


class InternalServerError(ApiError):
    status = 500


class ServiceUnavailableError(ApiError):
    status = 503


_BY_STATUS: dict[int, type[ApiError]] = {
    error.status: error
    for error in (
        BadRequestError,
        AuthenticationException,
        AuthorizationException,
        NotFoundError,
        ConflictError,
        TooManyRequestsError,
        InternalServerError,
        ServiceUnavailableError,
    )
}


def of_status(status: int) -> type[ApiError]:
    """The class that stands for a status."""
    return _BY_STATUS.get(status, ApiError)


def answered(status: int, response: JsonObject, reason: str) -> ApiError:
    """The error for an ordinary body that comes with an error status."""
    return of_status(status)(reason, response=response)
