"""Who may write over what: the version policies as pure values.

``decide(policy, current, doc_id)`` gives the version that the write gets, or a ``VersionConflictError`` with Elasticsearch's text
(``VersionType``, ``InternalEngine.planIndexingAsPrimary``). Single writes, bulk and reindex all ask here.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from docstore.catalog.time_series import is_time_series
from docstore.documents.time_series_id import description
from docstore.errors import IllegalArgumentError, ValidationError, VersionConflictError
from docstore.frozen import frozen
from docstore.storage.pointer import Pointer

if TYPE_CHECKING:
    from docstore.catalog.index import Index
    from docstore.storage.source import Source

MAX_VERSION = 2**63 - 1


class VersionType(Enum):
    """Where versions come from."""

    INTERNAL = "internal"
    EXTERNAL = "external"
    EXTERNAL_GTE = "external_gte"

    @classmethod
    def parse(cls, name: str | None) -> VersionType:
        """The type of this name; ``None`` is internal.

        :raises IllegalArgumentError: ``No version type match [x]``, or for the retired ``force``.
        """
        if name is None:
            return cls.INTERNAL
        if name == "external_gt":
            return cls.EXTERNAL
        if name == "force":
            raise IllegalArgumentError("version type [force] may no longer be used")
        try:
            return cls(name)
        except ValueError:
            raise IllegalArgumentError(f"No version type match [{name}]") from None


Versions = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Policy(Protocol):
    """Decides one write.

    ``BatchPolicy`` is the same decision for many writes at once; a test holds the two together.
    """

    def conflict(self, current: Pointer | None) -> str | None:
        """Why the write may not happen over what is there, in Elasticsearch's words, or ``None``."""

    def version(self, current: Pointer | None) -> int:
        """The version that the write gets."""


class BatchPolicy(Protocol):
    """Decides many writes at once: the array counterpart of a ``Policy``.

    ``current`` and ``deleted`` are of documents that exist or existed, ``provided`` the versions that come with the writes.
    """

    keeps_versions: ClassVar[bool]
    """Whether documents keep the versions that come with them."""

    def one(self, provided: int) -> Policy:
        """The policy of a single one of the writes."""

    def conflicts(self, current: Versions, deleted: Flags, provided: Versions) -> Flags:
        """Which writes may not happen."""

    def versions(self, current: Versions, provided: Versions) -> Versions:
        """The versions that the writes get, where they may happen."""

    def fresh(self, provided: Versions) -> Versions:
        """The versions of writes under ids that were never seen."""


def _next(current: Pointer | None) -> int:
    return 1 if current is None else current.version + 1


@frozen
class Overwrite:
    """Internal versioning: whatever is there is written over."""

    def conflict(self, current: Pointer | None) -> str | None:
        return None

    def version(self, current: Pointer | None) -> int:
        return _next(current)


@frozen
class Create:
    """``op_type=create``: only where no document is."""

    def conflict(self, current: Pointer | None) -> str | None:
        if current is None or current.deleted:
            return None
        return f"document already exists (current version [{current.version}])"

    def version(self, current: Pointer | None) -> int:
        return _next(current)


@frozen
class External:
    """``version_type=external``: only with a version above the one that is there, a deletion's included."""

    provided: int

    def conflict(self, current: Pointer | None) -> str | None:
        if current is None or current.version < self.provided:
            return None
        return f"current version [{current.version}] is higher or equal to the one provided [{self.provided}]"

    def version(self, current: Pointer | None) -> int:
        return self.provided


@frozen
class ExternalOrEqual:
    """``version_type=external_gte``: also with the same version."""

    provided: int

    def conflict(self, current: Pointer | None) -> str | None:
        if current is None or current.version <= self.provided:
            return None
        return f"current version [{current.version}] is higher than the one provided [{self.provided}]"

    def version(self, current: Pointer | None) -> int:
        return self.provided


@frozen
class IfUnchanged:
    """``if_seq_no`` and ``if_primary_term``: only over exactly that operation."""

    seq_no: int
    primary_term: int

    def conflict(self, current: Pointer | None) -> str | None:
        required = f"required seqNo [{self.seq_no}], primary term [{self.primary_term}]."
        if current is None or current.deleted:
            return f"{required} but no document was found"
        if (current.seq, current.primary_term) == (self.seq_no, self.primary_term):
            return None
        return f"{required} current document has seqNo [{current.seq}] and primary term [{current.primary_term}]"

    def version(self, current: Pointer | None) -> int:
        return _next(current)


def external(version_type: VersionType, provided: int) -> Policy:
    """The policy of an external version type."""
    return External(provided) if version_type is VersionType.EXTERNAL else ExternalOrEqual(provided)


def conflict_error(doc_id: str, why: str, index: Index, source: Source | None = None) -> VersionConflictError:
    """The error of a refused write.

    :param source: what was to be written.
    """
    named = description(index, doc_id, source) if is_time_series(index) else f"[{doc_id}]"
    return VersionConflictError(f"{named}: version conflict, {why}", index_uuid=index.uuid, shard="0", index=index.name)


@frozen
class OverwriteBatch:
    """``Overwrite`` for many."""

    keeps_versions: ClassVar[bool] = False

    def one(self, provided: int) -> Policy:
        return Overwrite()

    def conflicts(self, current: Versions, deleted: Flags, provided: Versions) -> Flags:
        return np.zeros(len(current), dtype=np.bool_)

    def versions(self, current: Versions, provided: Versions) -> Versions:
        return current + 1

    def fresh(self, provided: Versions) -> Versions:
        return np.ones(len(provided), dtype=np.int64)


@frozen
class CreateBatch(OverwriteBatch):
    """``Create`` for many."""

    def one(self, provided: int) -> Policy:
        return Create()

    def conflicts(self, current: Versions, deleted: Flags, provided: Versions) -> Flags:
        return ~deleted


@frozen
class ExternalBatch:
    """``External`` and ``ExternalOrEqual`` for many."""

    version_type: VersionType
    keeps_versions: ClassVar[bool] = True

    def one(self, provided: int) -> Policy:
        return external(self.version_type, provided)

    def conflicts(self, current: Versions, deleted: Flags, provided: Versions) -> Flags:
        return current >= provided if self.version_type is VersionType.EXTERNAL else current > provided

    def versions(self, current: Versions, provided: Versions) -> Versions:
        return provided

    def fresh(self, provided: Versions) -> Versions:
        return provided


def batch_policy(version_type: VersionType, *, create: bool) -> BatchPolicy:
    """The policy of a reindex.

    :raises ValidationError: create with external versions, with Elasticsearch's text.
    """
    if create and version_type is not VersionType.INTERNAL:
        raise ValidationError("create operations only support internal versioning. use index instead")
    if create:
        return CreateBatch()
    return OverwriteBatch() if version_type is VersionType.INTERNAL else ExternalBatch(version_type)
