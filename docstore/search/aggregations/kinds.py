"""Which module holds which aggregations. It is imported when one of them is first asked for."""

MODULES = {
    "bucket.auto_date_histogram": "auto_date_histogram",
    "bucket.composite": "composite",
    "bucket.date_histogram": "date_histogram",
    "bucket.filters": "filters",
    "bucket.geo_grid": "geohash_grid geotile_grid",
    "bucket.histogram": "histogram",
    "bucket.ip_prefix": "ip_prefix",
    "bucket.ip_range": "ip_range",
    "bucket.multi_terms": "multi_terms",
    "bucket.nested": "nested reverse_nested",
    "bucket.ranges": "range date_range",
    "bucket.single": "filter missing global sampler",
    "bucket.terms": "terms",
    "metric.counted": "value_count cardinality",
    "metric.geo": "geo_bounds geo_centroid",
    "metric.ranked": "percentiles percentile_ranks median_absolute_deviation",
    "metric.single_value": "avg sum min max",
    "metric.stats": "stats extended_stats",
    "metric.string_stats": "string_stats",
    "metric.top_hits": "top_hits",
    "metric.top_metrics": "top_metrics",
    "metric.weighted_avg": "weighted_avg",
}
"""Bucket and metric aggregations."""

PIPELINE_MODULES = {
    "pipeline.bucket_sort": "bucket_sort",
    "pipeline.parents": "cumulative_sum derivative serial_diff",
    "pipeline.scripted": "bucket_script bucket_selector",
    "pipeline.siblings": "avg_bucket sum_bucket min_bucket max_bucket stats_bucket extended_stats_bucket percentiles_bucket",
}
"""Aggregations of the results of others."""
