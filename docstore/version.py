"""Versions: docstore's own, and that of the Elasticsearch API it speaks."""

VERSION = "0.1.0"
BUILD_DATE = "2026-11-28T00:00:00.000Z"
BUILD_MILLIS = 1_795_824_000_000

ELASTICSEARCH_VERSION = "9.2.0"
LUCENE_VERSION = "10.3.0"
INDEX_VERSION = 9_039_000
OLDEST_INDEX_VERSION = 8_000_099
TRANSPORT_VERSION = 9_185_000

BUILD = {"build_flavor": "docstore", "build_type": f"docstore-{VERSION}", "build_hash": "unknown"}
"""As answers name it; Elasticsearch too says ``unknown`` where no commit is known."""
