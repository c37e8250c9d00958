"""Fixtures for the tests of programs that use docstore, Elasticsearch or OpenSearch; see docs/testing.md.

This module is imported by every run of pytest in an environment that has docstore, so it imports docstore only when a fixture is used.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch
    from opensearchpy import OpenSearch

    from docstore.pytest_plugin.copies import Copies
    from docstore.store import Store


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the ini option ``docstore_seed``."""
    parser.addini("docstore_seed", "directory of what every test's store holds in the beginning, relative to the ini file", default="")


@pytest.fixture(scope="session")
def docstore_seed(pytestconfig: pytest.Config) -> Path | None:
    """The directory that the ini option names; a program may override this fixture."""
    named = pytestconfig.getini("docstore_seed")
    return pytestconfig.rootpath / named if named else None


@pytest.fixture(scope="session")
def docstore_base(docstore_seed: Path | None) -> Iterator[Path | None]:
    """A store with the seed in it, made once in a session; ``None`` without a seed."""
    if docstore_seed is None:
        yield None
        return
    import docstore
    from docstore.pytest_plugin.seed import sow

    with tempfile.TemporaryDirectory(prefix="docstore-base-") as directory:
        with docstore.open(Path(directory) / "grown", durability="none") as store:
            sow(store, docstore_seed)
            store.backup(Path(directory) / "base")
        yield Path(directory) / "base" / "data.mdb"


@pytest.fixture(scope="session")
def docstore_copies(docstore_base: Path | None) -> Iterator[Copies | None]:
    """The copies of the base that tests get; ``None`` without a seed."""
    if docstore_base is None:
        yield None
        return
    from docstore.pytest_plugin.copies import Copies

    copies = Copies(docstore_base)
    yield copies
    copies.remove()


@pytest.fixture
def docstore_store(docstore_copies: Copies | None) -> Iterator[Store]:
    """A store of this test's own, with the seed in it."""
    import docstore

    with docstore.open() if docstore_copies is None else docstore_copies.fresh() as store:
        yield store


@pytest.fixture
def docstore_elasticsearch(docstore_store: Store) -> Iterator[Elasticsearch]:
    """The official Elasticsearch client over ``docstore_store``, in process."""
    with docstore_store.elasticsearch() as client:
        yield client


@pytest.fixture
def docstore_opensearch(docstore_store: Store) -> Iterator[OpenSearch]:
    """The official OpenSearch client over ``docstore_store``, in process."""
    client = docstore_store.opensearch()
    yield client
    client.close()


@pytest.fixture(scope="session")
def docstore_server() -> Iterator[Any]:
    """One HTTP server for the session, on a port of its own."""
    import docstore
    from docstore.transport.server import Server

    with docstore.open() as nothing, Server(nothing.rest) as server:
        yield server


@pytest.fixture
def docstore_url(docstore_store: Store, docstore_server: Any) -> Iterator[str]:
    """The address of a real HTTP server that answers from ``docstore_store`` while this test runs."""
    before = docstore_server.application.rest
    docstore_server.application.rest = docstore_store.rest
    yield docstore_server.url
    docstore_server.application.rest = before
