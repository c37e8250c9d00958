"""A document that is not there, may not stand there, or has changed meanwhile."""

from __future__ import annotations

from typing import Self

from docstore.errors.base import JsonObject
from docstore.errors.request import IllegalArgumentError
from docstore.errors.status import BadRequestError, ConflictError, NotFoundError, ServiceUnavailableError


class DocumentParsingError(BadRequestError):
    type = "document_parsing_exception"


class StrictDynamicMappingError(BadRequestError):
    type = "strict_dynamic_mapping_exception"


class TimestampError(IllegalArgumentError):
    """A document has no ``@timestamp`` that leads to a backing index of its time series."""

    type = "timestamp_error"


class RoutingMissingError(BadRequestError):
    type = "routing_missing_exception"

    @classmethod
    def of(cls, doc_id: str | None, *, index: str, index_uuid: str) -> Self:
        """Of a document, as a request names it."""
        return cls(f"routing is required for [{index}]/[{doc_id}]", index_uuid=index_uuid, index=index)


class DocumentMissingError(NotFoundError):
    type = "document_missing_exception"


class DocumentNotFoundError(NotFoundError):
    """A get or delete that found nothing: the body is the ordinary answer, with status 404."""

    type = "not_found"

    def __init__(self, response: JsonObject) -> None:
        text = f"document [{response.get('_id')}] was not found in [{response.get('_index')}]"
        super().__init__(text, response=response)


class DocumentSourceMissingError(BadRequestError):
    type = "document_source_missing_exception"


class VersionConflictError(ConflictError):
    type = "version_conflict_engine_exception"


class UnavailableShardsError(ServiceUnavailableError):
    type = "unavailable_shards_exception"
