"""docstore: the Elasticsearch document API as an embedded, in-process, durable library.

>>> import docstore
>>> with docstore.open() as store:
...     _ = store.index(index="cities", id="1", document={"name": "Vila", "population": 1418})
...     store.reindex(source={"index": "cities"}, dest={"index": "places"})["created"]
1
"""

from docstore import errors
from docstore.documents.loading import Loaded
from docstore.errors import ApiError, ConflictError, DocstoreError, NotFoundError
from docstore.storage.environment import Durability
from docstore.store import Store, open
from docstore.version import VERSION

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
