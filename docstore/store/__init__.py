"""The store a program holds: ``docstore.open()``; methods named and shaped as in elasticsearch-py 9.

A namespace (``store.indices``) is a module of its own. It, and the module of an API, are imported when they are first used.
"""

from docstore.store.opening import open
from docstore.store.store import Store

__all__ = ["Store", "open"]
