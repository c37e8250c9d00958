"""An open store: the APIs as methods, and what docstore has of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from docstore.api import cluster, document, indices, search
from docstore.api.method import Method
from docstore.api.node import Node
from docstore.clock import CLOCK, Clock
from docstore.columns.cache import CACHE
from docstore.documents.loading import IdOf, Loaded
from docstore.documents.loading import load as load_documents
from docstore.errors import IllegalArgumentError, TransactionError
from docstore.storage import layout
from docstore.storage.environment import Environment
from docstore.store.client import Client, Closed, forget
from docstore.store.extra import extra
from docstore.tasks.runner import TaskRunner
from docstore.tasks.searches import Searches

if TYPE_CHECKING:
    from elasticsearch import AsyncElasticsearch, Elasticsearch
    from opensearchpy import AsyncOpenSearch, OpenSearch

    from docstore.rest.rest import Rest
    from docstore.store.async_search import AsyncSearchClient
    from docstore.store.cat import CatClient
    from docstore.store.cluster import ClusterClient
    from docstore.store.dangling_indices import DanglingIndicesClient
    from docstore.store.enrich import EnrichClient
    from docstore.store.features import FeaturesClient
    from docstore.store.ilm import IlmClient
    from docstore.store.indices import IndicesClient
    from docstore.store.ingest import IngestClient
    from docstore.store.license import LicenseClient
    from docstore.store.migration import MigrationClient
    from docstore.store.nodes import NodesClient
    from docstore.store.slm import SlmClient
    from docstore.store.snapshot import SnapshotClient
    from docstore.store.ssl import SslClient
    from docstore.store.tasks import TasksClient
    from docstore.store.transform import TransformClient
    from docstore.store.xpack import XPackClient


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

    info = Method(lambda: cluster.info.info)
    capabilities = Method(lambda: cluster.license.capabilities)
    health_report = Method(lambda: cluster.health_report.health_report)
    ping = Method(lambda: cluster.info.ping)
    index = Method(lambda: document.writing.index)
    create = Method(lambda: document.writing.create)
    get = Method(lambda: document.reading.get)
    get_source = Method(lambda: document.reading.get_source)
    exists = Method(lambda: document.reading.exists)
    exists_source = Method(lambda: document.reading.exists_source)
    delete = Method(lambda: document.writing.delete)
    update = Method(lambda: document.writing.update)
    mget = Method(lambda: document.reading.mget)
    termvectors = Method(lambda: document.term_vectors.termvectors)
    mtermvectors = Method(lambda: document.term_vectors.mtermvectors)
    bulk = Method(lambda: document.bulk.bulk)
    count = Method(lambda: search.count.count)
    search = Method(lambda: search.search.search)
    search_shards = Method(lambda: indices.shards.search_shards)
    field_caps = Method(lambda: search.field_caps.field_caps)
    explain = Method(lambda: search.explain.explain)
    rank_eval = Method(lambda: search.rank_eval.rank_eval)
    terms_enum = Method(lambda: search.terms_enum.terms_enum)
    msearch = Method(lambda: search.msearch.msearch)
    search_template = Method(lambda: search.search_template.search_template)
    msearch_template = Method(lambda: search.search_template.msearch_template)
    render_search_template = Method(lambda: search.search_template.render_search_template)
    put_script = Method(lambda: search.scripts.put_script)
    get_script = Method(lambda: search.scripts.get_script)
    delete_script = Method(lambda: search.scripts.delete_script)
    get_script_languages = Method(lambda: search.scripts.get_script_languages)
    scroll = Method(lambda: search.scroll.scroll)
    clear_scroll = Method(lambda: search.scroll.clear_scroll)
    open_point_in_time = Method(lambda: search.point_in_time.open_point_in_time)
    close_point_in_time = Method(lambda: search.point_in_time.close_point_in_time)
    create_pit = Method(lambda: search.pits.create_pit)
    get_all_pits = Method(lambda: search.pits.get_all_pits)
    delete_pit = Method(lambda: search.pits.delete_pit)
    delete_all_pits = Method(lambda: search.pits.delete_all_pits)
    reindex = Method(lambda: document.reindex.reindex)
    reindex_rethrottle = Method(lambda: document.reindex.reindex_rethrottle)
    list_reindex = Method(lambda: document.reindex_management.list_reindex)
    get_reindex = Method(lambda: document.reindex_management.get_reindex)
    cancel_reindex = Method(lambda: document.reindex_management.cancel_reindex)
    delete_by_query = Method(lambda: document.by_query.delete_by_query)
    delete_by_query_rethrottle = Method(lambda: document.by_query.delete_by_query_rethrottle)
    update_by_query = Method(lambda: document.by_query.update_by_query)
    update_by_query_rethrottle = Method(lambda: document.by_query.update_by_query_rethrottle)

    @cached_property
    def async_search(self) -> AsyncSearchClient:
        """Searches that may take longer than their request waits."""
        from docstore.store.async_search import AsyncSearchClient

        return AsyncSearchClient(self._node)

    @cached_property
    def indices(self) -> IndicesClient:
        """Indices, their settings, mappings, aliases and templates."""
        from docstore.store.indices import IndicesClient

        return IndicesClient(self._node)

    @cached_property
    def ilm(self) -> IlmClient:
        """Lifecycle policies, which are kept and shown, and nothing carries out."""
        from docstore.store.ilm import IlmClient

        return IlmClient(self._node)

    @cached_property
    def cat(self) -> CatClient:
        """Tables, as text, or with ``format="json"`` as lists."""
        from docstore.store.cat import CatClient

        return CatClient(self._node)

    @cached_property
    def cluster(self) -> ClusterClient:
        """Health, settings of the store, component templates."""
        from docstore.store.cluster import ClusterClient

        return ClusterClient(self._node)

    @cached_property
    def nodes(self) -> NodesClient:
        """The one node of the store, and what it does."""
        from docstore.store.nodes import NodesClient

        return NodesClient(self._node)

    @cached_property
    def license(self) -> LicenseClient:
        """What programs ask before they begin."""
        from docstore.store.license import LicenseClient

        return LicenseClient(self._node)

    @cached_property
    def xpack(self) -> XPackClient:
        """Features beyond the core."""
        from docstore.store.xpack import XPackClient

        return XPackClient(self._node)

    @cached_property
    def features(self) -> FeaturesClient:
        """Features with indices of their own."""
        from docstore.store.features import FeaturesClient

        return FeaturesClient(self._node)

    @cached_property
    def snapshot(self) -> SnapshotClient:
        """Repositories of snapshots: there are none."""
        from docstore.store.snapshot import SnapshotClient

        return SnapshotClient(self._node)

    @cached_property
    def ingest(self) -> IngestClient:
        """Pipelines that documents go through: none can be made."""
        from docstore.store.ingest import IngestClient

        return IngestClient(self._node)

    @cached_property
    def slm(self) -> SlmClient:
        """Policies by which snapshots are taken: there are none."""
        from docstore.store.slm import SlmClient

        return SlmClient(self._node)

    @cached_property
    def transform(self) -> TransformClient:
        """Summaries of indices: there are none."""
        from docstore.store.transform import TransformClient

        return TransformClient(self._node)

    @cached_property
    def enrich(self) -> EnrichClient:
        """Policies by which documents get fields of others: there are none."""
        from docstore.store.enrich import EnrichClient

        return EnrichClient(self._node)

    @cached_property
    def dangling_indices(self) -> DanglingIndicesClient:
        """Indices on disk that no cluster knows: there are none."""
        from docstore.store.dangling_indices import DanglingIndicesClient

        return DanglingIndicesClient(self._node)

    @cached_property
    def migration(self) -> MigrationClient:
        """What is to be done before the next version: nothing."""
        from docstore.store.migration import MigrationClient

        return MigrationClient(self._node)

    @cached_property
    def ssl(self) -> SslClient:
        """Certificates: there are none."""
        from docstore.store.ssl import SslClient

        return SslClient(self._node)

    @cached_property
    def tasks(self) -> TasksClient:
        """What runs, or ran, in the background."""
        from docstore.store.tasks import TasksClient

        return TasksClient(self._node)

    @cached_property
    def rest(self) -> Rest:
        """The REST API of the store: a request in, a response out, in this process."""
        from docstore.rest.rest import Rest

        return Rest(self._node)

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
        with extra("elasticsearch"):
            from docstore.transport import elasticsearch

        return elasticsearch.client(self.rest, **options)

    def async_elasticsearch(self, **options: Any) -> AsyncElasticsearch:
        """As ``elasticsearch``, the asynchronous client; its requests run in worker threads."""
        with extra("elasticsearch"):
            from docstore.transport import elasticsearch

        return elasticsearch.async_client(self.rest, **options)

    def opensearch(self, **options: Any) -> OpenSearch:
        """The official OpenSearch client over this store, in process.

        :param options: those of ``opensearchpy.OpenSearch``, but for its hosts and its connection class.
        :raises ImportError: the client is not installed: ``pip install 'docstore[opensearch]'``, version 2 or 3.
        """
        with extra("opensearch"):
            from docstore.transport import opensearch

        return opensearch.client(self.rest, **options)

    def async_opensearch(self, **options: Any) -> AsyncOpenSearch:
        """As ``opensearch``, the asynchronous client; its requests run in worker threads."""
        with extra("opensearch"):
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
        from docstore.check import check

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
        self._node.searches.close()
        self._runner.close()
        self._environment.close()
        if self._environment.users <= 0:
            CACHE.forget(self._environment.opening)
        self._environment = Closed(self.path)
        if "rest" in vars(self):
            self.rest.close(self._environment)
        for client in (self, *(value for value in vars(self).values() if isinstance(value, Client))):
            forget(client)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<docstore.Store at {self.path}{' (closed)' if self._closed else ''}>"
