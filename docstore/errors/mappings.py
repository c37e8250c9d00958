"""Mappings and analysis that cannot be."""

from __future__ import annotations

from docstore.errors.status import BadRequestError, InternalServerError


class MapperParsingError(BadRequestError):
    type = "mapper_parsing_exception"


class MapperError(InternalServerError):
    """A put-mapping that changes what of an object mapping cannot change."""

    type = "mapper_exception"


class SettingsError(InternalServerError):
    """A parameter of an analysis component that is no number; Elasticsearch answers 500 too."""

    type = "settings_exception"


class TooManyTokensError(BadRequestError):
    """An analysis that shows more tokens than its index allows (500 before Elasticsearch 9)."""

    type = "status_exception"
