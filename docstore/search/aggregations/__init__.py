"""What do the documents of a search add up to? Buckets, metrics, and pipelines over their results.

A request is parsed (``registry.parse``), bound to each index (``collect.Below.bind``), collected over the matching ordinals, merged
(``reduce.merge``) and finished (``reduce.Reduction``). The kinds are imported when a request first has aggregations.
"""
