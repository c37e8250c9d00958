"""The sources of ``composite``, one in a file."""

from __future__ import annotations

from docstore.search.aggregations.bucket.composite_source import CompositeSource
from docstore.search.aggregations.bucket.composite_sources.date_histogram import DateHistogramSource
from docstore.search.aggregations.bucket.composite_sources.geotile import GeotileSource
from docstore.search.aggregations.bucket.composite_sources.histogram import HistogramSource
from docstore.search.aggregations.bucket.composite_sources.terms import TermsSource

SOURCES: dict[str, type[CompositeSource]] = {
    cls.kind: cls for cls in (TermsSource, HistogramSource, DateHistogramSource, GeotileSource)
}
"""By name."""
