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
    """Nothing more fits into what a circuit breaker allows."""

    type = "circuit_breaking_exception"


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
