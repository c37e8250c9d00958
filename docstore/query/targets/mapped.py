"""Fields of the mapping, by what their columns hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docstore.columns.fields import Field
from docstore.columns.rows import Mask
from docstore.columns.view import IndexView
from docstore.columns.want import Want, presence, values_of
from docstore.errors import ElasticsearchParseError, IllegalArgumentError
from docstore.frozen import frozen
from docstore.query.expansion import Dictionary
from docstore.query.keyword_scorer import BooleanTermScorer, CountedKeywordScorer, KeywordTermScorer
from docstore.query.limits import check_cheap
from docstore.query.matcher import Matcher, MatchesNone
from docstore.query.numbers import InInterval, Interval, IsOneOf
from docstore.query.scorer import Boost, Scorer
from docstore.query.strings import HasTerm, TermBetween, TermIgnoringCase, TermStartsWith, ascii_lower
from docstore.query.targets.registry import target
from docstore.query.targets.target import Bounds, Target
from docstore.query.text_scorer import TextTermScorer

_UNSCORED = frozenset({"wildcard", "match_only_text"})
"""Types whose terms are found by looking at values, with a constant score."""


@frozen
class HasValue(Matcher):
    """Documents in which a field exists."""

    view: IndexView
    want: Want

    def run(self) -> Mask:
        """The presence mask of the column."""
        return self.view.column(self.want).exists()


@frozen
class MappedTarget(Target):
    """A leaf field of the mapping."""

    view: IndexView
    name: str
    field: Field

    @property
    def type_name(self) -> str:
        """As in the mapping."""
        return self.field.type_name

    def exists(self) -> Matcher:
        """Nothing is known of a field that is neither indexed nor has doc values."""
        if not (self.field.indexed or self.field.doc_values):
            return MatchesNone(self.view)
        return HasValue(self.view, self.view.need(presence(self.field)))

    def values(self) -> Want:
        """The column of values, noted as needed; refused when the field is not searchable
        (``failIfNotIndexedNorDocValuesFallback``).
        """
        if not (self.field.indexed or self.field.doc_values):
            raise IllegalArgumentError(
                f"Cannot search on field [{self.field.path}] since it is not indexed nor has doc values."
            )
        return self.view.need(values_of(self.field))


class NumberTarget(MappedTarget):
    """Numbers and booleans."""

    def term(self, value: Any) -> Matcher:
        """A number that the type cannot hold (a fraction in a ``long``) is in no document."""
        return self._one_of([value])

    def terms(self, values: Sequence[Any]) -> Matcher:
        """All numbers in one look at the column; an indexed field refuses those that are too great for its type."""
        return self._one_of(values, several=True)

    def _one_of(self, values: Sequence[Any], *, several: bool = False) -> Matcher:
        want = self.values()
        numbers = [self.field.type.query_value(value) for value in values]
        if several and self.field.indexed:
            self.field.type.check_terms(values, numbers)
        return IsOneOf(self.view, want, tuple(number for number in numbers if isinstance(number, int | float)))

    def between(self, bounds: Bounds) -> Matcher:
        """The field type knows the inclusive ends: fractions round inward, date math rounds to its unit."""
        want = self.values()
        ends = self.field.type.range_values(
            bounds.low,
            bounds.high,
            include_lower=bounds.with_low,
            include_upper=bounds.with_high,
            now=self.view.now,
            time_zone=bounds.time_zone,
            format=bounds.format,
        )
        return MatchesNone(self.view) if ends is None else InInterval(self.view, want, Interval(*ends))


@target("boolean")
class BooleanTarget(NumberTarget):
    """Booleans: Elasticsearch indexes them as the terms T and F (``BooleanFieldMapper``)."""

    def term_scorer(self, value: Any, boost: Boost) -> Scorer | None:
        """BM25 of the term."""
        if not self.field.indexed:
            return None
        number = self.field.type.query_value(value)
        return BooleanTermScorer(self.view, self.values(), self.field.path, boost, int(number))


@target("date", "date_nanos")
class DateTarget(NumberTarget):
    """Dates, as milliseconds."""

    def term(self, value: Any) -> Matcher:
        """The time that the text leaves open: a day holds all its milliseconds (``DateFieldType.termQuery`` is a range
        query).
        """
        try:
            return self.between(Bounds(value, value))
        except ElasticsearchParseError as error:
            raise self.refusal(f"failed to create query: {error.reason}", error) from error

    def terms(self, values: Sequence[Any]) -> Matcher:
        """A range for each value."""
        return Target.terms(self, values)


class StringTarget(MappedTarget):
    """Keywords and the tokens of texts."""

    def term(self, value: Any) -> Matcher:
        """Exactly this term; a text field's tokens are compared as they are indexed, the value is not analysed."""
        return self.terms([value])

    def term_scorer(self, value: Any, boost: Boost) -> Scorer | None:
        """BM25 where there are terms to look up; a field that is searched by its doc values is constant."""
        if not self.field.indexed or self.field.type.constant is not None or self.type_name in _UNSCORED:
            return None
        norms = bool(self.field.type.values.get("norms"))
        freqs = self.field.type.values.get("index_options") == "freqs"
        common = self.view, self.values(), self.field.path, boost
        if norms or freqs:
            return CountedKeywordScorer(*common, self.normal(value), norms, freqs)
        return KeywordTermScorer(*common, self.normal(value))

    def terms(self, values: Sequence[Any]) -> Matcher:
        """All terms in one look at the dictionary."""
        want = self.values()
        return HasTerm(self.view, want, tuple(map(self.normal, values)))

    def term_ignoring_case(self, value: Any) -> Matcher:
        """Each way to write it is looked up in the dictionary."""
        return TermIgnoringCase(self.view, self.values(), ascii_lower(self.normal(value)), whole=True)

    def prefix(self, value: str) -> Matcher:
        """Neighbours in the dictionary."""
        return TermStartsWith(self.view, self.values(), self.normal(value))

    def prefix_ignoring_case(self, value: str) -> Matcher:
        """Neighbours in the dictionary, for each way to write it."""
        return TermIgnoringCase(self.view, self.values(), ascii_lower(self.normal(value)), whole=False)

    def dictionary(self, kind: str) -> Dictionary:
        """The distinct values."""
        scored = self.field.indexed and self.field.type.constant is None and self.type_name not in _UNSCORED
        return Dictionary(self.values(), self.field.path, self.normal, scored=scored)

    def between(self, bounds: Bounds) -> Matcher:
        """The order of UTF-8 bytes."""
        check_cheap(self.view, "[range] queries on [text] or [keyword] fields")
        want = self.values()
        low, high = (None if end is None else self.normal(end) for end in (bounds.low, bounds.high))
        return TermBetween(self.view, want, low, high, bounds.with_low, bounds.with_high)

    def normal(self, value: Any) -> str:
        """A value as a term of this field: normalized, not analysed."""
        return str(self.field.type.query_value(value))


class TextTarget(StringTarget):
    """Texts: there are tokens only while the field is indexed."""

    def values(self) -> Want:
        """Refused when the field is not indexed (``failIfNotIndexed``)."""
        if not self.field.indexed:
            raise IllegalArgumentError(f"Cannot search on field [{self.field.path}] since it is not indexed.")
        return self.view.need(values_of(self.field))

    def dictionary(self, kind: str) -> Dictionary:
        """The tokens."""
        norms, freqs = self._keeps()
        return super().dictionary(kind)._replace(norms=norms, freqs=freqs)

    def _keeps(self) -> tuple[bool, bool]:
        """Whether lengths, and frequencies, count."""
        if self.type_name in _UNSCORED:
            return False, False
        given = self.field.type.values
        return bool(given.get("norms", True)), given.get("index_options", "positions") != "docs"

    def term_scorer(self, value: Any, boost: Boost) -> Scorer | None:
        """BM25 with what the field keeps: frequencies, lengths."""
        return self.terms_scorer((self.normal(value),), boost)

    def terms_scorer(self, terms: tuple[str, ...], boost: Boost) -> Scorer | None:
        """Of terms that stand for each other; None where all matches are equal."""
        if self.type_name in _UNSCORED:
            return None
        return TextTermScorer(self.view, self.values(), self.field.path, boost, terms, *self._keeps())
