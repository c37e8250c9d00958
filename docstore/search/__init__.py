"""What is returned of the documents that match: hits in order, paged and fetched, and aggregations.

Parse (``request``), bind to each index and choose (``index_search``), merge (``merge``), fetch only what is shown (``fetch``).
"""

from docstore.search.engine import search
from docstore.search.request import SearchRequest

__all__ = ["SearchRequest", "search"]
