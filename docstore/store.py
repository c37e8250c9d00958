"""The store a program holds: ``docstore.open()``; methods named and shaped as in elasticsearch-py 9."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from docstore.api import cat
from docstore.api.cluster import allocation as cluster_allocation
from docstore.api.cluster import health as cluster_health
from docstore.api.cluster import info as info_apis
from docstore.api.cluster import license as license_apis
from docstore.api.cluster import nodes_info, nodes_stats
from docstore.api.cluster import settings as cluster_settings
from docstore.api.cluster import state as cluster_state
from docstore.api.cluster import stats as cluster_stats
from docstore.api.cluster import tasks as task_apis
from docstore.api.document import bulk as bulk_api
from docstore.api.document import by_query as by_query_apis
from docstore.api.document import documents as document_apis
from docstore.api.document import reindex as reindex_apis
from docstore.api.document import reindex_management as reindex_management_apis
from docstore.api.indices import aliases as indices_aliases
from docstore.api.indices import analyze as indices_analyze
from docstore.api.indices import blocks as indices_blocks
from docstore.api.indices import (
    component_templates,
    data_stream_config,
    data_streams,
    index_templates,
    legacy_templates,
    template_simulation,
)
from docstore.api.indices import create as indices_create
from docstore.api.indices import field_mapping as indices_field_mapping
from docstore.api.indices import mapping as indices_mapping
from docstore.api.indices import resize as indices_resize
from docstore.api.indices import resolve as indices_resolve
from docstore.api.indices import rollover as indices_rollover
from docstore.api.indices import settings as indices_settings
from docstore.api.indices import shards as indices_shards
from docstore.api.indices import state as indices_state
from docstore.api.indices import stats as indices_stats
from docstore.api.indices import storage as indices_storage
from docstore.api.method import Method
from docstore.api.node import Node
from docstore.api.search import count as count_api
from docstore.api.search import explain as explain_api
from docstore.api.search import field_caps as field_caps_api
from docstore.api.search import msearch as msearch_api
from docstore.api.search import point_in_time as point_in_time_apis
from docstore.api.search import scripts as script_apis
from docstore.api.search import scroll as scroll_apis
from docstore.api.search import search as search_apis
from docstore.api.search import search_template as search_template_apis
from docstore.api.search import terms_enum as terms_enum_api
from docstore.api.search import validate_query as validate_query_api
from docstore.catalog.current import current
from docstore.check import check
from docstore.clock import CLOCK, Clock
from docstore.documents.loading import IdOf, Loaded
from docstore.documents.loading import load as load_documents
from docstore.errors import IllegalArgumentError, StoreClosedError, TransactionError
from docstore.rest.rest import Rest
from docstore.search.near_real_time import begin as begin_near_real_time
from docstore.storage import layout
from docstore.storage.environment import Durability, Environment, open_environment
from docstore.tasks.runner import TaskRunner
from docstore.tasks.searches import Searches

if TYPE_CHECKING:
    from elasticsearch import AsyncElasticsearch, Elasticsearch
    from opensearchpy import AsyncOpenSearch, OpenSearch


class Client:
    """A namespace of the store: APIs of one kind, as methods."""

    def __init__(self, node: Node) -> None:
        self._node = node


class IndicesClient(Client):
    """``store.indices``: indices, settings, mappings, aliases."""

    create = Method(indices_create.create)
    delete = Method(indices_create.delete)
    validate_query = Method(validate_query_api.validate_query)
    analyze = Method(indices_analyze.analyze)
    exists = Method(indices_create.exists)
    get = Method(indices_create.get)
    resolve_index = Method(indices_resolve.resolve_index)
    resolve_cluster = Method(indices_resolve.resolve_cluster)
    get_settings = Method(indices_settings.get_settings)
    put_settings = Method(indices_settings.put_settings)
    get_mapping = Method(indices_mapping.get_mapping)
    put_mapping = Method(indices_mapping.put_mapping)
    get_field_mapping = Method(indices_field_mapping.get_field_mapping)
    open = Method(indices_state.open_)
    close = Method(indices_state.close)
    refresh = Method(indices_state.refresh)
    flush = Method(indices_state.flush)
    forcemerge = Method(indices_state.forcemerge)
    stats = Method(indices_stats.stats)
    segments = Method(indices_shards.segments)
    recovery = Method(indices_shards.recovery)
    shard_stores = Method(indices_shards.shard_stores)
    disk_usage = Method(indices_storage.disk_usage)
    clear_cache = Method(indices_storage.clear_cache)
    put_alias = Method(indices_aliases.put)
    get_alias = Method(indices_aliases.get)
    exists_alias = Method(indices_aliases.exists)
    delete_alias = Method(indices_aliases.delete)
    update_aliases = Method(indices_aliases.update)
    add_block = Method(indices_blocks.add_block)
    remove_block = Method(indices_blocks.remove_block)
    create_data_stream = Method(data_streams.create)
    get_data_stream = Method(data_streams.get)
    delete_data_stream = Method(data_streams.delete)
    data_streams_stats = Method(data_streams.stats)
    modify_data_stream = Method(data_streams.modify_backing)
    migrate_to_data_stream = Method(data_streams.migrate_alias)
    promote_data_stream = Method(data_streams.promote)
    get_data_lifecycle = Method(data_stream_config.get_lifecycle)
    put_data_lifecycle = Method(data_stream_config.put_lifecycle)
    delete_data_lifecycle = Method(data_stream_config.delete_lifecycle)
    explain_data_lifecycle = Method(data_stream_config.explain_lifecycle)
    get_data_stream_options = Method(data_stream_config.get_options)
    put_data_stream_options = Method(data_stream_config.put_options)
    delete_data_stream_options = Method(data_stream_config.delete_options)
    get_data_stream_settings = Method(data_stream_config.get_settings)
    put_data_stream_settings = Method(data_stream_config.put_settings)
    get_data_stream_mappings = Method(data_stream_config.get_mappings)
    put_data_stream_mappings = Method(data_stream_config.put_mappings)
    clone = Method(indices_resize.clone)
    shrink = Method(indices_resize.shrink)
    split = Method(indices_resize.split)
    create_from = Method(indices_resize.create_index_from)
    rollover = Method(indices_rollover.rollover)
    put_index_template = Method(index_templates.put)
    get_index_template = Method(index_templates.get)
    exists_index_template = Method(index_templates.exists)
    delete_index_template = Method(index_templates.delete)
    simulate_index_template = Method(template_simulation.simulate_index)
    simulate_template = Method(template_simulation.simulate)
    put_template = Method(legacy_templates.put)
    get_template = Method(legacy_templates.get)
    exists_template = Method(legacy_templates.exists)
    delete_template = Method(legacy_templates.delete)


class CatClient(Client):
    """``store.cat``: tables, as text, or with ``format="json"`` as lists."""

    aliases = Method(cat.indices.aliases)
    allocation = Method(cat.cluster.allocation)
    component_templates = Method(cat.work.component_templates)
    count = Method(cat.documents.count)
    health = Method(cat.cluster.health)
    help = Method(cat.help_.help)
    indices = Method(cat.indices.indices)
    master = Method(cat.cluster.master)
    nodeattrs = Method(cat.cluster.nodeattrs)
    nodes = Method(cat.cluster.nodes)
    recovery = Method(cat.odds.recovery)
    fielddata = Method(cat.odds.fielddata)
    thread_pool = Method(cat.odds.thread_pool)
    circuit_breaker = Method(cat.odds.circuit_breaker)
    snapshots = Method(cat.odds.snapshots)
    pending_tasks = Method(cat.cluster.pending_tasks)
    plugins = Method(cat.cluster.plugins)
    repositories = Method(cat.cluster.repositories)
    segments = Method(cat.shards.segments)
    shards = Method(cat.shards.shards)
    tasks = Method(cat.work.tasks)
    templates = Method(cat.work.templates)


class ClusterClient(Client):
    """``store.cluster``: health, settings of the store, component templates."""

    health = Method(cluster_health.health)
    state = Method(cluster_state.state)
    stats = Method(cluster_stats.stats)
    info = Method(cluster_stats.info)
    allocation_explain = Method(cluster_allocation.allocation_explain)
    pending_tasks = Method(cluster_allocation.pending_tasks)
    remote_info = Method(cluster_allocation.remote_info)
    get_settings = Method(cluster_settings.get_settings)
    put_settings = Method(cluster_settings.put_settings)
    put_component_template = Method(component_templates.put)
    get_component_template = Method(component_templates.get)
    exists_component_template = Method(component_templates.exists)
    delete_component_template = Method(component_templates.delete)


class NodesClient(Client):
    """``store.nodes``: the one node of the store, and what it does."""

    info = Method(nodes_info.info)
    stats = Method(nodes_stats.stats)
    usage = Method(nodes_stats.usage)
    hot_threads = Method(nodes_stats.hot_threads)


class LicenseClient(Client):
    """``store.license``: what programs ask before they begin."""

    get = Method(license_apis.get)


class XPackClient(Client):
    """``store.xpack``: features beyond the core."""

    info = Method(license_apis.info)


class FeaturesClient(Client):
    """``store.features``: features with indices of their own."""

    get_features = Method(license_apis.get_features)


class TasksClient(Client):
    """``store.tasks``: what runs, or ran, in the background."""

    get = Method(task_apis.get)
    list = Method(task_apis.list_)
    cancel = Method(task_apis.cancel)
    resume = Method(task_apis.resume)
    delete = Method(task_apis.delete)


def _check_load(index: Any, documents: Any, id: Any, progress: Any) -> None:
    """:raises IllegalArgumentError: an argument of ``load`` is not of its kind."""
    if not isinstance(index, str) or not index:
        raise IllegalArgumentError(f"[index] must be the name of an index, not [{index!r}]")
    if isinstance(documents, str | bytes | dict) or not isinstance(documents, Iterable):
        raise IllegalArgumentError(f"[documents] must be an iterable of dicts, not [{type(documents).__name__}]")
    if id is not None and not isinstance(id, str) and not callable(id):
        raise IllegalArgumentError(f"[id] must be the name of a field or a function, not [{id!r}]")
    if progress is not None and not callable(progress):
        raise IllegalArgumentError(f"[progress] must be a function, not [{progress!r}]")


class _Closed:
    """What a closed store has in place of its node and environment: whatever is asked of it, the store is closed.

    The environment itself may live on: another ``Store`` of the same process can have it open.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def __getattr__(self, name: str) -> Any:
        raise StoreClosedError(f"the store at [{self.path}] is closed")


def _forget(client: Any) -> None:
    """Unbind the methods of a client from the node that they worked on."""
    for name in [name for name, value in vars(client).items() if callable(value) and isinstance(vars(type(client)).get(name), Method)]:
        del vars(client)[name]
    client._node = _Closed(client._node.environment.path)


class Store:
    """An open store. Use it as a context manager, or ``close()`` it.

    >>> import docstore
    >>> with docstore.open() as store:
    ...     store.index(index="books", id="1", document={"title": "Walden"})["result"]
    ...     store.get(index="books", id="1")["_source"]
    'created'
    {'title': 'Walden'}
    """

    def __init__(self, environment: Environment, clock: Clock = CLOCK) -> None:
        self._environment: Any = environment
        self._runner = TaskRunner(environment, clock)
        with environment.read() as txn:
            node_id = layout.store_id(txn)
        self._node = Node(environment, clock, self._runner, node_id, Searches(clock))
        self._closed = False
        self.rest = Rest(self._node)
        self.indices = IndicesClient(self._node)
        self.cat = CatClient(self._node)
        self.cluster = ClusterClient(self._node)
        self.nodes = NodesClient(self._node)
        self.license = LicenseClient(self._node)
        self.xpack = XPackClient(self._node)
        self.features = FeaturesClient(self._node)
        self.tasks = TasksClient(self._node)

    info = Method(info_apis.info)
    capabilities = Method(license_apis.capabilities)
    ping = Method(info_apis.ping)
    index = Method(document_apis.index)
    create = Method(document_apis.create)
    get = Method(document_apis.get)
    get_source = Method(document_apis.get_source)
    exists = Method(document_apis.exists)
    exists_source = Method(document_apis.exists_source)
    delete = Method(document_apis.delete)
    update = Method(document_apis.update)
    mget = Method(document_apis.mget)
    bulk = Method(bulk_api.bulk)
    count = Method(count_api.count)
    search = Method(search_apis.search)
    search_shards = Method(indices_shards.search_shards)
    field_caps = Method(field_caps_api.field_caps)
    explain = Method(explain_api.explain)
    terms_enum = Method(terms_enum_api.terms_enum)
    msearch = Method(msearch_api.msearch)
    search_template = Method(search_template_apis.search_template)
    msearch_template = Method(search_template_apis.msearch_template)
    render_search_template = Method(search_template_apis.render_search_template)
    put_script = Method(script_apis.put_script)
    get_script = Method(script_apis.get_script)
    delete_script = Method(script_apis.delete_script)
    get_script_languages = Method(script_apis.get_script_languages)
    scroll = Method(scroll_apis.scroll)
    clear_scroll = Method(scroll_apis.clear_scroll)
    open_point_in_time = Method(point_in_time_apis.open_point_in_time)
    close_point_in_time = Method(point_in_time_apis.close_point_in_time)
    reindex = Method(reindex_apis.reindex)
    reindex_rethrottle = Method(reindex_apis.reindex_rethrottle)
    list_reindex = Method(reindex_management_apis.list_reindex)
    get_reindex = Method(reindex_management_apis.get_reindex)
    cancel_reindex = Method(reindex_management_apis.cancel_reindex)
    delete_by_query = Method(by_query_apis.delete_by_query)
    delete_by_query_rethrottle = Method(by_query_apis.delete_by_query_rethrottle)
    update_by_query = Method(by_query_apis.update_by_query)
    update_by_query_rethrottle = Method(by_query_apis.update_by_query_rethrottle)

    @property
    def path(self) -> Path:
        """The directory of the store."""
        path: Path = self._environment.path
        return path

    def elasticsearch(self, **options: Any) -> Elasticsearch:
        """The official Elasticsearch client over this store, in process: no socket, and the client as it is.

        :param options: those of ``elasticsearch.Elasticsearch``, but for its hosts and its node class.
        :raises ImportError: the client is not installed: ``pip install 'docstore[elasticsearch]'``, version 8 or 9.
        """
        from docstore.transport import elasticsearch

        return elasticsearch.client(self.rest, **options)

    def async_elasticsearch(self, **options: Any) -> AsyncElasticsearch:
        """As ``elasticsearch``, the asynchronous client; its requests run in worker threads."""
        from docstore.transport import elasticsearch

        return elasticsearch.async_client(self.rest, **options)

    def opensearch(self, **options: Any) -> OpenSearch:
        """The official OpenSearch client over this store, in process.

        :param options: those of ``opensearchpy.OpenSearch``, but for its hosts and its connection class.
        :raises ImportError: the client is not installed: ``pip install 'docstore[opensearch]'``, version 2 or 3.
        """
        from docstore.transport import opensearch

        return opensearch.client(self.rest, **options)

    def async_opensearch(self, **options: Any) -> AsyncOpenSearch:
        """As ``opensearch``, the asynchronous client; its requests run in worker threads."""
        from docstore.transport import opensearch

        return opensearch.async_client(self.rest, **options)

    def load(
        self,
        *,
        index: str,
        documents: Iterable[dict[str, Any]],
        id: IdOf = None,
        progress: Callable[[int], None] | None = None,
    ) -> Loaded:
        """Stream documents into an index, a few thousand in a transaction.

        Like ``bulk`` with ``index`` actions, but for any number of documents and several times as fast.

        :param id: the name of the field that holds the id, a function of the document, or ``None`` for a new id each.
        :param progress: called with the number of documents stored so far, after each batch.
        :returns: how many documents were new (``created``) and how many took the place of others (``updated``).
        :raises ApiError: the first document that the index does not take. The batches before it are stored, its own is not.
        """
        _check_load(index, documents, id, progress)
        return load_documents(self._environment, self._node.clock, index, documents, id, progress)

    @contextmanager
    def transaction(self) -> Iterator[Self]:
        """Make all calls of this thread within the block one transaction: all or nothing.

        Other threads and processes that want to write wait until it ends. A call that raises leaves nothing behind; caught within
        the block, the others stand. A reindex takes part as far as it waits for its completion.

        >>> import docstore
        >>> with docstore.open() as store:
        ...     with store.transaction():
        ...         _ = store.index(index="a", id="1", document={})
        ...         _ = store.index(index="b", id="1", document={})
        ...     store.count(index="a,b")["count"]
        2
        """
        with self._environment.write():
            yield self

    def check(self) -> list[str]:
        """Verify every table against the log. A list of problems; empty when all is sound."""
        with self._environment.read() as txn:
            return check(txn)

    def backup(self, path: str | os.PathLike[str]) -> None:
        """Write a compact copy of the store as it is now into a new or empty directory, without blocking anyone.

        :raises NotAStoreError: there is something in the directory.
        :raises DiskFullError: no room; what was begun of the copy is removed.
        """
        self._environment.copy(Path(path))

    def sync(self) -> None:
        """Bring all that was written to the disk. Only ``durability="async"`` has need of it."""
        self._environment.sync()

    def close(self) -> None:
        """Close the store. Tasks stop after their present batch and can be resumed; a temporary store is removed."""
        if self._closed:
            return
        if self._environment.in_transaction:
            raise TransactionError("a store cannot be closed inside its transaction(): close it after the block")
        self._closed = True
        self._runner.close()
        self._environment.close()
        self._environment = _Closed(self.path)
        self.rest.close(self._environment)
        for client in (self, *(value for value in vars(self).values() if isinstance(value, Client))):
            _forget(client)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<docstore.Store at {self.path}{' (closed)' if self._closed else ''}>"


def open(
    path: str | os.PathLike[str] | None = None,
    *,
    durability: str | Durability | None = None,
    map_size: int | None = None,
    read_only: bool = False,
    near_real_time: bool = False,
) -> Store:
    """Open the store in a directory; made there if the directory is new or empty. Without a path, a temporary store.

    :param path: a directory, on a local disk. Several processes may open it at once.
    :param durability: ``"request"`` (the default): what was acknowledged survives a crash of the machine. ``"async"``: it survives a
        crash of the process, and a crash of the machine but for the last seconds. A temporary store is never synced.
    :param map_size: the most bytes that the store may ever take; address space, not disk. 1 TiB by default.
    :param read_only: open an existing store for reading only.
    :param near_real_time: searches see an index as it was at its last refresh, as Elasticsearch has it: after ``_refresh``, after a write
        with ``refresh``, or when an ``index.refresh_interval`` (1 s) has passed. Otherwise, by default, they see every acknowledged write.
        Getting by id is real-time in any case, unless asked for ``realtime=False``. Reindex, update and delete by query read all that was
        written. Holds for all that this process does with the store.
    :raises NotAStoreError: the path is a file, or a directory that holds something else.
    :raises StoreFormatError: a newer docstore wrote it.
    :raises StoreReadOnlyError: the disk cannot be written.
    :raises StoreError: the store is open in this process with other options.
    :raises ValueError: an unknown durability, a map size that is too small, a temporary store to be read only.
    """
    chosen = None if durability is None else Durability(durability)
    environment = open_environment(path, durability=chosen, map_size=map_size, read_only=read_only)
    _sweep(environment)
    if near_real_time:
        begin_near_real_time(environment)
    return Store(environment)


def _sweep(environment: Environment) -> None:
    """Remove the columns of indices that are gone."""
    derived = environment.derived
    if derived is not None and derived.groups():
        with environment.read() as txn:
            derived.sweep({index.uuid for index in current(txn)})
