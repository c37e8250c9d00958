"""What each aggregation makes of a list of hits."""

from tests.search.reference.aggregations import (  # noqa: F401  (each adds its kinds)
    composite,
    histograms,
    metrics,
    pipelines,
    places,
    ranges,
    singles,
    spans,
    summaries,
    terms,
    top,
)
from tests.search.reference.aggregations.evaluation import KINDS, PARENTS, SIBLINGS, aggregate, results

__all__ = ["KINDS", "PARENTS", "SIBLINGS", "aggregate", "results"]
