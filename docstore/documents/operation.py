"""What a caller asks to be done to one document, parsed and validated; it knows no store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from enum import Enum
from typing import Any

from docstore.documents import versioning
from docstore.documents.source_filter import NOTHING, SourceFilter
from docstore.documents.versioning import MAX_VERSION, Policy, VersionType
from docstore.errors import IllegalArgumentError, ValidationError, XContentParseError
from docstore.frozen import frozen
from docstore.mapping.dynamic_template import NOTHING_NAMED, Named
from docstore.spelling import did_you_mean
from docstore.storage.source import Source

MAX_ID_BYTES = 512
"""Elasticsearch's limit on ``_id``."""


class OpType(Enum):
    """Whether an existing document may be written over."""

    INDEX = "index"
    CREATE = "create"

    @classmethod
    def parse(cls, name: str | None) -> OpType:
        """The type of this name; ``None`` is index.

        :raises IllegalArgumentError: another name.
        """
        try:
            return cls.INDEX if name is None else cls(name.lower())
        except (ValueError, AttributeError):
            raise IllegalArgumentError(f"opType must be 'create' or 'index', found: [{name}]") from None


@frozen
class Guard:
    """The version conditions of a write, as the request gave them."""

    version: int | None = None
    version_type: VersionType = VersionType.INTERNAL
    if_seq_no: int | None = None
    if_primary_term: int | None = None

    @classmethod
    def parse(
        cls,
        version: Any = None,
        version_type: str | None = None,
        if_seq_no: Any = None,
        if_primary_term: Any = None,
    ) -> Guard:
        """From request parameters, numbers or their digits.

        :raises IllegalArgumentError: not a number, negative, or no such version type.
        """
        if version is None and version_type is None and if_seq_no is None and if_primary_term is None:
            return NO_GUARD
        seq_no, term = long_parameter("if_seq_no", if_seq_no), long_parameter("if_primary_term", if_primary_term)
        if seq_no is not None and seq_no < 0:
            raise IllegalArgumentError(f"sequence numbers must be non negative. got [{seq_no}].")
        if term is not None and term < 0:
            raise IllegalArgumentError(f"primary term must be non negative. got [{term}]")
        return cls(long_parameter("version", version), VersionType.parse(version_type), seq_no, term or None)

    @property
    def trivial(self) -> bool:
        """Whether nothing was asked for."""
        return self is NO_GUARD or self == NO_GUARD

    def problems(self) -> list[str]:
        """What does not go together (``DocWriteRequest.validateSeqNoBasedCASParams``)."""
        found = []
        external = self.version_type is not VersionType.INTERNAL
        if external and (self.version is None or not 0 <= self.version <= MAX_VERSION):
            shown = -3 if self.version is None else self.version
            found.append(f"illegal version value [{shown}] for version type [{self.version_type.name}]")
        if self.version is not None and not external:
            found.append(
                "internal versioning can not be used for optimistic concurrency control. "
                "Please use `if_seq_no` and `if_primary_term` instead"
            )
        if self.if_seq_no is not None and (external or self.version is not None):
            found.append("compare and write operations can not be used with versioning")
        if self.if_seq_no is not None and self.if_primary_term is None:
            found.append("ifSeqNo is set, but primary term is [0]")
        if self.if_seq_no is None and self.if_primary_term is not None:
            found.append(f"ifSeqNo is unassigned, but primary term is [{self.if_primary_term}]")
        return found

    def policy(self) -> Policy:
        """The policy of a write under this guard."""
        if self.if_seq_no is not None:
            return versioning.IfUnchanged(self.if_seq_no, self.if_primary_term or 0)
        if self.version is not None and self.version_type is not VersionType.INTERNAL:
            return versioning.external(self.version_type, self.version)
        return versioning.Overwrite()


NO_GUARD = Guard()
"""Nothing was asked for."""


def long_parameter(name: str, value: Any) -> int | None:
    """A whole number, or its digits.

    :raises IllegalArgumentError: something else.
    """
    if value is None:
        return None
    try:
        if isinstance(value, bool | float):
            raise ValueError
        return int(value)
    except (TypeError, ValueError, OverflowError):
        raise IllegalArgumentError(f"Failed to parse long parameter [{name}] with value [{value}]") from None


def _checked_id(doc_id: str) -> list[str]:
    try:
        length = len(doc_id.encode())
    except UnicodeEncodeError:
        raise IllegalArgumentError("an _id is Unicode text, this one holds a lone surrogate") from None
    if length > MAX_ID_BYTES:
        return [f"id [{doc_id}] is too long, must be no longer than 512 bytes but was: {length}"]
    return []


@frozen
class IndexOperation:
    """Store a document; without an id, under a new one."""

    index: str
    source: Source
    id: str | None = None
    op_type: OpType = OpType.INDEX
    guard: Guard = NO_GUARD
    routing: str | None = None
    require_alias: bool = False
    require_data_stream: bool = False
    dynamic_templates: Named = field(default_factory=lambda: NOTHING_NAMED)
    """Names of dynamic templates for new fields, by full path."""
    default_pipeline: bool = True
    """Whether the pipeline that the index has by default is not called off."""

    def validate(self) -> None:
        """:raises ValidationError: what does not go together (``IndexRequest.validate``).
        :raises IllegalArgumentError: an empty id.
        """
        found = []
        if self.op_type is OpType.CREATE:
            if self.guard.version_type is not VersionType.INTERNAL:
                raise ValidationError("create operations only support internal versioning. use index instead")
            if self.guard.version is not None:
                raise ValidationError("create operations do not support explicit versions. use index instead")
            if self.guard.if_seq_no is not None or self.guard.if_primary_term is not None:
                raise ValidationError("create operations do not support compare and set. use index instead")
        if not self.guard.trivial:
            found += self.guard.problems()
            if self.id is None and (self.guard.version is not None or self.guard.version_type is not VersionType.INTERNAL):
                found.append("an id must be provided if version type or value are set")
        if self.id is not None:
            found += _checked_id(self.id)
            if not self.id:
                raise IllegalArgumentError("if _id is specified it must not be empty")
        if found:
            raise ValidationError(*found)

    def policy(self) -> Policy:
        """The version policy of this write."""
        return versioning.Create() if self.op_type is OpType.CREATE else self.guard.policy()


@frozen
class DeleteOperation:
    """Remove a document."""

    index: str
    id: str
    guard: Guard = NO_GUARD
    routing: str | None = None
    require_alias: bool = False

    def validate(self) -> None:
        """:raises ValidationError: what does not go together (``DeleteRequest.validate``)."""
        found = [] if self.id else ["id is missing"]
        found += _checked_id(self.id) + self.guard.problems()
        if found:
            raise ValidationError(*found)

    def policy(self) -> Policy:
        """The version policy of this write."""
        return self.guard.policy()


@frozen
class UpdateOperation:
    """Merge a partial document into the one that is there, or store another where there is none."""

    index: str
    id: str
    doc: Source | None = None
    upsert: Source | None = None
    doc_as_upsert: bool = False
    detect_noop: bool = True
    guard: Guard = NO_GUARD
    routing: str | None = None
    require_alias: bool = False
    retry_on_conflict: int = 0
    returned: SourceFilter = NOTHING

    def validate(self) -> None:
        """:raises ValidationError: what does not go together (``UpdateRequest.validate``)."""
        found = [] if self.id else ["id is missing"]
        found += self.guard.problems()
        if self.guard.if_seq_no is not None:
            if self.retry_on_conflict > 0:
                found.append("compare and write operations can not be retried")
            if self.doc_as_upsert:
                found.append("compare and write operations can not be used with upsert")
            if self.upsert is not None:
                found.append(
                    "upsert requests don't support `if_seq_no` and `if_primary_term`"
                )
        if self.doc is None:
            found.append("script or doc is missing")
        if self.doc is None and self.doc_as_upsert:
            found.append("doc must be specified if doc_as_upsert is enabled")
        found += _checked_id(self.id)
        if found:
            raise ValidationError(*found)


UPDATE_KEYS = ("doc", "upsert", "doc_as_upsert", "detect_noop", "script", "scripted_upsert", "_source", "if_seq_no", "if_primary_term")
"""What an update's body may hold (``UpdateRequest.PARSER``)."""


def check_update_keys(keys: Iterable[str]) -> None:
    """:raises XContentParseError: an update's body has none of that name."""
    for key in keys:
        if key not in UPDATE_KEYS:
            raise XContentParseError(f"[UpdateRequest] unknown field [{key}]{did_you_mean(key, UPDATE_KEYS)}")


Operation = IndexOperation | DeleteOperation | UpdateOperation
