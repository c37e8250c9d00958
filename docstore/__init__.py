"""docstore: the Elasticsearch document API as an embedded, in-process, durable library.

>>> import docstore
>>> with docstore.open() as store:
...     _ = store.index(index="cities", id="1", document={"name": "Vila", "population": 1418})
...     store.reindex(source={"index": "cities"}, dest={"index": "places"})["created"]
1

What is named here is imported when it is first used.
"""

from typing import TYPE_CHECKING

from docstore.lazy import exports
from docstore.version import VERSION

if TYPE_CHECKING:
    from docstore import errors
    from docstore.documents.loading import Loaded
    from docstore.errors import ApiError, ConflictError, DocstoreError, NotFoundError
    from docstore.storage.durability import Durability
    from docstore.store import Store, open
else:
    __getattr__, __dir__ = exports(
        __name__,
        {
            "docstore.documents.loading": "Loaded",
            "docstore.errors": "",
            "docstore.errors.base": "ApiError DocstoreError",
            "docstore.errors.status": "ConflictError NotFoundError",
            "docstore.storage.durability": "Durability",
            "docstore.store": "Store open",
        },
    )

__version__ = VERSION

__all__ = [
    "ApiError",
    "ConflictError",
    "DocstoreError",
    "Durability",
    "Loaded",
    "NotFoundError",
    "Store",
    "__version__",
    "errors",
    "open",
]
