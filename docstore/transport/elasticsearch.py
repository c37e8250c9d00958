"""The official Elasticsearch client over a store in this process.

The client is as it is: its serializers, retries, errors and helpers. Only the node that would open a socket is another: it hands the
request to ``Rest``. A request runs in the caller's thread (with the asynchronous client, in a worker thread), so a timeout does not
interrupt it, and calls within ``store.transaction()`` are part of the transaction.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

from elastic_transport import ApiResponseMeta, BaseAsyncNode, BaseNode, HttpHeaders
from elastic_transport._node import NodeApiResponse
from elastic_transport.client_utils import DEFAULT
from elasticsearch import AsyncElasticsearch, Elasticsearch

from docstore.rest.message import Request
from docstore.rest.rest import Rest

_HOST = "http://docstore:9200"
"""Nobody looks it up; a client wants one."""


class InProcessNode(BaseNode):
    """A node that is a store of this process."""

    rest: Rest

    def perform_request(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: HttpHeaders | None = None,
        request_timeout: Any = DEFAULT,
    ) -> NodeApiResponse:
        """Answer a request; ``request_timeout`` has no effect."""
        began = time.monotonic()
        return _answered(self, self.rest.handle(_request(self, method, target, body, headers)), began)

    def close(self) -> None:
        """There is nothing to close: the store stays open."""


class AsyncInProcessNode(BaseAsyncNode):
    """A node for the asynchronous client: the same in a worker thread."""

    rest: Rest

    async def perform_request(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: HttpHeaders | None = None,
        request_timeout: Any = DEFAULT,
    ) -> NodeApiResponse:
        """Answer a request; ``request_timeout`` has no effect."""
        began = time.monotonic()
        request = _request(self, method, target, body, headers)
        return _answered(self, await asyncio.to_thread(self.rest.handle, request), began)

    async def close(self) -> None:
        """There is nothing to close: the store stays open."""


def _request(node: BaseNode, method: str, target: str, body: bytes | None, headers: HttpHeaders | None) -> Request:
    sent = {name: value for name, value in node.headers.items() if name.lower() != "accept-encoding"}
    return Request.of(method, target, {**sent, **(headers or {})}, body)


def _answered(node: BaseNode, response: Any, began: float) -> NodeApiResponse:
    meta = ApiResponseMeta(
        node=node.config,
        duration=time.monotonic() - began,
        http_version="1.1",
        status=response.status,
        headers=HttpHeaders(response.headers),
    )
    return NodeApiResponse(meta, response.body)


def client(rest: Rest, **options: Any) -> Elasticsearch:
    """A client of the store behind ``rest``, with the options of ``elasticsearch.Elasticsearch``."""
    return Elasticsearch(_HOST, node_class=type("InProcessNode", (InProcessNode,), {"rest": rest}), **options)


def async_client(rest: Rest, **options: Any) -> AsyncElasticsearch:
    """The same with ``elasticsearch.AsyncElasticsearch``."""
    return AsyncElasticsearch(_HOST, node_class=type("AsyncInProcessNode", (AsyncInProcessNode,), {"rest": rest}), **options)
