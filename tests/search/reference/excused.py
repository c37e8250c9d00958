"""What the reference does not do, and why. Whatever is new comes with a reference, or with a line here."""

from __future__ import annotations

SCRIPTED = "scripts are refused"
NOTHING = "changes no answer"

KINDS = {
    "aggregation bucket_script": SCRIPTED,
    "aggregation bucket_selector": SCRIPTED,
    "function script_score": SCRIPTED,
    "sort _script": SCRIPTED,
    "key script_fields": SCRIPTED,
    "key aggregations": "the same as aggs",
    "key ext": NOTHING,
    "key profile": NOTHING,
    "key stats": NOTHING,
    "key timeout": NOTHING,
    "key rank": "refused",
    "key retriever": "refused",
    "key suggest": "refused",
}
"""Of queries, aggregations, sorts, score functions, field types, keys of a search."""

ONE = "one field has the type"
WORKED = "worked examples tell it, beside the tests of the kind"
ELSEWHERE = "other tests against the reference ask for it"
ALWAYS = "is always so"

OPTIONS = {
    "BucketSort.gap_policy": WORKED,
    "Composite.after": ELSEWHERE,
    "CumulativeSum.gap_policy": ALWAYS,
    "DateHistogramSource.source": ONE,
    "ExtendedStatsBucket.format": WORKED,
    "GeoBounds.source": ONE,
    "GeoCentroid.source": ONE,
    "GeohashGrid.bounds": WORKED,
    "GeohashGrid.source": ONE,
    "GeotileGrid.bounds": WORKED,
    "GeotileGrid.source": ONE,
    "GeotileSource.bounds": WORKED,
    "GeotileSource.source": ONE,
    "HasChild.inner_hits": ELSEWHERE,
    "HasParent.inner_hits": ELSEWHERE,
    "HistogramSource.source": ONE,
    "IpPrefix.source": ONE,
    "IpRange.source": ONE,
    "Item.analyzers": WORKED,
    "Item.doc": WORKED,
    "Item.fields": WORKED,
    "Item.index": WORKED,
    "Item.version": WORKED,
    "Knn.exact": ALWAYS,
    "MatchNone.why": ALWAYS,
    "MoreLikeThis.analyzer": WORKED,
    "MoreLikeThis.fail_on_unsupported_field": WORKED,
    "Nested.inner_hits": ELSEWHERE,
    "Options.holes": WORKED,
    "Options.zero_terms_null": ALWAYS,
    "PercentileRanks.digest": WORKED,
    "Percentiles.digest": WORKED,
    "PercentilesBucket.format": WORKED,
    "QueryString.escape": WORKED,
    "QueryString.fuzziness": WORKED,
    "QueryString.fuzzy_rewrite": WORKED,
    "QueryString.holes": WORKED,
    "QueryString.minimum_should_match": WORKED,
    "QueryString.most_states": WORKED,
    "QueryString.quote_analyzer": WORKED,
    "QueryString.quote_field_suffix": WORKED,
    "QueryString.time_zone": WORKED,
    "Regexp.most_states": WORKED,
    "SimpleQueryString.minimum_should_match": WORKED,
    "SimpleQueryString.quote_field_suffix": WORKED,
    "Sort.format": "of top_metrics: as in a search",
    "Sort.missing": "of top_metrics: as in a search",
    "Sort.mode": "of top_metrics: as in a search",
    "Sort.nested": "of top_metrics: as in a search",
    "Sort.numeric_type": "of top_metrics: as in a search",
    "Sort.unmapped_type": "of top_metrics: as in a search",
    "Terms.lookup": WORKED,
    "Thresholds.shard_min_doc_count": WORKED,
    "Wrapper.boost": ALWAYS,
}
"""Of query kinds and aggregations: those that are always the same, or that the reference does not vary."""
