"""The APIs of documents: one, many, and all that match a query. A module is imported when it is first named."""

from typing import TYPE_CHECKING

from docstore.lazy import submodules

if not TYPE_CHECKING:
    __getattr__ = submodules(__name__)
else:
    from docstore.api.document import bulk as bulk
    from docstore.api.document import by_query as by_query
    from docstore.api.document import reading as reading
    from docstore.api.document import reindex as reindex
    from docstore.api.document import reindex_management as reindex_management
    from docstore.api.document import term_vectors as term_vectors
    from docstore.api.document import writing as writing
