"""What parameters demand of each other: asked once a field is complete, of each parameter that was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docstore.errors import IllegalArgumentError, MapperParsingError, NotImplementedByDocstoreError
from docstore.mapping.dates.format import date_format

if TYPE_CHECKING:
    from docstore.mapping.field_type import FieldType


def known_similarity(field: FieldType) -> None:
    """A similarity is one of Lucene's, or one of the index's own (``TypeParsers.resolveSimilarity``)."""
    name = field.values["similarity"]
    if field.settings.similarity(name) is None:
        raise MapperParsingError(f"Unknown Similarity type [{name}] for field [{field.name}]")


def has_positions(field: FieldType) -> bool:
    """Whether the places of terms are indexed."""
    return field.get("index_options") in ("positions", "offsets")


def positions_for_gap(field: FieldType) -> None:
    """``position_increment_gap`` is about positions."""
    if field.get("position_increment_gap") != -1 and not has_positions(field):
        raise IllegalArgumentError(f"Cannot set position_increment_gap on field [{field.name}] without positions enabled")


def indexed_for_fielddata(field: FieldType) -> None:
    """There are no terms to load of a text that is not indexed."""
    if field.get("fielddata") and not field.get("index"):
        raise IllegalArgumentError(f"Cannot enable fielddata on a [text] field that is not indexed: [{field.path}]")


def indexed_for_phrases(field: FieldType) -> None:
    """Phrases are indexed of texts that are, with positions."""
    if not field.get("index_phrases"):
        return
    if not field.get("index"):
        raise IllegalArgumentError(f"Cannot set index_phrases on unindexed field [{field.path}]")
    if not has_positions(field):
        raise IllegalArgumentError(f"Cannot set index_phrases on field [{field.path}] if positions are not enabled")


def indexed_for_prefixes(field: FieldType) -> None:
    """Prefixes are indexed of texts that are."""
    if field.get("index_prefixes") is not None and not field.get("index"):
        raise IllegalArgumentError(f"Cannot set index_prefixes on unindexed field [{field.path}]")


def dimension(field: FieldType) -> None:
    """A dimension of a time series is searched and read back (``TimeSeriesParams``)."""
    if not field.get("time_series_dimension"):
        return
    if not all(field.get(name) for name in ("index", "doc_values")):
        raise IllegalArgumentError("Field [time_series_dimension] requires that [index] and [doc_values] are true")
    for one, other in (("normalizer", "time_series_dimension"), ("time_series_dimension", "time_series_metric")):
        if field.values.get(one) is not None and field.values.get(other) is not None:
            raise IllegalArgumentError(f"Field [{one}] cannot be set in conjunction with field [{other}]")


def english(field: FieldType) -> None:
    """A date in words is in English."""
    locale = str(field.get("locale"))
    if locale.replace("-", "_").split("_")[0] not in ("", "ROOT", "en") and date_format(field.get("format")).words:
        raise NotImplementedByDocstoreError(
            f"docstore reads names of months and days in English only, not in the locale [{locale}] of field [{field.name}]"
        )


def metric(field: FieldType) -> None:
    """A metric of a time series is read back."""
    if field.get("time_series_metric") is not None and not field.get("doc_values"):
        raise IllegalArgumentError("Field [time_series_metric] requires that [doc_values] is true")


def script_for_its_errors(_field: FieldType) -> None:
    """What happens when a script fails is said of scripts only, and a field of docstore has none."""
    raise IllegalArgumentError("Field [on_script_error] requires field [script] to be configured")
