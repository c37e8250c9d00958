"""The aggregations of Elasticsearch 9, by name: what docstore has not is refused by saying so."""

_NAMES = """
adjacency_matrix auto_date_histogram avg avg_bucket boxplot bucket_correlation bucket_count_ks_test bucket_script
bucket_selector bucket_sort cardinality categorize_text change_point children cartesian_bounds cartesian_centroid composite
cumulative_cardinality cumulative_sum date_histogram date_range derivative diversified_sampler extended_stats
extended_stats_bucket filter filters frequent_item_sets geo_bounds geo_centroid geo_distance geo_line geohash_grid
geohex_grid geotile_grid global histogram inference ip_prefix ip_range matrix_stats max max_bucket
median_absolute_deviation min min_bucket missing moving_fn moving_percentiles multi_terms nested normalize parent
percentile_ranks percentiles percentiles_bucket random_sampler range rare_terms rate reverse_nested sampler
scripted_metric serial_diff significant_terms significant_text stats stats_bucket string_stats sum sum_bucket t_test terms
time_series top_hits top_metrics value_count variable_width_histogram weighted_avg
"""

ELASTICSEARCH_KINDS = frozenset(_NAMES.split())

SCRIPTED = frozenset(("bucket_script", "bucket_selector"))
"""Those that are read, and refused, for nothing can run their scripts."""

IDLE = {
    "cardinality": "counts exactly: `precision_threshold`, `rehash` and `execution_hint` have no effect",
    "multi_terms": "`collect_mode` has no effect",
    "terms": "`collect_mode` and `execution_hint` have no effect",
}
"""What of a kind is checked and changes nothing."""
