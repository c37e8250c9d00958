"""Indices, aliases, templates and other named things that are not there, are in the way, or refuse."""

from __future__ import annotations

from typing import Any

from docstore.errors.request import ValidationError
from docstore.errors.status import AuthorizationException, BadRequestError, InternalServerError, NotFoundError, TooManyRequestsError


class IndexNotFoundError(NotFoundError):
    type = "index_not_found_exception"

    def __init__(self, index: str, *, reason: str | None = None, uuid: str = "_na_", **metadata: Any) -> None:
        super().__init__(
            reason or f"no such index [{index}]",
            **{"resource.type": "index_or_alias", "resource.id": index, "index_uuid": uuid, "index": index, **metadata},
        )


class AutoCreateForbiddenError(NotFoundError):
    """A write names an index that is not there, and may not make it."""

    type = "index_not_found_exception"

    def __init__(self, index: str, why: str) -> None:
        super().__init__(f"no such index [{index}] and {why}", index_uuid="_na_", index=index)


class ResourceAlreadyExistsError(BadRequestError):
    type = "resource_already_exists_exception"


class InvalidIndexNameError(BadRequestError):
    type = "invalid_index_name_exception"


class InvalidAliasNameError(BadRequestError):
    type = "invalid_alias_name_exception"


class InvalidIndexTemplateError(BadRequestError):
    """A template whose name, patterns or parts cannot be."""

    type = "invalid_index_template_exception"

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"index_template [{name}] invalid, cause [{problem}]")


class SettingsValidationError(ValidationError):
    """Settings that are wrong together, or not the caller's to set."""

    type = "validation_exception"


class IndexClosedError(BadRequestError):
    type = "index_closed_exception"


class UnsupportedSelectorError(BadRequestError):
    """``name::failures`` where an API means indices as such."""

    type = "unsupported_selector_exception"


class ClusterBlockError(AuthorizationException):
    type = "cluster_block_exception"


class FloodStageBlockError(TooManyRequestsError):
    """A cluster block that time may lift."""

    type = "cluster_block_exception"


class AliasesNotFoundError(NotFoundError):
    type = "aliases_not_found_exception"


class IndexTemplateMissingError(NotFoundError):
    type = "index_template_missing_exception"

    def __init__(self, name: str) -> None:
        super().__init__(f"index_template [{name}] missing")


class RepositoryMissingError(NotFoundError):
    type = "repository_missing_exception"


class NoSuchRemoteClusterError(NotFoundError):
    type = "no_such_remote_cluster_exception"


class InternalStateError(InternalServerError):
    """What the state of the store forbids; Elasticsearch answers 500 too."""

    type = "illegal_state_exception"


class CatalogConflictError(InternalStateError):
    """A change of aliases that would leave the catalog contradicting itself."""
