"""Which documents match: ``parse`` a JSON clause, ``bind`` it to an index, run the matcher.

Useful for: the documents of a search, a reindex, an update or delete by query. Not useful for: what is returned of
them, paged and fetched (``search``).
"""

from docstore.columns.view import IndexView
from docstore.query import (  # noqa: F401
    asked_fields,
    boosting,
    combined_fields,
    constant_score,
    dis_max,
    distance_feature,
    exists,
    function_score,
    fuzzy,
    geo_bounding_box,
    geo_distance,
    has_child,
    has_parent,
    ids,
    knn,
    match,
    match_all,
    match_bool_prefix,
    match_none,
    match_phrase,
    match_phrase_prefix,
    more_like_this,
    multi_match,
    nested,
    parent_id,
    prefix,
    query_string,
    range,
    rank_feature,
    regexp,
    simple_query_string,
    term,
    terms,
    terms_set,
    wildcard,
    wrapper,
)
from docstore.query import bool as _bool  # noqa: F401  (each of these registers its kind)
from docstore.query.matcher import Matcher
from docstore.query.query import Query
from docstore.query.registry import KINDS, parse
from docstore.query.select import bind, select
from docstore.query.sort import Sort, parse_sort

__all__ = ["KINDS", "IndexView", "Matcher", "Query", "Sort", "bind", "parse", "parse_sort", "select"]
