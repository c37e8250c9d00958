"""All kinds; importing this module registers them."""

from docstore.search.aggregations.bucket import (  # noqa: F401
    auto_date_histogram,
    composite,
    date_histogram,
    filters,
    geo_grid,
    histogram,
    multi_terms,
    nested,
    ranges,
    single,
    terms,
)
from docstore.search.aggregations.metric import (  # noqa: F401
    counted,
    geo,
    ranked,
    single_value,
    stats,
    string_stats,
    top_hits,
    top_metrics,
    weighted_avg,
)
from docstore.search.aggregations.pipeline import bucket_sort, parents, scripted, siblings  # noqa: F401
