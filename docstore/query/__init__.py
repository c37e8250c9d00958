"""Which documents match: ``parse`` a JSON clause, ``bind`` it to an index, run the matcher.

Useful for: the documents of a search, a reindex, an update or delete by query. Not useful for: what is returned of
them, paged and fetched (``search``).
"""

from docstore.columns.view import IndexView
from docstore.query import asked_fields  # noqa: F401  (percolator fields ask it of their queries)
from docstore.query.matcher import Matcher
from docstore.query.query import Query
from docstore.query.registry import KINDS, parse
from docstore.query.select import bind, select
from docstore.query.sort import Sort, parse_sort

__all__ = ["KINDS", "IndexView", "Matcher", "Query", "Sort", "bind", "parse", "parse_sort", "select"]
