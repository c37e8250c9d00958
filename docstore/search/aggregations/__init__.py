"""What do the documents of a search add up to? Buckets, metrics, and pipelines over their results.

A request is parsed (``registry.parse``), bound to each index (``collect.Below.bind``), collected over the matching ordinals, merged
(``reduce.merge``) and finished (``reduce.Reduction``). The kinds are imported when a request first has aggregations.
"""

from typing import TYPE_CHECKING

from docstore.lazy import submodules

if not TYPE_CHECKING:
    __getattr__ = submodules(__name__)
else:
    from docstore.search.aggregations import collect as collect
    from docstore.search.aggregations import context as context
    from docstore.search.aggregations import reduce as reduce
    from docstore.search.aggregations import registry as registry
    from docstore.search.aggregations import request as request
    from docstore.search.aggregations import result as result
