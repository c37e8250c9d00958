"""The failure store of a data stream: hidden indices with the documents that it refused (``DataStreamFailureStoreDefinition``)."""

from __future__ import annotations

from docstore.catalog.catalog import Catalog
from docstore.catalog.changes import create_index, put_index, put_object
from docstore.catalog.current import current
from docstore.catalog.index import Index
from docstore.catalog.names.lookup import matches
from docstore.catalog.settings.cluster import cluster_setting
from docstore.catalog.settings.cluster_known import FAILURE_STORES
from docstore.catalog.streams.changes import next_parts
from docstore.catalog.streams.data_stream import DATA_STREAMS, FAILURE_PREFIX, DataStream
from docstore.catalog.templates.composition import Composed
from docstore.clock import Clock
from docstore.errors import JsonObject
from docstore.storage.transaction import Transaction

_OF_TEMPLATE = (
    "index.number_of_shards",
    "index.number_of_replicas",
    "index.auto_expand_replicas",
    "index.refresh_interval",
    "index.priority",
    "index.lifecycle.name",
    "index.lifecycle.prefer_ilm",
)
"""Settings that an index of a failure store has from the template of its stream; all others are for backing indices."""

_KEYWORD = {"type": "keyword"}
_ERROR = {
    "message": {"type": "match_only_text"},
    "stack_trace": {"type": "text"},
    **dict.fromkeys(("type", "pipeline", "pipeline_trace", "processor_tag", "processor_type"), _KEYWORD),
}
_MAPPINGS: JsonObject = {
    "dynamic": False,
    "_routing": {"required": False},
    "properties": {
        "@timestamp": {"type": "date", "ignore_malformed": False},
        "document": {"properties": dict.fromkeys(("id", "routing", "index"), _KEYWORD)},
        "error": {"properties": _ERROR},
    },
}
"""What was refused, ``document.source``, is kept and not looked at."""


def is_enabled(catalog: Catalog, stream: DataStream) -> bool:
    """Whether a stream keeps what it refuses: its options say so, or where they say nothing ``data_streams.failure_store.enabled``."""
    own = ((stream.options or {}).get("failure_store") or {}).get("enabled")
    if own is not None:
        return own in (True, "true")
    return not stream.name.startswith(".") and matches(cluster_setting(catalog, FAILURE_STORES), stream.name)


def add_failure_index(txn: Transaction, stream: DataStream, clock: Clock) -> DataStream:
    """Make the next index of a failure store, and let refused documents go there."""
    catalog = current(txn)
    settings = {key: raw for key, raw in next_parts(catalog, stream)[0].items() if key in _OF_TEMPLATE}
    name, generation = stream.following(clock.millis(), catalog.has, FAILURE_PREFIX)
    made = create_index(txn, name, settings={"index.hidden": True}, clock=clock, templates=Composed(settings, _MAPPINGS))
    put_index(txn, made.with_settings(made.settings.merged({"index.failure_store.version": "1"})))
    changed = stream.with_failure_index(name, generation)
    put_object(txn, DATA_STREAMS, stream.name, changed)
    return changed


def failure_index(txn: Transaction, stream: DataStream, clock: Clock) -> Index:
    """Where a document goes that a stream refuses; made with the first of them, or where a rollover waited for one."""
    if not stream.failures or stream.failures_rollover_on_write:
        stream = add_failure_index(txn, stream, clock)
    index = current(txn).index(stream.failures[-1])
    assert index is not None
    return index
