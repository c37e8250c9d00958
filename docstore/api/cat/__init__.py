"""The ``_cat`` APIs: tables for people, as text, or as JSON and YAML."""

from docstore.api.cat import cluster, documents, indices, odds, shards, work
from docstore.api.cat import help as help_

__all__ = ["cluster", "documents", "help_", "indices", "odds", "shards", "work"]
