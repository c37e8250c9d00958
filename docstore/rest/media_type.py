"""Content types: what a body is written in, and what a caller wants the answer written in.

``application/vnd.elasticsearch+json; compatible-with=8`` is JSON of a client of that major version; the answer names it again. What
docstore answers is the same for 8 and 9.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from docstore.errors import MediaTypeHeaderError, StatusError

_HEADER = re.compile(r"([\w!#$&^.+*/-]+)\s*((?:;\s*[\w-]+\s*=\s*[^;\s]+\s*)*);?\Z")
_PARAMETER = re.compile(r"([\w-]+)\s*=\s*([^;\s]+)")
COMPATIBLE = ("8", "9")


class Format(Enum):
    """How a body is written."""

    JSON = "json"
    NDJSON = "ndjson"
    YAML = "yaml"
    TEXT = "txt"
    CBOR = "cbor"
    SMILE = "smile"


_TYPES = {
    "application/json": Format.JSON,
    "application/*": Format.JSON,
    "*/*": Format.JSON,
    "application/x-ndjson": Format.NDJSON,
    "application/yaml": Format.YAML,
    "application/cbor": Format.CBOR,
    "application/smile": Format.SMILE,
    "text/plain": Format.TEXT,
    "application/vnd.elasticsearch+json": Format.JSON,
    "application/vnd.elasticsearch+x-ndjson": Format.NDJSON,
    "application/vnd.elasticsearch+yaml": Format.YAML,
    "application/vnd.elasticsearch+cbor": Format.CBOR,
    "application/vnd.elasticsearch+smile": Format.SMILE,
}
_WRITTEN = {Format.JSON: "application/json", Format.YAML: "application/yaml", Format.TEXT: "text/plain; charset=UTF-8"}
_VENDOR = "application/vnd.elasticsearch+"


@dataclass(frozen=True, slots=True)
class MediaType:
    """One media type of a header."""

    format: Format
    compatible_with: str | None = None

    @property
    def header(self) -> str:
        """The ``Content-Type`` of an answer in it."""
        if self.compatible_with and self.format is not Format.TEXT:
            return f"{_VENDOR}{self.format.value};compatible-with={self.compatible_with}"
        return _WRITTEN.get(self.format, "application/json")


JSON = MediaType(Format.JSON)


def content_type(header: str) -> MediaType:
    """What a request body is written in.

    :raises StatusError: 406, a type that no body may have.
    """
    found = _parse(header.split(",")[0])
    if found is None or found.format is Format.TEXT:
        raise StatusError(406, f"Content-Type header [{header}] is not supported")
    return found


def accepted(header: str | None) -> list[MediaType]:
    """What a caller takes, in the order of the header; of several, the first that is known counts.

    :raises MediaTypeHeaderError: nothing in it is a media type.
    """
    if not header:
        return []
    found = [media for part in header.split(",") if (media := _parse(part)) is not None]
    if not found and not _is_browser(header):
        raise MediaTypeHeaderError("Invalid media-type value on headers [Accept]")
    return found


def _is_browser(header: str) -> bool:
    """Elasticsearch answers JSON to what a browser's address bar sends."""
    return "text/html" in header


@lru_cache(maxsize=256)
def _parse(part: str) -> MediaType | None:
    match = _HEADER.match(part.strip().lower())
    if match is None or match[1] not in _TYPES:
        return None
    parameters = dict(_PARAMETER.findall(match[2]))
    version = parameters.get("compatible-with") if match[1].startswith(_VENDOR) else None
    if version is not None and version not in COMPATIBLE:
        return None
    return MediaType(_TYPES[match[1]], version)


def check_versions(accept: list[MediaType], content: MediaType | None, accept_header: str, content_header: str) -> None:
    """Both headers speak of the same version, or neither does.

    :raises StatusError: 400, they do not.
    """
    if content is None or not accept or {content.compatible_with, accept[0].compatible_with} <= {None, content.compatible_with}:
        return
    raise MediaTypeHeaderError(
        "A compatible version is required on both Content-Type and Accept headers if either one has requested a compatible version "
        f"and the compatible versions must match. Accept={accept_header}, Content-Type={content_header}"
    )
