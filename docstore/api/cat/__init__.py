"""The ``_cat`` APIs: tables for people, as text, or as JSON and YAML. A module is imported when it is first named."""

from typing import TYPE_CHECKING

from docstore.lazy import submodules

if not TYPE_CHECKING:
    __getattr__ = submodules(__name__)
else:
    from docstore.api.cat import cluster as cluster
    from docstore.api.cat import documents as documents
    from docstore.api.cat import help as help
    from docstore.api.cat import indices as indices
    from docstore.api.cat import odds as odds
    from docstore.api.cat import shards as shards
    from docstore.api.cat import work as work
