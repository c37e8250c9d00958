"""``highlight``: parts of a document's texts, with what the query matched between tags."""

from typing import TYPE_CHECKING

from docstore.lazy import submodules

if not TYPE_CHECKING:
    __getattr__ = submodules(__name__)
else:
    from docstore.search.highlight import phase as phase
    from docstore.search.highlight import request as request
