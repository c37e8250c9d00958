"""The fields that every document has: ``_id``, ``_index``, ``_seq_no``; ``_routing``, ``_ignored`` and ``_doc_count``, which some have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docstore.columns.fields import DOC_COUNTS, simple_pattern
from docstore.columns.routing import ROUTINGS, Routing
from docstore.columns.rows import Mask
from docstore.columns.view import IndexView
from docstore.columns.want import presence
from docstore.errors import IllegalArgumentError, NotImplementedByDocstoreError, NumberFormatError
from docstore.frozen import frozen
from docstore.mapping.java_text import java_string
from docstore.mapping.series import TSID
from docstore.mapping.series_route import ROUTING_HASH
from docstore.mapping.shape import LONG_MAX, LONG_MIN
from docstore.query.matcher import Matcher, MatchesAll, MatchesIds, MatchesNone
from docstore.query.numbers import Interval
from docstore.query.strings import ascii_lower
from docstore.query.targets.mapped import HasValue, StringTarget
from docstore.query.targets.target import Bounds, Target


@dataclass(frozen=True)
class MetadataTarget(Target):
    """A field that every document has."""

    view: IndexView
    name: str

    @property
    def type_name(self) -> str:
        """The name is the type."""
        return self.name

    def exists(self) -> Matcher:
        """Every document."""
        return MatchesAll(self.view)


class IdTarget(MetadataTarget):
    """``_id``: a look-up by key. Order and prefixes of ids are refused, as in Elasticsearch."""

    def term(self, value: Any) -> Matcher:
        """At most one document."""
        return self.terms([value])

    def terms(self, values: Sequence[Any]) -> Matcher:
        """At most one document for each value."""
        return MatchesIds(self.view, tuple(map(text_of, values)))


class ConstantTarget(MetadataTarget):
    """A field that is the same for all documents of an index (``ConstantFieldType``)."""

    @property
    def names(self) -> Sequence[str]:
        """The values that it has."""
        raise NotImplementedError

    def term(self, value: Any) -> Matcher:
        """Everything or nothing."""
        return self._all_if(text_of(value), fold=False)

    def term_ignoring_case(self, value: Any) -> Matcher:
        """Everything or nothing."""
        return self._all_if(text_of(value), fold=True)

    def prefix(self, value: str) -> Matcher:
        """Everything or nothing."""
        return self._all_if(value + "*", fold=False)

    def prefix_ignoring_case(self, value: str) -> Matcher:
        """Everything or nothing."""
        return self._all_if(value + "*", fold=True)

    def like(self, pattern: str, *, ignore_case: bool) -> Matcher:
        """Everything or nothing."""
        return self._all_if(pattern, fold=ignore_case)

    def _all_if(self, pattern: str, *, fold: bool) -> Matcher:
        names = list(self.names)
        if fold:
            pattern, names = ascii_lower(pattern), list(map(ascii_lower, names))
        matches = any(map(simple_pattern(pattern).fullmatch, names))
        return MatchesAll(self.view) if matches else MatchesNone(self.view)


class IndexTarget(ConstantTarget):
    """``_index``: an alias and a pattern are the index too (``IndexFieldType``)."""

    @property
    def names(self) -> Sequence[str]:
        """The name and the aliases."""
        return [self.view.reader.name, *self.view.aliases]


class TierTarget(ConstantTarget):
    """``_tier``: where the index prefers to be (``DataTierFieldMapper``)."""

    @property
    def names(self) -> Sequence[str]:
        """The first of the preferred tiers."""
        return [self.view.limits.tier]


class IndexModeTarget(ConstantTarget):
    """``_index_mode`` (``IndexModeFieldMapper``)."""

    @property
    def names(self) -> Sequence[str]:
        """The mode."""
        return [self.view.limits.mode]


class DocCountTarget(MetadataTarget):
    """``_doc_count``: some documents have one, and none is searched by it (``DocCountFieldType``)."""

    def term(self, value: Any) -> Matcher:
        """Refused."""
        raise self.refusal(f"Field [{self.name}] of type [{self.type_name}] is not searchable")

    def exists(self) -> Matcher:
        """The documents that say how many they stand for."""
        return HasValue(self.view, self.view.need(presence(DOC_COUNTS)))


class SeriesTarget(MetadataTarget):
    """``_tsid`` and ``_ts_routing_hash`` (``TimeSeriesIdFieldType``, ``TimeSeriesRoutingHashFieldType``)."""

    def term(self, value: Any) -> Matcher:
        """Refused."""
        raise self.refusal(f"[{self.name}] is not searchable")


class VersionTarget(MetadataTarget):
    """``_version`` (``VersionFieldType``)."""

    def term(self, value: Any) -> Matcher:
        """Refused."""
        raise self.refusal(f"VersionField field [{self.name}] is not searchable")


class SourceTarget(MetadataTarget):
    """``_source`` (``SourceFieldType``)."""

    def term(self, value: Any) -> Matcher:
        """Refused."""
        raise self.refusal(f"The [{self.name}] field is not searchable")

    def exists(self) -> Matcher:
        """Refused."""
        raise self.refusal(f"The [{self.name}] field is not searchable")


@frozen
class SeqNoBetween(Matcher):
    """Documents with a ``_seq_no`` in an interval: the ordinals themselves are the column."""

    view: IndexView
    interval: Interval

    def run(self) -> Mask:
        """Two comparisons."""
        return self.interval.hits(self.view.seqs)


class SeqNoTarget(MetadataTarget):
    """``_seq_no``: the order of operations."""

    def term(self, value: Any) -> Matcher:
        """At most one document."""
        number = whole_number(value)
        return SeqNoBetween(self.view, Interval(number, number))

    def between(self, bounds: Bounds) -> Matcher:
        """Documents written between two operations."""
        low, high = (None if end is None else whole_number(end) for end in (bounds.low, bounds.high))
        least = low if low is None or bounds.with_low else low + 1
        most = high if high is None or bounds.with_high else high - 1
        return SeqNoBetween(self.view, Interval(least, most))


class UnsupportedMetadata(MetadataTarget):
    """A metadata field of Elasticsearch that docstore does not search by."""

    def term(self, value: Any) -> Matcher:
        """Refused."""
        raise NotImplementedByDocstoreError(f"docstore cannot search on [{self.name}]")

    def exists(self) -> Matcher:
        """Refused."""
        raise NotImplementedByDocstoreError(f"docstore cannot search on [{self.name}]")


def text_of(value: Any) -> str:
    """A term as text (``BytesRefs.toBytesRef``)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def whole_number(value: Any) -> int:
    """A ``long`` (``SeqNoFieldMapper.SeqNoFieldType.parse``)."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not LONG_MIN <= value <= LONG_MAX:
            raise IllegalArgumentError(f"Value [{java_string(value)}] is out of range for a long")
        if value % 1 != 0:
            raise IllegalArgumentError(f"Value [{java_string(value)}] has a decimal part")
        return int(value)
    text = java_string(value)
    digits = text.removeprefix("-") if text.startswith("-") else text.removeprefix("+")
    if not digits.isdecimal() or len(digits) > 100 or not LONG_MIN <= int(text) <= LONG_MAX:
        raise NumberFormatError.of(text)
    return int(text)


_METADATA: dict[str, type[MetadataTarget]] = {
    "_id": IdTarget,
    "_index": IndexTarget,
    "_seq_no": SeqNoTarget,
    "_version": VersionTarget,
    "_source": SourceTarget,
    "_field_names": UnsupportedMetadata,
    "_primary_term": UnsupportedMetadata,
    "_doc_count": DocCountTarget,
    "_tier": TierTarget,
    "_index_mode": IndexModeTarget,
}


def metadata_target(view: IndexView, name: str) -> Target | None:
    """The metadata field of a name, None when it is not one."""
    if name == "_ignored":
        return StringTarget(view, name, view.fields.ignored)
    if name == Routing.type_name:
        return StringTarget(view, name, ROUTINGS)
    if name in (TSID, ROUTING_HASH):
        return None if view.fields.series is None else SeriesTarget(view, name)
    kind = _METADATA.get(name)
    return None if kind is None else kind(view, name)
