"""The derived side of an index: per-field arrays over its live documents, built when first needed.

Useful for: masks, order and values of one field over all documents. Not useful for: reading a document (``documents``),
deciding what matches (``query``).
"""

from docstore.columns.cache import CACHE, ColumnCache
from docstore.columns.column import Column
from docstore.columns.keyword_column import KeywordColumn
from docstore.columns.numeric_column import NumericColumn
from docstore.columns.position import Position
from docstore.columns.presence_column import PresenceColumn
from docstore.columns.reader import Reader
from docstore.columns.text_column import TextColumn
from docstore.columns.view import IndexView, NestedView
from docstore.columns.want import Aspect, Want, presence

__all__ = [
    "CACHE",
    "Aspect",
    "Column",
    "ColumnCache",
    "IndexView",
    "KeywordColumn",
    "NestedView",
    "NumericColumn",
    "Position",
    "PresenceColumn",
    "Reader",
    "TextColumn",
    "Want",
    "presence",
]
