"""What each query kind means, told of one document at a time."""

from tests.search.reference.queries import (  # noqa: F401  (each adds its kinds)
    compound,
    fields,
    fulltext,
    functions,
    joins,
    likeness,
    places,
    query_strings,
    terms,
)
from tests.search.reference.queries.evaluation import KINDS, Score, evaluate, matches

__all__ = ["KINDS", "Score", "evaluate", "matches"]
