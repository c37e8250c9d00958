"""Versions: docstore's own, and that of the Elasticsearch API it speaks."""

VERSION = "0.1.0"
ELASTICSEARCH_VERSION = "9.2.0"
